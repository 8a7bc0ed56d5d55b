import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { seal, unseal } from './seal.ts';

const key = new Uint8Array(randomBytes(32));
const plain = new Uint8Array([1, 2, 3]);

test('what was sealed for a name unseals for that name', () => {
  expect(unseal(key, seal(key, plain, 'home|alice'), 'home|alice')).toEqual(plain);
});

test('the same bytes sealed twice differ', () => {
  expect(seal(key, plain, 'a')).not.toEqual(seal(key, plain, 'a'));
});

test('another name, another key, one flipped bit or a cut refuses', () => {
  const sealed = seal(key, plain, 'home|alice');
  const flipped = Buffer.from(sealed);
  flipped[14] = (flipped[14] ?? 0) ^ 1;
  expect(unseal(key, sealed, 'home|bob')).toBeNull();
  expect(unseal(new Uint8Array(randomBytes(32)), sealed, 'home|alice')).toBeNull();
  expect(unseal(key, flipped, 'home|alice')).toBeNull();
  expect(unseal(key, sealed.subarray(0, 20), 'home|alice')).toBeNull();
});
