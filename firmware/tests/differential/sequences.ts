import {
  initialState,
  LATCH_TIMING,
  type LatchEffect,
  type LatchState,
  latchStep,
  nextDeadlineMs,
} from '@smart-latch/device-sim';
import { createDice, type Dice } from './dice.ts';
import { nextEvent } from './next-event.ts';
import { type Device, eventOf, type Restart, tellStep, type WireEvent } from './wire.ts';

/** A step of a sequence, or the loss of all that was in RAM. */
export type Move = Restart | (WireEvent & { readonly atMs: number });

export interface Sequence {
  readonly seed: number;
  /** The first is a restart. */
  readonly moves: readonly Move[];
}

/** What the twin in TypeScript did: a line for each move that is a step. */
export interface Played {
  readonly sequence: Sequence;
  readonly lines: readonly string[];
}

/** What each step met and did, for counting what the sequences reach. */
export type Watch = (before: LatchState, event: WireEvent, after: LatchState, effects: readonly LatchEffect[]) => void;

/** What kind of a day it is at this door: which events come often. A tenth of the days carries signed bytes. */
export const MOODS = ['ordinary', 'denied', 'stuck', 'crowd', 'operator', 'door', 'signed'] as const;
export type Mood = (typeof MOODS)[number];
const MOOD_WEIGHTS: Readonly<Record<Mood, number>> = {
  ordinary: 4,
  denied: 1,
  stuck: 1,
  crowd: 1,
  operator: 1,
  door: 1,
  signed: 1,
};

/** Makes the sequence of a seed, and plays it: what happens next depends on where the latch is. */
export const playSeed = (seed: number, device: Device, watch: Watch = () => {}): Played => {
  const dice = createDice(seed);
  const mood = dice.weighted(MOOD_WEIGHTS);
  const moves: Move[] = [restart(dice, 0)];
  const twin = createTwin(device);
  twin.take(moves[0] as Move);
  const lines: string[] = [];
  let nowMs = dice.int(0, 2_000);
  for (let left = dice.int(5, 70); left > 0; left -= 1) {
    nowMs += wait(dice, mood, nextDeadlineMs(twin.state()), nowMs);
    const before = twin.state();
    if (dice.chance(0.01)) {
      const again = restart(dice, moves.length);
      moves.push(again);
      twin.take(again);
      continue;
    }
    const event = nextEvent({ dice, mood, state: before, device, nowMs });
    const move = { atMs: nowMs, ...event };
    moves.push(move);
    const { line, effects } = twin.take(move);
    lines.push(line);
    watch(before, event, twin.state(), effects);
  }
  return { sequence: { seed, moves }, lines };
};

/** Plays moves that are known. */
export const playMoves = (moves: readonly Move[], device: Device): readonly string[] => {
  const twin = createTwin(device);
  return moves.map((move) => twin.take(move)).flatMap(({ line }) => (line === '' ? [] : [line]));
};

const createTwin = (device: Device) => {
  let state = initialState('');
  return {
    state: () => state,
    take: (move: Move): { readonly line: string; readonly effects: readonly LatchEffect[] } => {
      if (move.is === 'restart') {
        const { boot, boltMs, boltRetries } = move;
        state = initialState(boot, { ...LATCH_TIMING, boltMs, boltRetries });
        return { line: '', effects: [] };
      }
      const taken = latchStep(state, move.atMs, eventOf(move, device));
      state = taken.state;
      return { line: tellStep(taken.effects, state, nextDeadlineMs(state), move.atMs), effects: taken.effects };
    },
  };
};

const restart = (dice: Dice, count: number): Restart => ({
  is: 'restart',
  boot: `b0${count.toString(16).padStart(30, '0')}`,
  boltMs: dice.pick([LATCH_TIMING.boltMs, LATCH_TIMING.boltMs, 500]),
  boltRetries: dice.pick([LATCH_TIMING.boltRetries, LATCH_TIMING.boltRetries, 0, 1]),
});

const DAY_MS = 86_400_000;

const WAITS = { none: 20, short: 25, deadline: 25, second: 12, minute: 15, long: 3 };
/** Much in a short time: five denials before the first is forgotten, a queue of commands before the bolt arrives. */
const HASTE = { ...WAITS, deadline: 3, second: 3, minute: 1, long: 0 };

/** Often not at all or to a deadline and its neighbours, seldom over months. */
const wait = (dice: Dice, mood: Mood, deadlineMs: number | null, nowMs: number): number => {
  const toDeadline = deadlineMs === null ? 0 : Math.max(0, deadlineMs - nowMs + dice.int(-1, 1));
  switch (dice.weighted(mood === 'denied' || mood === 'operator' ? HASTE : WAITS)) {
    case 'none':
      return 0;
    case 'short':
      return dice.int(1, 60);
    case 'deadline':
      return toDeadline;
    case 'second':
      return dice.int(60, 3_000);
    case 'minute':
      return dice.int(3_000, 70_000);
    case 'long':
      return dice.pick([dice.int(70_000, DAY_MS), dice.int(DAY_MS, 60 * DAY_MS)]);
  }
};
