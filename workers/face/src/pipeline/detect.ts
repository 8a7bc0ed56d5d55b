import type { FacePack } from '@smart-latch/protocol';
import { decodeBlazeface } from './blazeface.ts';
import type { Point } from './geometry.ts';
import type { Network } from './network.ts';
import { cv, type Keep, type Mat } from './opencv.ts';
import { decodeYunet } from './yunet.ts';

/** A face in some picture's pixels. */
export interface Face {
  readonly score: number;
  readonly centre: Point;
  readonly width: number;
  readonly height: number;
  /** Right eye, left eye (of the person), nose, then what the detector has more. */
  readonly points: readonly Point[];
}

/** Most faces that one picture is searched for. */
export const FACES_MAX = 32;

const DECODERS = { blazeface: decodeBlazeface, yunet: decodeYunet };

/**
 * Finds the faces of a picture, largest first.
 * @returns also the mean luma (Rec. 601) of the whole picture
 */
export async function detect(
  keep: Keep,
  picture: Mat,
  model: FacePack['detector'],
  network: Network,
): Promise<{ faces: Face[]; meanLuma: number }> {
  const { size } = model.input;
  const scale = size / Math.max(picture.cols, picture.rows);
  const width = Math.max(1, Math.round(picture.cols * scale));
  const height = Math.max(1, Math.round(picture.rows * scale));
  const small = keep(new cv.Mat());
  cv.resize(picture, small, new cv.Size(width, height), 0, 0, scale < 1 ? cv.INTER_AREA : cv.INTER_LINEAR);
  const [red = 0, green = 0, blue = 0] = cv.mean(small);
  const left = (size - width) >> 1;
  const top = (size - height) >> 1;
  const letterbox = keep(new cv.Mat());
  const black = new cv.Scalar(0, 0, 0, 0);
  cv.copyMakeBorder(small, letterbox, top, size - height - top, left, size - width - left, cv.BORDER_CONSTANT, black);

  const candidates = DECODERS[model.output.decoder](await network.run(letterbox.data), model.output.scoreMin, size);
  const toPicture = ({ x, y }: Point): Point => ({ x: (x - left) / scale, y: (y - top) / scale });
  const faces = suppressOverlaps(candidates, model.output.overlapMax).map((face) => ({
    score: face.score,
    centre: toPicture(face.centre),
    width: face.width / scale,
    height: face.height / scale,
    points: face.points.map(toPicture),
  }));
  return {
    faces: faces.sort((a, b) => b.width * b.height - a.width * a.height),
    meanLuma: Math.min(255, 0.299 * red + 0.587 * green + 0.114 * blue),
  };
}

/** Merges boxes that overlap by more than `overlapMax` (intersection over union) into their mean, weighted by score. */
export function suppressOverlaps(candidates: readonly Face[], overlapMax: number): Face[] {
  let rest = [...candidates].sort((a, b) => b.score - a.score);
  const faces: Face[] = [];
  while (faces.length < FACES_MAX) {
    const best = rest[0];
    if (best === undefined) break;
    const cluster = rest.filter((face) => face === best || overlap(best, face) > overlapMax);
    rest = rest.filter((face) => !cluster.includes(face));
    faces.push(weightedMean(best, cluster));
  }
  return faces;
}

function overlap(a: Face, b: Face): number {
  const across =
    Math.min(a.centre.x + a.width / 2, b.centre.x + b.width / 2) -
    Math.max(a.centre.x - a.width / 2, b.centre.x - b.width / 2);
  const down =
    Math.min(a.centre.y + a.height / 2, b.centre.y + b.height / 2) -
    Math.max(a.centre.y - a.height / 2, b.centre.y - b.height / 2);
  if (across <= 0 || down <= 0) return 0;
  return (across * down) / (a.width * a.height + b.width * b.height - across * down);
}

function weightedMean(best: Face, cluster: readonly Face[]): Face {
  const total = cluster.reduce((sum, face) => sum + face.score, 0);
  const mean = (value: (face: Face) => number): number =>
    cluster.reduce((sum, face) => sum + face.score * value(face), 0) / total;
  return {
    score: best.score,
    centre: { x: mean((face) => face.centre.x), y: mean((face) => face.centre.y) },
    width: mean((face) => face.width),
    height: mean((face) => face.height),
    points: best.points.map((point, i) => ({
      x: mean((face) => face.points[i]?.x ?? point.x),
      y: mean((face) => face.points[i]?.y ?? point.y),
    })),
  };
}
