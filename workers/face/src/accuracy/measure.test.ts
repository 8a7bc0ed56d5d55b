import type { Reading } from '@smart-latch/protocol';
import { describe, expect, it } from 'vitest';
import type { Pipeline, Study } from '../pipeline/open-pipeline.ts';
import { accuracyOf } from './measure.ts';
import { accuracyPage, accuracyTable } from './report.ts';

/** Sees whatever vector the picture's bytes spell, and nothing in an empty one. */
const pipeline: Pipeline = {
  async study(bytes): Promise<Study> {
    const embedding =
      bytes.length === 0 ? null : Float32Array.from(JSON.parse(Buffer.from(bytes).toString()) as number[]);
    const timings = { decodeMs: 1, detectMs: 2, meshMs: 0, alignMs: 0, qualityMs: 0, embedMs: 3 };
    const verdict = embedding === null ? 'no_face' : 'ok';
    return { reading: { packId: 'pack-a', verdict, detail: null, timings } as Reading, embedding };
  },
  read: async (bytes, purpose) => (await pipeline.study(bytes, purpose)).reading,
  close: async () => {},
};
const photographs: Record<string, number[] | null> = {
  'ann/1.jpg': [1, 0],
  'ann/2.jpg': [0.8, 0.6],
  'ann/3.jpg': [1, 0],
  'ann/4.jpg': [1, 0],
  'ben/1.jpg': [0, 1],
  'ben/2.jpg': null,
};
const load = async (file: string): Promise<Uint8Array> => {
  const vector = photographs[file] ?? null;
  return vector === null ? new Uint8Array() : Buffer.from(JSON.stringify(vector));
};

describe('accuracyOf', () => {
  it('compares every photograph with every other, and one without a face as -1', async () => {
    const { oneToOne, template, verdicts, people } = await accuracyOf(Object.keys(photographs), load, pipeline);
    const sorted = (scores: readonly number[]): number[] =>
      scores.map((score) => Math.round(score * 10) / 10).sort((a, b) => a - b);
    expect(people).toBe(2);
    expect(sorted(oneToOne.genuine)).toEqual([-1, 0.8, 0.8, 0.8, 1, 1, 1]);
    expect(sorted(oneToOne.impostor)).toEqual([-1, -1, -1, -1, 0, 0, 0, 0.6]);
    expect(template.genuine).toHaveLength(1);
    expect(template.impostor).toHaveLength(2);
    expect([...verdicts]).toEqual([
      ['ok', 5],
      ['no_face', 1],
    ]);
  });

  it('refuses photographs that belong to nobody, and too few of them', async () => {
    await expect(accuracyOf(['1.jpg'], load, pipeline)).rejects.toThrow(/sub-folder/);
    await expect(accuracyOf(['ann/1.jpg', 'ben/1.jpg'], load, pipeline)).rejects.toThrow(/two people/);
  });
});

describe('the report', () => {
  it('says what was compared, how well and how fast', async () => {
    const figures = await accuracyOf(Object.keys(photographs), load, pipeline);
    const table = accuracyTable(figures);
    expect(table).toContain('6 photographs of 2 people; at the door ok 5, no_face 1');
    expect(table).toMatch(/cosine 0\.550 {3}TAR 0\.8571 {3}FAR 1\.3e-1 \(1\)/);
    expect(table).toMatch(/together +p50 +6\.0/);
    expect(accuracyPage(figures)).toContain('<svg');
  });
});
