import { ANSWER_TTL_S, ANSWERED_CHANNEL, answerKey } from '@smart-latch/protocol';
import type { Redis } from 'ioredis';

/** Reads `reading:*` as JSON; null when it is gone or is none. */
export const readReading = async (redis: Redis, key: string): Promise<unknown> => {
  const text = await redis.get(key);
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** Writes an answer that is read once, and says that it is there. */
export const writeAnswer = async (redis: Redis, key: string, value: unknown): Promise<void> => {
  await redis.set(key, JSON.stringify(value), 'EX', ANSWER_TTL_S);
  await redis.publish(ANSWERED_CHANNEL, key.slice(answerKey('').length));
};
