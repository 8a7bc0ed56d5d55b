import { z } from 'zod';

/** A tfjs graph model in memory: TensorFlow nodes, NHWC, and the weights they name. */
export interface GraphModel {
  readonly nodes: readonly GraphNode[];
  readonly weights: ReadonlyMap<string, Weight>;
}

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attributes: GraphAttributes;
}

/** `int32` weights are shapes, axes and paddings. */
export interface Weight {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
  readonly values: Float32Array | Int32Array;
}

const dimensions = z.object({ dim: z.array(z.object({ size: z.coerce.number().int() })).default([]) });
const ascii = z.string().transform((text) => Buffer.from(text, 'base64').toString('ascii'));
const numbers = z.object({ list: z.object({ i: z.array(z.coerce.number().int()).default([]) }) });

/** The attributes that matter to the conversion, decoded from their JSON form. */
const attributes = z.object({
  strides: numbers.transform((value) => value.list.i).optional(),
  dilations: numbers.transform((value) => value.list.i).optional(),
  ksize: numbers.transform((value) => value.list.i).optional(),
  squeeze_dims: numbers.transform((value) => value.list.i).optional(),
  padding: z
    .object({ s: ascii })
    .transform((value) => value.s)
    .optional(),
  data_format: z
    .object({ s: ascii })
    .transform((value) => value.s)
    .optional(),
  fused_ops: z
    .object({ list: z.object({ s: z.array(ascii).default([]) }) })
    .transform((value) => value.list.s)
    .optional(),
  keep_dims: z
    .object({ b: z.boolean() })
    .transform((value) => value.b)
    .optional(),
  shape: z
    .object({ shape: dimensions })
    .transform((value) => value.shape.dim.map((dim) => dim.size))
    .optional(),
});
export type GraphAttributes = z.output<typeof attributes>;

const graphFile = z.object({
  format: z.literal('graph-model'),
  modelTopology: z.object({
    node: z.array(
      z.object({
        name: z.string(),
        op: z.string(),
        input: z.array(z.string()).default([]),
        attr: attributes.default({}),
      }),
    ),
  }),
  weightsManifest: z
    .array(
      z.object({
        weights: z.array(
          z.object({
            name: z.string(),
            shape: z.array(z.int().min(0)),
            dtype: z.enum(['float32', 'int32']),
            quantization: z.object({ dtype: z.literal('float16') }).optional(),
          }),
        ),
      }),
    )
    .length(1),
});

/** IEEE 754 binary16 as a number. */
export function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Drops the output number ("name:0") of a reference to a node. */
const nodeName = (reference: string): string => reference.split(':')[0] ?? reference;

/**
 * Reads the two files of a tfjs graph model whose weights are one .bin.
 * @throws Error if the JSON has another shape, or the weights do not fill the .bin exactly.
 */
export function readGraphModel(graphJson: Uint8Array, weightBytes: Uint8Array): GraphModel {
  const file = graphFile.parse(JSON.parse(Buffer.from(graphJson).toString('utf8')));
  const bytes = new DataView(weightBytes.buffer, weightBytes.byteOffset, weightBytes.byteLength);
  const weights = new Map<string, Weight>();
  let offset = 0;
  for (const { name, shape, dtype, quantization } of file.weightsManifest.flatMap((group) => group.weights)) {
    const count = shape.reduce((product, size) => product * size, 1);
    const width = quantization === undefined ? 4 : 2;
    const values = dtype === 'int32' ? new Int32Array(count) : new Float32Array(count);
    for (let i = 0; i < count; i++) {
      const at = offset + i * width;
      if (dtype === 'int32') values[i] = bytes.getInt32(at, true);
      else values[i] = width === 2 ? float16(bytes.getUint16(at, true)) : bytes.getFloat32(at, true);
    }
    offset += count * width;
    weights.set(name, { shape, dtype, values });
  }
  if (offset !== weightBytes.byteLength)
    throw new Error(`the weights fill ${offset} of ${weightBytes.byteLength} bytes`);
  const nodes = file.modelTopology.node
    .filter((node) => node.op !== 'Const')
    .map((node) => ({ name: node.name, op: node.op, inputs: node.input.map(nodeName), attributes: node.attr }));
  return { nodes, weights };
}
