import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeCbor, encodeCbor } from './cbor.ts';
import { openCommand } from './command.ts';
import { ProtocolError } from './protocol-error.ts';
import { parseUplink } from './uplink.ts';

const onlyProtocolErrors = (work: () => unknown): void => {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
  }
};

describe('bytes of a stranger', () => {
  const strangeBytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    // What begins like ours goes deeper.
    fc.uint8Array({ maxLength: 100 }).map((tail) => new Uint8Array([0xd1, 0x84, 0x46, ...tail])),
    fc.uint8Array({ maxLength: 100 }).map((tail) => new Uint8Array([0xd2, 0x84, ...tail])),
  );

  test('are read, or refused as ProtocolError, and nothing else ever happens', () => {
    fc.assert(
      fc.property(strangeBytes, (bytes) => {
        onlyProtocolErrors(() => decodeCbor(bytes));
        onlyProtocolErrors(() => parseUplink(bytes));
        expect(openCommand(bytes, [], 'a'.repeat(26)).ok).toBe(false);
      }),
      { numRuns: 3_000 },
    );
  });

  test.each([
    ['arrays as the keys of a map', 'a2810100810200'],
    ['an array in an array in an array, 100,000 deep', `${'81'.repeat(100_000)}00`],
  ])('%s are refused', (_, text) => {
    const bytes = new Uint8Array(Buffer.from(text, 'hex'));
    expect(() => decodeCbor(bytes)).toThrow(ProtocolError);
    onlyProtocolErrors(() => parseUplink(new Uint8Array([0xd1, ...bytes.subarray(0, 5_000)])));
  });
});

test('what is read back is what was written', () => {
  const leaf = fc.oneof(fc.maxSafeInteger(), fc.boolean(), fc.string(), fc.uint8Array());
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie('node')),
      fc.dictionary(fc.string(), tie('node')).map((o) => new Map(Object.entries(o))),
    ),
  })).node;
  fc.assert(
    fc.property(value, (v) => {
      const bytes = encodeCbor(v);
      expect(encodeCbor(decodeCbor(bytes))).toEqual(bytes);
    }),
  );
});
