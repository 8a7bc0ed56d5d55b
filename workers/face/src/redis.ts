import type { Secret } from '@smart-latch/runtime';
import { Redis } from 'ioredis';
import type { Pictures } from './see.ts';

/** How long any single command may take, ms: the person is waiting, and the job is tried again. */
const COMMAND_DEADLINE_MS = 1_000;
const reconnect = (times: number): number => Math.min(times * 50, 500);

/** A connection whose commands fail at once while Redis is away. Resolves when Redis answers first. */
export async function openRedis(url: Secret, onError: (error: Error) => void): Promise<Redis> {
  const redis = new Redis(url.reveal(), {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: COMMAND_DEADLINE_MS,
    retryStrategy: reconnect,
  });
  redis.on('error', onError);
  await redis.connect();
  return redis;
}

/** A connection for BullMQ's worker, which waits on Redis by blocking and so may have no deadline of its own. */
export function openBlockingRedis(url: Secret, onError: (error: Error) => void): Redis {
  const redis = new Redis(url.reveal(), { lazyConnect: true, maxRetriesPerRequest: null, retryStrategy: reconnect });
  redis.on('error', onError);
  return redis;
}

export const answers = async (redis: Redis): Promise<boolean> => (await redis.ping()) === 'PONG';

/** The frame Redis as the handler sees it. */
export function redisPictures(redis: Redis): Pictures {
  return {
    get: (key) => redis.getBuffer(key),
    async putReading(key, json, ttlS) {
      await redis.set(key, json, 'EX', ttlS);
    },
  };
}
