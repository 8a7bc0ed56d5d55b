import { describe, expect, it } from 'vitest';
import { float16, readGraphModel } from './graph-model.ts';

const graph = (weights: object[], node: object[] = []): Buffer =>
  Buffer.from(JSON.stringify({ format: 'graph-model', modelTopology: { node }, weightsManifest: [{ weights }] }));

describe('float16', () => {
  it.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x7bff, 65504],
    [0x0001, 2 ** -24],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0xfc00, Number.NEGATIVE_INFINITY],
    [0x7e00, Number.NaN],
  ])('reads 0x%s as %d', (bits, value) => {
    expect(float16(bits)).toBe(value);
  });
});

describe('readGraphModel', () => {
  it('reads float32, int32 and float16 weights one after the other', () => {
    const bytes = Buffer.alloc(4 + 4 + 2);
    bytes.writeFloatLE(1.5, 0);
    bytes.writeInt32LE(-7, 4);
    bytes.writeUInt16LE(0x3c00, 8);
    const specs = [
      { name: 'a', shape: [1], dtype: 'float32' },
      { name: 'b', shape: [], dtype: 'int32' },
      { name: 'c', shape: [1], dtype: 'float32', quantization: { dtype: 'float16', original_dtype: 'float32' } },
    ];
    const { weights } = readGraphModel(graph(specs), bytes);
    expect([...weights.values()].map(({ values }) => [...values])).toEqual([[1.5], [-7], [1]]);
  });

  it('decodes the attributes of a node and drops output numbers and constants', () => {
    const nodes = [
      { name: 'c', op: 'Const' },
      {
        name: 'y',
        op: '_FusedConv2D',
        input: ['x:0', 'c'],
        attr: {
          padding: { s: 'U0FNRQ==' },
          strides: { list: { i: ['1', '2', '2', '1'] } },
          fused_ops: { list: { s: ['UmVsdQ=='] } },
        },
      },
    ];
    const [node, ...others] = readGraphModel(graph([], nodes), Buffer.alloc(0)).nodes;
    expect(others).toEqual([]);
    expect(node).toMatchObject({
      inputs: ['x', 'c'],
      attributes: { padding: 'SAME', strides: [1, 2, 2, 1], fused_ops: ['Relu'] },
    });
  });

  it('refuses weights that do not fill their file, or overrun it', () => {
    const one = [{ name: 'a', shape: [1], dtype: 'float32' }];
    expect(() => readGraphModel(graph(one), Buffer.alloc(8))).toThrow(/4 of 8 bytes/);
    expect(() => readGraphModel(graph(one), Buffer.alloc(2))).toThrow(RangeError);
  });

  it('refuses a quantisation that it does not know', () => {
    const specs = [{ name: 'a', shape: [4], dtype: 'float32', quantization: { dtype: 'uint8', scale: 1, min: 0 } }];
    expect(() => readGraphModel(graph(specs), Buffer.alloc(4))).toThrow(/quantization/);
  });
});
