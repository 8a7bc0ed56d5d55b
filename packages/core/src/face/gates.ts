/**
 * Which picture is good enough, and what to tell the person. The gates give clear messages; they are not what keeps
 * strangers out (degraded probes did not raise false accepts).
 */

/** What the pipeline measures on one face. Luma is Rec. 601, 0..255, on the aligned 112 px chip's middle. */
export interface FaceQuality {
  /** Distance between the eyes in pixels of the picture as decoded. */
  readonly interOcularPx: number;
  /** Variance of the 4-neighbour Laplacian of the luma: how sharp the face is. */
  readonly laplacianVariance: number;
  /** Standard deviation of the luma: how much contrast there is. */
  readonly lumaDeviation: number;
  readonly lumaMean: number;
  /** Confidence that there is a whole face, 0..1; a pack without a mesh gives its detector's score. */
  readonly faceScore: number;
  /** Positive: the face is turned to the left of the picture. 0 where the pack has no mesh. */
  readonly yawDegrees: number;
  /** Positive: the face looks down. 0 where the pack has no mesh. */
  readonly pitchDegrees: number;
}

export type FacePurpose = 'door' | 'enrol';
export type FaceVerdict = 'ok' | 'no_face' | 'many_faces' | 'low_quality';

/** Limits of one gate; units as in {@link FaceQuality}. */
export interface FaceGate {
  readonly interOcularMinPx: number;
  readonly laplacianVarianceMin: number;
  readonly lumaDeviationMin: number;
  readonly lumaMeanMin: number;
  readonly lumaMeanMax: number;
  readonly faceScoreMin: number;
  readonly yawMaxDegrees: number;
}

/** Costs 0.82 % of clean LFW. */
export const ENROL_GATE: FaceGate = {
  interOcularMinPx: 25,
  laplacianVarianceMin: 15,
  lumaDeviationMin: 15,
  lumaMeanMin: 40,
  lumaMeanMax: 215,
  faceScoreMin: 0.8,
  yawMaxDegrees: 40,
};

/** Costs 0.08 % of clean LFW. A chip darker than {@link STRETCH_BELOW_LUMA} is stretched and gated once more. */
export const DOOR_GATE: FaceGate = {
  interOcularMinPx: 20,
  laplacianVarianceMin: 10,
  lumaDeviationMin: 10,
  lumaMeanMin: 25,
  lumaMeanMax: 225,
  faceScoreMin: 0.7,
  yawMaxDegrees: 180,
};

/**
 * At the door a chip whose mean luma is in [STRETCH_FROM_LUMA, STRETCH_BELOW_LUMA) gets one percentile stretch before it is
 * judged. Measured on darkened LFW, true accepts at 0.531 without and with it: mean 8-10 0.33 and 0.85, 12-16 0.73 and 0.93,
 * 25-30 0.91 and 0.95, 40-50 0.95 and 0.96; without it four of five chips at 25-30 fail as low_contrast. Below 8 one in five
 * and more would be a false face_no_match, which counts for lockout; too_dark does not.
 */
export const STRETCH_FROM_LUMA = 8;
export const STRETCH_BELOW_LUMA = 50;

/**
 * A whole picture darker than this in which no face was found is too dark to say that nobody is there. Measured on darkened
 * LFW: the detector misses 33 % at a mean of 2-4, 8 % at 4-6 and about 1 % from 6 up, as in daylight.
 */
export const DARK_PICTURE_LUMA = 10;

/** At the door the largest face counts when its box has this many times the area of the next one's. */
export const MAIN_FACE_AREA_RATIO = 1.5;

/** Why a picture is low_quality: the first that applies, in this order. */
export type QualityReason =
  | 'undecodable'
  | 'too_large'
  | 'too_small'
  | 'too_dark'
  | 'too_bright'
  | 'low_contrast'
  | 'turned_away'
  | 'obscured'
  | 'blurred';

/** What to tell the person in front of the camera. */
export const QUALITY_HINTS: Readonly<Record<QualityReason, string>> = {
  undecodable: 'This file is not a picture that can be read. Send a JPEG, PNG or WebP.',
  too_large: 'This picture is too large. Send one of at most 8 MB and 40 megapixels.',
  too_small: 'Come closer to the camera.',
  too_dark: 'It is too dark. Turn on a light or face the light.',
  too_bright: 'It is too bright. Turn away from the strong light.',
  low_contrast: 'The face is hardly visible. Look for more even light and wipe the lens.',
  turned_away: 'Look straight at the camera.',
  obscured: 'Show the whole face: nothing in front of it, all of it in the picture.',
  blurred: 'The picture is blurred. Hold still and wipe the lens.',
};

/** What to tell about the other verdicts. */
export const VERDICT_HINTS: Readonly<Record<'no_face' | 'many_faces', string>> = {
  no_face: 'No face was found. Stand in front of the camera.',
  many_faces: 'There is more than one face. One person at a time.',
};

/**
 * The first gate that a face fails, or null if it passes.
 * A measure that is not a number fails its gate: every comparison is written so that NaN refuses.
 */
export function checkQuality(quality: FaceQuality, purpose: FacePurpose): QualityReason | null {
  const gate = purpose === 'enrol' ? ENROL_GATE : DOOR_GATE;
  if (!(quality.interOcularPx >= gate.interOcularMinPx)) return 'too_small';
  if (!(quality.lumaMean >= gate.lumaMeanMin)) return 'too_dark';
  if (!(quality.lumaMean <= gate.lumaMeanMax)) return 'too_bright';
  if (!(quality.lumaDeviation >= gate.lumaDeviationMin)) return 'low_contrast';
  if (!(Math.abs(quality.yawDegrees) <= gate.yawMaxDegrees)) return 'turned_away';
  if (!(quality.faceScore >= gate.faceScoreMin)) return 'obscured';
  if (!(quality.laplacianVariance >= gate.laplacianVarianceMin)) return 'blurred';
  return null;
}

/** Whether a chip of this mean luma is worth one stretch: only at the door, only in this band (in better light it hurts). */
export function wantsStretch(lumaMean: number, purpose: FacePurpose): boolean {
  return purpose === 'door' && lumaMean >= STRETCH_FROM_LUMA && lumaMean < STRETCH_BELOW_LUMA;
}

export type MainFace =
  | { readonly verdict: 'ok'; readonly index: number }
  | { readonly verdict: 'no_face' | 'many_faces' };

/**
 * Which of the faces found is the person: the only one; at the door also one that is clearly nearer than all others.
 * @param areas area of each face's box, any unit, any order
 */
export function mainFace(areas: readonly number[], purpose: FacePurpose): MainFace {
  if (areas.length === 0) return { verdict: 'no_face' };
  if (areas.length === 1) return { verdict: 'ok', index: 0 };
  if (purpose === 'enrol') return { verdict: 'many_faces' };
  const order = areas.map((area, index) => ({ area, index })).sort((a, b) => b.area - a.area);
  const [largest, next] = order;
  if (largest === undefined || next === undefined) return { verdict: 'no_face' };
  if (largest.area >= next.area * MAIN_FACE_AREA_RATIO) return { verdict: 'ok', index: largest.index };
  return { verdict: 'many_faces' };
}

/** What to say about a picture without a face, from the mean luma of all of it. */
export function withoutFace(pictureLumaMean: number): {
  verdict: 'no_face' | 'low_quality';
  reason: QualityReason | null;
} {
  if (!(pictureLumaMean >= DARK_PICTURE_LUMA)) return { verdict: 'low_quality', reason: 'too_dark' };
  return { verdict: 'no_face', reason: null };
}
