import { REVOKED_CHANNEL } from '@smart-latch/protocol';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  closed,
  connect,
  createWorld,
  type ProductBroker,
  startProductBroker,
  type World,
} from '../test/product-broker.ts';

let world: World;
const running: ProductBroker[] = [];

beforeAll(async () => {
  world = await createWorld();
});
afterAll(async () => {
  await Promise.all(running.map((broker) => broker.close()));
  await world.close();
});

const start = async (recheckMs?: number): Promise<ProductBroker> => {
  const broker = await startProductBroker(world, recheckMs === undefined ? {} : { recheckMs });
  running.push(broker);
  return broker;
};
const revoke = (id: string) => world.records.set(id, { role: 'latch', site: 'site', revoked: true });

describe('a revoked device', () => {
  it('loses its connection within a second of the message, and no other device does', async () => {
    const broker = await start();
    const [bad, good] = await Promise.all([world.newClient('latch'), world.newClient('latch')]);
    const [revoked, other] = await Promise.all([connect(world, broker, bad), connect(world, broker, good)]);
    const redis = new Redis(world.queueRedis.url);
    const startedMs = performance.now();
    revoke(bad.id);
    await redis.publish(REVOKED_CHANNEL, bad.id);
    await closed(revoked);
    expect(performance.now() - startedMs).toBeLessThan(1_000);
    expect(other.connected).toBe(true);
    await redis.quit();
    await other.endAsync(true);
  });

  it('loses its connection also when the message was lost', async () => {
    const broker = await start(50);
    const bad = await world.newClient('latch');
    const client = await connect(world, broker, bad);
    revoke(bad.id);
    await closed(client);
  });

  it('is heard of after the queue Redis was away', async () => {
    const broker = await start();
    const bad = await world.newClient('latch');
    const client = await connect(world, broker, bad);
    await world.queueRedis.kill();
    await world.queueRedis.start();
    const redis = new Redis(world.queueRedis.url);
    await expect.poll(() => redis.publish(REVOKED_CHANNEL, bad.id), { timeout: 10_000 }).toBeGreaterThan(0);
    await closed(client);
    await redis.quit();
  });

  it('stays connected while the store does not answer, since nothing is known against it', async () => {
    let isDown = false;
    let asked = 0;
    const find = async (id: string) => {
      asked += 1;
      if (isDown) throw new Error('down');
      return world.records.get(id) ?? null;
    };
    const broker = await startProductBroker(world, { devices: { find }, recheckMs: 20 });
    running.push(broker);
    const client = await connect(world, broker, await world.newClient('latch'));
    isDown = true;
    const before = asked;
    await expect.poll(() => asked, { timeout: 10_000 }).toBeGreaterThan(before + 2);
    expect(client.connected).toBe(true);
    await client.endAsync(true);
  });
});
