import { randomBytes } from 'node:crypto';
import { decodeMessage, state } from '@smart-latch/protocol';
import { describe, expect, it } from 'vitest';
import { statePayload } from '../test/messages.ts';
import { createPresence, type PresenceStore } from './presence.ts';

const device = 'a'.repeat(26);
const [first, second] = [randomBytes(16), randomBytes(16)];
const read = (payload: Buffer) => decodeMessage(state, payload);

/** Keeps what a broker would: each state that passes is retained. */
const start = () => {
  const pairs = new Map<string, string>();
  let retained: Buffer | null = null;
  const store: PresenceStore = {
    pairOf: async (of) => pairs.get(of) ?? null,
    keepPair: async (of, pair) => void pairs.set(of, pair),
    retained: async () => retained,
  };
  const presence = createPresence(store);
  const connect = (boot: Uint8Array, connection: number) =>
    presence.connected(device, read(statePayload('lost', boot, connection)));
  const pass = async (payload: Buffer, isWill: boolean) => {
    const packet = { payload };
    await presence.keepNewest(device, packet, isWill);
    retained = packet.payload;
    const { boot, connection, ...said } = read(packet.payload);
    return `${said.state} ${Buffer.from(boot).equals(first) ? 'first' : 'second'}/${connection}`;
  };
  return {
    connect,
    live: (boot: Uint8Array, connection: number) => pass(statePayload('ready', boot, connection), false),
    will: (boot: Uint8Array, connection: number) => pass(statePayload('lost', boot, connection), true),
  };
};

describe('presence', () => {
  it('the will of the newest connection passes', async () => {
    const { connect, live, will } = start();
    await connect(first, 1);
    await live(first, 1);
    expect(await will(first, 1)).toBe('lost first/1');
  });

  it('the will of an earlier connection becomes the newest state again', async () => {
    const { connect, live, will } = start();
    await connect(first, 1);
    await live(first, 1);
    await connect(first, 2);
    await live(first, 2);
    expect(await will(first, 1)).toBe('ready first/2');
  });

  it('the will of an earlier boot becomes the newest state again, though boots have no order', async () => {
    const { connect, live, will } = start();
    await live(first, 9);
    await connect(second, 1);
    await live(second, 1);
    expect(await will(first, 9)).toBe('ready second/1');
  });

  it('a device that died before its first state is lost all the same', async () => {
    const { connect, live, will } = start();
    await live(first, 9);
    await connect(second, 1);
    expect(await will(second, 1)).toBe('lost second/1');
  });

  it('a state of an earlier connection that arrives late does not win', async () => {
    const { live } = start();
    await live(first, 2);
    expect(await live(first, 1)).toBe('ready first/2');
    expect(await live(second, 1)).toBe('ready second/1');
  });

  it('a state that is no state message is refused', async () => {
    const { keepNewest } = createPresence({
      pairOf: async () => null,
      keepPair: async () => undefined,
      retained: async () => null,
    });
    await expect(keepNewest(device, { payload: Buffer.from('ready') }, false)).rejects.toThrow('bad_shape');
  });

  it('a store that does not answer is bus_down', async () => {
    const down = () => Promise.reject(new Error('away'));
    const presence = createPresence({ pairOf: down, keepPair: down, retained: down });
    await expect(presence.connected(device, read(statePayload('lost', first)))).rejects.toThrow('bus_down');
    await expect(presence.keepNewest(device, { payload: statePayload('ready', first) }, false)).rejects.toThrow(
      'bus_down',
    );
  });
});
