import { closeSync, openSync, writeSync } from 'node:fs';
import type { Readable } from 'node:stream';

const MAX_LINE_CHARACTERS = 64 * 1024;
const MAX_LOG_BYTES = 64 * 1024 * 1024;

/** Calls `listener` with each line of a stream, the last one too when it has no end. Longer lines are cut at 64 Ki. */
export function eachLine(stream: Readable, listener: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = (lines.pop() ?? '').slice(0, MAX_LINE_CHARACTERS);
    for (const line of lines) listener(line.slice(0, MAX_LINE_CHARACTERS));
  });
  stream.on('end', () => {
    if (rest !== '') listener(rest);
  });
}

/** The JSON object in a log line; undefined for any other text. */
export function parseRecord(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

export interface LogFile {
  readonly path: string;
  append(line: string): void;
  close(): void;
}

/** Starts the file anew. Stops writing, and says so in its last line, at 64 MiB. */
export function openLogFile(path: string): LogFile {
  const file = openSync(path, 'w', 0o600);
  let left = MAX_LOG_BYTES;
  return {
    path,
    append(line) {
      if (left <= 0) return;
      left -= Buffer.byteLength(line) + 1;
      writeSync(file, left > 0 ? `${line}\n` : `the log ends here: it reached ${MAX_LOG_BYTES} bytes\n`);
    },
    close: () => closeSync(file),
  };
}
