import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { JOB_OPTIONS, reading as readingSchema, type SeeJob, seenJob } from '@smart-latch/protocol';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPack, jpeg, portrait } from './testing/portraits.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const processes: ChildProcess[] = [];
const connections: Redis[] = [];
let folder: string;
let url: string;
let redis: Redis;
let see: Queue;
let seen: Worker;
const told = new Map<string, (outcome: string) => void>();

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function connect(): Redis {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  connections.push(connection);
  return connection;
}

/** Starts a process and waits for a line of its output; gives the process and that line. */
async function start(
  command: string,
  args: string[],
  env: Record<string, string> | null,
  until: RegExp,
): Promise<[ChildProcess, string]> {
  const child = spawn(command, args, { ...(env && { env }), stdio: ['ignore', 'pipe', 'inherit'] });
  processes.push(child);
  for await (const line of createInterface(child.stdout)) {
    if (!until.test(line)) continue;
    child.stdout.resume();
    return [child, line];
  }
  throw new Error(`${command} ended before it said ${until}`);
}

const faceWorker = async (env: Record<string, string> = {}): Promise<[ChildProcess, string]> =>
  start(
    process.execPath,
    [MAIN],
    { QUEUE_REDIS_URL: url, FRAME_REDIS_URL: url, HEALTH_PORT: '0', ...env },
    /"msg":"ready"|"level":"fatal"/,
  );

/** Asks the workers to look at a picture; resolves with what access would be told. */
function ask(name: string, picture: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  told.set(`reading:${name}`, resolve);
  const subject = { kind: 'view' as const, view: name };
  const job: SeeJob = {
    subject,
    purpose: 'door',
    picture,
    reading: `reading:${name}`,
    deadlineMs: Date.now() + 60_000,
  };
  void see.add('view', job, JOB_OPTIONS);
  return promise;
}

beforeAll(async () => {
  await defaultPack();
  folder = await mkdtemp(join(tmpdir(), 'face-worker-'));
  const port = await freePort();
  url = `redis://127.0.0.1:${port}`;
  await start(
    'redis-server',
    ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
    null,
    /Ready to accept/,
  );
  redis = connect();
  see = new Queue('see', { connection: connect() });
  seen = new Worker(
    'seen',
    async ({ data }) => {
      const { reading, outcome } = seenJob.parse(data);
      told.get(reading)?.(outcome);
    },
    { connection: connect() },
  );
  await redis.set('frame:alice', await jpeg(await portrait('alice')));
  await redis.set('frame:text', 'not a picture');
});
afterAll(async () => {
  for (const child of processes.slice(1)) child.kill('SIGKILL');
  await seen?.close();
  await see?.close();
  for (const connection of connections) connection.disconnect();
  processes[0]?.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

describe('the face worker', () => {
  it('answers a picture, bytes that are none, and a picture that has left', async () => {
    const [worker] = await faceWorker();
    const outcomes = await Promise.all([ask('r1', 'frame:alice'), ask('r2', 'frame:text'), ask('r3', 'frame:gone')]);
    expect(outcomes).toEqual(['read', 'read', 'gone']);
    const reading = async (key: string) => readingSchema.parse(JSON.parse((await redis.get(key)) ?? 'null'));
    expect(await reading('reading:r1')).toMatchObject({ verdict: 'ok', purpose: 'door' });
    expect(await reading('reading:r2')).toMatchObject({ verdict: 'low_quality', detail: 'undecodable' });
    expect(await redis.get('reading:r3')).toBeNull();
    expect(await redis.ttl('reading:r1')).toBeGreaterThan(0);
    worker.kill('SIGTERM');
    expect((await once(worker, 'exit'))[0]).toBe(0);
  });

  it('killed in the middle of its work loses no picture: another worker takes them up', async () => {
    const [first] = await faceWorker();
    await faceWorker();
    const answers = Array.from({ length: 30 }, (_, i) => ask(`k${i}`, 'frame:alice'));
    await Promise.race(answers);
    first.kill('SIGKILL');
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['read']));
  }, 90_000);

  it('refuses to start without its networks, and says what to run', async () => {
    const [worker, line] = await faceWorker({ FACE_MODELS_DIR: folder });
    expect(line).toMatch(/make models/);
    if (worker.exitCode === null) await once(worker, 'exit');
    expect(worker.exitCode).toBe(1);
  });

  it('names every setting that is missing at once', async () => {
    const child = spawn(process.execPath, [MAIN], { env: { HEALTH_PORT: '0' }, stdio: ['ignore', 'ignore', 'pipe'] });
    let text = '';
    for await (const chunk of child.stderr) text += chunk;
    expect(text).toMatch(/QUEUE_REDIS_URL(.|\n)*FRAME_REDIS_URL/);
  });
});
