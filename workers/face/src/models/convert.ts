import type { GraphModel, GraphNode, Weight } from './graph-model.ts';
import { encodeOnnx, type OnnxNode, type OnnxTensor } from './onnx-file.ts';

/**
 * Converts a tfjs graph model to ONNX opset 13. TensorFlow keeps channels last and ONNX first: the input keeps its NHWC
 * layout and is transposed once, weights are transposed here, and a Reshape sees its input transposed back.
 * Only what the outputs need is converted.
 * @param outputs names of the nodes whose values the network gives
 * @throws Error at an operation or an attribute that it does not know: it never guesses.
 */
export function convertToOnnx(graph: GraphModel, name: string, outputs: readonly string[]): Uint8Array {
  const byName = new Map(graph.nodes.map((node) => [node.name, node]));
  const placeholder = graph.nodes.find((node) => node.op === 'Placeholder');
  const inputShape = placeholder?.attributes.shape?.map((size) => (size === -1 ? 1 : size));
  if (placeholder === undefined || inputShape?.length !== 4) throw new Error(`${name}: no NHWC input`);
  const net: Net = { weights: graph.weights, nodes: [], tensors: new Map() };
  const done = new Set<string>();
  const visit = (reference: string): void => {
    const node = byName.get(reference);
    if (node === undefined || done.has(reference)) return;
    done.add(reference);
    for (const input of node.inputs) visit(input);
    emit(net, node);
  };
  for (const output of outputs) visit(output);
  return encodeOnnx({
    name,
    input: { name: `${placeholder.name}:nhwc`, shape: inputShape },
    outputs,
    nodes: net.nodes,
    tensors: [...net.tensors.values()],
  });
}

interface Net {
  readonly weights: ReadonlyMap<string, Weight>;
  readonly nodes: OnnxNode[];
  readonly tensors: Map<string, OnnxTensor>;
}

type Attributes = NonNullable<OnnxNode['attributes']>;
const NHWC_TO_NCHW = [0, 3, 1, 2];
const NCHW_TO_NHWC = [0, 2, 3, 1];

/** Operations that mean the same in both and on any layout. */
const SAME: Readonly<Record<string, string>> = {
  Add: 'Add',
  AddV2: 'Add',
  Mul: 'Mul',
  Maximum: 'Max',
  Relu: 'Relu',
  Sigmoid: 'Sigmoid',
  Identity: 'Identity',
};

/** Adds what computes this node; gives its name. */
function emit(net: Net, node: GraphNode): string {
  const [x = '', second = ''] = node.inputs;
  const same = SAME[node.op];
  if (same !== undefined)
    return add(
      net,
      same,
      node.inputs.map((input) => operand(net, input)),
      node.name,
    );
  switch (node.op) {
    case 'Placeholder':
      return add(net, 'Transpose', [`${node.name}:nhwc`], node.name, { perm: NHWC_TO_NCHW });
    case '_FusedConv2D':
    case 'DepthwiseConv2dNative':
    case 'FusedDepthwiseConv2dNative':
      return convolution(net, node);
    case 'Prelu':
      return prelu(net, x, second, node.name);
    case 'MaxPool': {
      const [, height = 0, width = 0] = node.attributes.ksize ?? [];
      return add(net, 'MaxPool', [x], node.name, { ...windowing(node), kernel_shape: [height, width] });
    }
    case 'Pad':
      return add(net, 'Pad', [x, paddings(net, second)], node.name);
    case 'Reshape': {
      add(net, 'Transpose', [x], `${node.name}:nhwc`, { perm: NCHW_TO_NHWC });
      const target = whole(net, second);
      return add(net, 'Reshape', [`${node.name}:nhwc`, int64(net, `${node.name}:shape`, target)], node.name);
    }
    case 'Squeeze': {
      const axes = (node.attributes.squeeze_dims ?? []).map((axis) => NHWC_TO_NCHW.indexOf(axis));
      return add(net, 'Squeeze', [x, int64(net, `${node.name}:axes`, axes)], node.name);
    }
    case 'Square':
      return add(net, 'Mul', [x, x], node.name);
    case 'Sum': {
      const axes = int64(net, `${node.name}:axes`, whole(net, second));
      return add(net, 'ReduceSum', [x, axes], node.name, { keepdims: node.attributes.keep_dims ? 1 : 0 });
    }
    case 'Rsqrt':
      add(net, 'Sqrt', [x], `${node.name}:sqrt`);
      return add(net, 'Reciprocal', [`${node.name}:sqrt`], node.name);
    default:
      throw new Error(`${node.name}: the conversion does not know the operation ${node.op}`);
  }
}

