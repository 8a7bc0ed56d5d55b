import type { ProtocolErrorCode } from '../src/index.ts';
import { ProtocolError } from '../src/index.ts';
import { stored, type VectorFile } from '../vectors/generate.ts';

/** The file as a runner in any language reads it: from disk, not from the generator. */
export const read = <T>(file: VectorFile): T => JSON.parse(stored(file)) as T;

export const unhex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The other way of `plain` in the generator: {"hex": "..."} is bytes. */
export const revive = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(revive);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]?.[0] === 'hex') return unhex(entries[0][1] as string);
  return Object.fromEntries(entries.map(([name, field]) => [name, revive(field)]));
};

/** The code of the ProtocolError that `work` throws; null when it throws none. Any other error is a bug and goes on. */
export const errorOf = (work: () => unknown): ProtocolErrorCode | null => {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw error;
  }
};

/** Every copy of the bytes with one bit flipped. */
export function* flips(bytes: Uint8Array): Generator<Uint8Array> {
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const flipped = Uint8Array.from(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
    yield flipped;
  }
}

/** Every proper beginning of the bytes. */
export function* truncations(bytes: Uint8Array): Generator<Uint8Array> {
  for (let length = 0; length < bytes.length; length += 1) yield bytes.subarray(0, length);
}
