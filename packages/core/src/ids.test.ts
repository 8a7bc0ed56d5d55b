import { expect, test } from 'vitest';
import { asId, type LatchId } from './ids.ts';

test('an id is its text', () => {
  expect(asId<LatchId>('AB2C-x_y.z:9')).toBe('AB2C-x_y.z:9');
  expect(asId<LatchId>('a'.repeat(64))).toHaveLength(64);
});

test.each(['', 'a b', 'a/b', '$ne', 'a\n', 'é', 'a'.repeat(65)])('%j is no id', (text) => {
  expect(() => asId<LatchId>(text)).toThrow('not an id');
});
