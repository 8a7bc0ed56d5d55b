import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startOpenBroker } from '../test/open-broker.ts';
import {
  connectPacket,
  connectRaw,
  DISCONNECT,
  PINGREQ,
  packet,
  publishPacket,
  type RawClient,
  subscribePacket,
} from '../test/raw-mqtt.ts';
import type { Broker } from './broker.ts';

/** MQTT 3.1.1 as clients of any kind see it, against the broker without our own rules. */
let broker: Broker<null>;
const open: (() => Promise<unknown> | unknown)[] = [];
let names = 0;
const newName = () => {
  names += 1;
  return `client-${names}`;
};

beforeAll(async () => {
  broker = await startOpenBroker();
});
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});
afterAll(() => broker.close());

interface Client {
  readonly client: MqttClient;
  /** `topic:payload`, with `*` behind it when it was retained. */
  readonly received: string[];
}

const join = async (change: IClientOptions = {}): Promise<Client> => {
  const options = { port: broker.port, clientId: newName(), reconnectPeriod: 0, ...change };
  const client = mqtt.connect('mqtt://127.0.0.1', options);
  const received: string[] = [];
  client.on('message', (topic, payload, { retain }) => received.push(`${topic}:${payload}${retain ? '*' : ''}`));
  client.on('error', () => undefined);
  open.push(() => client.endAsync(true));
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('close', () => reject(new Error('refused')));
  });
  return { client, received };
};
const raw = async (...packets: Buffer[]): Promise<RawClient> => {
  const client = await connectRaw(broker.port);
  open.push(() => client.socket.destroy());
  client.socket.write(Buffer.concat(packets));
  return client;
};
/** Publishes a last message, and resolves when it arrived: what was to come before has come. */
const settled = async ({ client, received }: Client, publisher: MqttClient): Promise<string[]> => {
  const last = `last/${newName()}`;
  await client.subscribeAsync(last, { qos: 1 });
  await publisher.publishAsync(last, 'x', { qos: 1 });
  await expect.poll(() => received, { interval: 2, timeout: 10_000 }).toContain(`${last}:x`);
  return received.filter((message) => !message.startsWith('last/'));
};

describe('retained messages', () => {
  it('reach a later subscriber with the flag, a live one without it, and an empty one deletes them [MQTT-3.3.1]', async () => {
    const [sender, live] = [await join(), await join()];
    await live.client.subscribeAsync('r/#', { qos: 1 });
    for (const qos of [0, 1, 2] as const) await sender.client.publishAsync(`r/${qos}`, 'kept', { qos, retain: true });
    expect((await settled(live, sender.client)).sort()).toEqual(['r/0:kept', 'r/1:kept', 'r/2:kept']);
    const later = await join();
    await later.client.subscribeAsync('r/+', { qos: 2 });
    await expect
      .poll(() => later.received.toSorted(), { timeout: 10_000 })
      .toEqual(['r/0:kept*', 'r/1:kept*', 'r/2:kept*']);
    for (const qos of [0, 1, 2]) await sender.client.publishAsync(`r/${qos}`, '', { retain: true, qos: 1 });
    const last = await join();
    await last.client.subscribeAsync('r/+');
    expect(await settled(last, sender.client)).toEqual([]);
  });
});

describe('wills', () => {
  const will = (topic: string, retain = false) => ({ topic, payload: Buffer.from('gone'), qos: 1 as const, retain });

  it('are published when the connection breaks, not after DISCONNECT [MQTT-3.1.2-8, 3.14.4-3]', async () => {
    const watcher = await join();
    await watcher.client.subscribeAsync('will/#', { qos: 1 });
    const [polite, broken] = [await join({ will: will('will/polite') }), await join({ will: will('will/broken') })];
    await polite.client.endAsync();
    broken.client.stream.destroy();
    await expect.poll(() => watcher.received, { timeout: 10_000 }).toEqual(['will/broken:gone']);
  });

  it('are kept when they are retained [MQTT-3.1.2-17]', async () => {
    const broken = await join({ will: will('will-kept', true) });
    broken.client.stream.destroy();
    await expect
      .poll(
        async () => {
          const later = await join();
          await later.client.subscribeAsync('will-kept');
          return settled(later, later.client);
        },
        { timeout: 10_000 },
      )
      .toEqual(['will-kept:gone*']);
  });

  it('are published when the client id is taken over [MQTT-3.1.4-2]', async () => {
    const watcher = await join();
    await watcher.client.subscribeAsync('taken', { qos: 1 });
    const first = await join({ clientId: 'same', will: will('taken') });
    await join({ clientId: 'same' });
    await expect.poll(() => watcher.received, { timeout: 10_000 }).toEqual(['taken:gone']);
    await expect.poll(() => first.client.connected, { timeout: 10_000 }).toBe(false);
  });

  it('are published when the keepalive ran out one and a half times [MQTT-3.1.2-24]', async () => {
    const watcher = await join();
    await watcher.client.subscribeAsync('silent', { qos: 1 });
    const text = (value: string) => Buffer.concat([Buffer.of(0, value.length), Buffer.from(value)]);
    const flags = Buffer.of(4, 0b0000_0110, 0, 1);
    const silent = await raw(packet(0x10, text('MQTT'), flags, text('silent-1'), text('silent'), text('gone')));
    const startedMs = performance.now();
    await silent.closed();
    expect(performance.now() - startedMs).toBeGreaterThan(1_400);
    await expect.poll(() => watcher.received, { timeout: 10_000 }).toEqual(['silent:gone']);
  });
});

