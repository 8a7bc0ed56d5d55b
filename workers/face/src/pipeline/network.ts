import type { ModelInput } from '@smart-latch/protocol';
import * as ort from 'onnxruntime-node';

/** One value that a network gave: its dimensions without a leading 1, and its numbers. */
export interface Output {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A loaded network. `run` computes on the calling thread. */
export interface Network {
  run(rgb: Uint8Array): Promise<Output[]>;
  close(): Promise<void>;
}

/**
 * Loads an ONNX network on one thread: more threads that spin made a frame twice as slow; scale by processes instead.
 * @param input how an RGB square of `input.size` becomes its tensor
 * @throws Error if the bytes are not a network, or its input is not a single float tensor of that size and layout
 */
export async function openNetwork(onnx: Uint8Array, input: ModelInput): Promise<Network> {
  const session = await ort.InferenceSession.create(onnx, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    executionProviders: ['cpu'],
  });
  const { size, layout } = input;
  const shape = layout === 'NHWC' ? [1, size, size, 3] : [1, 3, size, size];
  const [name, ...others] = session.inputNames;
  const [metadata] = session.inputMetadata;
  const fits =
    metadata?.isTensor && metadata.type === 'float32' && shape.every((n, i) => sameSize(metadata.shape[i], n));
  if (name === undefined || others.length > 0 || !fits) {
    throw new Error(`the network's input is not one float32 tensor of [${shape.join(', ')}] as the manifest says`);
  }
  const fill = tensorFiller(input);
  return {
    async run(rgb) {
      const results = await session.run({ [name]: new ort.Tensor('float32', fill(rgb), shape) });
      return Object.entries(results).map(([output, tensor]) => {
        if (!(tensor.data instanceof Float32Array)) throw new Error(`the network's output ${output} is not float32`);
        const dims = tensor.dims[0] === 1 ? tensor.dims.slice(1) : tensor.dims;
        return { name: output, shape: dims, values: tensor.data };
      });
    },
    close: () => session.release(),
  };
}

/** A named dimension fits any size. */
const sameSize = (found: number | string | undefined, expected: number): boolean =>
  typeof found === 'string' || found === expected;

/** Interleaved RGB of size x size as (v - mean) * scale in the layout and channel order of the network. */
export function tensorFiller({ size, layout, channels, mean, scale }: ModelInput): (rgb: Uint8Array) => Float32Array {
  const scaled = Float32Array.from({ length: 256 }, (_, value) => (value - mean) * scale);
  const pixels = size * size;
  const [pixelStep, channelStep] = layout === 'NHWC' ? [3, 1] : [1, pixels];
  const [red, blue] = channels === 'RGB' ? [0, 2] : [2, 0];
  return (rgb) => {
    const tensor = new Float32Array(pixels * 3);
    for (let p = 0; p < pixels; p++) {
      const at = p * pixelStep;
      tensor[at + red * channelStep] = scaled[rgb[p * 3] as number] as number;
      tensor[at + channelStep] = scaled[rgb[p * 3 + 1] as number] as number;
      tensor[at + blue * channelStep] = scaled[rgb[p * 3 + 2] as number] as number;
    }
    return tensor;
  };
}

/** @throws Error if no output has that shape: the manifest names another decoder than the network is made for. */
export function outputOfShape(outputs: readonly Output[], ...shape: number[]): Float32Array {
  const found = outputs.find(
    (output) => output.shape.length === shape.length && output.shape.every((n, i) => n === shape[i]),
  );
  if (found === undefined) throw new Error(`the network has no output of shape [${shape.join(', ')}]`);
  return found.values;
}
