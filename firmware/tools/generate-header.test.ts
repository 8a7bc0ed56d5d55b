import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { HEADER_FILE, header } from './generate-header.ts';

test('generated.hpp is what packages/core and packages/protocol say today', () => {
  const isFresh = readFileSync(HEADER_FILE, 'utf8') === header();
  expect(isFresh, 'stale: node firmware/tools/generate-header.ts').toBe(true);
});
