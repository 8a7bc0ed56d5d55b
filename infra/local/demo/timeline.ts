import type { DoorCamera, DoorLatch } from '../boards/boards.ts';
import type { Supervisor } from '../supervisor.ts';

/** One thing that happened, by whom, at what time. */
export interface Moment {
  readonly atMs: number;
  /** Of the ten steps of an unlock (ARCHITECTURE.md). */
  readonly step: number;
  readonly who: Who;
  readonly what: string;
  readonly attempt: string | null;
}

export const LANES = ['latch', 'camera', 'broker', 'access', 'face', 'api'] as const;
export type Who = (typeof LANES)[number];

export interface Timeline {
  /** What happened from that moment on, in order. */
  since(atMs: number): Moment[];
  /** Resolves with the first moment from `sinceMs` on that fits; rejects at the deadline, saying what was waited for. */
  until(what: string, sinceMs: number, fits: (moment: Moment) => boolean, deadlineMs: number): Promise<Moment>;
  note(moment: Moment): void;
}

/** Follows the step lines of every process and what the boards say of themselves. */
export const openTimeline = (supervisor: Supervisor): Timeline => {
  const moments: Moment[] = [];
  const listeners = new Set<() => void>();
  const note = (moment: Moment): void => {
    moments.push(moment);
    for (const listener of listeners) listener();
  };
  supervisor.onLine(({ process, record }) => {
    if (typeof record?.step !== 'number' || typeof record.time !== 'number') return;
    const who = process.replace(/-\d+$/, '') as Who;
    const { step, time, msg, attempt, topic } = record;
    const what = typeof topic === 'string' && topic !== 'nfc/tap' ? `${String(msg)}: ${topic}` : String(msg);
    note({ atMs: time, step, who, what, attempt: typeof attempt === 'string' ? attempt : null });
  });
  const since = (atMs: number): Moment[] =>
    moments.filter((moment) => moment.atMs >= atMs).sort((a, b) => a.atMs - b.atMs || a.step - b.step);
  const until: Timeline['until'] = (what, sinceMs, fits, deadlineMs) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = since(sinceMs).find(fits);
        if (!found) return;
        finish();
        resolve(found);
      };
      const timer = setTimeout(() => {
        finish();
        reject(new Error(`${what} did not happen within ${deadlineMs / 1000} s`));
      }, deadlineMs);
      const finish = () => {
        clearTimeout(timer);
        listeners.delete(look);
      };
      listeners.add(look);
      look();
    });
  return { since, until, note };
};

/** Steps 1, 5 and 9 happen on the boards. */
export const followBoards = (timeline: Timeline, latch: DoorLatch, camera: DoorCamera): void => {
  const note = (who: Who, step: number, atMs: number, what: string) =>
    timeline.note({ atMs: Math.round(atMs), step, who, what, attempt: null });
  latch.on('published', ({ atMs, topic }) => {
    if (topic === 'nfc/tap') note('latch', 1, atMs, 'tap: made a nonce, published the proof with its MAC');
    if (topic === 'result/challenge') note('latch', 4, atMs, 'gave a fresh nonce');
    if (topic === 'result/unlock') note('latch', 9, atMs, 'reported the result');
  });
  latch.on('verified', ({ atMs, op }) => {
    if (op === 'unlock') note('latch', 9, atMs, 'checked signature, nonce and age of the command');
    if (op === 'deny') note('latch', 9, atMs, 'checked the signed denial');
  });
  latch.on('moving', ({ atMs, to }) => to === 'unlocked' && note('latch', 9, atMs, 'the bolt moves'));
  latch.on('moved', ({ atMs, at }) => at === 'unlocked' && note('latch', 9, atMs, 'THE DOOR IS OPEN'));
  latch.on('shown', ({ atMs, what }) => DENIALS.includes(what) && note('latch', 9, atMs, `shows "${what}"`));
  camera.on('frame', ({ atMs, bytes }) => note('camera', 4, atMs, `sends a picture, ${Math.round(bytes / 1024)} KiB`));
};

const DENIALS = ['try_again', 'not_allowed', 'wait'];
