import { describe, expect, it } from 'vitest';
import {
  apply,
  fitSimilarity,
  inverse,
  type Point,
  type Similarity,
  scaleOf,
  squareCrop,
  warpSquare,
} from './geometry.ts';
import { rgbMat, withMats } from './opencv.ts';

const turned: Similarity = { a: 1.2, b: -0.7, tx: 30, ty: -4 };
const points: Point[] = [
  { x: 0, y: 0 },
  { x: 10, y: 2 },
  { x: -3, y: 8 },
];
const near = ({ x, y }: Point): object => ({ x: expect.closeTo(x, 6), y: expect.closeTo(y, 6) });

describe('fitSimilarity', () => {
  it('finds the turn, scale and shift that made the points', () => {
    const fit = fitSimilarity(
      points,
      points.map((point) => apply(turned, point)),
    );
    for (const key of ['a', 'b', 'tx', 'ty'] as const) expect(fit[key]).toBeCloseTo(turned[key], 9);
    expect(scaleOf(fit)).toBeCloseTo(Math.hypot(1.2, 0.7), 9);
  });

  it('takes the least squares of points that fit no similarity', () => {
    const noisy = points.map((point, i) => ({ x: point.x + (i === 0 ? 0.3 : -0.15), y: point.y }));
    const error = (fit: Similarity): number =>
      points.reduce((sum, point, i) => {
        const to = apply(fit, point);
        return sum + (to.x - (noisy[i]?.x ?? 0)) ** 2 + (to.y - (noisy[i]?.y ?? 0)) ** 2;
      }, 0);
    const best = fitSimilarity(points, noisy);
    for (const key of ['a', 'b', 'tx', 'ty'] as const)
      for (const step of [-0.01, 0.01])
        expect(error({ ...best, [key]: best[key] + step })).toBeGreaterThan(error(best));
  });

  it('refuses one point, and two lists of different length', () => {
    expect(() => fitSimilarity([{ x: 1, y: 1 }], [{ x: 2, y: 2 }])).toThrow(RangeError);
    expect(() => fitSimilarity(points, points.slice(1))).toThrow(RangeError);
    expect(() => fitSimilarity(points.slice(1), points)).toThrow(RangeError);
  });
});

describe('inverse', () => {
  it('undoes a similarity', () => {
    for (const point of points) expect(apply(inverse(turned), apply(turned, point))).toEqual(near(point));
  });
});

describe('squareCrop', () => {
  it('takes the centre to the centre and a tilted edge level', () => {
    const tilt = Math.PI / 6;
    const crop = squareCrop({ x: 50, y: 40 }, 20, tilt, 100);
    expect(apply(crop, { x: 50, y: 40 })).toEqual(near({ x: 50, y: 50 }));
    const edge = { x: 50 + 10 * Math.cos(tilt), y: 40 + 10 * Math.sin(tilt) };
    expect(apply(crop, edge)).toEqual(near({ x: 100, y: 50 }));
  });
});

describe('warpSquare', () => {
  /** Black to the left of `edge`, white from it. */
  const step = (size: number, edge: number): Uint8Array =>
    Uint8Array.from({ length: size * size * 3 }, (_, i) => (Math.floor(i / 3) % size >= edge ? 255 : 0));

  it.each([100, 200, 400, 800])('keeps an edge where it belongs when %d px become 100', async (size) => {
    await withMats(async (keep) => {
      const picture = rgbMat(keep, step(size, size / 2), size, size);
      // Pixel centres: 0.5 of the small picture is 0.5 * size / 100 of the large one.
      const scale = 100 / size;
      const square = warpSquare(keep, picture, { a: scale, b: 0, tx: scale / 2 - 0.5, ty: scale / 2 - 0.5 }, 100);
      const row = [...square.data.subarray(50 * 300, 51 * 300)].filter((_, i) => i % 3 === 0);
      expect(row.slice(0, 49).every((value) => value < 30)).toBe(true);
      expect(row.slice(51).every((value) => value > 225)).toBe(true);
    });
  });

  it('averages what it skips when it shrinks a picture', async () => {
    await withMats(async (keep) => {
      const chequered = Uint8Array.from({ length: 512 * 512 * 3 }, (_, i) => {
        const pixel = Math.floor(i / 3);
        return ((pixel % 512) + Math.floor(pixel / 512)) % 2 === 0 ? 255 : 0;
      });
      const square = warpSquare(keep, rgbMat(keep, chequered, 512, 512), { a: 0.2, b: 0, tx: 0, ty: 0 }, 100);
      const middle = square.data.subarray(50 * 300 + 30, 50 * 300 + 240);
      expect(Math.max(...middle) - Math.min(...middle)).toBeLessThan(10);
    });
  });
});
