import { describe, expect, it } from 'vitest';
import { encodeOnnx } from '../models/onnx-file.ts';
import { openNetwork, outputOfShape, tensorFiller } from './network.ts';

const input = { size: 32, layout: 'NHWC', channels: 'RGB', mean: 100, scale: 0.5 } as const;
const identity = (shape: number[]): Uint8Array =>
  encodeOnnx({
    name: 'same',
    input: { name: 'x', shape },
    outputs: ['y'],
    nodes: [{ op: 'Identity', inputs: ['x'], output: 'y' }],
    tensors: [],
  });

describe('tensorFiller', () => {
  const rgb = new Uint8Array(32 * 32 * 3);
  rgb.set([110, 120, 130, 140, 150, 160]);
  const first = (change: object, ...at: number[]): (number | undefined)[] => {
    const tensor = tensorFiller({ ...input, ...change })(rgb);
    return at.map((index) => tensor[index]);
  };

  it('scales, and lays out as the network wants it', () => {
    expect(first({}, 0, 1, 2, 3, 4, 5)).toEqual([5, 10, 15, 20, 25, 30]);
    expect(first({ channels: 'BGR' }, 0, 1, 2)).toEqual([15, 10, 5]);
    expect(first({ layout: 'NCHW' }, 0, 1, 1024, 2048, 2049)).toEqual([5, 20, 10, 15, 30]);
    expect(first({ layout: 'NCHW', channels: 'BGR' }, 0, 1024, 2048)).toEqual([15, 10, 5]);
  });
});

describe('openNetwork', () => {
  it('runs a network on a picture', async () => {
    const network = await openNetwork(identity([1, 32, 32, 3]), input);
    const [output] = await network.run(new Uint8Array(32 * 32 * 3).fill(102));
    expect(output?.shape).toEqual([32, 32, 3]);
    expect(output?.values[5]).toBe(1);
    await network.close();
  });

  it('refuses a network of another size or layout than the manifest says', async () => {
    await expect(openNetwork(identity([1, 48, 48, 3]), input)).rejects.toThrow(/manifest/);
    await expect(openNetwork(identity([1, 3, 32, 32]), input)).rejects.toThrow(/manifest/);
  });

  it('refuses bytes that are no network', async () => {
    await expect(openNetwork(Buffer.from('nothing'), input)).rejects.toThrow(/protobuf/i);
  });
});

describe('outputOfShape', () => {
  it('says which shape is missing', () => {
    expect(() => outputOfShape([], 512, 1)).toThrow(/512, 1/);
  });
});
