import { isProblem } from '@smart-latch/client';

/** What may be read; nothing of what the caller's role may not see. */
export const readable = async <T>(reading: Promise<T[]>): Promise<T[]> =>
  reading.catch((error: unknown) => {
    if (isProblem(error, 'forbidden')) return [];
    throw error;
  });
