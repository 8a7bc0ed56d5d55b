import { describe, expect, test } from 'vitest';
import {
  isForced,
  LATCH_EVENTS,
  LATCH_STATES,
  LATCH_TRANSITIONS,
  type LatchEvent,
  type LatchState,
  latchTransition,
  lockStateOf,
} from './latch.ts';

function walk(from: LatchState, ...events: LatchEvent[]): LatchState[] {
  const states = [from];
  for (const event of events) {
    const last = states.at(-1) ?? from;
    states.push(latchTransition(last, event) ?? last);
  }
  return states;
}

describe('the states of a latch', () => {
  test('a tap, an unlock, a person through the door and it is locked again', () => {
    const route = walk('Locked', 'tap', 'unlock', 'bolt_unlocked', 'door_opened', 'door_closed', 'bolt_locked');
    expect(route).toEqual(['Locked', 'AwaitDecision', 'Unlocking', 'Unlocked', 'DoorOpen', 'Relocking', 'Locked']);
  });

  test('nobody goes through: it locks again when AutoRelockTime is over', () => {
    expect(walk('Unlocked', 'relock_due', 'bolt_locked')).toEqual(['Unlocked', 'Relocking', 'Locked']);
  });

  test.each(['deny', 'decision_timeout', 'tamper', 'lock'] as const)('%s ends AwaitDecision locked', (event) => {
    expect(latchTransition('AwaitDecision', event)).toBe('Locked');
  });

  test.each(LATCH_STATES)('the exit button unlocks from %s', (state) => {
    expect(['Unlocking', 'Unlocked', 'DoorOpen']).toContain(latchTransition(state, 'exit_button'));
  });

  test('a bolt that stands open after a reset is locked, not left', () => {
    expect(latchTransition('Boot', 'bolt_unlocked')).toBe('Relocking');
  });

  test('an open door is not locked by command, and a jammed bolt tries to lock again', () => {
    expect(latchTransition('DoorOpen', 'lock')).toBeNull();
    expect(latchTransition('DoorOpen', 'relock_due')).toBeNull();
    expect(walk('Relocking', 'move_failed', 'retry_due')).toEqual(['Relocking', 'Jammed', 'Relocking']);
  });

  test('only unlock, the exit button, or a hand on bolt or door leads out of locked', () => {
    const ways = LATCH_EVENTS.filter((event) =>
      (['Locked', 'AwaitDecision'] as const).some((state) => {
        const next = latchTransition(state, event);
        return next !== null && lockStateOf(next) !== 'Locked';
      }),
    );
    expect(ways.sort()).toEqual(['bolt_unlocked', 'door_opened', 'exit_button', 'unlock']);
  });

  test('a hand on bolt or door is forced entry while it should be locked, and only then', () => {
    const forced = LATCH_STATES.flatMap((state) =>
      LATCH_EVENTS.filter((event) => isForced(state, event)).map((event) => `${state} ${event}`),
    );
    expect(forced.sort()).toEqual([
      'AwaitDecision bolt_unlocked',
      'AwaitDecision door_opened',
      'Locked bolt_unlocked',
      'Locked door_opened',
    ]);
  });

  test('every state can be reached from Boot and left again', () => {
    const reached = new Set<LatchState>(['Boot']);
    for (const state of reached) for (const next of Object.values(LATCH_TRANSITIONS[state])) reached.add(next);
    expect([...reached].sort()).toEqual([...LATCH_STATES].sort());
    for (const state of LATCH_STATES) {
      expect(Object.values(LATCH_TRANSITIONS[state]).some((next) => next !== state)).toBe(true);
    }
  });

  test('the reported LockState says Locked only where the bolt is known to be in', () => {
    expect(LATCH_STATES.filter((state) => lockStateOf(state) === 'Locked')).toEqual(['Locked', 'AwaitDecision']);
    expect(LATCH_STATES.filter((state) => lockStateOf(state) === 'Unlocked')).toEqual(['Unlocked', 'DoorOpen']);
  });
});
