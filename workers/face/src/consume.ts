import { JOB_OPTIONS, type SeenJob, WORKER_TIMING } from '@smart-latch/protocol';
import { Queue, UnrecoverableError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { ZodError } from 'zod';
import type { Seen } from './see.ts';

/** One picture at a time: the pipeline is one thread. Scale by processes. */
const CONCURRENCY = 1;

/** Adds jobs to the queue `seen`. */
export function openSeenQueue(connection: Redis): {
  tell: (seen: SeenJob) => Promise<void>;
  close: () => Promise<void>;
} {
  const queue = new Queue('seen', { connection, defaultJobOptions: JOB_OPTIONS });
  return {
    async tell(seen) {
      await queue.add(seen.subject.kind, seen);
    },
    close: () => queue.close(),
  };
}

export interface ConsumerEvents {
  readonly onSeen: (seen: Seen) => void;
  /** A run that failed; BullMQ tries again while `left` is above 0. */
  readonly onFailed: (error: Error, left: number) => void;
  readonly onError: (error: Error) => void;
}

/** Takes jobs off the queue `see`, and what a killed worker left there, until `close`, which lets the job at hand finish. */
export async function consumeSee(
  connection: Redis,
  handle: (payload: unknown) => Promise<Seen>,
  { onSeen, onFailed, onError }: ConsumerEvents,
): Promise<{ close: () => Promise<void> }> {
  const worker = new Worker(
    'see',
    async ({ data }) => {
      try {
        onSeen(await handle(data));
      } catch (error) {
        if (error instanceof ZodError) throw new UnrecoverableError(`not a see job: ${error.message}`);
        throw error;
      }
    },
    { connection, concurrency: CONCURRENCY, ...WORKER_TIMING },
  );
  worker.on('error', onError);
  worker.on('failed', (job, error) => {
    const attempts = error instanceof UnrecoverableError ? 0 : (job?.opts.attempts ?? 1) - (job?.attemptsMade ?? 0);
    onFailed(error, attempts);
  });
  await worker.waitUntilReady();
  return { close: () => worker.close() };
}
