import { createHash, randomBytes } from 'node:crypto';
import { answerKey } from '@smart-latch/protocol';
import { AppError, type Clock } from '@smart-latch/runtime';
import type { Redis } from 'ioredis';
import { z } from 'zod';

/** From the tap until somebody opens an attempt with it. */
export const TAP_LIFE_MS = 120_000;
/** An attempt is decided within 22 s and its latch asked within 5 more. */
const ATTEMPT_LIFE_MS = 60_000;
const MAX_FRAMES = 3;

const tap = z.object({ site: z.string(), latch: z.string(), browser: z.string(), expiresAtMs: z.number() });
export type Tap = Pick<z.output<typeof tap>, 'site' | 'latch'>;

/** Whose an open attempt is: this session in this browser. */
const holder = z.object({ session: z.string(), browser: z.string() });
export type Holder = z.output<typeof holder>;

/** What a phone does between the tag and the decision; the tokens and cookies themselves are stored nowhere. */
export interface Taps {
  /** A one-use token of a tap that was verified, bound to the browser that has this cookie. */
  issue(tap: Tap, cookie: string): Promise<string>;
  /** Spends it, whoever shows it; null when it is over, spent, or of another browser. `id`: the tap's id, 16 bytes in hex. */
  spend(token: string, cookie: string): Promise<(Tap & { id: string }) | null>;
  hold(attempt: string, session: string, cookie: string): Promise<void>;
  isHeld(attempt: string, session: string, cookie: string): Promise<boolean>;
  /** The number of the next selfie, from 1; null when all were sent. */
  nextFrame(attempt: string): Promise<number | null>;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const tapKey = (token: string): string => answerKey(`tap-${sha256(token)}`);
const holderKey = (attempt: string): string => answerKey(`phone-${attempt}`);
const framesKey = (attempt: string): string => answerKey(`phone-${attempt}-frames`);

export const redisTaps = (frames: Redis, clock: Clock): Taps => ({
  issue: async ({ site, latch }, cookie) => {
    const token = randomBytes(32).toString('base64url');
    const value = { site, latch, browser: sha256(cookie), expiresAtMs: clock.now() + TAP_LIFE_MS };
    await frames.set(tapKey(token), JSON.stringify(value), 'PX', TAP_LIFE_MS).catch(unavailable);
    return token;
  },
  spend: async (token, cookie) => {
    const text = await frames.getdel(tapKey(token)).catch(unavailable);
    const known = text === null ? null : tap.parse(JSON.parse(text));
    if (known?.browser !== sha256(cookie) || clock.now() >= known.expiresAtMs) return null;
    return { site: known.site, latch: known.latch, id: sha256(token).slice(0, 32) };
  },
  hold: async (attempt, session, cookie) => {
    const value: Holder = { session, browser: sha256(cookie) };
    await frames.set(holderKey(attempt), JSON.stringify(value), 'PX', ATTEMPT_LIFE_MS).catch(unavailable);
  },
  isHeld: async (attempt, session, cookie) => {
    const text = await frames.get(holderKey(attempt)).catch(unavailable);
    const known = text === null ? null : holder.parse(JSON.parse(text));
    return known?.session === session && known.browser === sha256(cookie);
  },
  nextFrame: async (attempt) => {
    const number = await frames.incr(framesKey(attempt)).catch(unavailable);
    await frames.pexpire(framesKey(attempt), ATTEMPT_LIFE_MS).catch(unavailable);
    return number <= MAX_FRAMES ? number : null;
  },
});

const unavailable = (cause: unknown): never => {
  throw new AppError('service_unavailable', 'taps cannot be kept at the moment; try again', { cause });
};
