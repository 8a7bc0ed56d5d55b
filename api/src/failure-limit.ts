import { AppError, type Clock } from '@smart-latch/runtime';

export interface FailureLimit {
  /** Throws `too_many_requests` when one of the keys failed too often. */
  check(...keys: string[]): void;
  failed(...keys: string[]): void;
  /** Takes one failure back: it was counted before it was known to be none. */
  undo(...keys: string[]): void;
}

/** At most so many keys are remembered; the oldest is forgotten first. */
const MAX_KEYS = 10_000;

/** Counts failures a key inside a window that begins with the first: guessing gets slow, good requests never do. */
export const failureLimit = (limits: { failures: number; windowMs: number }, clock: Clock): FailureLimit => {
  const seen = new Map<string, { count: number; untilMs: number }>();
  const open = (key: string) => {
    const entry = seen.get(key);
    return entry && entry.untilMs > clock.now() ? entry : null;
  };
  return {
    check: (...keys) => {
      const waits = keys.map(open).filter((entry) => entry !== null && entry.count >= limits.failures);
      const untilMs = Math.max(0, ...waits.map((entry) => entry?.untilMs ?? 0));
      if (untilMs === 0) return;
      const waitS = Math.ceil((untilMs - clock.now()) / 1_000);
      throw new AppError('too_many_requests', `too many failed attempts; try again in ${waitS} s`, {
        retryAfterS: waitS,
      });
    },
    failed: (...keys) => {
      for (const key of keys) {
        const entry = open(key) ?? { count: 0, untilMs: clock.now() + limits.windowMs };
        seen.delete(key);
        seen.set(key, { ...entry, count: entry.count + 1 });
        const oldest = seen.keys().next();
        if (seen.size > MAX_KEYS && !oldest.done) seen.delete(oldest.value);
      }
    },
    undo: (...keys) => {
      for (const key of keys) {
        const entry = open(key);
        if (entry) seen.set(key, { ...entry, count: entry.count - 1 });
      }
    },
  };
};
