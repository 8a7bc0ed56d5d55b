import { setTimeout as delay } from 'node:timers/promises';

/** Of what is near; a server is asked more seldom. */
const LOOK_MS = 10;

/** Looks again and again until it holds; rejects at the deadline and says what was waited for. */
export const eventually = async (
  what: string,
  holds: () => boolean | Promise<boolean>,
  deadlineMs: number,
  lookMs = LOOK_MS,
): Promise<void> => {
  const giveUpMs = Date.now() + deadlineMs;
  while (!(await holds())) {
    if (Date.now() > giveUpMs) throw new Error(`${what}: not within ${deadlineMs} ms`);
    await delay(lookMs);
  }
};
