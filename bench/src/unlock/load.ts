import { setTimeout as delay } from 'node:timers/promises';
import type { BenchOptions } from '../benches.ts';
import type { Door } from './doors.ts';
import type { Recorder } from './recorder.ts';
import type { Moments, Step } from './waterfall.ts';

/** What came of a series of taps. */
export interface Series {
  readonly opened: readonly Moments[];
  /** Why the others did not open, or were not made because no door was free. */
  readonly failed: readonly string[];
}

export interface Taps {
  readonly doors: readonly Door[];
  readonly steps: readonly Step[];
  readonly recorder: Recorder;
}

export const IDLE_TAPS = 30;
export const LOAD_PER_S = 5;
export const LOAD_S = 15;
const WARM_UP_TRIES = 3;
/** A door may send one tap a second after its burst of five. */
const TAP_PAUSE_MS = 1_100;
/** The events of a bolt that locks again are recorded meanwhile: a tap at once would share the audit chain with them. */
const QUIET_MS = 500;
const RELOCK_DEADLINE_MS = 6_000;
const POLL_MS = 10;

/** One tap at each door that does not count: connections, caches and compiled code are warm afterwards. */
export const warmUp = async (what: string, taps: Taps, options: BenchOptions): Promise<void> => {
  options.progress.begin(`${what}: warming up`, taps.doors.length);
  for (const door of taps.doors) {
    for (let tries = 1; ; tries += 1) {
      options.signal.throwIfAborted();
      const problem = await tapOnce(taps, door);
      if (problem === null) break;
      // A board is ready a moment before the server has heard of it.
      if (tries === WARM_UP_TRIES) throw new Error(`${what}: ${problem}`);
      await delay(TAP_PAUSE_MS, undefined, { signal: options.signal });
    }
    options.progress.step();
  }
};

const tapOnce = ({ recorder, steps }: Taps, door: Door): Promise<string | null> =>
  recorder.tap(door, steps).then(
    () => null,
    (error: Error) => error.message,
  );

/** One tap after another, each when the door before is locked again and what its board told is recorded. */
export const playIdle = async (what: string, taps: Taps, options: BenchOptions): Promise<Series> => {
  const { progress, signal } = options;
  const series = { opened: [] as Moments[], failed: [] as string[] };
  progress.begin(`${what}: one tap after another`, IDLE_TAPS);
  for (const door of taps.doors) await untilLocked(door, signal);
  await delay(QUIET_MS, undefined, { signal });
  for (let n = 0; n < IDLE_TAPS; n += 1) {
    const door = taps.doors[n % taps.doors.length];
    if (!door) throw new Error('there is no door to tap at');
    const pause = delay(TAP_PAUSE_MS, undefined, { signal });
    await note(series, taps, door);
    await pause;
    await untilLocked(door, signal);
    await delay(QUIET_MS, undefined, { signal });
    progress.step();
  }
  return series;
};

/** Taps at a fixed rate, whether or not those before have ended, at whichever door is locked. */
export const playLoad = async (what: string, taps: Taps, options: BenchOptions): Promise<Series> => {
  const { progress, signal } = options;
  const series = { opened: [] as Moments[], failed: [] as string[] };
  const busy = new Set<Door>();
  const count = LOAD_PER_S * LOAD_S;
  const under: Promise<void>[] = [];
  progress.begin(`${what}: ${LOAD_PER_S} taps a second`, count);
  const beganMs = performance.now();
  for (let n = 0; n < count; n += 1) {
    await delay(Math.max(beganMs + (n * 1_000) / LOAD_PER_S - performance.now(), 0), undefined, { signal });
    progress.step();
    const order = taps.doors.map((_, i) => taps.doors[(n + i) % taps.doors.length] as Door);
    const door = order.find((each) => !busy.has(each) && isLocked(each));
    if (!door) {
      series.failed.push('no door was free');
      continue;
    }
    busy.add(door);
    const run = note(series, taps, door).finally(() => busy.delete(door));
    under.push(run);
  }
  await Promise.all(under);
  for (const door of taps.doors) await untilLocked(door, signal);
  return series;
};

const note = async (series: { opened: Moments[]; failed: string[] }, taps: Taps, door: Door): Promise<void> => {
  try {
    series.opened.push(await taps.recorder.tap(door, taps.steps));
  } catch (error) {
    series.failed.push(error instanceof Error ? error.message : String(error));
  }
};

const isLocked = (door: Door): boolean => door.latch.isLocked();

const untilLocked = async (door: Door, signal: AbortSignal): Promise<void> => {
  const giveUpMs = performance.now() + RELOCK_DEADLINE_MS;
  while (!isLocked(door)) {
    if (performance.now() > giveUpMs) throw new Error('a door did not lock again');
    await delay(POLL_MS, undefined, { signal });
  }
};
