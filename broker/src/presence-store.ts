import type { Redis } from 'ioredis';
import type { PresenceStore } from './presence.ts';

/** A hash beside aedes's own keys: device -> newest pair. */
const PAIRS_KEY = 'presence';

/** What we use of aedes's persistence. */
interface RetainedReader {
  createRetainedStreamCombi(topics: string[]): AsyncIterable<{ payload: Buffer }>;
}

/** Presence in the bus Redis, where every broker sees the same. */
export const busPresenceStore = (redis: Redis, persistence: RetainedReader): PresenceStore => ({
  pairOf: (device) => redis.hget(PAIRS_KEY, device),
  keepPair: async (device, pair) => {
    await redis.hset(PAIRS_KEY, device, pair);
  },
  retained: async (topic) => {
    for await (const packet of persistence.createRetainedStreamCombi([topic])) return packet.payload;
    return null;
  },
});
