import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM with a fresh IV (NIST SP 800-38D): iv (12) | ciphertext | tag (16). `aad` names what is sealed. */
export const seal = (key: Uint8Array, plain: Uint8Array, aad: string): Buffer => {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(aad));
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};

/** Null when the bytes were not sealed with this key for exactly this name. */
export const unseal = (key: Uint8Array, stored: Uint8Array, aad: string): Uint8Array | null => {
  const sealed = bytesOf(stored);
  if (sealed.length < IV_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(aad))
    .setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    const body = sealed.subarray(IV_BYTES, sealed.length - TAG_BYTES);
    return new Uint8Array(Buffer.concat([decipher.update(body), decipher.final()]));
  } catch {
    return null;
  }
};

/** MongoDB hands out its own Binary for bytes that were read lean. */
export const bytesOf = (value: Uint8Array | { readonly buffer: Uint8Array }): Buffer =>
  value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(value.buffer);
