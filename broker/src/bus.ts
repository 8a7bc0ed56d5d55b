import { Readable } from 'node:stream';
import type { Logger, Secret } from '@smart-latch/runtime';
import AsyncRedisPersistence from 'aedes-persistence-redis/asyncPersistence.js';
import type { Redis } from 'ioredis';
import mqemitterRedis from 'mqemitter-redis';
import type { WillStore } from './hooks.ts';
import type { PresenceStore } from './presence.ts';
import { busPresenceStore } from './presence-store.ts';
import { openRedis, openSubscriber } from './redis.ts';

/** How long a message for a persistent session is kept, s. We accept none; aedes's default is for ever. */
const PACKET_TTL_S = 60;

/** What brokers share: messages between them, retained messages, wills, presence. Closed by the broker that it is given to. */
export interface Bus {
  readonly mq: unknown;
  readonly persistence: WillStore;
  readonly presence: PresenceStore;
  /** Whether a message could be handed on right now. */
  isUp(): boolean;
  answers(): Promise<boolean>;
}

/** The brokers' own Redis. aedes's keys have no common prefix, so nobody else may use it. */
export const openBus = async (url: Secret, log: Logger): Promise<Bus> => {
  const { redis, answers } = await openRedis('bus', url, log);
  const { redis: subscriber } = await openSubscriber('bus subscriptions', url, log);
  forgiveForgottenPromises(redis);
  for (const connection of [redis, subscriber]) quitEvenWhenDown(connection);
  const mq = mqemitterRedis({
    pubConn: redis,
    subConn: subscriber,
    // MQTT 3.1.1, 4.7.1.2: `a/#` also matches `a`, and a level may be empty (4.7.1.1).
    matchEmptyLevels: true,
  });
  // It repeats the errors of the two connections, which are logged already; unheard they would end the process.
  (mq as unknown as { state: NodeJS.EventEmitter }).state.on('error', () => undefined);
  const persistence = new ForgivingPersistence({ conn: redis, packetTTL: () => PACKET_TTL_S });
  const isUp = () => redis.status === 'ready' && subscriber.status === 'ready';
  return { mq, persistence, presence: busPresenceStore(redis, persistence), isUp, answers };
};

/** Where aedes 1.2 and this persistence do not meet. */
class ForgivingPersistence extends AsyncRedisPersistence {
  /** aedes pipes what it reads retained messages from, at every SUBSCRIBE; the package gives async iterables. A Readable is both. */
  override createRetainedStreamCombi(topics: string[]): Readable {
    return Readable.from(super.createRetainedStreamCombi(topics));
  }
  override createRetainedStream(topic: string): Readable {
    return this.createRetainedStreamCombi([topic]);
  }
  /** aedes (storeWill) looks away when a will cannot be deleted, and an unhandled rejection would end the process. */
  override delWill(of: { id: string; brokerId: string | undefined }): Promise<unknown> {
    return super.delWill(of).catch(() => null);
  }
}

/** aedes-persistence-redis sends LREM and RPUSH of its list of wills without looking at the answer; the same danger. */
const forgiveForgottenPromises = (redis: Redis): void => {
  const { lrem, rpush } = redis;
  const forgiven = <T extends Promise<unknown>>(promise: T): T => {
    promise.catch(() => undefined);
    return promise;
  };
  redis.lrem = ((...args: Parameters<typeof lrem>) => forgiven(lrem.apply(redis, args))) as typeof lrem;
  redis.rpush = ((...args: Parameters<typeof rpush>) => forgiven(rpush.apply(redis, args))) as typeof rpush;
};

/** mqemitter-redis closes with QUIT and waits for the event 'end', which never comes from a Redis that is away. */
const quitEvenWhenDown = (redis: Redis): void => {
  const { quit } = redis;
  redis.quit = (async () => {
    if (redis.status === 'ready') return quit.apply(redis).catch(() => redis.disconnect());
    const hasNoSocket = redis.status === 'reconnecting';
    redis.disconnect();
    if (hasNoSocket) redis.emit('end');
    return 'OK';
  }) as typeof quit;
};