describe('sessions', () => {
  it('what came while a persistent session was away is delivered when it is back [MQTT-3.1.2-5]', async () => {
    const session = { clean: false, clientId: newName() };
    const before = await join(session);
    await before.client.subscribeAsync('away/#', { qos: 2 });
    await before.client.endAsync();
    const sender = await join();
    await sender.client.publishAsync('away/0', 'lost', { qos: 0 });
    await sender.client.publishAsync('away/1', 'kept', { qos: 1 });
    await sender.client.publishAsync('away/2', 'kept', { qos: 2 });
    const after = await join(session);
    await expect
      .poll(() => after.received, { timeout: 10_000 })
      .toEqual(expect.arrayContaining(['away/1:kept', 'away/2:kept']));
  });

  it('a clean session forgets the persistent one, and says whether it had one [MQTT-3.2.2-1]', async () => {
    const clientId = newName();
    const present = async (clean: boolean) => {
      const client = await raw(connectPacket(clientId, { clean }), subscribePacket(1, ['kept/#', 1]));
      const answer = await client.bytes(9);
      client.socket.write(DISCONNECT);
      await client.closed();
      return answer[2];
    };
    expect(await present(false)).toBe(0);
    expect(await present(false)).toBe(1);
    expect(await present(true)).toBe(0);
    expect(await present(false)).toBe(0);
  });

  it('QoS 1 that was not acknowledged is delivered again under the same packet id [MQTT-4.4.0-1]', async () => {
    const connecting = connectPacket(newName(), { clean: false });
    const deaf = await raw(connecting, subscribePacket(1, ['again', 1]));
    await deaf.bytes(9);
    const sender = await join();
    await sender.client.publishAsync('again', 'x', { qos: 1 });
    const size = publishPacket('again', Buffer.from('x'), 1).length;
    const first = (await deaf.bytes(9 + size)).subarray(9);
    deaf.socket.destroy();
    const back = await raw(connecting);
    const second = (await back.bytes(4 + size)).subarray(4, 4 + size);
    expect(second.subarray(1)).toEqual(first.subarray(1));
    expect((second[0] as number) & 0x06).toBe(0x02);
  });

  it('a client without an id is given one in a clean session and refused in a persistent one [MQTT-3.1.3-6, 3.1.3-8]', async () => {
    const clean = await raw(connectPacket(''));
    expect([...(await clean.bytes(4))]).toEqual([0x20, 2, 0, 0]);
    const persistent = await raw(connectPacket('', { clean: false }));
    await persistent.closed();
    expect([...persistent.received()]).toEqual([0x20, 2, 0, 2]);
  });
});

