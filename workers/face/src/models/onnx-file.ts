import protobuf from 'protobufjs';

/**
 * The few messages of onnx.proto (ONNX IR 7, opset 13) that a converted network needs, with the field numbers of
 * https://github.com/onnx/onnx/blob/v1.8.1/onnx/onnx.proto.
 */
const schema = protobuf.parse(
  `
  syntax = "proto2";
  message Attribute {
    optional string name = 1; optional float f = 2; optional int64 i = 3; optional bytes s = 4;
    repeated int64 ints = 8; optional int32 type = 20;
  }
  message Node {
    repeated string input = 1; repeated string output = 2; optional string name = 3; optional string op_type = 4;
    repeated Attribute attribute = 5;
  }
  message Tensor { repeated int64 dims = 1; optional int32 data_type = 2; optional string name = 8; optional bytes raw_data = 9; }
  message Dimension { optional int64 dim_value = 1; optional string dim_param = 2; }
  message Shape { repeated Dimension dim = 1; }
  message TensorType { optional int32 elem_type = 1; optional Shape shape = 2; }
  message Type { optional TensorType tensor_type = 1; }
  message ValueInfo { optional string name = 1; optional Type type = 2; }
  message Graph {
    repeated Node node = 1; optional string name = 2; repeated Tensor initializer = 5;
    repeated ValueInfo input = 11; repeated ValueInfo output = 12;
  }
  message OperatorSet { optional string domain = 1; optional int64 version = 2; }
  message Model {
    optional int64 ir_version = 1; optional string producer_name = 2; optional Graph graph = 7;
    repeated OperatorSet opset_import = 8;
  }
`,
  { keepCase: true },
).root;

const FLOAT = 1;
const INT64 = 7;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_STRING = 3;
const ATTRIBUTE_INTS = 7;

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, number | string | readonly number[]>>;
}

/** `float` tensors hold float32, `int64` tensors whole numbers. */
export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly float?: Float32Array;
  readonly int64?: readonly number[];
}

export interface OnnxGraph {
  readonly name: string;
  readonly input: { readonly name: string; readonly shape: readonly number[] };
  /** Names only: the run time infers the shapes. */
  readonly outputs: readonly string[];
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
}

function attribute([name, value]: [string, number | string | readonly number[]]): object {
  if (typeof value === 'number') return { name, i: value, type: ATTRIBUTE_INT };
  if (typeof value === 'string') return { name, s: Buffer.from(value), type: ATTRIBUTE_STRING };
  return { name, ints: value, type: ATTRIBUTE_INTS };
}

function tensor({ name, shape, float, int64 }: OnnxTensor): object {
  if (float !== undefined) {
    const raw = Buffer.alloc(float.length * 4);
    for (const [i, value] of float.entries()) raw.writeFloatLE(value, i * 4);
    return { name, dims: shape, data_type: FLOAT, raw_data: raw };
  }
  const values = int64 ?? [];
  const raw = Buffer.alloc(values.length * 8);
  for (const [i, value] of values.entries()) raw.writeBigInt64LE(BigInt(value), i * 8);
  return { name, dims: shape, data_type: INT64, raw_data: raw };
}

function floatValue(name: string, shape?: readonly number[]): object {
  const dims = shape === undefined ? {} : { shape: { dim: shape.map((size) => ({ dim_value: size })) } };
  return { name, type: { tensor_type: { elem_type: FLOAT, ...dims } } };
}

/** The bytes of an .onnx file. Their hash may differ from that of another writer: compare networks by what they compute. */
export function encodeOnnx(graph: OnnxGraph): Uint8Array {
  const message = {
    ir_version: 7,
    producer_name: 'smart-latch',
    opset_import: [{ domain: '', version: 13 }],
    graph: {
      name: graph.name,
      input: [floatValue(graph.input.name, graph.input.shape)],
      output: graph.outputs.map((name) => floatValue(name)),
      initializer: graph.tensors.map(tensor),
      node: graph.nodes.map(({ op, inputs, output, attributes }) => ({
        op_type: op,
        name: output,
        input: inputs,
        output: [output],
        attribute: Object.entries(attributes ?? {}).map(attribute),
      })),
    },
  };
  const type = schema.lookupType('Model');
  return type.encode(type.create(message)).finish();
}
