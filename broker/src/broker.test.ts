import { randomBytes } from 'node:crypto';
import { connect as connectTls } from 'node:tls';
import { type DeviceJob, topicOf } from '@smart-latch/protocol';
import { Redis } from 'ioredis';
import type { MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ClientCertificate, makeClient } from '../test/certificates.ts';
import { framePayload, statePayload, tapPayload, telemetryPayload } from '../test/messages.ts';
import {
  clientOptions,
  closed,
  connect,
  createWorld,
  type ProductBroker,
  refusalOf,
  startProductBroker,
  type World,
} from '../test/product-broker.ts';

let world: World;
let broker: ProductBroker;
let latch: ClientCertificate;
let camera: ClientCertificate;
let worker: ClientCertificate;
const open: MqttClient[] = [];
const QOS_1 = { qos: 1 } as const;

beforeAll(async () => {
  world = await createWorld();
  broker = await startProductBroker(world, { connectDeadlineMs: 300 });
  [latch, camera, worker] = await Promise.all([
    world.newClient('latch'),
    world.newClient('camera'),
    world.newClient('service'),
  ]);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.endAsync(true)));
});
afterAll(async () => {
  await broker.close();
  await world.close();
});

const join = async (who: ClientCertificate, change = {}): Promise<MqttClient> => {
  const client = await connect(world, broker, who, who === worker ? { clientId: 'worker', ...change } : change);
  client.on('error', () => undefined);
  open.push(client);
  return client;
};
const jobsOf = async (device: string): Promise<DeviceJob[]> =>
  (await world.jobs()).filter((job) => job.device === device);
const next = (client: MqttClient): Promise<{ topic: string; payload: Buffer }> =>
  new Promise((resolve) => client.once('message', (topic, payload) => resolve({ topic, payload })));

describe('who may connect', () => {
  const refusal = (who: ClientCertificate, change = {}) => refusalOf(connect(world, broker, who, change));

  it('a device and the worker, with their certificates', async () => {
    expect(await refusal(latch)).toBe(0);
    expect(await refusal(worker, { clientId: 'worker-7a' })).toBe(0);
  });

  it('nobody without a certificate, nobody with a stranger’s: CONNACK 4', async () => {
    expect(await refusal(latch, { cert: undefined, key: undefined })).toBe(4);
    const forged = await makeClient(world.authority.root, 'latch');
    expect(await refusal(forged)).toBe(4);
  });

  it('another client id is CONNACK 2', async () => {
    expect(await refusal(latch, { clientId: camera.id })).toBe(2);
  });

  it('an unknown and a revoked device are CONNACK 5', async () => {
    const stranger = await makeClient(world.authority.devices, 'latch');
    expect(await refusal(stranger)).toBe(5);
    const revoked = await world.newClient('latch');
    world.records.set(revoked.id, { role: 'latch', site: 'site', revoked: true });
    expect(await refusal(revoked)).toBe(5);
    expect(await broker.count('broker_denials_total', { reason: 'device_revoked' })).toBe(1);
  });

  it('a persistent session, another keepalive and a foreign will are refused', async () => {
    expect(await refusal(latch, { clean: false })).toBe(5);
    expect(await refusal(latch, { keepalive: 300 })).toBe(5);
    const will = { topic: topicOf(camera.id, 'state'), payload: statePayload('lost', randomBytes(16)) };
    expect(await refusal(latch, { will: { ...will, qos: 1, retain: true } })).toBe(5);
  });

  it('MQTT 3.1 and 5 are CONNACK 1', async () => {
    expect(await refusal(latch, { protocolVersion: 3, protocolId: 'MQIsdp' })).toBe(1);
    expect(await refusal(latch, { protocolVersion: 5 })).toBeGreaterThan(0);
  });

  it('a store that is down is CONNACK 3', async () => {
    const down = await startProductBroker(world, { devices: { find: () => Promise.reject(new Error('down')) } });
    expect(await refusalOf(connect(world, down, latch))).toBe(3);
    await down.close();
  });

  it('the second connection of a device ends the first', async () => {
    const first = await join(latch);
    const gone = closed(first);
    await join(latch);
    await gone;
  });

  it('a client that sends no CONNECT is dropped', async () => {
    const socket = connectTls(clientOptions(world, broker, latch) as object);
    await new Promise<void>((resolve) => socket.resume().once('close', () => resolve()));
  });

  it('a session that is resumed by ticket is judged again', async () => {
    const sleepy = await world.newClient('latch');
    const options = clientOptions(world, broker, sleepy) as object;
    const session = await new Promise<Buffer>((resolve) => connectTls(options).once('session', resolve));
    const resumed = connectTls({ ...options, session });
    await new Promise<void>((resolve) => resumed.once('secureConnect', resolve));
    expect(resumed.isSessionReused()).toBe(true);
    resumed.destroy();
    expect(await refusal(sleepy, { session })).toBe(0);
    world.records.set(sleepy.id, { role: 'latch', site: 'site', revoked: true });
    expect(await refusal(sleepy, { session })).toBe(5);
  });
});

