import { createRequire } from 'node:module';

/** The part of OpenCV 4.3 (opencv-wasm) that the pipeline uses. A Mat lives in the wasm heap until `delete`. */
export interface Mat {
  readonly rows: number;
  readonly cols: number;
  /** A view into the wasm heap: gone when the heap grows or the Mat is deleted, so copy what is kept. */
  readonly data: Uint8Array;
  readonly data64F: Float64Array;
  roi(rect: { x: number; y: number; width: number; height: number }): Mat;
  delete(): void;
}

interface OpenCv {
  readonly Mat: new (rows?: number, cols?: number, type?: number) => Mat;
  readonly Size: new (width: number, height: number) => object;
  readonly Scalar: new (...values: number[]) => object;
  readonly HEAPU8: Uint8Array;
  readonly CV_8UC3: number;
  readonly CV_64F: number;
  readonly CV_64FC1: number;
  readonly COLOR_RGB2GRAY: number;
  readonly INTER_AREA: number;
  readonly INTER_LINEAR: number;
  readonly BORDER_CONSTANT: number;
  resize(from: Mat, to: Mat, size: object, fx: number, fy: number, interpolation: number): void;
  copyMakeBorder(
    from: Mat,
    to: Mat,
    top: number,
    bottom: number,
    left: number,
    right: number,
    border: number,
    value: object,
  ): void;
  warpAffine(from: Mat, to: Mat, matrix: Mat, size: object, flags: number, border: number, value: object): void;
  cvtColor(from: Mat, to: Mat, code: number): void;
  Laplacian(from: Mat, to: Mat, depth: number, ksize: number): void;
  meanStdDev(from: Mat, mean: Mat, deviation: Mat): void;
  mean(from: Mat): number[];
  flip(from: Mat, to: Mat, code: number): void;
  convertScaleAbs(from: Mat, to: Mat, alpha: number, beta: number): void;
}

export const cv = loadOpenCv();

/** Emscripten puts its own listeners on uncaught errors, which would hide a bug's origin: they go again. */
function loadOpenCv(): OpenCv {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = events.map((event) => process.listeners(event as 'uncaughtException'));
  const loaded = createRequire(import.meta.url)('opencv-wasm') as { cv: OpenCv };
  for (const [i, event] of events.entries())
    for (const listener of process.listeners(event as 'uncaughtException'))
      if (!before[i]?.includes(listener)) process.removeListener(event, listener);
  return loaded.cv;
}

/** Takes a Mat into the scope and gives it back. */
export type Keep = (mat: Mat) => Mat;

/** Runs a piece of image work and then frees every Mat that it kept, also when it throws. */
export async function withMats<T>(work: (keep: Keep) => Promise<T>): Promise<T> {
  const kept: Mat[] = [];
  try {
    return await work((mat) => {
      kept.push(mat);
      return mat;
    });
  } finally {
    for (const mat of kept.reverse()) mat.delete();
  }
}

/** A Mat of interleaved 8-bit RGB. */
export function rgbMat(keep: Keep, rgb: Uint8Array, width: number, height: number): Mat {
  const mat = keep(new cv.Mat(height, width, cv.CV_8UC3));
  mat.data.set(rgb);
  return mat;
}
