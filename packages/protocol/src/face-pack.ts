import { z } from 'zod';

/**
 * The manifest of a model pack: which networks see a face, where they come from, how a picture is put into them and from
 * which cosine on two faces count as one person. workers/face runs it; workers/access reads its id and thresholds.
 */

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 as 64 lower-case hex digits');
const relativePath = z
  .string()
  .min(1)
  .max(200)
  .regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$))[\w./@-]+$/, "must be a relative path without '..'");
const file = z.strictObject({ path: relativePath, bytes: z.int().min(1).max(100_000_000), sha256 });

/** Defects of a published graph that the conversion mends; workers/face/src/models/mend.ts says what each does. */
export const GRAPH_MENDS = ['prelu-sign-and-fused-relu'] as const;

/** Where a network's weights come from. Every file is refused when its sha256 differs. */
export const modelSource = z.discriminatedUnion('kind', [
  /** A tfjs graph model in an npm package, converted to ONNX at set-up; `graph` is the json, `weights` its one .bin. */
  z.strictObject({
    kind: z.literal('tfjs-graph'),
    package: z.string().min(1).max(100),
    version: z.string().min(1).max(40),
    /** Names of the nodes whose values are wanted; what they do not need is left out. */
    outputs: z.array(z.string().min(1).max(200)).min(1).max(8),
    graph: file,
    weights: file,
    mend: z.enum(GRAPH_MENDS).optional(),
  }),
  /** A ready ONNX file of the operator's, its path relative to the manifest. */
  z.strictObject({ kind: z.literal('onnx'), file }),
]);

/** Input tensor: `size` x `size`, each value (v - mean) * scale of a 0..255 channel. */
const modelInput = z.strictObject({
  size: z.int().min(32).max(1024),
  layout: z.enum(['NHWC', 'NCHW']),
  channels: z.enum(['RGB', 'BGR']),
  mean: z.number().min(0).max(255),
  scale: z.number().positive().max(1),
});

const unitRange = z.number().min(0).max(1);
const origin = z.string().min(1).max(300);
const licence = z.string().min(1).max(60);

/** Finds faces. The decoder says how its output tensors become boxes and points. */
export const detectorModel = z.strictObject({
  source: modelSource,
  origin,
  licence,
  input: modelInput,
  output: z.strictObject({
    /** blazeface: 512 + 384 anchors, six keypoints. yunet: strides 8, 16, 32, five points (which replace the mesh). */
    decoder: z.enum(['blazeface', 'yunet']),
    scoreMin: unitRange,
    overlapMax: unitRange,
  }),
});

/** 468 points (x, y, z) in pixels of its input and a face flag; gives the five points, yaw and pitch. */
export const meshModel = z.strictObject({
  source: modelSource,
  origin,
  licence,
  input: modelInput,
  output: z.strictObject({ decoder: z.literal('facemesh468'), boxScale: z.number().min(1).max(3) }),
});

/** Turns the aligned 112 px chip into a vector. */
export const embedderModel = z.strictObject({
  source: modelSource,
  origin,
  licence,
  input: modelInput,
  output: z.strictObject({ dimension: z.int().min(16).max(2048) }),
});

export const facePack = z
  .strictObject({
    /** Kept with every template; templates of two packs are never compared. */
    packId: z.string().regex(/^[a-z0-9][a-z0-9.-]{2,63}$/, 'must be 3-64 of a-z 0-9 . -'),
    detector: detectorModel,
    /** Left out when the detector gives five points itself. */
    mesh: meshModel.optional(),
    embedder: embedderModel,
    thresholds: z.strictObject({
      /** Least cosine to a mean template. */
      match: z.strictObject({ default: unitRange, strict: unitRange, maximum: unitRange }),
      /** Least cosine between two views of one enrolment. */
      viewsAgree: unitRange,
    }),
  })
  .refine((pack) => pack.mesh !== undefined || pack.detector.output.decoder === 'yunet', {
    message: 'a blazeface detector needs a mesh: its own keypoints are too coarse to align by',
    path: ['mesh'],
  })
  .refine((pack) => pack.thresholds.match.default <= pack.thresholds.match.strict, {
    message: 'strict must not be below default',
    path: ['thresholds', 'match', 'strict'],
  })
  .refine((pack) => pack.thresholds.match.strict <= pack.thresholds.match.maximum, {
    message: 'maximum must not be below strict',
    path: ['thresholds', 'match', 'maximum'],
  });

export type FacePack = z.output<typeof facePack>;
export type ModelSource = z.output<typeof modelSource>;
export type ModelInput = z.output<typeof modelInput>;
