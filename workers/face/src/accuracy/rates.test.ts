import { describe, expect, it } from 'vitest';
import { percentile, rateAt, rateAtFalseAccept } from './rates.ts';

const scores = { genuine: [0.3, 0.5, 0.7, 0.9], impostor: Array.from({ length: 1000 }, (_, i) => i / 2000) };

describe('rateAt', () => {
  it('counts what reaches the threshold', () => {
    expect(rateAt(scores, 0.5)).toEqual({ threshold: 0.5, trueAccept: 0.75, falseAccept: 0, falseAccepts: 0 });
    expect(rateAt(scores, 0.495)).toMatchObject({ trueAccept: 0.75, falseAccepts: 10, falseAccept: 0.01 });
  });
});

describe('rateAtFalseAccept', () => {
  it('finds the lowest threshold that lets no more impostors through', () => {
    expect(rateAtFalseAccept(scores, 0.01)).toMatchObject({ falseAccepts: 10, trueAccept: 0.75 });
  });

  it('does not guess from too few pairs', () => {
    expect(rateAtFalseAccept(scores, 0.001)).toBeNull();
  });
});

describe('percentile', () => {
  it('is the value below which that share lies', () => {
    expect(percentile([5, 1, 3], 0.5)).toBe(3);
    expect(percentile([5, 1, 3], 0.99)).toBe(5);
    expect(percentile([], 0.5)).toBeNaN();
  });
});
