import { topicOf } from '@smart-latch/protocol';
import mqtt from 'mqtt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  clientOptions,
  connect,
  createWorld,
  type ProductBroker,
  startProductBroker,
  type World,
} from '../test/product-broker.ts';

/**
 * aedes stores the whole SUBSCRIBE packet as soon as one topic in it is allowed. Under session rules that allow a
 * persistent session the refused topic would come back with it; the policy for forwarding must hold it off.
 */
let world: World;
let broker: ProductBroker;

beforeAll(async () => {
  world = await createWorld();
  broker = await startProductBroker(world, {
    change: (admission) => ({ connect: (peer, request) => admission.connect(peer, { ...request, clean: true }) }),
  });
});
afterAll(async () => {
  await broker.close();
  await world.close();
});

it('a persistent session never receives the topic that was refused in its SUBSCRIBE', async () => {
  const [latch, victim, service] = await Promise.all([
    world.newClient('latch'),
    world.newClient('latch'),
    world.newClient('service'),
  ]);
  const [own, foreign] = [topicOf(latch.id, 'cmd/unlock'), topicOf(victim.id, 'cmd/unlock')];
  const session = { clean: false };
  const before = await connect(world, broker, latch, session);
  const [granted, refused] = await new Promise<number[]>((resolve) => {
    before.on('packetreceive', (packet) => {
      if (packet.cmd === 'suback') resolve(packet.granted as number[]);
    });
    before.subscribe([own, foreign], { qos: 1 }, () => undefined);
  });
  expect([granted, refused]).toEqual([1, 128]);
  await before.endAsync();

  const worker = await connect(world, broker, service, { clientId: 'worker' });
  await worker.publishAsync(foreign, 'for the victim', { qos: 1 });
  await worker.publishAsync(own, 'for the latch', { qos: 1 });
  const received: string[] = [];
  const after = mqtt.connect(clientOptions(world, broker, latch, session));
  after.on('message', (_topic, payload) => received.push(String(payload)));
  await expect.poll(() => received, { timeout: 10_000 }).toContain('for the latch');
  await worker.publishAsync(foreign, 'for the victim, live', { qos: 1 });
  // Until one comes: one that met the session as it was being restored was seen not to come.
  const live = async () => {
    await worker.publishAsync(own, 'for the latch, live', { qos: 1 });
    return received;
  };
  await expect.poll(live, { timeout: 10_000, interval: 250 }).toContain('for the latch, live');
  // QoS 1 is at least once: what was queued may also arrive live.
  expect([...new Set(received)]).toEqual(['for the latch', 'for the latch, live']);
  expect(await broker.count('broker_denials_total', { reason: 'forward' })).toBeGreaterThan(0);
  await Promise.all([after.endAsync(true), worker.endAsync(true)]);
});
