import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { migrate, openStore, type Store } from '@smart-latch/store';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { addEvents, aWebhook } from '../test/chain.ts';
import { type Receiver, startReceiver } from '../test/receiver.ts';

const MAIN = join(import.meta.dirname, 'main.ts');
const given = inject as (key: 'mongoUri' | 'redisUrl') => string;

let store: Store;
let receiver: Receiver;
let dir: string;
let env: Record<string, string>;
const running: ChildProcess[] = [];
beforeAll(async () => {
  const uri = new URL(given('mongoUri'));
  uri.pathname = '/hooks-killed';
  await migrate(uri.href);
  store = await openStore(uri.href);
  receiver = await startReceiver();
  dir = await mkdtemp(join(tmpdir(), 'sl-hooks-'));
  await writeFile(join(dir, 'ca.pem'), receiver.ca);
  env = {
    MONGODB_URI: uri.href,
    QUEUE_REDIS_URL: given('redisUrl'),
    WEBHOOK_SECRET: randomBytes(32).toString('base64'),
    HOOKS_ALLOW_PRIVATE: 'true',
    HOOKS_PORTS: String(receiver.port),
    HOOKS_CA_FILE: join(dir, 'ca.pem'),
    HOOKS_RETRY_S: '1,1',
  };
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await receiver.close();
  await store.close();
  await rm(dir, { recursive: true, force: true });
});

/** Resolves when it says that it is ready. */
const startWorker = async (): Promise<ChildProcess> => {
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  running.push(child);
  for await (const line of createInterface({ input: child.stdout })) if (line.includes('"ready":true')) break;
  child.stdout.resume();
  return child;
};

test('workers that are killed while they send lose nothing, and first tries come in the order of the chain', async () => {
  const total = 60;
  await store.models.webhooks.create([aWebhook('home', receiver.url)] as never);
  const all = new Promise<void>((resolve) => {
    receiver.answer = () => (response) => {
      if (new Set(received()).size === total) resolve();
      setTimeout(() => response.writeHead(204).end(), 5);
    };
  });
  const received = () => receiver.received.map(({ body }) => JSON.parse(body).data.seq as number);
  const reaches = async (count: number) => {
    while (receiver.received.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const workers = await Promise.all([startWorker(), startWorker()]);
  await addEvents(
    store,
    'home',
    Array.from({ length: total }, () => 'granted'),
  );
  for (const [index, worker] of workers.entries()) {
    await reaches(10 + 15 * index);
    worker.kill('SIGKILL');
    await startWorker();
  }
  await all;
  const firsts = received().filter((seq, index, list) => list.indexOf(seq) === index);
  expect(firsts).toEqual(Array.from({ length: total }, (_, index) => index + 1));
}, 60_000);
