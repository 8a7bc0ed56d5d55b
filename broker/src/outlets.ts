import { type DeviceJob, JOB_OPTIONS } from '@smart-latch/protocol';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Outlets } from './ingest.ts';

/** The real outlets: BullMQ queue `device` on the queue Redis, pictures in the Redis without persistence. */
export const redisOutlets = async (
  queueRedis: Redis,
  frameRedis: Redis,
): Promise<Outlets & { close(): Promise<void> }> => {
  const queue = new Queue<DeviceJob>('device', { connection: queueRedis, defaultJobOptions: JOB_OPTIONS });
  // It repeats the errors of the connection, which redis.ts logs; unheard it would print them itself.
  queue.on('error', () => undefined);
  await queue.waitUntilReady();
  return {
    enqueue: async (job) => {
      await queue.add(job.topic, job);
    },
    keepFrame: async (key, jpeg, ttlS) => {
      await frameRedis.set(key, Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength), 'EX', ttlS);
    },
    close: () => queue.close(),
  };
};
