/** The promise flavour, which aedes 1.x wants; the package has no types of its own. */
declare module 'aedes-persistence-redis/asyncPersistence.js' {
  import type { Redis } from 'ioredis';

  class AsyncRedisPersistence {
    constructor(options: { conn: Redis; packetTTL: (packet: unknown) => number });
    delWill(of: { id: string; brokerId: string | undefined }): Promise<unknown>;
    createRetainedStreamCombi(topics: string[]): AsyncIterable<{ payload: Buffer }>;
    createRetainedStream(topic: string): AsyncIterable<{ payload: Buffer }>;
  }
  export = AsyncRedisPersistence;
}
