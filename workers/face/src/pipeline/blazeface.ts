import type { Face } from './detect.ts';
import { type Output, outputOfShape } from './network.ts';

/** Grids of anchors: cells along one side, anchors in each cell. At 256 px the strides are 16 and 32. */
const GRIDS = [
  { cells: 16, perCell: 2 },
  { cells: 8, perCell: 6 },
] as const;
const VALUES = 16;
const KEYPOINTS = 6;

/**
 * The boxes of MediaPipe BlazeFace: for each anchor a score (before the sigmoid) and 16 offsets in pixels from the anchor's
 * centre: box centre, size, then six keypoints (right eye, left eye, nose, mouth, right ear, left ear).
 * @returns faces of at least `scoreMin` in pixels of the network's square input, overlapping ones too
 */
export function decodeBlazeface(outputs: readonly Output[], scoreMin: number, size: number): Face[] {
  const logitMin = Math.log(scoreMin / (1 - scoreMin));
  const faces: Face[] = [];
  for (const { cells, perCell } of GRIDS) {
    const anchors = cells * cells * perCell;
    const logits = outputOfShape(outputs, anchors, 1);
    const offsets = outputOfShape(outputs, anchors, VALUES);
    for (let i = 0; i < anchors; i++) {
      const logit = logits[i] as number;
      if (!(logit >= logitMin)) continue;
      const cell = Math.floor(i / perCell);
      const x = ((cell % cells) + 0.5) * (size / cells);
      const y = (Math.floor(cell / cells) + 0.5) * (size / cells);
      const v = offsets.subarray(i * VALUES, (i + 1) * VALUES) as ArrayLike<number>;
      const at = (k: number): number => v[k] ?? Number.NaN;
      faces.push({
        score: 1 / (1 + Math.exp(-logit)),
        centre: { x: x + at(0), y: y + at(1) },
        width: at(2),
        height: at(3),
        points: Array.from({ length: KEYPOINTS }, (_, k) => ({ x: x + at(4 + 2 * k), y: y + at(5 + 2 * k) })),
      });
    }
  }
  return faces;
}
