import { randomBytes } from 'node:crypto';
import { answerKey } from '@smart-latch/protocol';
import { AppError } from '@smart-latch/runtime';
import type { Redis } from 'ioredis';

const NONCE_TTL_S = 60;

/** What a device signs to prove its key: good for one request within a minute, from whichever api process. */
export interface Nonces {
  issue(device: string): Promise<string>;
  /** Spends it; false when it was never that device's, is over or was spent. */
  spend(device: string, nonce: string): Promise<boolean>;
}

const nonceKey = (nonce: string): string => answerKey(`nonce-${nonce}`);

export const redisNonces = (frames: Redis): Nonces => ({
  issue: async (device) => {
    const nonce = randomBytes(16).toString('base64url');
    await frames.set(nonceKey(nonce), device, 'EX', NONCE_TTL_S).catch(unavailable);
    return nonce;
  },
  spend: async (device, nonce) => (await frames.getdel(nonceKey(nonce)).catch(unavailable)) === device,
});

const unavailable = (cause: unknown): never => {
  throw new AppError('service_unavailable', 'nonces cannot be kept at the moment; try again', { cause });
};
