import { describe, expect, it } from 'vitest';
import { type FacePack, facePack } from './face-pack.ts';

const onnx = (path: string) => ({ kind: 'onnx' as const, file: { path, bytes: 10, sha256: 'a'.repeat(64) } });
const input = { size: 112, layout: 'NCHW', channels: 'BGR', mean: 0, scale: 1 } as const;
const named = { origin: 'somewhere', licence: 'MIT' };

const pack: FacePack = {
  packId: 'yunet-sface-1',
  detector: {
    source: onnx('yunet.onnx'),
    ...named,
    input: { ...input, size: 640 },
    output: { decoder: 'yunet', scoreMin: 0.6, overlapMax: 0.3 },
  },
  embedder: { source: onnx('sface.onnx'), ...named, input, output: { dimension: 128 } },
  thresholds: { match: { default: 0.36, strict: 0.45, maximum: 0.5 }, viewsAgree: 0.3 },
};
const { detector, thresholds } = pack;

describe('facePack', () => {
  it("accepts an operator's own networks", () => {
    expect(facePack.parse(JSON.parse(JSON.stringify(pack)))).toEqual(pack);
  });

  it.each([
    ['an id that is not a folder name', { packId: '../else' }],
    [
      'a sha256 in capitals',
      { detector: { ...detector, source: { ...onnx('a'), file: { path: 'a', bytes: 1, sha256: 'A'.repeat(64) } } } },
    ],
    ['a path that leaves its folder', { detector: { ...detector, source: onnx('a/../../b.onnx') } }],
    ['an absolute path', { detector: { ...detector, source: onnx('/b.onnx') } }],
    ['blazeface without a mesh', { detector: { ...detector, output: { ...detector.output, decoder: 'blazeface' } } }],
    ['an unknown decoder', { detector: { ...detector, output: { ...detector.output, decoder: 'other' } } }],
    [
      'a strict threshold below the default',
      { thresholds: { ...thresholds, match: { ...thresholds.match, strict: 0.1 } } },
    ],
    ['a threshold above 1', { thresholds: { ...thresholds, viewsAgree: 1.1 } }],
    ['a field that nobody knows', { gates: {} }],
  ])('refuses %s', (_what, change) => {
    expect(facePack.safeParse({ ...pack, ...change }).success).toBe(false);
  });
});
