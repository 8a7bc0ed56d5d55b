import { randomBytes } from 'node:crypto';
import { topicOf } from '@smart-latch/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClientCertificate } from '../test/certificates.ts';
import { framePayload, statePayload, tapPayload } from '../test/messages.ts';
import {
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
const QOS_1 = { qos: 1 } as const;

beforeEach(async () => {
  world = await createWorld();
  broker = await startProductBroker(world);
  latch = await world.newClient('latch');
});
afterEach(async () => {
  await broker.close();
  await world.close();
});

const join = async (who: ClientCertificate, change = {}) => {
  const client = await connect(world, broker, who, change);
  client.on('error', () => undefined);
  return client;
};

/** Publishes as a device does: the same bytes again and again on new connections, until there is a PUBACK. */
const publishUntilTaken = async (who: ClientCertificate, topic: string, payload: Buffer): Promise<number> => {
  for (let tries = 1; ; tries += 1) {
    const client = await join(who).catch(() => null);
    const taken = client && (await Promise.race([acknowledged(client, topic, payload), closed(client)]));
    await client?.endAsync(true);
    if (taken) return tries;
  }
};
const acknowledged = (client: Awaited<ReturnType<typeof join>>, topic: string, payload: Buffer) =>
  client.publishAsync(topic, payload, QOS_1).then(
    () => true,
    () => false,
  );

describe('when a Redis is down', () => {
  it('no PUBACK without the queue, and nothing is lost once it is back', async () => {
    const client = await join(latch);
    await world.queueRedis.kill();
    const payload = tapPayload(latch.id);
    const gone = closed(client);
    let isAcknowledged = false;
    client.publish(topicOf(latch.id, 'nfc/tap'), payload, QOS_1, (error) => {
      isAcknowledged = !error;
    });
    await gone;
    expect(isAcknowledged).toBe(false);
    expect(await broker.count('broker_denials_total', { reason: 'queue_down' })).toBe(1);
    const taken = publishUntilTaken(latch, topicOf(latch.id, 'nfc/tap'), payload);
    await world.queueRedis.start();
    await taken;
    expect((await world.jobs()).map((job) => job.payload)).toEqual([payload.toString('base64')]);
  });

  it('a tap that was acknowledged is there after a power cut', async () => {
    const client = await join(latch);
    const payload = tapPayload(latch.id);
    await client.publishAsync(topicOf(latch.id, 'nfc/tap'), payload, QOS_1);
    await world.queueRedis.kill();
    await world.queueRedis.start();
    expect((await world.jobs()).map((job) => job.payload)).toEqual([payload.toString('base64')]);
    await client.endAsync(true);
  });

  it('no PUBACK for a frame without the frame Redis, and no job that points at nothing', async () => {
    const camera = await world.newClient('camera');
    const client = await join(camera);
    await world.frameRedis.kill();
    const gone = closed(client);
    client.publish(topicOf(camera.id, 'face/frame'), framePayload(camera.id, latch.id, randomBytes(99)), QOS_1);
    await gone;
    expect(await world.jobs()).toEqual([]);
  });

  it('without the bus devices are told to come back, and the broker lives on', async () => {
    const boot = randomBytes(16);
    const will = { topic: topicOf(latch.id, 'state'), payload: statePayload('lost', boot), qos: 1, retain: true };
    const client = await join(latch, { will });
    await world.busRedis.kill();
    const gone = closed(client);
    client.stream.destroy();
    await gone;
    expect(await refusalOf(join(latch, { will }))).toBe(3);
    await world.busRedis.start();
    const payload = tapPayload(latch.id);
    await publishUntilTaken(latch, topicOf(latch.id, 'nfc/tap'), payload);
    expect((await world.jobs()).at(-1)?.payload).toBe(payload.toString('base64'));
  });

  it('a command is not acknowledged while the bus is down', async () => {
    const worker = await join(await world.newClient('service'), { clientId: 'worker' });
    await world.busRedis.kill();
    const gone = closed(worker);
    let isAcknowledged = false;
    worker.publish(topicOf(latch.id, 'cmd/unlock'), 'open', QOS_1, (error) => {
      isAcknowledged = !error;
    });
    await gone;
    expect(isAcknowledged).toBe(false);
  });

  it('a will that no queue takes now is queued when it is back', async () => {
    const boot = randomBytes(16);
    const payload = statePayload('lost', boot);
    const will = { topic: topicOf(latch.id, 'state'), payload, qos: 1, retain: true };
    const client = await join(latch, { will });
    await world.queueRedis.kill();
    client.stream.destroy();
    await closed(client);
    await world.queueRedis.start();
    await expect
      .poll(async () => (await world.jobs()).map((job) => job.payload), { timeout: 10_000 })
      .toEqual([payload.toString('base64')]);
  });
});
