import { setTimeout as delay } from 'node:timers/promises';
import type { Stack } from '@smart-latch/infra';
import type { Door } from './doors.ts';
import { isComplete, type Moment, type Moments, type Step } from './waterfall.ts';

/** Longer than any attempt lives: 10 s for the face and 2 s to decide. */
const COMMAND_DEADLINE_MS = 14_000;
/** Log lines come through pipes and may arrive a little after the command. */
const LINES_DEADLINE_MS = 3_000;
const POLL_MS = 5;
/** Log lines carry whole ms, rounded down: on average they happened half of one later. */
const HALF_MS = 0.5;

export interface Recorder {
  /** Taps and resolves with all its moments; rejects when the door does not open. One at a time for each door. */
  tap(door: Door, steps: readonly Step[]): Promise<Moments>;
  close(): void;
}

interface Run {
  readonly moments: Partial<Moments>;
  commanded: string | null;
}

type Line = Readonly<Record<string, unknown>>;

/** Puts together what the boards saw and what the processes log of each step. */
export const openRecorder = (stack: Stack): Recorder => {
  const lines = new Map<string, Partial<Moments>>();
  const attempts = new Map<string, string>();
  const close = stack.supervisor.onLine(({ record }) => {
    if (typeof record?.step === 'number') noteLine(lines, attempts, record);
  });
  return {
    close,
    tap: async (door, steps) => {
      const run: Run = { moments: {}, commanded: null };
      const stopWatching = watchBoards(door, run);
      try {
        const { tapId, nonce } = await door.latch.tap(door.card);
        await until(COMMAND_DEADLINE_MS, 'the latch got no command', () => run.commanded !== null);
        if (run.commanded !== 'cmd/unlock') throw new Error(`the latch got ${run.commanded}: the tap was denied`);
        const all = () => ({ ...lines.get(nonce), ...lines.get(tapId), ...run.moments });
        await until(LINES_DEADLINE_MS, 'a step was not logged', () => isComplete(steps, all()));
        const moments = all() as Moments;
        lines.delete(nonce);
        lines.delete(tapId);
        return moments;
      } finally {
        stopWatching();
      }
    },
  };
};

/** The moments of the step lines: by tap, by nonce for the picture, by attempt for what the face worker saw. */
const noteLine = (lines: Map<string, Partial<Moments>>, attempts: Map<string, string>, line: Line): void => {
  const { step, time, tap, nonce, attempt, topic, ms } = line;
  if (typeof tap === 'string' && typeof attempt === 'string') attempts.set(attempt, tap);
  const id = step === 5 ? nonce : (tap ?? attempts.get(String(attempt)));
  if (typeof id !== 'string' || typeof time !== 'number') return;
  const known = lines.get(id) ?? {};
  lines.set(id, known);
  const note = (moment: Moment, atMs: number): void => {
    known[moment] ??= atMs + HALF_MS;
  };
  if (step === 2 && topic === 'nfc/tap') note('tapAdmitted', time);
  if (step === 3) note('checked', time);
  if (step === 4) note('asked', time);
  if (step === 5) note('frameAdmitted', time);
  if (step === 6 && typeof ms === 'number') {
    note('seeing', time - ms);
    note('seen', time);
  }
  if (step === 8) note('committed', time);
};

const watchBoards = ({ latch, camera }: Door, run: Run): (() => void) => {
  const note = (moment: Moment, atMs: number): void => {
    run.moments[moment] ??= atMs;
  };
  const onLatchPublished = ({ topic, atMs }: { topic: string; atMs: number }) =>
    topic === 'nfc/tap' && note('published', atMs);
  const onLatchReceived = ({ topic, atMs }: { topic: string; atMs: number }) => {
    if (topic !== 'cmd/unlock' && topic !== 'cmd/deny') return;
    note('commandReceived', atMs);
    run.commanded ??= topic;
  };
  const onCameraReceived = ({ topic, atMs }: { topic: string; atMs: number }) =>
    topic === 'cmd/capture' && note('captureReceived', atMs);
  const onCameraPublished = ({ topic, atMs }: { topic: string; atMs: number }) =>
    topic === 'face/frame' && note('framePublished', atMs);
  latch.on('published', onLatchPublished);
  latch.on('received', onLatchReceived);
  camera?.on('received', onCameraReceived);
  camera?.on('published', onCameraPublished);
  return () => {
    latch.off('published', onLatchPublished);
    latch.off('received', onLatchReceived);
    camera?.off('received', onCameraReceived);
    camera?.off('published', onCameraPublished);
  };
};

const until = async (deadlineMs: number, problem: string, holds: () => boolean): Promise<void> => {
  const giveUpMs = performance.now() + deadlineMs;
  while (!holds()) {
    if (performance.now() > giveUpMs) throw new Error(`${problem} within ${deadlineMs / 1000} s`);
    await delay(POLL_MS);
  }
};
