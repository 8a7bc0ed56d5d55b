import { parentPort, workerData } from 'node:worker_threads';
import { openPipeline, type PipelineOptions } from './open-pipeline.ts';
import type { Answer, Question } from './threaded.ts';

/** The body of the thread that threaded.ts starts: it is asked one picture at a time. An error ends the thread. */
const port = parentPort;
if (port === null) throw new Error('thread.ts runs only as a worker thread: open it with openThreadedPipeline');
const pipeline = await openPipeline(workerData as PipelineOptions);

port.on('message', async ({ id, bytes, purpose }: Question) => {
  const reading = await pipeline.read(bytes, purpose);
  port.postMessage({ id, reading } satisfies Answer);
});
port.postMessage('ready');
