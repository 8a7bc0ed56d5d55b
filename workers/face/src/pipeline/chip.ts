import type { FaceQuality } from '@smart-latch/core';
import { fitSimilarity, type Point, warpSquare } from './geometry.ts';
import type { Landmarks } from './landmarks.ts';
import { cv, type Keep, type Mat } from './opencv.ts';

/** Where the five points lie in the 112 px chip that MobileFaceNet, SFace and most face networks are trained on. */
const CHIP_POINTS: readonly Point[] = [
  { x: 38.2946, y: 51.6963 },
  { x: 73.5318, y: 51.5014 },
  { x: 56.0252, y: 71.7366 },
  { x: 41.5493, y: 92.3655 },
  { x: 70.7299, y: 92.2041 },
];
export const CHIP_SIZE_PX = 112;
/** The part of the chip that is face: rows 20 to 103, columns 20 to 91. */
const MIDDLE = { x: 20, y: 20, width: 72, height: 84 };
/** A stretch maps these shares of the middle's luma to black and white. */
const STRETCH_LOW = 0.01;
const STRETCH_HIGH = 0.99;

/** The aligned face: 112 x 112 RGB. */
export function alignChip(keep: Keep, picture: Mat, landmarks: Landmarks): Mat {
  return warpSquare(keep, picture, fitSimilarity(landmarks.five, CHIP_POINTS), CHIP_SIZE_PX);
}

/** The measures of a chip that the gates judge. */
export function measureChip(keep: Keep, chip: Mat, landmarks: Landmarks): FaceQuality {
  const middle = keep(grey(keep, chip).roi(MIDDLE));
  const luma = meanAndDeviation(keep, middle);
  const edges = keep(new cv.Mat());
  // ksize 1 is the 4-neighbour kernel 0 1 0, 1 -4 1, 0 1 0.
  cv.Laplacian(middle, edges, cv.CV_64F, 1);
  const [rightEye, leftEye] = landmarks.five;
  if (rightEye === undefined || leftEye === undefined) throw new Error('a face without eyes cannot be measured');
  return {
    interOcularPx: Math.hypot(leftEye.x - rightEye.x, leftEye.y - rightEye.y),
    laplacianVariance: meanAndDeviation(keep, edges).deviation ** 2,
    lumaDeviation: luma.deviation,
    lumaMean: luma.mean,
    faceScore: landmarks.faceScore,
    yawDegrees: landmarks.yawDegrees,
    pitchDegrees: landmarks.pitchDegrees,
  };
}

/** A copy of a dark chip in which the luma from the 1st to the 99th percentile of the middle fills the whole range. */
export function stretchChip(keep: Keep, chip: Mat): Mat {
  const luma = grey(keep, chip);
  const middle: number[] = [];
  for (let y = MIDDLE.y; y < MIDDLE.y + MIDDLE.height; y++)
    middle.push(...luma.data.subarray(y * luma.cols + MIDDLE.x, y * luma.cols + MIDDLE.x + MIDDLE.width));
  middle.sort((a, b) => a - b);
  const low = middle[Math.floor(middle.length * STRETCH_LOW)] ?? 0;
  const high = Math.max(low + 1, middle[Math.floor(middle.length * STRETCH_HIGH)] ?? 255);
  const gain = 255 / (high - low);
  const stretched = keep(new cv.Mat(chip.rows, chip.cols, cv.CV_8UC3));
  const scaled = Uint8ClampedArray.from({ length: 256 }, (_, value) => (value - low) * gain);
  stretched.data.set(Uint8Array.from(chip.data, (value) => scaled[value] ?? 0));
  return stretched;
}

/** The same face as in a mirror. */
export function mirrorChip(keep: Keep, chip: Mat): Mat {
  const mirrored = keep(new cv.Mat());
  cv.flip(chip, mirrored, 1);
  return mirrored;
}

function grey(keep: Keep, chip: Mat): Mat {
  const luma = keep(new cv.Mat());
  cv.cvtColor(chip, luma, cv.COLOR_RGB2GRAY);
  return luma;
}

function meanAndDeviation(keep: Keep, mat: Mat): { mean: number; deviation: number } {
  const mean = keep(new cv.Mat());
  const deviation = keep(new cv.Mat());
  cv.meanStdDev(mat, mean, deviation);
  return { mean: mean.data64F[0] ?? Number.NaN, deviation: deviation.data64F[0] ?? Number.NaN };
}
