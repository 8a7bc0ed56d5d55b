/** The promise flavour, which aedes 1.x wants; the package has no types of its own. */
declare module 'aedes-persistence-redis/asyncPersistence.js' {
  import type { Redis } from 'ioredis';

  class AsyncRedisPersistence {
    constructor(options: { conn: Redis; packetTTL: (packet: unknown) => number });
    createRetainedStreamCombi(patterns: string[]): AsyncIterable<{ payload: Buffer }>;
    createRetainedStream(pattern: string): AsyncIterable<{ payload: Buffer }>;
  }
  export = AsyncRedisPersistence;
}
