import type { Reading } from '@smart-latch/protocol';

export type Timings = Reading['timings'];
export type Stage = keyof Timings;

export interface Stopwatch {
  /** Runs a stage and adds its time. */
  time<T>(stage: Stage, work: () => Promise<T>): Promise<T>;
  timings(): Timings;
}

/** Times the stages of one picture, in ms with three decimals. */
export function stopwatch(nowMs: () => number = () => performance.now()): Stopwatch {
  const spent: Timings = { decodeMs: 0, detectMs: 0, meshMs: 0, alignMs: 0, qualityMs: 0, embedMs: 0 };
  return {
    async time(stage, work) {
      const beganMs = nowMs();
      try {
        return await work();
      } finally {
        spent[stage] = Math.round((spent[stage] + nowMs() - beganMs) * 1000) / 1000;
      }
    },
    timings: () => ({ ...spent }),
  };
}
