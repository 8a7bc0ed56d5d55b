import { cv, type Keep, type Mat } from './opencv.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** x' = a x - b y + tx, y' = b x + a y + ty: a turn, a scale and a shift. */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

export const scaleOf = ({ a, b }: Similarity): number => Math.hypot(a, b);

export function apply({ a, b, tx, ty }: Similarity, { x, y }: Point): Point {
  return { x: a * x - b * y + tx, y: b * x + a * y + ty };
}

export function inverse({ a, b, tx, ty }: Similarity): Similarity {
  const n = a * a + b * b;
  return { a: a / n, b: -b / n, tx: -(a * tx + b * ty) / n, ty: (b * tx - a * ty) / n };
}

/**
 * The least-squares similarity that takes each `from[i]` to `to[i]` (closed form, as of Umeyama 1991 without reflection).
 * @throws RangeError unless there are as many of both and they are not all one point.
 */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): Similarity {
  const p = centred(from);
  const q = centred(to);
  let spread = 0;
  let dot = 0;
  let cross = 0;
  for (const [i, { x, y }] of p.points.entries()) {
    const target = q.points[i];
    if (target === undefined) throw new RangeError('a similarity needs as many points on both sides');
    spread += x * x + y * y;
    dot += x * target.x + y * target.y;
    cross += x * target.y - y * target.x;
  }
  if (from.length !== to.length || !(spread > 0)) throw new RangeError('these points do not determine a similarity');
  const a = dot / spread;
  const b = cross / spread;
  return { a, b, tx: q.centre.x - a * p.centre.x + b * p.centre.y, ty: q.centre.y - b * p.centre.x - a * p.centre.y };
}

function centred(points: readonly Point[]): { centre: Point; points: Point[] } {
  const centre = meanPoint(points);
  return { centre, points: points.map(({ x, y }) => ({ x: x - centre.x, y: y - centre.y })) };
}

export function meanPoint(points: readonly Point[]): Point {
  let x = 0;
  let y = 0;
  for (const point of points) {
    x += point.x;
    y += point.y;
  }
  return { x: x / points.length, y: y / points.length };
}

/** Takes the square of `side` px about `centre`, turned by `radians`, to a square of `size` px at the origin. */
export function squareCrop(centre: Point, side: number, radians: number, size: number): Similarity {
  const scale = size / side;
  const a = scale * Math.cos(radians);
  const b = -scale * Math.sin(radians);
  return { a, b, tx: size / 2 - a * centre.x + b * centre.y, ty: size / 2 - b * centre.x - a * centre.y };
}

/**
 * Cuts `size` x `size` RGB pixels out of a picture; what lies outside is black. A picture that is to shrink by more than two
 * is first halved by area as often as needed, because a bilinear warp alone would skip pixels.
 */
export function warpSquare(keep: Keep, picture: Mat, similarity: Similarity, size: number): Mat {
  let source = picture;
  let { a, b, tx, ty } = similarity;
  while (Math.hypot(a, b) < 0.5 && Math.min(source.cols, source.rows) > 1) {
    const half = keep(new cv.Mat());
    cv.resize(source, half, new cv.Size(Math.ceil(source.cols / 2), Math.ceil(source.rows / 2)), 0, 0, cv.INTER_AREA);
    source = half;
    // Centres of pixels: x of the half is (x - 0.5) / 2 of the whole.
    [tx, ty] = [tx + a * 0.5 - b * 0.5, ty + b * 0.5 + a * 0.5];
    [a, b] = [a * 2, b * 2];
  }
  const matrix = keep(new cv.Mat(2, 3, cv.CV_64FC1));
  matrix.data64F.set([a, -b, tx, b, a, ty]);
  const square = keep(new cv.Mat());
  const black = new cv.Scalar(0, 0, 0, 0);
  cv.warpAffine(source, square, matrix, new cv.Size(size, size), cv.INTER_LINEAR, cv.BORDER_CONSTANT, black);
  return square;
}
