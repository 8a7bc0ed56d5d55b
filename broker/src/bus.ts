import { Readable } from 'node:stream';
import type { Logger, Secret } from '@smart-latch/runtime';
import AsyncRedisPersistence from 'aedes-persistence-redis/asyncPersistence.js';
import mqemitterRedis from 'mqemitter-redis';
import type { PresenceStore } from './presence.ts';
import { busPresenceStore } from './presence-store.ts';
import { openRedis, openSubscriber } from './redis.ts';

/** How long a message for a persistent session is kept, s. We accept none; aedes's default is for ever. */
const PACKET_TTL_S = 60;

/** What brokers share: messages between them, retained messages, wills, presence. Closed by the broker that it is given to. */
export interface Bus {
  readonly mq: unknown;
  readonly persistence: unknown;
  readonly presence: PresenceStore;
  /** Whether a message could be handed on right now. */
  isUp(): boolean;
  answers(): Promise<boolean>;
}

/** The brokers' own Redis. aedes's keys have no common prefix, so nobody else may use it. */
export const openBus = async (url: Secret, log: Logger): Promise<Bus> => {
  const { redis, answers } = await openRedis('bus', url, log);
  const { redis: subscriber } = await openSubscriber('bus subscriptions', url, log);
  const mq = mqemitterRedis({
    pubConn: redis,
    subConn: subscriber,
    // MQTT 3.1.1, 4.7.1.2: `a/#` also matches `a`, and a level may be empty (4.7.1.1).
    matchEmptyLevels: true,
  });
  // It repeats the errors of the two connections, which are logged already; unheard they would end the process.
  (mq as unknown as { state: NodeJS.EventEmitter }).state.on('error', () => undefined);
  const persistence = new RedisPersistence({ conn: redis, packetTTL: () => PACKET_TTL_S });
  const isUp = () => redis.status === 'ready' && subscriber.status === 'ready';
  return { mq, persistence, presence: busPresenceStore(redis, persistence), isUp, answers };
};

/** aedes 1.2 pipes what it reads retained messages from; the package gives async iterables. A Readable is both. */
class RedisPersistence extends AsyncRedisPersistence {
  override createRetainedStreamCombi(patterns: string[]): Readable {
    return Readable.from(super.createRetainedStreamCombi(patterns));
  }
  override createRetainedStream(pattern: string): Readable {
    return this.createRetainedStreamCombi([pattern]);
  }
}
