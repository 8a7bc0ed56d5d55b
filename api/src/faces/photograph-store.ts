import { enrolKey, FRAME_TTL_S } from '@smart-latch/protocol';
import { AppError } from '@smart-latch/runtime';
import type { Redis } from 'ioredis';

/** Where an enrolment photograph waits for the face worker: a Redis without persistence, 30 s at most. */
export interface PhotographStore {
  /** Returns its name, `enrol:{id}`. */
  put(id: string, photograph: Buffer): Promise<string>;
  drop(id: string): Promise<void>;
}

export const redisPhotographs = (frames: Redis): PhotographStore => ({
  put: async (id, photograph) => {
    await frames.set(enrolKey(id), photograph, 'EX', FRAME_TTL_S).catch((cause: unknown) => {
      throw new AppError('service_unavailable', 'photographs cannot be taken at the moment; try again', { cause });
    });
    return enrolKey(id);
  },
  // It ends by itself after 30 s: a failure here is no reason to fail the request.
  drop: async (id) => {
    await frames.del(enrolKey(id)).catch(() => undefined);
  },
});
