import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentile, rowOf, rowsOf, summaryOf } from './figures.ts';

describe('percentile', () => {
  it('takes the nearest rank of values in any order', () => {
    const values = [15, 20, 35, 40, 50].toReversed();
    expect([5, 30, 40, 50, 100].map((percent) => percentile(values, percent))).toEqual([15, 20, 20, 35, 50]);
  });

  it('gives the smallest value for 0 and the largest for 100', () => {
    expect(percentile([3, 1, 2], 0)).toBe(1);
    expect(percentile([3, 1, 2], 100)).toBe(3);
  });

  it('sorts by number, not by text', () => {
    expect(percentile([9, 10, 100], 50)).toBe(10);
  });

  it('refuses nothing and what is no percentage', () => {
    expect(() => percentile([], 50)).toThrow('nothing was measured');
    expect(() => percentile([1], 101)).toThrow('0 to 100');
    expect(() => percentile([1], Number.NaN)).toThrow('0 to 100');
  });

  it('is a measured value that at least that share does not exceed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 50 }),
        fc.integer({ min: 0, max: 100 }),
        (values, percent) => {
          const found = percentile(values, percent);
          const notAbove = values.filter((value) => value <= found).length;
          expect(values).toContain(found);
          expect(notAbove * 100).toBeGreaterThanOrEqual(percent * values.length);
        },
      ),
    );
  });

  it('leaves the values in their order', () => {
    const values = [2, 1];
    percentile(values, 50);
    expect(values).toEqual([2, 1]);
  });
});

describe('rows', () => {
  it('hold the ratio against a reference and its name', () => {
    expect(rowOf('unlock.p50', 30, 'ms', { name: 'one hop', value: 4 })).toEqual({
      metric: 'unlock.p50',
      value: 30,
      unit: 'ms',
      against: 'one hop',
      ratio: 7.5,
    });
  });

  it('have no ratio without a reference, and none against zero', () => {
    expect(rowOf('hop.p50', 1.23456, 'ms')).toMatchObject({ value: 1.235, against: null, ratio: null });
    expect(rowOf('hop.p50', 1, 'ms', { name: 'nothing', value: 0 })).toMatchObject({ against: 'nothing', ratio: null });
  });

  it('are one for each percentile that is asked for', () => {
    const summary = summaryOf(Array.from({ length: 100 }, (_, i) => i + 1));
    expect(summary).toEqual({ count: 100, p50: 50, p95: 95, p99: 99 });
    expect(rowsOf('hop', summary, ['p50', 'p99']).map((row) => [row.metric, row.value])).toEqual([
      ['hop.p50', 50],
      ['hop.p99', 99],
    ]);
  });

  it('hold each percentile against the same of the reference, and nothing where it has none', () => {
    const rows = rowsOf('whole', { count: 9, p50: 30, p95: 60, p99: 80 }, ['p50', 'p95', 'p99'], {
      name: 'alone',
      took: { p50: 20, p95: 30 },
    });
    expect(rows.map(({ against, ratio }) => [against, ratio])).toEqual([
      ['alone, p50', 1.5],
      ['alone, p95', 2],
      [null, null],
    ]);
  });
});
