import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '@smart-latch/runtime';

const MAX_CHARS = 255;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * The value of the header Idempotency-Key: 1 to 255 printable characters, bare or as a structured string in quotes
 * (draft-ietf-httpapi-idempotency-key-header, 2.1; RFC 9651, 3.3.3): both forms are the same key. Throws `bad_request`.
 */
export const readIdempotencyKey = (header: string): string => {
  const quoted = /^"((?:[^"\\]|\\["\\])*)"$/.exec(header)?.[1];
  const key = quoted === undefined ? header : quoted.replaceAll(/\\(.)/g, '$1');
  if (key.length > MAX_CHARS || !/^[\x20-\x7e]+$/.test(key)) {
    throw new AppError(
      'bad_request',
      `Idempotency-Key must be 1 to ${MAX_CHARS} printable characters; use a new UUID for each request that you mean`,
    );
  }
  return key;
};

/** What one key of one caller becomes in the store. */
export interface SealedKey {
  readonly id: string;
  /** A MAC of what was asked for, hex. */
  fingerprint(parts: readonly string[]): string;
  seal(text: string): Buffer;
  /** null: it was sealed with another secret, or tampered with. */
  unseal(sealed: Buffer): string | null;
}

/**
 * Answers may hold secrets (tokens, card keys, claims). They are sealed with keys that are derived (HKDF, RFC 5869) from the
 * caller's own Idempotency-Key and from the api's secret: the database holds neither, the api keeps no caller's key, and a
 * key that is easy to guess is still not enough.
 */
export const sealedKeys = (secret: string): ((caller: string, key: string) => SealedKey) => {
  const root = Buffer.from(hkdfSync('sha256', secret, '', 'smart-latch idempotency', 32));
  return (caller, key) => {
    const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', key, root, `${purpose}\n${caller}`, 32));
    const id = derive('id').toString('hex');
    const [mac, cipherKey] = [derive('fingerprint'), derive('seal')];
    return {
      id,
      fingerprint: (parts) => createHmac('sha256', mac).update(JSON.stringify(parts)).digest('hex'),
      seal: (text) => {
        const iv = randomBytes(IV_BYTES);
        const cipher = createCipheriv('aes-256-gcm', cipherKey, iv).setAAD(Buffer.from(id));
        return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      },
      unseal: (sealed) => {
        try {
          const iv = sealed.subarray(0, IV_BYTES);
          const options = { authTagLength: TAG_BYTES };
          const decipher = createDecipheriv('aes-256-gcm', cipherKey, iv, options).setAAD(Buffer.from(id));
          decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
          const text = decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8');
          return text + decipher.final('utf8');
        } catch {
          return null;
        }
      },
    };
  };
};
