import type { FacePack } from '@smart-latch/protocol';
import type { Face } from './detect.ts';
import { apply, inverse, meanPoint, type Point, squareCrop, warpSquare } from './geometry.ts';
import { type Network, outputOfShape } from './network.ts';
import type { Keep, Mat } from './opencv.ts';

/** What alignment and the gates need to know of a face, in the picture's pixels. */
export interface Landmarks {
  /** Right eye, left eye (of the person), nose, right and left corner of the mouth. */
  readonly five: readonly Point[];
  readonly faceScore: number;
  readonly yawDegrees: number;
  readonly pitchDegrees: number;
}

const MESH_POINTS = 468;
/** Points of the MediaPipe face mesh around each of the five; an eye is the mean of its corners and lids. */
const FIVE = [[33, 133, 159, 145], [362, 263, 386, 374], [1], [61], [291]] as const;
/** Right and left edge of the face, top of the forehead, chin. */
const RIGHT_EDGE = 234;
const LEFT_EDGE = 454;
const FOREHEAD = 10;
const CHIN = 152;

/** Five points from a mesh laid over the face, which is first turned so that the eyes are level. */
export async function meshLandmarks(
  keep: Keep,
  picture: Mat,
  face: Face,
  model: NonNullable<FacePack['mesh']>,
  network: Network,
): Promise<Landmarks> {
  const [rightEye, leftEye] = face.points;
  if (rightEye === undefined || leftEye === undefined) throw new Error('the detector gave no eyes');
  const tilt = Math.atan2(leftEye.y - rightEye.y, leftEye.x - rightEye.x);
  const side = model.output.boxScale * Math.max(face.width, face.height);
  const crop = squareCrop(face.centre, side, tilt, model.input.size);
  const outputs = await network.run(warpSquare(keep, picture, crop, model.input.size).data);
  const mesh = outputOfShape(outputs, MESH_POINTS * 3);
  const flag = outputOfShape(outputs, 1)[0] ?? Number.NaN;
  const at = (point: number, axis: 0 | 1 | 2): number => mesh[point * 3 + axis] ?? Number.NaN;
  const back = inverse(crop);
  const slant = (from: number, to: number, axis: 0 | 1): number =>
    (Math.atan2(at(to, 2) - at(from, 2), at(to, axis) - at(from, axis)) * 180) / Math.PI;
  return {
    five: FIVE.map((points) => apply(back, meanPoint(points.map((point) => ({ x: at(point, 0), y: at(point, 1) }))))),
    faceScore: flag,
    // z grows away from the camera. Turned to the left of the picture, the edge on the right comes nearer.
    yawDegrees: -slant(RIGHT_EDGE, LEFT_EDGE, 0),
    pitchDegrees: slant(FOREHEAD, CHIN, 1),
  };
}

/** Of a detector that gives the five points itself. Without depth yaw and pitch are unknown and count as 0. */
export function detectorLandmarks(face: Face): Landmarks {
  return { five: face.points.slice(0, 5), faceScore: face.score, yawDegrees: 0, pitchDegrees: 0 };
}
