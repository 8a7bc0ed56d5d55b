import { describe, expect, test } from 'vitest';
import {
  ATTEMPT,
  ATTEMPT_EVENTS,
  ATTEMPT_STATES,
  type AttemptEvent,
  type AttemptState,
  attemptDeadlines,
  challengeDeadlines,
  FIRST_STATES,
  isUndecided,
  transition,
} from './attempt.ts';

const LEGAL: Record<string, AttemptState> = {
  'waiting_face factors_held': 'waiting_nonce',
  'waiting_face grant': 'granted',
  'waiting_face deny': 'denied',
  'waiting_nonce grant': 'granted',
  'waiting_nonce deny': 'denied',
  'granted result_opened': 'opened',
  'granted result_refused': 'failed',
  'granted result_missing': 'unconfirmed',
  'unconfirmed result_opened': 'opened',
  'unconfirmed result_refused': 'failed',
};

describe('the states of an attempt', () => {
  const every = ATTEMPT_STATES.flatMap((state) => ATTEMPT_EVENTS.map((event) => [state, event] as const));

  test.each(every)('%s, %s', (state: AttemptState, event: AttemptEvent) => {
    expect(transition(state, event)).toBe(LEGAL[`${state} ${event}`] ?? null);
  });

  test('a refusal never overwrites opened, and a late result settles unconfirmed', () => {
    expect(transition('opened', 'result_refused')).toBeNull();
    expect(transition('unconfirmed', 'result_opened')).toBe('opened');
    expect(transition('unconfirmed', 'result_refused')).toBe('failed');
  });

  test('nothing leads from denied to granted, and granted is entered by a grant alone', () => {
    const reached = new Set<AttemptState>(['denied']);
    for (const state of reached) {
      for (const event of ATTEMPT_EVENTS) reached.add(transition(state, event) ?? state);
    }
    expect([...reached]).toEqual(['denied']);
    expect(every.filter(([state, event]) => transition(state, event) === 'granted').map(([, event]) => event)).toEqual([
      'grant',
      'grant',
    ]);
  });

  test('every state is a first one or reached from one', () => {
    const reached = new Set<AttemptState>(FIRST_STATES);
    for (const state of reached) for (const event of ATTEMPT_EVENTS) reached.add(transition(state, event) ?? state);
    expect([...reached].sort()).toEqual([...ATTEMPT_STATES].sort());
  });

  test('is undecided only while it waits', () => {
    expect(ATTEMPT_STATES.filter(isUndecided)).toEqual(['waiting_face', 'waiting_nonce']);
  });
});

describe('the deadlines of an attempt', () => {
  test.each([
    ['nfc', 10_000, 12_000],
    ['phone', 20_000, 22_000],
    ['remote', 3_000, 5_000],
  ] as const)('of kind %s are %i and %i ms after its begin', (kind, receiveByMs, decideByMs) => {
    expect(attemptDeadlines(kind, 1_000_000)).toEqual({
      receiveByMs: 1_000_000 + receiveByMs,
      decideByMs: 1_000_000 + decideByMs,
    });
  });

  test('a challenge gives the latch three seconds and never an earlier decideBy', () => {
    expect(challengeDeadlines(100_000, 101_000)).toEqual({ nonceByMs: 103_000, decideByMs: 105_000 });
    expect(challengeDeadlines(100_000, 200_000)).toEqual({ nonceByMs: 103_000, decideByMs: 200_000 });
  });

  test('a command of the last moment and its sweep stay inside the life of the nonce', () => {
    const lastCommitMs = ATTEMPT.receiveWindowMs + ATTEMPT.decideMarginMs;
    expect(lastCommitMs).toBeLessThan(ATTEMPT.sweepUntilMs);
    // The latch may have re-sent the tap for tapResendMs before the server received it.
    expect(ATTEMPT.tapResendMs + ATTEMPT.sweepUntilMs).toBeLessThan(ATTEMPT.nonceMs);
  });
});
