import { randomBytes } from 'node:crypto';
import {
  ANSWERED_CHANNEL,
  ANSWERS,
  type Answer,
  type AskJob,
  type AskKind,
  answerKey,
  askAnswer,
  askJob,
  JOB_OPTIONS,
} from '@smart-latch/protocol';
import { AppError, type Clock, ERROR_CODES, type ErrorCode } from '@smart-latch/runtime';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';

type Envelope = 'kind' | 'answer' | 'deadlineMs' | 'request';
export type Question<K extends AskKind> = Omit<Extract<AskJob, { kind: K }>, Envelope>;

export interface Waiting {
  /** Epoch ms. */
  readonly deadlineMs: number;
  /** The id of the HTTP request for which it is asked: it is in the workers' log lines too. */
  readonly request: string;
}

/**
 * Asks access and waits for its answer until `deadlineMs`. Throws AppError: what access said is wrong,
 * `service_unavailable` when it cannot be asked, `deadline_exceeded` when no answer came.
 */
export type Ask = <K extends AskKind>(kind: K, question: Question<K>, waiting: Waiting) => Promise<Answer<K>>;

export interface Asker {
  readonly ask: Ask;
  close(): Promise<void>;
}

export interface AskConnections {
  /** The queue Redis; with `enableOfflineQueue: false`, so that asking fails at once when it is down. */
  readonly queue: Redis;
  /** The frame Redis, for reading answers. */
  readonly frames: Redis;
  /** The frame Redis, a connection that does nothing but listen. */
  readonly subscriber: Redis;
  /** BullMQ's key prefix. */
  readonly prefix?: string;
}

/**
 * One way for every question, secret or not: a job carries the name of an answer, access puts the answer there for 10 s
 * and says so on a channel, and it is read once (GETDEL). Nothing secret is ever in a job.
 */
export const openAsker = async (redis: AskConnections, clock: Clock): Promise<Asker> => {
  const { prefix } = redis;
  const queue = new Queue<AskJob>('ask', { connection: redis.queue, ...(prefix ? { prefix } : {}) });
  const waiting = new Map<string, () => void>();
  redis.subscriber.on('message', (_channel, id) => waiting.get(id)?.());
  await redis.subscriber.subscribe(ANSWERED_CHANNEL);
  const ask: Ask = async (kind, question, { deadlineMs, request }) => {
    const id = randomBytes(16).toString('hex');
    const job = askJob.parse({ ...question, kind, answer: answerKey(id), deadlineMs, request });
    const answered = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, deadlineMs - clock.now()));
      waiting.set(id, () => {
        clearTimeout(timer);
        resolve();
      });
    });
    try {
      await queue.add(kind, job, { ...JOB_OPTIONS, jobId: id }).catch(unavailable);
      await answered;
      // Also at the deadline: the message on the channel may have been lost with a connection.
      return read(kind, await redis.frames.getdel(answerKey(id)).catch(unavailable));
    } finally {
      waiting.get(id)?.();
      waiting.delete(id);
    }
  };
  return { ask, close: () => queue.close() };
};

const unavailable = (cause: unknown): never => {
  throw new AppError('service_unavailable', 'the decision service cannot be reached; try again', { cause });
};

const read = <K extends AskKind>(kind: K, text: string | null): Answer<K> => {
  if (text === null) throw new AppError('deadline_exceeded', 'the decision service did not answer in time; try again');
  const answer = askAnswer.parse(JSON.parse(text));
  if (answer.ok) return ANSWERS[kind].parse(answer.value) as Answer<K>;
  throw new AppError(isErrorCode(answer.code) ? answer.code : 'service_unavailable', answer.detail);
};

const isErrorCode = (code: string): code is ErrorCode => (ERROR_CODES as readonly string[]).includes(code);
