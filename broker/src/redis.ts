import type { Logger, Secret } from '@smart-latch/runtime';
import { Redis } from 'ioredis';

/** How long any single command may take, ms. A tap that waits longer is better sent again by the device. */
const COMMAND_DEADLINE_MS = 1_000;

export interface RedisPort {
  readonly redis: Redis;
  /** For health: whether it answers a PING now. */
  answers(): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * A connection whose commands fail at once while Redis is away, instead of queueing up: the caller withholds its PUBACK.
 * It reconnects by itself, at most 500 ms apart. Rejects when Redis is not there at the start.
 */
export const openRedis = (name: string, url: Secret, log: Logger): Promise<RedisPort> =>
  open(name, url, log, { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: COMMAND_DEADLINE_MS });

/** A connection for subscriptions: those asked for while Redis is away wait in line and are made when it is back. */
export const openSubscriber = (name: string, url: Secret, log: Logger): Promise<RedisPort> =>
  open(name, url, log, { enableOfflineQueue: true, maxRetriesPerRequest: null });

interface Patience {
  enableOfflineQueue: boolean;
  maxRetriesPerRequest: number | null;
  commandTimeout?: number;
}

const open = async (name: string, url: Secret, log: Logger, patience: Patience): Promise<RedisPort> => {
  const redis = new Redis(url.reveal(), {
    lazyConnect: true,
    connectTimeout: 2_000,
    retryStrategy: (times) => Math.min(times * 50, 500),
    ...patience,
  });
  redis.on('error', (error: Error) => log.warn({ redis: name, err: error }, 'redis connection failed'));
  redis.on('ready', () => log.info({ redis: name }, 'redis connected'));
  await redis.connect();
  return {
    redis,
    answers: async () => (await redis.ping()) === 'PONG',
    close: async () => redis.disconnect(),
  };
};
