import { describe, expect, test } from 'vitest';
import { isLockedOut, LOCKOUT, lockedUntilMs } from './lockout.ts';

const MINUTE = 60_000;
const failures = (...minutes: number[]) => minutes.map((minute) => minute * MINUTE);

describe('the lockout of a credential', () => {
  test('begins with the fifth failure within ten minutes, both ends included', () => {
    expect(lockedUntilMs({ failuresMs: failures(0, 1, 2, 3), endedAtMs: null })).toBeNull();
    expect(lockedUntilMs({ failuresMs: failures(0, 1, 2, 3, 10), endedAtMs: null })).toBe(25 * MINUTE);
    expect(lockedUntilMs({ failuresMs: [...failures(0, 1, 2, 3), 10 * MINUTE + 1], endedAtMs: null })).toBeNull();
  });

  test('lasts fifteen minutes to the ms', () => {
    const lockout = { failuresMs: failures(0, 1, 2, 3, 4), endedAtMs: null };
    expect(isLockedOut(lockout, 4 * MINUTE)).toBe(true);
    expect(isLockedOut(lockout, 19 * MINUTE - 1)).toBe(true);
    expect(isLockedOut(lockout, 19 * MINUTE)).toBe(false);
  });

  test('counts a window that slides, in whatever order the failures are given', () => {
    expect(lockedUntilMs({ failuresMs: failures(14, 0, 13, 12, 11, 9), endedAtMs: null })).toBe(29 * MINUTE);
  });

  test('is prolonged by further failures that were already on their way', () => {
    expect(lockedUntilMs({ failuresMs: failures(0, 1, 2, 3, 4, 5), endedAtMs: null })).toBe(20 * MINUTE);
  });

  test('is ended by an admin, who forgives the failures up to then and no later ones', () => {
    const failuresMs = failures(0, 1, 2, 3, 4);
    expect(isLockedOut({ failuresMs, endedAtMs: 4 * MINUTE }, 5 * MINUTE)).toBe(false);
    expect(isLockedOut({ failuresMs, endedAtMs: 0 }, 5 * MINUTE)).toBe(false);
    expect(isLockedOut({ failuresMs, endedAtMs: -1 }, 5 * MINUTE)).toBe(true);
    expect(isLockedOut({ failuresMs: failures(5, 6, 7, 8, 9), endedAtMs: 4 * MINUTE }, 10 * MINUTE)).toBe(true);
  });

  test('needs no failure older than the look-back', () => {
    expect(LOCKOUT.lookbackMs).toBe(LOCKOUT.withinMs + LOCKOUT.lastsMs);
  });
});
