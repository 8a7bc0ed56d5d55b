import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cosine,
  type FaceView,
  isSamePerson,
  MATCH_THRESHOLDS,
  meanTemplate,
  similarity,
  unitEmbedding,
  VIEWS_MAX,
  viewsAgree,
} from './match.ts';

/** A view at an angle in the plane, so that the cosine of two views is the cosine of their difference. */
function viewAt(degrees: number, packId = 'pack-a'): FaceView {
  const radians = (degrees * Math.PI) / 180;
  return { packId, embedding: unitEmbedding([Math.cos(radians), Math.sin(radians)]) };
}
const degreesOf = (score: number): number => (Math.acos(score) * 180) / Math.PI;

describe('unitEmbedding', () => {
  it('scales any usable vector to length one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 64 }),
        (values) => {
          fc.pre(values.some((value) => Math.abs(value) > 1e-3));
          const unit = unitEmbedding(values);
          expect(cosine(unit, unit)).toBeCloseTo(1, 5);
        },
      ),
    );
  });

  it.each([[[]], [[0, 0, 0]], [[1, Number.NaN]], [[Number.POSITIVE_INFINITY, 1]]])('refuses %j', (values) => {
    expect(() => unitEmbedding(values)).toThrow(RangeError);
  });
});

describe('meanTemplate', () => {
  it('is the normalised mean of the views', () => {
    const template = meanTemplate([viewAt(0), viewAt(60)]);
    expect(similarity(template, viewAt(30))).toBeCloseTo(1, 6);
    expect(template.viewCount).toBe(2);
  });

  it('refuses no view, too many views, two packs and two dimensions', () => {
    expect(() => meanTemplate([])).toThrow(/at least one view/);
    expect(() => meanTemplate(Array.from({ length: VIEWS_MAX + 1 }, () => viewAt(0)))).toThrow(/at most/);
    expect(() => meanTemplate([viewAt(0), viewAt(0, 'pack-b')])).toThrow(/do not mix/);
    expect(() => meanTemplate([viewAt(0), { packId: 'pack-a', embedding: unitEmbedding([1, 0, 0]) }])).toThrow(
      /dimension/,
    );
  });

  it('refuses views that cancel one another out', () => {
    expect(() => meanTemplate([viewAt(0), viewAt(180)])).toThrow(RangeError);
  });
});

describe('isSamePerson', () => {
  const template = meanTemplate([viewAt(0)]);

  it.each(Object.entries(MATCH_THRESHOLDS))('draws the line of %s at %d', (_level, threshold) => {
    expect(isSamePerson(template, viewAt(degreesOf(threshold) - 0.1), threshold)).toBe(true);
    expect(isSamePerson(template, viewAt(degreesOf(threshold) + 0.1), threshold)).toBe(false);
  });

  it('never compares two packs, however equal the vectors', () => {
    expect(similarity(template, viewAt(0, 'pack-b'))).toBeNull();
    expect(isSamePerson(template, viewAt(0, 'pack-b'), 0.55)).toBe(false);
  });

  it.each([Number.NaN, 0, -1, 1.01, Number.POSITIVE_INFINITY])('takes a threshold of %d for a refusal', (threshold) => {
    expect(isSamePerson(template, viewAt(0), threshold)).toBe(false);
  });

  it('refuses to compare two dimensions of one pack', () => {
    expect(() => isSamePerson(template, { packId: 'pack-a', embedding: unitEmbedding([1, 0, 0]) }, 0.55)).toThrow(
      RangeError,
    );
  });
});

describe('viewsAgree', () => {
  it('lets one person pass', () => {
    expect(viewsAgree([viewAt(0), viewAt(20), viewAt(40)])).toMatchObject({ ok: true });
  });

  it('draws the line at a cosine of 0.45', () => {
    expect(viewsAgree([viewAt(0), viewAt(degreesOf(0.45) - 0.1)]).ok).toBe(true);
    expect(viewsAgree([viewAt(0), viewAt(degreesOf(0.45) + 0.1)]).ok).toBe(false);
  });

  it.each([0, 1, 2, 3])('tells that view %d is the other person', (odd) => {
    const views = [0, 1, 2, 3].map((index) => viewAt(index === odd ? 120 : index * 5));
    expect(viewsAgree(views)).toMatchObject({ ok: false, index: odd });
  });

  it('names the later of two views that disagree', () => {
    expect(viewsAgree([viewAt(0), viewAt(90)])).toMatchObject({ ok: false, index: 1 });
  });

  it('refuses views of two packs', () => {
    expect(() => viewsAgree([viewAt(0), viewAt(0, 'pack-b')])).toThrow(/do not mix/);
  });
});
