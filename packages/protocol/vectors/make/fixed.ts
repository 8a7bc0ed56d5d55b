import { createECDH, createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import { type CommandKey, commandKeyId, deviceIdOfSpki, encodeCbor, rawPublicKey, type SigningKey } from '../../src/index.ts';

/** Every key and id in the vectors comes from its label, so that anybody makes the same files. */
export const seed = (label: string, count = 32): Uint8Array =>
  new Uint8Array(createHash('sha256').update(`smart-latch vectors: ${label}`).digest().subarray(0, count));

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const unhex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
export const joined = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

/** DER SubjectPublicKeyInfo of an uncompressed P-256 point: a fixed prefix (RFC 5480) and 65 bytes. */
const P256_SPKI_PREFIX = unhex('3059301306072a8648ce3d020106082a8648ce3d030107034200');
export const spkiOf = (label: string): Uint8Array => {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(seed(`p256 ${label}`));
  return joined(P256_SPKI_PREFIX, new Uint8Array(ecdh.getPublicKey()));
};

export const LATCH = deviceIdOfSpki(spkiOf('latch'));
export const OTHER_LATCH = deviceIdOfSpki(spkiOf('other latch'));
export const CAMERA = deviceIdOfSpki(spkiOf('camera'));

/** PKCS#8 of an Ed25519 key (RFC 8410): a fixed prefix and the 32 bytes of the seed. */
const ed25519 = (label: string): KeyObject =>
  createPrivateKey({
    key: Buffer.from(joined(unhex('302e020100300506032b657004220420'), seed(`ed25519 ${label}`))),
    format: 'der',
    type: 'pkcs8',
  });

const signer = (label: string): SigningKey & CommandKey => {
  const privateKey = ed25519(label);
  const publicKey = rawPublicKey(privateKey);
  return { privateKey, publicKey, kid: commandKeyId(publicKey) };
};

/** The two key slots of the devices in the vectors, and a key that they do not hold. */
export const SIGNER = signer('command key 1');
export const NEXT_SIGNER = signer('command key 2');
export const STRANGER = signer('stranger');
export const SLOTS = [SIGNER, NEXT_SIGNER].map(({ kid, publicKey }) => ({ kid: hex(kid), publicKey: hex(publicKey) }));

export const SITE_SECRET = seed('site uplink secret');
export const PEER_SECRET = seed('site peer secret');
export const NONCE = seed('nonce', 16);
export const BOOT = seed('boot', 16);

/** A CBOR map as it is, keys in the order of RFC 8949, 4.2.1: for messages that the code itself would refuse to make. */
export const cborMap = (entries: readonly (readonly [unknown, unknown])[]): Uint8Array => encodeCbor(new Map(entries));

/** Bytes as {"hex": "..."}: JSON has no byte strings. */
export const plain = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return { hex: hex(value) };
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plain(field)]));
};

export const flipBit = (bytes: Uint8Array, bit: number): Uint8Array => {
  const flipped = Uint8Array.from(bytes);
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
  return flipped;
};
