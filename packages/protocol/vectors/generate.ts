/** Writes the vectors from fixed seeds: `node packages/protocol/vectors/generate.ts`. A test fails when a file is stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import { cborVectors } from './make/cbor.ts';
import { commandVectors, desiredVectors } from './make/commands.ts';
import { guardVectors } from './make/guard.ts';
import { messageVectors } from './make/messages.ts';
import { deviceIds, topics } from './make/names.ts';
import { frameVectors, peerVectors, uplinkVectors } from './make/uplink.ts';

const FILES = {
  'device-id': deviceIds,
  topics,
  cbor: cborVectors,
  messages: messageVectors,
  uplink: uplinkVectors,
  frames: frameVectors,
  commands: commandVectors,
  desired: desiredVectors,
  guard: guardVectors,
  peer: peerVectors,
} as const;

export type VectorFile = keyof typeof FILES;
export const VECTOR_FILES = Object.keys(FILES) as VectorFile[];

const pathOf = (file: VectorFile): URL => new URL(`${file}.json`, import.meta.url);

/** One vector a line, so that a change of one is a change of one line. */
export const render = (file: VectorFile): string => {
  const body = Object.entries({ format: 1, ...FILES[file]() }).map(([name, value]) => {
    const isList = Array.isArray(value);
    const rows = isList ? `[\n${value.map((row) => `    ${JSON.stringify(row)}`).join(',\n')}\n  ]` : JSON.stringify(value);
    return `  ${JSON.stringify(name)}: ${rows}`;
  });
  return `{\n${body.join(',\n')}\n}\n`;
};

export const stored = (file: VectorFile): string => readFileSync(pathOf(file), 'utf8');

if (import.meta.main) for (const file of VECTOR_FILES) writeFileSync(pathOf(file), render(file));
