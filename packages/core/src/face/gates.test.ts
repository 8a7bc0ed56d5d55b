import { describe, expect, it } from 'vitest';
import {
  checkQuality,
  type FacePurpose,
  type FaceQuality,
  mainFace,
  QUALITY_HINTS,
  type QualityReason,
  wantsStretch,
  withoutFace,
} from './gates.ts';

const good: FaceQuality = {
  interOcularPx: 60,
  laplacianVariance: 100,
  lumaDeviation: 40,
  lumaMean: 120,
  faceScore: 0.99,
  yawDegrees: 0,
  pitchDegrees: 0,
};

type Row = [FacePurpose, keyof FaceQuality, number, number, QualityReason];
const boundaries: Row[] = [
  ['door', 'interOcularPx', 20, 19.99, 'too_small'],
  ['enrol', 'interOcularPx', 25, 24.99, 'too_small'],
  ['door', 'lumaMean', 25, 24.99, 'too_dark'],
  ['enrol', 'lumaMean', 40, 39.99, 'too_dark'],
  ['door', 'lumaMean', 225, 225.01, 'too_bright'],
  ['enrol', 'lumaMean', 215, 215.01, 'too_bright'],
  ['door', 'lumaDeviation', 10, 9.99, 'low_contrast'],
  ['enrol', 'lumaDeviation', 15, 14.99, 'low_contrast'],
  ['enrol', 'yawDegrees', 40, 40.01, 'turned_away'],
  ['enrol', 'yawDegrees', -40, -40.01, 'turned_away'],
  ['door', 'faceScore', 0.7, 0.699, 'obscured'],
  ['enrol', 'faceScore', 0.8, 0.799, 'obscured'],
  ['door', 'laplacianVariance', 10, 9.99, 'blurred'],
  ['enrol', 'laplacianVariance', 15, 14.99, 'blurred'],
];

describe('checkQuality', () => {
  it('lets a good face pass both gates', () => {
    expect(checkQuality(good, 'door')).toBeNull();
    expect(checkQuality(good, 'enrol')).toBeNull();
  });

  it.each(boundaries)('%s: %s passes at %d and fails at %d as %s', (purpose, measure, passes, fails, reason) => {
    expect(checkQuality({ ...good, [measure]: passes }, purpose)).toBeNull();
    expect(checkQuality({ ...good, [measure]: fails }, purpose)).toBe(reason);
  });

  it.each(Object.keys(good).filter((measure) => measure !== 'pitchDegrees'))(
    'refuses a %s that is not a number',
    (measure) => {
      expect(checkQuality({ ...good, [measure]: Number.NaN }, 'enrol')).not.toBeNull();
    },
  );

  it('does not mind a turned face at the door', () => {
    expect(checkQuality({ ...good, yawDegrees: 70 }, 'door')).toBeNull();
  });

  it('has a hint for every reason', () => {
    for (const row of boundaries) expect(QUALITY_HINTS[row[4]]).toMatch(/\.$/);
  });
});

describe('wantsStretch', () => {
  it.each([
    [7.99, false],
    [8, true],
    [49.99, true],
    [50, false],
  ])('at the door a mean of %d: %s', (mean, wanted) => {
    expect(wantsStretch(mean, 'door')).toBe(wanted);
  });

  it('never stretches at enrolment', () => {
    expect(wantsStretch(20, 'enrol')).toBe(false);
  });
});

describe('mainFace', () => {
  it('finds nobody in an empty picture', () => {
    expect(mainFace([], 'door')).toEqual({ verdict: 'no_face' });
  });

  it('takes the only face', () => {
    expect(mainFace([5], 'enrol')).toEqual({ verdict: 'ok', index: 0 });
  });

  it('at the door takes a face of 1.5 times the area of the next, wherever it stands in the list', () => {
    expect(mainFace([10, 150, 100], 'door')).toEqual({ verdict: 'ok', index: 1 });
    expect(mainFace([100, 149], 'door')).toEqual({ verdict: 'many_faces' });
  });

  it('at enrolment wants one face alone', () => {
    expect(mainFace([1000, 1], 'enrol')).toEqual({ verdict: 'many_faces' });
  });
});

describe('withoutFace', () => {
  it('calls a dark picture low_quality and a bright one empty', () => {
    expect(withoutFace(9.99)).toEqual({ verdict: 'low_quality', reason: 'too_dark' });
    expect(withoutFace(10)).toEqual({ verdict: 'no_face', reason: null });
    expect(withoutFace(Number.NaN).verdict).toBe('low_quality');
  });
});