describe('what devices send', () => {
  it('a tap is one job before its PUBACK', async () => {
    const client = await join(latch);
    const payload = tapPayload(latch.id);
    const before = await jobsOf(latch.id);
    await client.publishAsync(topicOf(latch.id, 'nfc/tap'), payload, QOS_1);
    const jobs = await jobsOf(latch.id);
    expect(jobs).toHaveLength(before.length + 1);
    expect(jobs.at(-1)).toMatchObject({ topic: 'nfc/tap', payload: payload.toString('base64') });
  });

  it('a frame of 128 KiB is in the frame Redis before its PUBACK', async () => {
    const client = await join(camera);
    const header = framePayload(camera.id, latch.id, Buffer.alloc(1)).length - 1;
    const jpeg = randomBytes(128 * 1024 - header);
    await client.publishAsync(topicOf(camera.id, 'face/frame'), framePayload(camera.id, latch.id, jpeg), QOS_1);
    const [job] = await jobsOf(camera.id);
    const redis = new Redis(world.frameRedis.url);
    expect((await redis.getBuffer(job?.frame ?? ''))?.equals(jpeg)).toBe(true);
    expect(await redis.ttl(job?.frame ?? '')).toBeGreaterThan(25);
    await redis.quit();
  });

  it('messages of one connection become jobs in their order', async () => {
    const client = await join(latch);
    const before = (await jobsOf(latch.id)).length;
    const levels = Array.from({ length: 15 }, (_, index) => index);
    const payloads = levels.map(() => telemetryPayload());
    await Promise.all([
      ...payloads.map((payload) => client.publishAsync(topicOf(latch.id, 'tele/power'), payload)),
      client.publishAsync(topicOf(latch.id, 'state'), statePayload('ready', randomBytes(16)), { qos: 1, retain: true }),
    ]);
    const topics = (await jobsOf(latch.id)).slice(before).map((job) => job.topic);
    expect(topics).toEqual([...levels.map(() => 'tele/power'), 'state']);
  });

  it.each<[string, string, () => Buffer, object]>([
    ['wrong_sender', 'face/frame', () => framePayload(latch.id, latch.id, randomBytes(9)), { qos: 1 }],
    ['wrong_qos', 'nfc/tap', () => tapPayload(latch.id), { qos: 0 }],
    ['wrong_qos', 'nfc/tap', () => tapPayload(latch.id), { qos: 2 }],
    ['wrong_retain', 'nfc/tap', () => tapPayload(latch.id), { qos: 1, retain: true }],
    ['wrong_sender', 'cmd/unlock', () => Buffer.from('open'), { qos: 1 }],
    ['unknown_topic', 'nfc', () => Buffer.from('x'), { qos: 1 }],
    ['bad_shape', 'nfc/tap', () => Buffer.from('x'), { qos: 1 }],
    ['too_large', 'nfc/tap', () => Buffer.alloc(4_097), { qos: 1 }],
    ['oversized', 'nfc/tap', () => Buffer.alloc(10_000), { qos: 1 }],
  ])('what breaks the policy ends the connection and is counted: %s on %s', async (reason, name, payload, options) => {
    const client = await join(latch);
    const before = await broker.count('broker_denials_total', { reason });
    const jobs = (await jobsOf(latch.id)).length;
    const gone = closed(client);
    client.publish(`sl/1/${latch.id}/${name}`, payload(), options);
    await gone;
    expect(await broker.count('broker_denials_total', { reason })).toBe(before + 1);
    expect(await jobsOf(latch.id)).toHaveLength(jobs);
  });

  it('a device cannot speak for another', async () => {
    const client = await join(latch);
    const gone = closed(client);
    client.publish(topicOf(camera.id, 'state'), statePayload('ready', randomBytes(16)), { qos: 1, retain: true });
    await gone;
  });
});

describe('what devices receive', () => {
  it('a command, while connected; never one that was sent before', async () => {
    const service = await join(worker);
    await service.publishAsync(topicOf(latch.id, 'cmd/unlock'), 'early', QOS_1);
    const client = await join(latch);
    await client.subscribeAsync(`sl/1/${latch.id}/cmd/+`, QOS_1);
    const arrived = next(client);
    await service.publishAsync(topicOf(latch.id, 'cmd/unlock'), 'now', QOS_1);
    expect(String((await arrived).payload)).toBe('now');
  });

  it('the desired configuration, retained', async () => {
    const service = await join(worker);
    await service.publishAsync(topicOf(latch.id, 'desired'), 'config', { qos: 1, retain: true });
    const client = await join(latch);
    const arrived = next(client);
    await client.subscribeAsync(topicOf(latch.id, 'desired'), QOS_1);
    expect(String((await arrived).payload)).toBe('config');
  });

  it('a retained action ends the connection of its sender', async () => {
    const service = await join(worker);
    const gone = closed(service);
    service.publish(topicOf(latch.id, 'cmd/unlock'), 'open', { qos: 1, retain: true });
    await gone;
  });

  it('nothing else: SUBACK 0x80', async () => {
    const client = await join(latch);
    const topics = ['#', 'sl/#', '$SYS/#', `$share/g/sl/1/${latch.id}/cmd/+`, `sl/1/${camera.id}/cmd/+`];
    for (const topic of topics) {
      await expect(client.subscribeAsync(topic, QOS_1), topic).rejects.toThrow();
    }
    await expect(client.subscribeAsync(`sl/1/${latch.id}/cmd/+`, { qos: 2 })).rejects.toThrow();
    expect(client.connected).toBe(true);
  });

  it('not the commands for another kind of device, though the wildcard would match', async () => {
    const client = await join(latch);
    const service = await join(worker);
    await client.subscribeAsync(`sl/1/${latch.id}/cmd/+`, QOS_1);
    const arrived = next(client);
    await service.publishAsync(topicOf(latch.id, 'cmd/capture'), 'not for a latch', QOS_1);
    await service.publishAsync(topicOf(latch.id, 'cmd/lock'), 'for a latch', QOS_1);
    expect(String((await arrived).payload)).toBe('for a latch');
  });
});
