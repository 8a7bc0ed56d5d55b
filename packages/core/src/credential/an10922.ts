import { cbc, ecb } from '@noble/ciphers/aes.js';

const BLOCK = 16;
const NO_PADDING = { disablePadding: true } as const;

/** One block, no padding. */
export function aesEcbEncrypt(key: Uint8Array, block: Uint8Array): Uint8Array {
  return ecb(key, NO_PADDING).encrypt(block);
}

/** Whole blocks, no padding. */
export function aesCbcEncrypt(key: Uint8Array, iv: Uint8Array, blocks: Uint8Array): Uint8Array {
  return cbc(key, iv, NO_PADDING).encrypt(blocks);
}

export function aesCbcDecrypt(key: Uint8Array, iv: Uint8Array, blocks: Uint8Array): Uint8Array {
  return cbc(key, iv, NO_PADDING).decrypt(blocks);
}

/** Most bytes of a diversification input. */
export const DIVERSIFICATION_INPUT_MAX_BYTES = 31;

/**
 * AES-128 key diversification of NXP AN10922, section 2.2: the last block of a CMAC over 0x01 | input, padded to TWO
 * blocks whatever its length. So for inputs under 16 bytes it is not the AES-CMAC of RFC 4493, which would pad to one
 * (the vector of AN10957 with a 7-byte input tells the two apart).
 * @param master 16 bytes
 * @param input 1 to 31 bytes; this function puts the 0x01 in front
 * @throws RangeError on other lengths
 */
export function diversifyKey(master: Uint8Array, input: Uint8Array): Uint8Array {
  if (master.length !== BLOCK) throw new RangeError(`AN10922 master key: want 16 bytes, got ${master.length}`);
  if (input.length < 1 || input.length > DIVERSIFICATION_INPUT_MAX_BYTES) {
    throw new RangeError(`AN10922 input: want 1 to ${DIVERSIFICATION_INPUT_MAX_BYTES} bytes, got ${input.length}`);
  }
  const k1 = double(aesEcbEncrypt(master, new Uint8Array(BLOCK)));
  const isFull = input.length === DIVERSIFICATION_INPUT_MAX_BYTES;
  const message = new Uint8Array(2 * BLOCK);
  message[0] = 0x01;
  message.set(input, 1);
  if (!isFull) message[input.length + 1] = 0x80;
  const mask = isFull ? k1 : double(k1);
  mask.forEach((byte, index) => {
    message[BLOCK + index] = (message[BLOCK + index] ?? 0) ^ byte;
  });
  return aesCbcEncrypt(master, new Uint8Array(BLOCK), message).slice(BLOCK);
}

/** Doubling in GF(2^128), RFC 4493 section 2.3. */
function double(block: Uint8Array): Uint8Array {
  const doubled = block.map((byte, index) => (byte << 1) | ((block[index + 1] ?? 0) >> 7));
  if (((block[0] ?? 0) & 0x80) !== 0) doubled[BLOCK - 1] = (doubled[BLOCK - 1] ?? 0) ^ 0x87;
  return doubled;
}
