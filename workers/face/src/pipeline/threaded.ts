import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { FacePurpose } from '@smart-latch/core';
import type { Reading } from '@smart-latch/protocol';
import type { Pipeline, PipelineOptions } from './open-pipeline.ts';

/** What goes to the thread. `bytes` are copied. */
export interface Question {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly purpose: FacePurpose;
}

export interface Answer {
  readonly id: number;
  readonly reading: Reading;
}

/** Longer than any picture within the limits of decode.ts takes on a busy machine. */
const READ_DEADLINE_MS = 8_000;

export type ThreadedPipeline = Pick<Pipeline, 'read' | 'close'>;

/**
 * A pipeline on a thread of its own. onnxruntime-node computes `run` on the thread that calls it (its promise only waits for
 * the next tick), so on the main thread a burst of frames would hold up the renewal of the job's lock, which lasts 3 s.
 * @param onBroken called once when the thread ends by itself or hangs: a bug, after which every `read` throws and the process
 * must be started anew
 * @throws what openPipeline throws
 */
export async function openThreadedPipeline(
  options: PipelineOptions,
  onBroken: (error: Error) => void,
): Promise<ThreadedPipeline> {
  const thread = new Worker(new URL('./thread.ts', import.meta.url), { workerData: options, env: {}, argv: [] });
  await once(thread, 'message');
  const waiting = new Map<number, { resolve: (reading: Reading) => void; reject: (error: Error) => void }>();
  let closing = false;
  let ended: Error | undefined;
  let asked = 0;

  const end = (error: Error): void => {
    if (closing || ended !== undefined) return;
    ended = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    onBroken(error);
    void thread.terminate();
  };
  thread.on('error', (cause) => end(new Error('the face pipeline failed', { cause })));
  thread.on('exit', (code) => end(new Error(`the face pipeline's thread ended with code ${code}`)));
  thread.on('message', ({ id, reading }: Answer) => {
    waiting.get(id)?.resolve(reading);
    waiting.delete(id);
  });

  const ask = async (bytes: Uint8Array, purpose: FacePurpose): Promise<Reading> => {
    if (ended !== undefined) throw ended;
    const id = asked++;
    const { promise, resolve, reject } = Promise.withResolvers<Reading>();
    waiting.set(id, { resolve, reject });
    const overdue = (): void => end(new Error(`a picture was not read within ${READ_DEADLINE_MS} ms`));
    const deadline = setTimeout(overdue, READ_DEADLINE_MS);
    thread.postMessage({ id, bytes, purpose } satisfies Question);
    return promise.finally(() => clearTimeout(deadline));
  };
  let last: Promise<unknown> = Promise.resolve();

  return {
    read(bytes, purpose) {
      const reading = last.then(() => ask(bytes, purpose));
      last = reading.catch(() => {});
      return reading;
    },
    async close() {
      closing = true;
      await thread.terminate();
    },
  };
}
