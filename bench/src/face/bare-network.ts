import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FacePack } from '@smart-latch/protocol';
import { DEFAULT_MODELS_DIR } from '@smart-latch/worker-face';
import * as ort from 'onnxruntime-node';

/** A network and nothing around it: one `session.run` on a tensor that is ready. */
export interface BareNetwork {
  /** ms of one run. */
  run(): Promise<number>;
  close(): Promise<void>;
}

type Role = 'detector' | 'mesh' | 'embedder';

/**
 * Opens the very file that the face worker runs, with the same session options, so that the difference between a stage
 * and its network is the image work and ours.
 * @throws Error when the pack has no such network, or it was not installed
 */
export const openBareNetwork = async (pack: FacePack, role: Role): Promise<BareNetwork> => {
  const model = pack[role];
  if (!model) throw new Error(`pack ${pack.packId} has no ${role}: the bench measures packs of three networks`);
  const onnx = await readFile(join(DEFAULT_MODELS_DIR, pack.packId, `${role}.onnx`));
  const session = await ort.InferenceSession.create(onnx, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    executionProviders: ['cpu'],
  });
  const { size, layout, mean, scale } = model.input;
  const shape = layout === 'NHWC' ? [1, size, size, 3] : [1, 3, size, size];
  // Any picture costs the same; values in range, so that no denormal number slows it down.
  const values = Float32Array.from({ length: size * size * 3 }, (_, i) => (((i * 37) % 256) - mean) * scale);
  const feeds = { [session.inputNames[0] ?? 'input']: new ort.Tensor('float32', values, shape) };
  return {
    run: async () => {
      const beganMs = performance.now();
      await session.run(feeds);
      return performance.now() - beganMs;
    },
    close: () => session.release(),
  };
};
