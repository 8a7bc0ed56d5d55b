import { describe, expect, it } from 'vitest';
import { decodeBlazeface } from './blazeface.ts';
import { FACES_MAX, type Face, suppressOverlaps } from './detect.ts';
import type { Output } from './network.ts';
import { decodeYunet } from './yunet.ts';

const face = (x: number, y: number, side: number, score: number): Face => ({
  score,
  centre: { x, y },
  width: side,
  height: side,
  points: [{ x, y: y - 1 }],
});

describe('suppressOverlaps', () => {
  it('merges boxes of one face into their mean, weighted by score', () => {
    const [merged, ...others] = suppressOverlaps([face(10, 10, 10, 0.6), face(12, 10, 10, 0.9)], 0.3);
    expect(others).toEqual([]);
    expect(merged?.score).toBe(0.9);
    expect(merged?.centre.x).toBeCloseTo((10 * 0.6 + 12 * 0.9) / 1.5, 9);
    expect(merged?.points[0]?.y).toBeCloseTo(9, 9);
  });

  it('keeps faces apart that overlap less, and orders them by score', () => {
    const kept = suppressOverlaps([face(10, 10, 10, 0.6), face(17, 10, 10, 0.9)], 0.3);
    expect(kept.map(({ score }) => score)).toEqual([0.9, 0.6]);
  });

  it('never gives more faces than the limit', () => {
    const crowd = Array.from({ length: 100 }, (_, i) => face(i * 20, 10, 10, 0.9));
    expect(suppressOverlaps(crowd, 0.3)).toHaveLength(FACES_MAX);
  });
});

describe('decodeBlazeface', () => {
  /** Logits of no face anywhere, but one at an anchor of the grid with that many anchors. */
  const outputs = (anchors: number, index: number): Output[] =>
    [512, 384].flatMap((count) => {
      const logits = new Float32Array(count).fill(-100);
      const offsets = new Float32Array(count * 16);
      if (count === anchors) {
        logits[index] = 2;
        offsets.set([3, -4, 50, 60, 1, 2], index * 16);
      }
      return [
        { name: `scores${count}`, shape: [count, 1], values: logits },
        { name: `boxes${count}`, shape: [count, 16], values: offsets },
      ];
    });

  it.each([
    [512, 0, 8, 8],
    [512, 2 * (16 * 3 + 5) + 1, 88, 56],
    [384, 6 * (8 * 2 + 7), 240, 80],
  ])('measures from the centre of the anchor (%d anchors, number %d)', (anchors, index, x, y) => {
    const [found, ...others] = decodeBlazeface(outputs(anchors, index), 0.5, 256);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ centre: { x: x + 3, y: y - 4 }, width: 50, height: 60 });
    expect(found?.points).toHaveLength(6);
    expect(found?.points[0]).toEqual({ x: x + 1, y: y + 2 });
    expect(found?.score).toBeCloseTo(1 / (1 + Math.exp(-2)), 9);
  });

  it('leaves out what scores too low', () => {
    expect(decodeBlazeface(outputs(512, 0), 0.9, 256)).toEqual([]);
  });

  it('refuses a network that gives other shapes', () => {
    expect(() => decodeBlazeface([{ name: 'x', shape: [896, 1], values: new Float32Array(896) }], 0.5, 256)).toThrow(
      /512, 1/,
    );
  });
});

describe('decodeYunet', () => {
  /** No face anywhere, but one in a cell of one stride of a 64 px input. */
  const outputs = (stride: number, cell: number): Output[] =>
    [8, 16, 32].flatMap((each) => {
      const cells = (64 / each) ** 2;
      const at = (width: number, values: number[]): Float32Array => {
        const all = new Float32Array(cells * width);
        if (each === stride) all.set(values, cell * width);
        return all;
      };
      const output = (name: string, width: number, values: number[]): Output => ({
        name: `${name}_${each}`,
        shape: [cells, width],
        values: at(width, values),
      });
      const points = [0.25, 0.5, 1, 0.5, 0.5, 1, 0.25, 1.5, 1, 1.5];
      return [
        output('cls', 1, [0.81]),
        output('obj', 1, [1]),
        output('bbox', 4, [0.5, 0.25, 0, Math.log(2)]),
        output('kps', 10, points),
      ];
    });

  it('measures from the corner of the cell in strides', () => {
    const [found, ...others] = decodeYunet(outputs(16, 4 * 2 + 3), 0.5, 64);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ centre: { x: 3.5 * 16, y: 2.25 * 16 }, width: 16 });
    expect(found?.height).toBeCloseTo(32, 4);
    expect(found?.points[0]).toEqual({ x: 3.25 * 16, y: 2.5 * 16 });
    expect(found?.points).toHaveLength(5);
    expect(found?.score).toBeCloseTo(0.9, 6);
  });

  it('refuses a network that gives other outputs', () => {
    expect(() => decodeYunet([], 0.5, 64)).toThrow(/cls_8/);
  });
});
