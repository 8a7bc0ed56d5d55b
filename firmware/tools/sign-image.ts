/**
 * Signs a firmware image for the boards that look for updates (components/sl_esp/include/sl_esp/manifest.hpp).
 *
 *     node firmware/tools/sign-image.ts key release.pem                  # makes the key, prints CONFIG_SL_RELEASE_KEY
 *     node firmware/tools/sign-image.ts sign release.pem latch_esp32 1.1.0 latch_esp32.bin > latch_esp32.manifest
 *
 * Keep the key off every server: whoever has it, and Secure Boot's, can make a board run anything.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const BOARDS = ['latch_esp32', 'camera_esp_eye'];

/** The manifest's six lines. Throws for a board that there is not, and for what is no version. */
export const manifestOf = (key: KeyObject, board: string, version: string, image: Uint8Array): string => {
  if (!BOARDS.includes(board)) throw new Error(`${board} is no board; there are ${BOARDS.join(', ')}`);
  if (!/^(0|[1-9]\d{0,8})(\.(0|[1-9]\d{0,8})){2}$/.test(version))
    throw new Error(`${version} is no version like 1.10.0`);
  const sha256 = createHash('sha256').update(image).digest('hex');
  const text = `smart-latch-image 1\n${board}\n${version}\n${image.length}\n${sha256}\n`;
  return `${text}${sign(null, Buffer.from(text, 'ascii'), key).toString('hex')}\n`;
};

/** The public half, raw, as 64 hex digits: what the boards are built with. */
export const releaseKeyOf = (key: KeyObject): string =>
  Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex');

const makeKey = (file: string): string => {
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  return `CONFIG_SL_RELEASE_KEY="${releaseKeyOf(privateKey)}"\n`;
};

if (import.meta.main) {
  const [what, file, board, version, image] = process.argv.slice(2);
  if (what === 'key' && file) {
    process.stdout.write(makeKey(file));
  } else if (what === 'sign' && file && board && version && image) {
    process.stdout.write(manifestOf(createPrivateKey(readFileSync(file)), board, version, readFileSync(image)));
  } else {
    console.error('usage: sign-image.ts key FILE | sign FILE BOARD VERSION IMAGE');
    process.exitCode = 2;
  }
}
