import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SEQUENCE_WINDOW, type SequenceWindow, takeSequence } from './sequence.ts';

const take = (numbers: readonly number[], window: SequenceWindow | null = null) => {
  const taken: number[] = [];
  for (const number of numbers) {
    const result = takeSequence(window, number);
    if (!result.fresh) continue;
    taken.push(number);
    window = result.window;
  }
  return { taken, window };
};

describe('the numbers of a device', () => {
  test('are each taken once, in order or not', () => {
    expect(take([5, 6, 7, 6, 7])).toEqual({ taken: [5, 6, 7], window: { highest: 7, missing: [] } });
    expect(take([5, 8, 6, 8, 6])).toEqual({ taken: [5, 8, 6], window: { highest: 8, missing: [7] } });
  });

  test('below the first that was ever heard are not taken', () => {
    expect(take([5, 4]).taken).toEqual([5]);
  });

  test('may come late by the window, and not by one more', () => {
    expect(take([0, SEQUENCE_WINDOW + 1, 1]).taken).toContain(1);
    expect(take([0, SEQUENCE_WINDOW + 2, 1]).taken).not.toContain(1);
  });

  test('however they come are taken at most once, and a window never grows past its size', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200), { maxLength: 300 }), (numbers) => {
        const { taken, window } = take(numbers);
        expect(new Set(taken).size).toBe(taken.length);
        expect(window?.missing.length ?? 0).toBeLessThanOrEqual(SEQUENCE_WINDOW);
      }),
    );
  });

  test('of a shuffle within the window are all taken', () => {
    const shuffled = fc.shuffledSubarray(
      Array.from({ length: SEQUENCE_WINDOW }, (_, n) => n + 1),
      { minLength: SEQUENCE_WINDOW },
    );
    fc.assert(
      fc.property(shuffled, (numbers) => {
        expect(take([0, ...numbers]).taken).toHaveLength(SEQUENCE_WINDOW + 1);
      }),
    );
  });
});
