import { setTimeout as delay } from 'node:timers/promises';

const LOOK_MS = 10;

/** Looks again and again until it holds; rejects at the deadline and says what was waited for. */
export const eventually = async (
  what: string,
  holds: () => boolean | Promise<boolean>,
  deadlineMs: number,
): Promise<void> => {
  const giveUpMs = Date.now() + deadlineMs;
  while (!(await holds())) {
    if (Date.now() > giveUpMs) throw new Error(`${what}: not within ${deadlineMs} ms`);
    await delay(LOOK_MS);
  }
};
