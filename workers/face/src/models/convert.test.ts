import { readFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import type { FacePack } from '@smart-latch/protocol';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { loadGraphModel, type GraphModel as TfjsModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { alignChip } from '../pipeline/chip.ts';
import { decode } from '../pipeline/decode.ts';
import { detect } from '../pipeline/detect.ts';
import { meshLandmarks } from '../pipeline/landmarks.ts';
import { openNetwork, tensorFiller } from '../pipeline/network.ts';
import { rgbMat, withMats } from '../pipeline/opencv.ts';
import { defaultPack, jpeg, type Portrait, portrait } from '../testing/portraits.ts';
import { convertToOnnx } from './convert.ts';
import { loadModel } from './install.ts';
import type { ModelRole } from './manifest.ts';

/** The other run time: tfjs on its own wasm kernels, from the very files that the conversion reads. */
const TOLERANCE = 1e-5;

let pack: FacePack;
let modelsDir: string;

beforeAll(async () => {
  ({ pack, modelsDir } = await defaultPack());
  setWasmPaths(`${dirname(findPackageJSON('@tensorflow/tfjs-backend-wasm', import.meta.url) ?? '')}/dist/`);
  await tf.setBackend('wasm');
});

interface GraphNode {
  name: string;
  op: string;
  input?: string[];
  attr?: { fused_ops?: { list: { s: string[] } } };
}
interface GraphFile {
  format: string;
  modelTopology: { node: GraphNode[] };
  weightsManifest: { weights: { name: string; shape: number[]; dtype: 'float32' | 'int32' }[] }[];
  userDefinedMetadata?: { signature: object };
  signature?: object;
}

async function tfjsModel(
  role: ModelRole,
  change: (file: GraphFile, weights: Buffer) => void = () => {},
): Promise<TfjsModel> {
  const source = pack[role]?.source;
  if (source?.kind !== 'tfjs-graph') throw new Error(`${role} is not a tfjs graph`);
  const folder = dirname(findPackageJSON(source.package, import.meta.url) ?? '');
  const file = JSON.parse(await readFile(join(folder, source.graph.path), 'utf8')) as GraphFile;
  const weights = await readFile(join(folder, source.weights.path));
  change(file, weights);
  return loadGraphModel({
    load: async () => ({
      modelTopology: file.modelTopology,
      weightSpecs: file.weightsManifest.flatMap((group) => group.weights),
      weightData: new Uint8Array(weights).buffer,
      ...(file.signature === undefined ? {} : { signature: file.signature }),
      ...(file.userDefinedMetadata === undefined ? {} : { userDefinedMetadata: file.userDefinedMetadata }),
    }),
  });
}

/** The two defects mended in tfjs' own terms: c changes its sign in place, and each fused Relu becomes a node of its own. */
function mendForTfjs(file: GraphFile, weights: Buffer): void {
  const nodes = file.modelTopology.node;
  const specs = file.weightsManifest.flatMap((group) => group.weights);
  const byName = new Map(nodes.map((node) => [node.name, node]));
  for (const add of nodes.filter((node) => node.op === 'Add')) {
    const [first = '', second = ''] = add.input ?? [];
    const mul = byName.get(second);
    if (mul?.op !== 'Mul') continue;
    let offset = 0;
    for (const { name, shape } of specs) {
      const bytes = 4 * shape.reduce((product, size) => product * size, 1);
      if (name === mul.input?.[1])
        for (let at = offset; at < offset + bytes; at += 4) weights.writeFloatLE(-weights.readFloatLE(at), at);
      offset += bytes;
    }
    const fused = byName.get(first)?.attr?.fused_ops?.list;
    if (fused === undefined) continue;
    fused.s = fused.s.slice(0, 1);
    const relu = { name: `${add.name}/relu`, op: 'Relu', input: [first] };
    add.input = [relu.name, second];
    nodes.splice(nodes.indexOf(add), 0, relu);
  }
}

async function chipOf(who: Portrait): Promise<Uint8Array> {
  const decoded = await decode(await jpeg(await portrait(who)));
  if (!decoded.ok || pack.mesh === undefined) throw new Error('no picture');
  const { picture } = decoded;
  const { mesh } = pack;
  const detector = await openNetwork(await loadModel(pack, 'detector', modelsDir), pack.detector.input);
  const meshNetwork = await openNetwork(await loadModel(pack, 'mesh', modelsDir), mesh.input);
  return withMats(async (keep) => {
    const mat = rgbMat(keep, picture.rgb, picture.width, picture.height);
    const [face] = (await detect(keep, mat, pack.detector, detector)).faces;
    if (face === undefined) throw new Error('no face');
    return Uint8Array.from(alignChip(keep, mat, await meshLandmarks(keep, mat, face, mesh, meshNetwork)).data);
  });
}

/** Pixels that fill the whole range and are the same in every run. */
const noise = (size: number): Uint8Array =>
  Uint8Array.from({ length: size * size * 3 }, (_, i) => ((i * 2654435761) >>> 13) & 255);

/** Outputs of both run times for the same pixels, by shape. */
async function inBoth(
  role: ModelRole,
  model: TfjsModel,
  rgb: Uint8Array,
): Promise<[ours: Float32Array, theirs: Float32Array][]> {
  const input = pack[role]?.input;
  if (input === undefined) throw new Error(`no ${role}`);
  const network = await openNetwork(await loadModel(pack, role, modelsDir), input);
  const tensor = tf.tensor4d(tensorFiller(input)(rgb), [1, input.size, input.size, 3]);
  const results = [model.execute(tensor)].flat();
  return (await network.run(rgb)).map((output) => {
    const same = results.find((result) => result.shape.slice(1).join() === output.shape.join());
    if (same === undefined) throw new Error(`tfjs gives nothing of shape ${output.shape.join()}`);
    return [output.values, same.dataSync() as Float32Array];
  });
}

/** Largest difference between two lists of numbers, as a share of the largest value. */
function difference(ours: Float32Array, theirs: Float32Array): number {
  expect(ours.length).toBe(theirs.length);
  let largest = 0;
  let scale = 1;
  for (const [i, value] of ours.entries()) {
    largest = Math.max(largest, Math.abs(value - (theirs[i] ?? Number.NaN)));
    scale = Math.max(scale, Math.abs(value));
  }
  return largest / scale;
}

const cosineOf = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

describe('a converted network', () => {
  it.each(['detector', 'mesh'] as const)('computes what the %s computes in tfjs', async (role) => {
    const size = pack[role]?.input.size ?? 0;
    const pairs = await inBoth(role, await tfjsModel(role), noise(size));
    expect(pairs.length).toBe(role === 'detector' ? 4 : 2);
    for (const [ours, theirs] of pairs) expect(difference(ours, theirs)).toBeLessThan(TOLERANCE);
  });

  it('computes what the mended embedder computes in tfjs, on noise and on faces', async () => {
    const mended = await tfjsModel('embedder', mendForTfjs);
    for (const rgb of [noise(112), await chipOf('alice'), await chipOf('stranger')]) {
      const [pair] = await inBoth('embedder', mended, rgb);
      expect(pair && difference(...pair)).toBeLessThan(TOLERANCE);
    }
  });

  it('tells two people apart and knows one again, which the embedder as shipped cannot', async () => {
    const shipped = await tfjsModel('embedder');
    const chips = [await chipOf('stranger'), await chipOf('strangerAgain'), await chipOf('alice')];
    const both = await Promise.all(chips.map(async (chip) => (await inBoth('embedder', shipped, chip))[0] ?? []));
    const [[one, shippedOne] = [], [again] = [], [other, shippedOther] = []] = both;
    if (!one || !again || !other || !shippedOne || !shippedOther) throw new Error('an embedding is missing');
    expect(cosineOf(shippedOne, shippedOther)).toBeGreaterThan(0.99);
    expect(cosineOf(one, other)).toBeLessThan(0.2);
    expect(cosineOf(one, again)).toBeGreaterThan(0.7);
  });
});

describe('the conversion', () => {
  const placeholder = { name: 'x', op: 'Placeholder', inputs: [], attributes: { shape: [-1, 8, 8, 3] } };

  it('refuses an operation that it does not know', () => {
    const softmax = { name: 'y', op: 'Softmax', inputs: ['x'], attributes: {} };
    expect(() => convertToOnnx({ nodes: [placeholder, softmax], weights: new Map() }, 'net', ['y'])).toThrow(/Softmax/);
  });

  it('refuses a window that is dilated', () => {
    const attributes = { ksize: [1, 2, 2, 1], strides: [1, 2, 2, 1], dilations: [1, 2, 2, 1], padding: 'SAME' };
    const pool = { name: 'y', op: 'MaxPool', inputs: ['x'], attributes };
    expect(() => convertToOnnx({ nodes: [placeholder, pool], weights: new Map() }, 'net', ['y'])).toThrow(/plain NHWC/);
  });
});
