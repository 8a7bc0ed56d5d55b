import { randomBytes } from 'node:crypto';
import { answerKey } from '@smart-latch/protocol';
import { AppError, type Clock } from '@smart-latch/runtime';
import type { Redis } from 'ioredis';
import { z } from 'zod';

const LIFE_MS = 5 * 60_000;

/** What a challenge was given out for: it is good for nothing else, and in no other session. */
const issued = z.object({
  purpose: z.enum(['register', 'sign-in', 'step-up', 'attempt']),
  /** null: nobody is signed in yet. */
  session: z.string().nullable(),
  expiresAtMs: z.number(),
});
export type ChallengeFor = Omit<z.output<typeof issued>, 'expiresAtMs'>;

/** WebAuthn challenges: 256 random bits, one use, five minutes, from whichever api process. */
export interface Challenges {
  /** base64url. */
  issue(use: ChallengeFor): Promise<string>;
  /** Spends it; false when it was never that use's, is over or was spent. */
  spend(challenge: string, use: ChallengeFor): Promise<boolean>;
}

const keyOf = (challenge: string): string => answerKey(`webauthn-${challenge}`);

export const redisChallenges = (frames: Redis, clock: Clock): Challenges => ({
  issue: async (use) => {
    const challenge = randomBytes(32).toString('base64url');
    const value = JSON.stringify({ ...use, expiresAtMs: clock.now() + LIFE_MS });
    await frames.set(keyOf(challenge), value, 'PX', LIFE_MS).catch(unavailable);
    return challenge;
  },
  spend: async (challenge, { purpose, session }) => {
    if (!/^[\w-]{43}$/.test(challenge)) return false;
    const text = await frames.getdel(keyOf(challenge)).catch(unavailable);
    const known = text === null ? null : issued.parse(JSON.parse(text));
    return known?.purpose === purpose && known.session === session && clock.now() < known.expiresAtMs;
  },
});

const unavailable = (cause: unknown): never => {
  throw new AppError('service_unavailable', 'challenges cannot be kept at the moment; try again', { cause });
};
