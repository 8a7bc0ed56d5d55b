import type { Latch } from '../latch/latch.ts';

/** What the person at the door sees in the end. */
export type Outcome = 'opened' | 'try_again' | 'not_allowed' | 'wait' | 'no_server' | 'jammed' | 'no_answer';
export const OUTCOMES: readonly Outcome[] = [
  'opened',
  'try_again',
  'not_allowed',
  'wait',
  'no_server',
  'jammed',
  'no_answer',
];

/** A little more than the 20 s that a latch waits for a decision. */
const DEADLINE_MS = 25_000;

/** What the latch shows next that ends a tap. Start it before the tap; it never rejects. */
export const nextOutcome = (latch: Latch): Promise<Outcome> =>
  new Promise((resolve) => {
    const settle = (outcome: Outcome): void => {
      clearTimeout(timer);
      latch.trace.off('shown', onShown);
      resolve(outcome);
    };
    const onShown = ({ what }: { what: string }): void => {
      const outcome = what === 'open' ? 'opened' : what;
      if ((OUTCOMES as readonly string[]).includes(outcome)) settle(outcome as Outcome);
    };
    const timer = setTimeout(() => settle('no_answer'), DEADLINE_MS);
    latch.trace.on('shown', onShown);
  });

/** After an unlock: until the bolt is in again, so that the next tap finds a locked latch. */
export const untilLocked = (latch: Latch, deadlineMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    const settled = (): boolean => latch.state().phase === 'Locked' || latch.state().phase === 'AwaitDecision';
    if (settled()) {
      resolve(true);
      return;
    }
    const settle = (locked: boolean): void => {
      clearTimeout(timer);
      latch.trace.off('phase', onPhase);
      resolve(locked);
    };
    const onPhase = ({ to }: { to: string }): void => {
      if (to === 'Locked') settle(true);
    };
    const timer = setTimeout(() => settle(false), deadlineMs);
    latch.trace.on('phase', onPhase);
  });
