import type { DeviceClock } from '../device-clock.ts';
import type { LatchEffect, LatchEvent, LatchState } from './state.ts';
import { nextDeadlineMs, step } from './step.ts';

export interface MachineOptions {
  readonly clock: DeviceClock;
  readonly perform: (effect: LatchEffect) => void;
  readonly onPhase: (from: string, to: string) => void;
}

/** Runs `step` in time: performs its effects in order and ticks at its next deadline. */
export const createMachine = (first: LatchState, { clock, perform, onPhase }: MachineOptions) => {
  let state = first;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const dispatch = (event: LatchEvent): void => {
    if (stopped) return;
    const from = state.phase;
    const taken = step(state, clock.nowMs(), event);
    state = taken.state;
    for (const effect of taken.effects) perform(effect);
    if (state.phase !== from) onPhase(from, state.phase);
    clearTimeout(timer);
    const dueMs = nextDeadlineMs(state);
    if (dueMs === null) return;
    timer = setTimeout(() => dispatch({ is: 'tick' }), Math.max(0, Math.ceil(dueMs - clock.nowMs())));
  };

  return {
    state: () => state,
    dispatch,
    /** A reboot: what was in RAM is gone. */
    restart: (next: LatchState): void => {
      clearTimeout(timer);
      state = next;
    },
    stop: (): void => {
      stopped = true;
      clearTimeout(timer);
    },
  };
};
