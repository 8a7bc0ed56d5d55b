import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { manifestOf, releaseKeyOf } from './sign-image.ts';

// The key of RFC 8032, 7.1, test 1: known to everybody, good for nothing but this.
const seed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
const key = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from(seed, 'hex')]),
  format: 'der',
  type: 'pkcs8',
});
const image = Buffer.from('an image of 22 bytes..', 'ascii');

it('writes the manifest that the boards read (firmware/tests/boards/manifest_test.cpp)', () => {
  const written = readFileSync(join(import.meta.dirname, '../tests/boards/latch_esp32.manifest'), 'ascii');
  expect(manifestOf(key, 'latch_esp32', '1.10.0', image)).toBe(written);
  expect(releaseKeyOf(key)).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
});

it('refuses a board that there is not and a version that does not order', () => {
  expect(() => manifestOf(key, 'toaster', '1.0.0', image)).toThrow('there are latch_esp32, camera_esp_eye');
  for (const version of ['1.0', '1.0.0-rc1', '01.0.0', 'v1.0.0', '']) {
    expect(() => manifestOf(key, 'latch_esp32', version, image), version).toThrow('is no version');
  }
});