describe('topics and filters', () => {
  it.each<[string, string[], string[]]>([
    ['a/#', ['a', 'a/b', 'a/b/c', 'a//', 'a/'], ['b', '/a', 'ab']],
    ['a/+', ['a/b', 'a/'], ['a', 'a/b/c', 'a//']],
    ['+/+', ['a/b', '/b', '/', 'a/'], ['a', 'a/b/c', '//']],
    ['/+', ['/a', '/'], ['a', '//', '/a/b']],
    ['a//b', ['a//b'], ['a/b', 'a/x/b']],
    ['a/+/b', ['a//b', 'a/x/b'], ['a/b', 'a/x/y/b']],
    ['#', ['a', '/', 'a//b', '/a'], ['$SYS-like/x', '$other']],
    ['+/x', ['a/x', '/x'], ['$SYS-like/x']],
    ['$SYS-like/#', ['$SYS-like/x'], ['a/x']],
  ])('%s receives exactly what it matches [MQTT-4.7]', async (filter, matching, others) => {
    const [client, sender] = [await join(), (await join()).client];
    await client.client.subscribeAsync(filter, { qos: 1 });
    for (const topic of [...matching, ...others]) await sender.publishAsync(topic, 'x', { qos: 1 });
    // `#` also matches what another test left retained.
    const received = (await settled(client, sender)).filter((message) => !message.endsWith('*'));
    expect(received.sort()).toEqual(matching.map((topic) => `${topic}:x`).sort());
  });

  it('$SYS is the broker’s own [MQTT-4.7.2]', async () => {
    const client = await raw(connectPacket(newName()), publishPacket('$SYS/x', Buffer.from('x')));
    await client.closed();
  });

  it('a wildcard in a PUBLISH ends the connection [MQTT-3.3.2-2]', async () => {
    for (const topic of ['a/#', 'a/+', '']) {
      const client = await raw(connectPacket(newName()), publishPacket(topic, Buffer.from('x')));
      await client.closed();
    }
  });

  it('the QoS of a delivery is the lower of message and subscription [MQTT-3.8.4-6]', async () => {
    const sender = (await join()).client;
    const client = await raw(connectPacket(newName()), subscribePacket(1, ['q', 0]));
    await client.bytes(9);
    await sender.publishAsync('q', 'x', { qos: 1 });
    const delivered = publishPacket('q', Buffer.from('x'));
    expect((await client.bytes(9 + delivered.length)).subarray(9)).toEqual(delivered);
  });

  it('SUBACK answers each filter in its place, 0x80 for what is refused [MQTT-3.8.4-5]', async () => {
    const filters: [string, number][] = [
      ['a', 0],
      ['nosubscribe', 1],
      ['b', 1],
      ['c', 2],
    ];
    const client = await raw(connectPacket(newName()), subscribePacket(7, ...filters));
    expect([...(await client.bytes(12))].slice(4)).toEqual([0x90, 6, 0, 7, 0, 0x80, 1, 2]);
  });

  it('nothing arrives after UNSUBSCRIBE [MQTT-3.10.4-2]', async () => {
    const [client, sender] = [await join(), (await join()).client];
    await client.client.subscribeAsync('u', { qos: 1 });
    await client.client.unsubscribeAsync('u');
    await sender.publishAsync('u', 'x', { qos: 1 });
    expect(await settled(client, sender)).toEqual([]);
  });
});

describe('packets that break the protocol end the connection', () => {
  it.each<[string, () => Buffer[]]>([
    ['a first packet that is no CONNECT [MQTT-3.1.0-1]', () => [PINGREQ]],
    ['a second CONNECT [MQTT-3.1.0-2]', () => [connectPacket('twice'), connectPacket('twice')]],
    ['a reserved flag in the fixed header [MQTT-2.2.2-2]', () => [connectPacket(newName()), Buffer.of(0xc1, 0)]],
    ['QoS 3 [MQTT-3.3.1-4]', () => [connectPacket(newName()), publishPacket('a', Buffer.alloc(1), 3)]],
    ['SUBSCRIBE with the wrong flags [MQTT-3.8.1-1]', () => [connectPacket(newName()), Buffer.of(0x80, 0)]],
    ['a length of five bytes', () => [Buffer.of(0x10, 0xff, 0xff, 0xff, 0xff, 1)]],
    ['a protocol that is not MQTT [MQTT-3.1.2-1]', () => [packet(0x10, Buffer.from('0004HTTP04020000', 'latin1'))]],
  ])('%s', async (_what, packets) => {
    const client = await raw(...packets());
    await client.closed();
  });

  it('an unknown level of the protocol is CONNACK 1 or the end [MQTT-3.1.2-2]', async () => {
    const client = await raw(connectPacket(newName(), { level: 9 }));
    await client.closed();
  });

  it('PINGREQ is answered [MQTT-3.12.4-1]', async () => {
    const client = await raw(connectPacket(newName()), PINGREQ);
    expect([...(await client.bytes(6))].slice(4)).toEqual([0xd0, 0]);
  });

  it('packets sent without waiting for CONNACK are handled after it [MQTT-3.1.4-5]', async () => {
    const client = await raw(
      connectPacket(newName()),
      subscribePacket(1, ['early', 0]),
      publishPacket('early', Buffer.of(1)),
    );
    expect([...(await client.bytes(9 + 10))]).toEqual([
      ...[0x20, 2, 0, 0],
      ...[0x90, 3, 0, 1, 0],
      ...publishPacket('early', Buffer.of(1)),
    ]);
  });
});
