import { decodeMessage, ProtocolError, type StateMessage, state, topicOf } from '@smart-latch/protocol';
import { Refused } from './refused.ts';

/** Where the newest pair of each device and its retained state are kept; shared by all brokers. */
export interface PresenceStore {
  pairOf(device: string): Promise<string | null>;
  keepPair(device: string, pair: string): Promise<void>;
  /** The payload of the retained message on a topic. */
  retained(topic: string): Promise<Buffer | null>;
}

export interface Presence {
  /** A CONNECT was accepted; its will names the pair of boot and connection that is now the newest. */
  connected(device: string, will: StateMessage): Promise<void>;
  /**
   * Called with each `state` before it is retained. One of an older connection (the will of a broker that died, or of a
   * connection that was taken over) is rewritten to the newest state, so that it is that which is published again.
   */
  keepNewest(device: string, packet: { payload: string | Buffer }, isWill: boolean): Promise<void>;
}

/** Boot ids are random: pairs of two boots have no order but that of their CONNECTs. */
interface Pair {
  readonly boot: string;
  readonly connection: number;
}

const pairOf = (message: StateMessage): Pair => ({
  boot: Buffer.from(message.boot).toString('hex'),
  connection: message.connection,
});

const print = (pair: Pair): string => `${pair.boot}/${pair.connection}`;

const read = (text: string): Pair => {
  const [boot = '', connection = ''] = text.split('/');
  return { boot, connection: Number(connection) };
};

/** A will counts only for the newest connection; a live message loses only to a later connection of the same boot. */
const isOlder = (mine: Pair, newest: Pair, isWill: boolean): boolean => {
  if (mine.boot !== newest.boot) return isWill;
  return isWill ? mine.connection !== newest.connection : mine.connection < newest.connection;
};

export const createPresence = (store: PresenceStore): Presence => ({
  connected: (device, will) =>
    store.keepPair(device, print(pairOf(will))).catch((cause: unknown) => {
      throw busDown(cause);
    }),

  keepNewest: async (device, packet, isWill) => {
    const mine = pairOf(readState(packet.payload));
    try {
      const newest = await store.pairOf(device);
      if (newest === null || !isOlder(mine, read(newest), isWill)) {
        if (!isWill && newest !== print(mine)) await store.keepPair(device, print(mine));
        return;
      }
      const kept = await store.retained(topicOf(device, 'state'));
      if (kept) packet.payload = kept;
    } catch (cause) {
      throw busDown(cause);
    }
  },
});

const readState = (payload: string | Buffer): StateMessage => {
  try {
    return decodeMessage(state, Buffer.from(payload));
  } catch (error) {
    if (error instanceof ProtocolError) throw new Refused('bad_shape', `state: ${error.message}`);
    throw error;
  }
};

const busDown = (cause: unknown) => new Refused('bus_down', 'the bus does not answer', { code: 3, cause });
