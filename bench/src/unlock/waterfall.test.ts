import { describe, expect, it } from 'vitest';
import { CARD_STEPS, FACE_STEPS, isComplete, type Moments, serverMs, spansOf, totalMs } from './waterfall.ts';

const withFace: Moments = {
  published: 1_000,
  tapAdmitted: 1_003,
  checked: 1_013,
  asked: 1_017,
  captureReceived: 1_020,
  framePublished: 1_045,
  frameAdmitted: 1_049,
  seeing: 1_060,
  seen: 1_092,
  committed: 1_104,
  commandReceived: 1_108,
};

describe('the waterfall of an unlock', () => {
  it('covers the whole time from tap to command, with and without the face', () => {
    for (const steps of [FACE_STEPS, CARD_STEPS]) {
      const sum = spansOf(steps, withFace).reduce((total, span) => total + span, 0);
      expect(sum).toBe(totalMs(withFace));
      expect(steps.slice(1).map((step) => step.from)).toEqual(steps.slice(0, -1).map((step) => step.to));
    }
  });

  it('takes the time of the camera, and nothing else, out of the server time', () => {
    expect(totalMs(withFace)).toBe(108);
    expect(serverMs(withFace)).toBe(108 - 25);
    const outside = FACE_STEPS.filter((step) => step.isOutside).map((step) => [step.from, step.to]);
    expect(outside).toEqual([['captureReceived', 'framePublished']]);
  });

  it('counts all of the time for the server where there is no camera', () => {
    expect(serverMs({ published: 5, tapAdmitted: 6, checked: 9, committed: 10, commandReceived: 12 })).toBe(7);
  });

  it('names the moment that is missing', () => {
    const { seen: _seen, ...rest } = withFace;
    expect(isComplete(FACE_STEPS, rest)).toBe(false);
    expect(isComplete(CARD_STEPS, rest)).toBe(true);
    expect(() => spansOf(FACE_STEPS, rest)).toThrow('seen');
  });
});
