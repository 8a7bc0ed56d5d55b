import { createInterface } from 'node:readline';
import type { ReadStream, WriteStream } from 'node:tty';
import { styleText } from 'node:util';
import { CommandError } from '../server/exit.ts';

/** What the process gives the command. */
export interface Terminal {
  readonly input: ReadStream;
  readonly output: WriteStream;
  readonly errors: WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
}

/** A column of a table: its heading, and the cell of a row. */
export type Columns<T> = Readonly<Record<string, (row: T) => string | number | boolean | null | undefined>>;

const GAP = '  ';
const NOTHING = '-';

/** Aligned for people; bold where the output is a terminal that shows it and NO_COLOR is not set. */
export const tableOf = <T>(rows: readonly T[], columns: Columns<T>, output: WriteStream): string => {
  const names = Object.keys(columns);
  const cells = rows.map((row) => names.map((name) => cellOf(columns[name]?.(row))));
  const widths = names.map((name, at) => Math.max(name.length, ...cells.map((line) => line[at]?.length ?? 0)));
  const lineOf = (line: readonly string[]) =>
    line
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join(GAP)
      .trimEnd();
  const head = styleText('bold', lineOf(names), { stream: output });
  return [head, ...cells.map(lineOf)].map((line) => `${line}\n`).join('');
};

const cellOf = (value: string | number | boolean | null | undefined): string => {
  if (value === null || value === undefined || value === '') return NOTHING;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  // Names come from people: nothing in them moves the cursor.
  return String(value).replaceAll(/\p{Cc}/gu, '?');
};

/** A line of the input: asked for without showing it on a terminal, read from a pipe otherwise. */
export const readSecret = async ({ input, errors, signal }: Terminal, question: string): Promise<string> => {
  if (!input.isTTY) return readLine(input);
  input.setRawMode(true);
  try {
    errors.write(question);
    return await readHidden(input, signal);
  } finally {
    input.setRawMode(false);
    input.pause();
    errors.write('\n');
  }
};

const readLine = async (input: ReadStream): Promise<string> => {
  const lines = createInterface({ input });
  for await (const line of lines) {
    lines.close();
    return line;
  }
  throw new CommandError('usage', 'no password came on the standard input');
};

const CTRL_C = '\u0003';
const BACKSPACES = ['\u007f', '\b'];

const readHidden = async (input: ReadStream, signal: AbortSignal): Promise<string> => {
  let typed = '';
  input.setEncoding('utf8').resume();
  for await (const chunk of input.iterator({ destroyOnReturn: false })) {
    signal.throwIfAborted();
    for (const character of String(chunk)) {
      if (character === '\r' || character === '\n') return typed;
      if (character === CTRL_C) throw new CommandError('usage', 'cancelled');
      typed = BACKSPACES.includes(character) ? typed.slice(0, -1) : typed + character;
    }
  }
  return typed;
};
