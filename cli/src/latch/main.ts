import type { ReadStream, WriteStream } from 'node:tty';
import { runLatch } from './program.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
// Who reads no further (`| head`) wants no more.
process.stdout.on('error', () => process.exit(0));

process.exitCode = await runLatch(process.argv.slice(2), {
  input: process.stdin as ReadStream,
  output: process.stdout as WriteStream,
  errors: process.stderr as WriteStream,
  env: process.env,
  signal: stop.signal,
});
