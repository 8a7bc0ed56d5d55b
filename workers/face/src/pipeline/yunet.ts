import type { Face } from './detect.ts';
import type { Output } from './network.ts';

const STRIDES = [8, 16, 32] as const;
const POINTS = 5;

/**
 * The boxes of YuNet (OpenCV Zoo, face_detection_yunet_2023mar): for each stride a grid of cells with outputs cls_S, obj_S,
 * bbox_S (centre offset in strides, log size) and kps_S (right eye, left eye, nose, right and left corner of the mouth).
 * As OpenCV's FaceDetectorYN::postProcess: score = sqrt(cls * obj), both clamped to 0..1.
 * @returns faces of at least `scoreMin` in pixels of the network's square input, overlapping ones too
 */
export function decodeYunet(outputs: readonly Output[], scoreMin: number, size: number): Face[] {
  const faces: Face[] = [];
  for (const stride of STRIDES) {
    const cells = Math.floor(size / stride);
    const values = (name: string, width: number): ((cell: number, k: number) => number) => {
      const output = outputs.find((candidate) => candidate.name === `${name}_${stride}`);
      if (output?.values.length !== cells * cells * width)
        throw new Error(`the network has no output ${name}_${stride} of YuNet`);
      return (cell, k) => output.values[cell * width + k] ?? Number.NaN;
    };
    const [cls, obj, bbox, kps] = [values('cls', 1), values('obj', 1), values('bbox', 4), values('kps', 2 * POINTS)];
    for (let cell = 0; cell < cells * cells; cell++) {
      const score = Math.sqrt(unit(cls(cell, 0)) * unit(obj(cell, 0)));
      if (!(score >= scoreMin)) continue;
      const column = cell % cells;
      const row = Math.floor(cell / cells);
      faces.push({
        score,
        centre: { x: (column + bbox(cell, 0)) * stride, y: (row + bbox(cell, 1)) * stride },
        width: Math.exp(bbox(cell, 2)) * stride,
        height: Math.exp(bbox(cell, 3)) * stride,
        points: Array.from({ length: POINTS }, (_, k) => ({
          x: (column + kps(cell, 2 * k)) * stride,
          y: (row + kps(cell, 2 * k + 1)) * stride,
        })),
      });
    }
  }
  return faces;
}

const unit = (value: number): number => Math.min(1, Math.max(0, value));
