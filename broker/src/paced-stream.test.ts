import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { connectPacket, connectRaw, DISCONNECT, PINGREQ, publishPacket, type RawClient } from '../test/raw-mqtt.ts';
import type { WireLimits } from './admission.ts';
import { type PacedStream, paceSocket } from './paced-stream.ts';
import type { Refused } from './refused.ts';

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const close of cleanUp.splice(0)) close();
});

const publish = (text: string) => publishPacket('t', Buffer.from(text));

interface Pair {
  readonly client: RawClient;
  readonly paced: PacedStream;
  /** What was handed over so far. */
  readonly handed: Buffer[];
  readonly abuse: Refused[];
  readonly slowed: () => number;
  /** Resolves when so many packets were handed over. */
  readonly count: (wanted: number) => Promise<Buffer[]>;
}

/** A client's socket and the paced stream at the server's end of it, read as aedes does. */
const start = async (limits: Partial<WireLimits> = {}, nowMs = () => 0): Promise<Pair> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const client = await connectRaw((server.address() as AddressInfo).port);
  const [socket] = await accepted;
  cleanUp.push(() => {
    client.socket.destroy();
    server.close();
  });
  const handed: Buffer[] = [];
  const abuse: Refused[] = [];
  let slowed = 0;
  const paced = paceSocket(socket, {
    limits: { maxPacketBytes: () => 1_000, waitMs: () => 0, floodAfterMs: 1_000, ...limits },
    nowMs,
    onSlowed: () => {
      slowed += 1;
    },
    onAbuse: (refused) => abuse.push(refused),
  });
  const arrived = (): void => {
    for (let chunk = paced.stream.read(); chunk !== null; chunk = paced.stream.read()) handed.push(chunk as Buffer);
  };
  paced.stream.on('readable', arrived).on('error', () => undefined);
  const count = async (wanted: number) => {
    await expect.poll(() => handed.length, { interval: 1, timeout: 10_000 }).toBeGreaterThanOrEqual(wanted);
    return handed;
  };
  return { client, paced, handed, abuse, slowed: () => slowed, count };
};

describe('a paced stream', () => {
  it('hands over one packet at a time, however they arrive', async () => {
    const { client, handed, count } = await start();
    client.socket.write(Buffer.concat([PINGREQ, PINGREQ, PINGREQ]));
    await count(3);
    expect(handed).toEqual([PINGREQ, PINGREQ, PINGREQ]);
  });

  it('hands over nothing after CONNECT until it is judged', async () => {
    const { client, paced, handed, count } = await start();
    client.socket.write(Buffer.concat([connectPacket('a'), PINGREQ]));
    await count(1);
    client.socket.write(publish('early'));
    await new Promise(setImmediate);
    expect(handed).toHaveLength(1);
    paced.release();
    await count(3);
  });

  it('hands over the next message only after the last is judged', async () => {
    const { client, paced, count } = await start();
    client.socket.write(Buffer.concat([publish('1'), publish('2')]));
    expect(await count(1)).toEqual([publish('1')]);
    paced.release();
    expect(await count(2)).toEqual([publish('1'), publish('2')]);
  });

  it('lets a packet wait as long as its bucket says', async () => {
    const { client, slowed, count } = await start({ waitMs: (topic) => (topic === 't' ? 30 : 0) });
    const startedMs = performance.now();
    client.socket.write(Buffer.concat([PINGREQ, publish('slow')]));
    await count(2);
    expect(performance.now() - startedMs).toBeGreaterThan(25);
    expect(slowed()).toBe(1);
  });

  it('ends a connection that was slowed for too long without a pause', async () => {
    let nowMs = 0;
    const { client, abuse } = await start({ waitMs: () => 1 }, () => {
      nowMs += 400;
      return nowMs;
    });
    client.socket.write(Buffer.concat(Array.from({ length: 9 }, () => PINGREQ)));
    await client.closed();
    expect(abuse.map(({ reason }) => reason)).toEqual(['flooding']);
  });

  it('ends a connection at the header of a packet that is too long', async () => {
    const { client, handed, abuse } = await start();
    client.socket.write(publishPacket('t', Buffer.alloc(2_000)).subarray(0, 3));
    await client.closed();
    expect(abuse.map(({ reason }) => reason)).toEqual(['oversized']);
    expect(handed).toEqual([]);
  });

  it('hands over what was sent before the peer ended the connection', async () => {
    const { client, count } = await start();
    client.socket.end(Buffer.concat([PINGREQ, PINGREQ, DISCONNECT]));
    await count(3);
  });

  it('sends what was written before it was destroyed', async () => {
    const { client, paced } = await start();
    paced.stream.write(Buffer.from('last words'));
    paced.stream.destroy();
    await client.closed();
    expect(String(client.received())).toBe('last words');
  });
});
