import { type DueJob, JOB_OPTIONS, type QueueName, type SeeJob, WORKER_TIMING } from '@smart-latch/protocol';
import type { Logger } from '@smart-latch/runtime';
import { Queue, UnrecoverableError, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { z } from 'zod';

/** A command to Redis that takes longer than this has failed, ms. */
const COMMAND_TIMEOUT_MS = 2_000;
const JOBS_AT_ONCE = 16;

export const redisAt = (url: string): Redis =>
  new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: COMMAND_TIMEOUT_MS,
    lazyConnect: true,
    retryStrategy: (times) => Math.min(times * 50, 1_000),
  });

export interface Producers {
  see(id: string, job: SeeJob): Promise<void>;
  due(job: DueJob, delayMs: number): Promise<void>;
  close(): Promise<void>;
}

export const openProducers = (connection: Redis): Producers => {
  const see = new Queue<SeeJob>('see', { connection, defaultJobOptions: JOB_OPTIONS });
  const due = new Queue<DueJob>('due', { connection, defaultJobOptions: JOB_OPTIONS });
  // They repeat the errors of the connection, which is logged where it is opened; unheard they would print them themselves.
  for (const queue of [see, due]) queue.on('error', () => undefined);
  return {
    see: async (jobId, job) => void (await see.add('see', job, { jobId })),
    due: async (job, delay) => void (await due.add(job.kind, job, { delay })),
    close: async () => void (await Promise.all([see.close(), due.close()])),
  };
};

/** Consumes a queue. A payload of another shape fails at once and for good; whatever else fails is tried again. */
export const consume = <S extends z.ZodType>(
  url: string,
  queue: QueueName,
  schema: S,
  handle: (job: z.output<S>) => Promise<void>,
  log: Logger,
): Worker => {
  const connection = new Redis(url, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(times * 50, 1_000),
  });
  connection.on('error', () => undefined);
  const worker = new Worker(
    queue,
    async (job) => {
      const parsed = schema.safeParse(job.data);
      if (!parsed.success) throw new UnrecoverableError(`not a job of the queue ${queue}`);
      await handle(parsed.data);
    },
    { connection, concurrency: JOBS_AT_ONCE, ...WORKER_TIMING },
  );
  worker.on('failed', (job, error) =>
    log.warn({ queue, job: job?.id, attempts: job?.attemptsMade, err: error }, 'a job failed'),
  );
  worker.on('error', (error) => log.debug({ queue, err: error }, 'queue'));
  worker.on('closed', () => connection.disconnect());
  return worker;
};
