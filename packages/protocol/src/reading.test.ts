import { describe, expect, it } from 'vitest';
import { decodeEmbedding, encodeEmbedding, type Reading, reading } from './reading.ts';

const seen: Reading = {
  sha256: 'a'.repeat(64),
  packId: 'pack-a',
  purpose: 'door',
  width: 640,
  height: 480,
  meanLuma: 100,
  faces: [{ areaShare: 0.1, score: 0.9 }],
  verdict: 'ok',
  detail: null,
  quality: {
    interOcularPx: 60,
    laplacianVariance: 100,
    lumaDeviation: 40,
    lumaMean: 120,
    faceScore: 1,
    yawDegrees: -3,
    pitchDegrees: 2,
  },
  stretched: false,
  embedding: encodeEmbedding(Float32Array.of(0.6, 0.8)),
  timings: { decodeMs: 1, detectMs: 1, meshMs: 1, alignMs: 1, qualityMs: 1, embedMs: 1 },
};

describe('reading', () => {
  it('accepts a face that was seen', () => {
    expect(reading.parse(JSON.parse(JSON.stringify(seen)))).toEqual(seen);
  });

  it.each([
    ['an embedding with a refusal', { verdict: 'no_face' }],
    ['ok without an embedding', { embedding: null }],
    ['low_quality without a reason', { verdict: 'low_quality', embedding: null }],
    ['a reason without low_quality', { detail: 'blurred' }],
    ['an unknown verdict', { verdict: 'maybe' }],
    ['a sha256 that is not one', { sha256: 'A'.repeat(64) }],
    ['a field nobody knows', { user: 'alice' }],
  ])('refuses %s', (_what, change) => {
    expect(reading.safeParse({ ...seen, ...change }).success).toBe(false);
  });
});

describe('an embedding as base64', () => {
  it('comes back bit for bit', () => {
    const values = Float32Array.of(0.1, -0.7, 1e-20, 1);
    expect(decodeEmbedding(encodeEmbedding(values))).toEqual(values);
    expect(encodeEmbedding(Float32Array.of(1))).toBe('AACAPw==');
  });

  it.each(['', 'AAAA', 'AACAPwA='])('refuses %j, which is not a list of floats', (text) => {
    expect(() => decodeEmbedding(text)).toThrow(RangeError);
  });
});
