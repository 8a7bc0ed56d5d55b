import { z } from 'zod';

/**
 * What workers/face saw in one picture; JSON under `reading:*` in the frame Redis, 30 s at most, never logged.
 * The verdict is final: workers/face applies the gates and the main-face rule of core/face/gates.ts. Access checks sha256
 * against the MACed header and packId against the template's, and compares the embedding. `faces` is for diagnosis.
 */

const millis = z.number().min(0);
const luma = z.number().min(0).max(255);

/** Units as in core's FaceQuality. All values are of the main face as it was judged (after a stretch, if there was one). */
export const readingQuality = z.strictObject({
  interOcularPx: z.number().min(0),
  laplacianVariance: z.number().min(0),
  lumaDeviation: z.number().min(0),
  lumaMean: luma,
  faceScore: z.number().min(0).max(1),
  yawDegrees: z.number().min(-180).max(180),
  pitchDegrees: z.number().min(-180).max(180),
});

export const reading = z
  .strictObject({
    /** Of the bytes that were decoded, lower-case hex. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    packId: z.string().min(3).max(64),
    purpose: z.enum(['door', 'enrol']),
    /** Of the picture upright, pixels; 0 when it could not be decoded. */
    width: z.int().min(0),
    height: z.int().min(0),
    /** Mean luma of the whole picture, null when it could not be decoded. */
    meanLuma: luma.nullable(),
    /** Every face found, largest first: its box's area as a share of the picture, and the detector's score. */
    faces: z.array(z.strictObject({ areaShare: z.number().min(0), score: z.number().min(0).max(1) })).max(32),
    verdict: z.enum(['ok', 'no_face', 'many_faces', 'low_quality']),
    /** With low_quality the gate that refused (core's QualityReason); else null. */
    detail: z
      .enum([
        'undecodable',
        'too_large',
        'too_small',
        'too_dark',
        'too_bright',
        'low_contrast',
        'turned_away',
        'obscured',
        'blurred',
      ])
      .nullable(),
    /** Null when there was no single face to measure. */
    quality: readingQuality.nullable(),
    /** The chip was too dark and was stretched once before it was judged and embedded. */
    stretched: z.boolean(),
    /**
     * Unit vector, base64 of float32 little-endian; present exactly when the verdict is ok. For purpose enrol it is the
     * normalised sum of the chip's and the mirrored chip's embedding.
     */
    embedding: z.base64().max(12_000).nullable(),
    /** Stages that were not reached are 0. `embedMs` covers both chips at enrolment. */
    timings: z.strictObject({
      decodeMs: millis,
      detectMs: millis,
      meshMs: millis,
      alignMs: millis,
      qualityMs: millis,
      embedMs: millis,
    }),
  })
  .refine((value) => (value.verdict === 'ok') === (value.embedding !== null), {
    message: 'an embedding comes with the verdict ok and with no other',
    path: ['embedding'],
  })
  .refine((value) => (value.verdict === 'low_quality') === (value.detail !== null), {
    message: 'low_quality says which gate refused, other verdicts do not',
    path: ['detail'],
  });

export type Reading = z.output<typeof reading>;

/** Base64 of float32 little-endian. */
export function encodeEmbedding(values: Float32Array): string {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [i, value] of values.entries()) bytes.writeFloatLE(value, i * 4);
  return bytes.toString('base64');
}

/**
 * The inverse of {@link encodeEmbedding}.
 * @throws RangeError unless the bytes are a whole number of float32 and at least one.
 */
export function decodeEmbedding(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length === 0 || bytes.length % 4 !== 0) throw new RangeError('an embedding is a list of 4-byte floats');
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(i * 4));
}