/** A convolution with its fused bias and activation: [height, width, in, out] becomes [out, in, height, width]. */
function convolution(net: Net, node: GraphNode): string {
  const [x = '', kernelName = '', biasName = '', slopeName = ''] = node.inputs;
  const kernel = weight(net, kernelName);
  const [height = 0, width = 0, inputs = 0, last = 0] = kernel.shape;
  const depthwise = node.op !== '_FusedConv2D';
  // A depthwise kernel is [height, width, in, multiplier]: out = in * multiplier in groups of one input each.
  const shape = depthwise ? [inputs * last, 1, height, width] : [last, inputs, height, width];
  const outer = depthwise ? inputs * last : last;
  const inner = depthwise ? 1 : inputs;
  const values = new Float32Array(kernel.values.length);
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++)
      for (let p = 0; p < height * width; p++)
        values[(o * inner + i) * height * width + p] =
          kernel.values[depthwise ? p * outer + o : (p * inputs + i) * last + o] ?? Number.NaN;
  float(net, kernelName, shape, values);

  const [bias, activation, ...rest] = node.attributes.fused_ops ?? [];
  if (rest.length > 0 || (bias !== undefined && bias !== 'BiasAdd'))
    throw new Error(`${node.name}: unknown fused operations`);
  const operands = bias === undefined ? [x, kernelName] : [x, kernelName, operand(net, biasName)];
  const result = activation === undefined ? node.name : `${node.name}:linear`;
  const attributes = { ...windowing(node), kernel_shape: [height, width], group: depthwise ? inputs : 1 };
  add(net, 'Conv', operands, result, attributes);
  if (activation === undefined) return result;
  if (activation === 'Relu') return add(net, 'Relu', [result], node.name);
  if (activation === 'Prelu') return prelu(net, result, slopeName, node.name);
  throw new Error(`${node.name}: unknown activation ${activation}`);
}

/** Strides and padding. TensorFlow's SAME puts the odd pixel at the end, which ONNX calls SAME_UPPER. */
function windowing(node: GraphNode): Attributes {
  const { strides = [], padding, dilations = [1, 1, 1, 1], data_format = 'NHWC' } = node.attributes;
  if (data_format !== 'NHWC' || dilations.some((step) => step !== 1))
    throw new Error(`${node.name}: not a plain NHWC window`);
  if (padding !== 'SAME' && padding !== 'VALID') throw new Error(`${node.name}: unknown padding ${padding}`);
  return { strides: strides.slice(1, 3), auto_pad: padding === 'SAME' ? 'SAME_UPPER' : 'VALID' };
}

/** [[n, n], [top, bottom], [left, right], [c, c]] becomes the begins of NCHW and then the ends. */
function paddings(net: Net, name: string): string {
  const pairs = whole(net, name);
  const side = (end: 0 | 1): number[] => NHWC_TO_NCHW.map((axis) => pairs[axis * 2 + end] ?? 0);
  return int64(net, `${name}:nchw`, [...side(0), ...side(1)]);
}

/**
 * PRelu(x) = (1 - slope) * Relu(x) + slope * x with one slope a channel, the products as 1 x 1 depthwise convolutions.
 * ONNX has a PRelu, but onnxruntime then leaves its blocked layout and comes back to it around each one: spelled like this
 * the mesh and the embedder were measured to take half the time.
 */
function prelu(net: Net, x: string, slopeName: string, output: string): string {
  const slopes = Float32Array.from(weight(net, slopeName).values);
  const shape = [slopes.length, 1, 1, 1];
  const scaling = { group: slopes.length, kernel_shape: [1, 1], strides: [1, 1], auto_pad: 'VALID' };
  const complement = slopes.map((slope) => 1 - slope);
  const positive = add(net, 'Relu', [x], `${output}:relu`);
  add(net, 'Conv', [positive, float(net, `${slopeName}:complement`, shape, complement)], `${output}:positive`, scaling);
  add(net, 'Conv', [x, float(net, slopeName, shape, slopes)], `${output}:sloped`, scaling);
  return add(net, 'Add', [`${output}:positive`, `${output}:sloped`], output);
}

/** The name of an operand; a constant of one value or of one a channel at the end of a 2-D value needs no transposing. */
function operand(net: Net, name: string): string {
  const constant = net.weights.get(name);
  if (constant === undefined) return name;
  if (constant.shape.length > 1) throw new Error(`${name}: a constant operand of ${constant.shape.length} dimensions`);
  return float(net, name, constant.shape, Float32Array.from(constant.values));
}

function weight(net: Net, name: string): Weight {
  const found = net.weights.get(name);
  if (found === undefined) throw new Error(`there is no weight ${name}`);
  return found;
}

const whole = (net: Net, name: string): number[] => Array.from(weight(net, name).values);

function add(net: Net, op: string, inputs: readonly string[], output: string, attributes: Attributes = {}): string {
  net.nodes.push({ op, inputs, output, attributes });
  return output;
}

function float(net: Net, name: string, shape: readonly number[], values: Float32Array): string {
  net.tensors.set(name, { name, shape, float: values });
  return name;
}

function int64(net: Net, name: string, values: readonly number[]): string {
  net.tensors.set(name, { name, shape: [values.length], int64: values });
  return name;
}
