import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { decodeMessage, state, topicOf } from '@smart-latch/protocol';
import { openStore, type Store } from '@smart-latch/store';
import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { ClientCertificate } from '../test/certificates.ts';
import { statePayload, tapPayload } from '../test/messages.ts';
import { connect, createWorld, refusalOf, startProductBroker, type World } from '../test/product-broker.ts';
import { freePort } from '../test/redis-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    mongoUri: string;
  }
}

let world: World;
let store: Store;
let dir: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  world = await createWorld();
  store = await openStore(inject('mongoUri'));
  dir = await mkdtemp(join(tmpdir(), 'broker-main-'));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await store.close();
  await world.close();
  await rm(dir, { recursive: true, force: true });
});

const pemFile = async (name: string, pem: string): Promise<string> => {
  await writeFile(join(dir, name), pem);
  return join(dir, name);
};

interface Running {
  readonly child: ChildProcess;
  readonly port: number;
  readonly healthUrl: string;
  readonly lines: Record<string, unknown>[];
}

/** The broker as a process, from its environment alone. */
const startProcess = async (): Promise<Running> => {
  const [port, healthPort] = [await freePort(), await freePort()];
  const { authority } = world;
  const env = {
    BROKER_PORT: `${port}`,
    HEALTH_PORT: `${healthPort}`,
    TLS_CERT_FILE: await pemFile('server.pem', authority.server.cert),
    TLS_KEY_FILE: await pemFile('server.key', authority.server.key),
    DEVICE_CA_FILE: await pemFile('devices.pem', authority.devices.cert),
    SERVICE_CA_FILE: await pemFile('services.pem', authority.services.cert),
    MONGODB_URI: inject('mongoUri'),
    QUEUE_REDIS_URL: world.queueRedis.url,
    FRAME_REDIS_URL: world.frameRedis.url,
    BUS_REDIS_URL: world.busRedis.url,
  };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines: Record<string, unknown>[] = [];
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
    lines.push(JSON.parse(line) as Record<string, unknown>);
  });
  await expect.poll(() => lines.some((line) => line.ready === true), { timeout: 15_000 }).toBe(true);
  return { child, port, healthUrl: `http://127.0.0.1:${healthPort}`, lines };
};

const enrol = async (kind: 'latch' | 'camera'): Promise<ClientCertificate> => {
  const client = await world.newClient(kind);
  await store.models.devices.create({
    _id: client.id,
    site: 'site',
    kind,
    unit: 'unit',
    publicKey: 'key',
    certificateExpiresAt: new Date(),
    uplinkVersion: 1,
    createdAt: new Date(),
  });
  return client;
};

const statesOf = async (device: string): Promise<string[]> =>
  (await world.jobs())
    .filter((job) => job.device === device && job.topic === 'state')
    .map((job) => decodeMessage(state, Buffer.from(job.payload, 'base64')))
    .map((said) => `${said.state}/${said.connection}`);

describe('the broker as a process', () => {
  it('starts from its environment, takes a tap, says how it is, and stops when told', async () => {
    const { child, port, healthUrl, lines } = await startProcess();
    const latch = await enrol('latch');
    const will = { topic: topicOf(latch.id, 'state'), payload: statePayload('lost', randomBytes(16)) };
    const client = await connect(world, { port }, latch, { will: { ...will, qos: 1, retain: true } });
    client.on('error', () => undefined);
    const tapId = randomBytes(16);
    await client.publishAsync(topicOf(latch.id, 'nfc/tap'), tapPayload(latch.id, tapId), { qos: 1 });
    const step = { service: 'broker', step: 2, msg: 'message admitted', tap: tapId.toString('hex'), device: latch.id };
    await expect.poll(() => lines, { timeout: 10_000 }).toContainEqual(expect.objectContaining(step));
    const health = await fetch(`${healthUrl}/healthz`);
    expect(await health.json()).toEqual({ ok: true, checks: { queue: true, frame: true, bus: true, mongo: true } });
    const metrics = await (await fetch(`${healthUrl}/metrics`)).text();
    expect(metrics).toContain('broker_messages_total{topic="nfc/tap",service="broker"} 1');
    expect(metrics).toMatch(/broker_ingest_seconds_count\{service="broker"\} 1/);
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    expect((await exited)[0]).toBe(0);
    expect(lines.filter((line) => line.level === 'error' || line.level === 'fatal')).toEqual([]);
    await client.endAsync(true);
  });

  it('knows the devices of the store, and only those', async () => {
    const { child, port } = await startProcess();
    const [latch, revoked, stranger] = [await enrol('latch'), await enrol('latch'), await world.newClient('latch')];
    await store.models.devices.updateOne({ _id: revoked.id }, { $set: { revokedAt: new Date() } });
    const refusals = [latch, revoked, stranger].map((who) => refusalOf(connect(world, { port }, who)));
    expect(await Promise.all(refusals)).toEqual([0, 5, 5]);
    child.kill('SIGKILL');
  });
});

describe('when a broker is killed', () => {
  const willOf = (who: ClientCertificate, boot: Uint8Array, connection: number) =>
    ({
      will: { topic: topicOf(who.id, 'state'), payload: statePayload('lost', boot, connection), qos: 1, retain: true },
    }) as const;
  const sayReady = (client: MqttClient, who: ClientCertificate, boot: Uint8Array, connection: number) =>
    client.publishAsync(topicOf(who.id, 'state'), statePayload('ready', boot, connection), { qos: 1, retain: true });

  it('another publishes the wills it left: lost for a device that stays away, the newest state for one that came back', async () => {
    const { child, port } = await startProcess();
    const [away, back] = [await enrol('latch'), await enrol('camera')];
    const boot = randomBytes(16);
    for (const who of [away, back]) {
      const client = await connect(world, { port }, who, willOf(who, boot, 1));
      client.on('error', () => undefined);
      await sayReady(client, who, boot, 1);
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    // A heartbeat this short also makes it miss the dead broker's soon.
    const other = await startProductBroker(world, { heartbeatMs: 150 });
    const returned = await connect(world, other, back, willOf(back, boot, 2));
    await sayReady(returned, back, boot, 2);
    await expect.poll(() => statesOf(away.id), { timeout: 10_000 }).toEqual(['ready/1', 'lost/1']);
    await expect.poll(() => statesOf(back.id), { timeout: 10_000 }).toEqual(['ready/1', 'ready/2', 'ready/2']);
    await returned.endAsync();
    await other.close();
  });
});
