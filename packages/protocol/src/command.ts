import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { z } from 'zod';
import { decodeCbor, encodeCbor, equalBytes } from './cbor.ts';
import { decodeMessage, encodeMessage } from './codec.ts';
import { bytes } from './fields.ts';
import { type Command, command, type DesiredMessage, desired } from './messages.ts';
import { ProtocolError } from './protocol-error.ts';

/** COSE_Sign1 (RFC 9052, 4.2), tag 18, EdDSA (RFC 9053, 2.2: alg -8) with Ed25519. */
const COSE_SIGN1_TAG = 0xd2;
const ALG_EDDSA = -8;
const MAX_SIGN1_BYTES = 4096;

/** The context in external_aad keeps a signed configuration from ever passing as a command. */
type Context = 'sl1-cmd' | 'sl1-cfg';

const sign1 = z.tuple([
  bytes(1, 32),
  z.map(z.unknown(), z.unknown()).refine((m) => m.size === 0),
  bytes(1, MAX_SIGN1_BYTES),
  bytes(64),
]);

export interface SigningKey {
  readonly kid: Uint8Array;
  readonly privateKey: KeyObject;
}

/** A key slot of a device: 8 bytes of key id and the raw 32-byte Ed25519 public key. */
export interface CommandKey {
  readonly kid: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** Key id = the first 8 bytes of SHA-256 over the raw public key. */
export const commandKeyId = (rawPublicKey: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(rawPublicKey).digest().subarray(0, 8));

/** The raw 32 bytes of an Ed25519 public key, from either half of the pair. */
export const rawPublicKey = (key: KeyObject): Uint8Array =>
  new Uint8Array(Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url'));

const ED25519_SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** RFC 8410: SubjectPublicKeyInfo of Ed25519 is a fixed prefix and the 32 bytes. */
const keyObjectOf = (raw: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([ED25519_SPKI_PREFIX, raw]), format: 'der', type: 'spki' });

const sigStructure = (context: Context, device: string, protectedBytes: Uint8Array, payload: Uint8Array): Uint8Array =>
  encodeCbor(['Signature1', protectedBytes, encodeCbor([context, device]), payload]);

const signPayload = (context: Context, device: string, payload: Uint8Array, key: SigningKey): Uint8Array => {
  const protectedBytes = encodeCbor(
    new Map<number, unknown>([
      [1, ALG_EDDSA],
      [4, key.kid],
    ]),
  );
  const signature = sign(null, sigStructure(context, device, protectedBytes, payload), key.privateKey);
  return Buffer.concat([
    Uint8Array.of(COSE_SIGN1_TAG),
    encodeCbor([protectedBytes, new Map(), payload, new Uint8Array(signature)]),
  ]);
};

export const signCommand = (value: Command, key: SigningKey): Uint8Array =>
  signPayload('sl1-cmd', value.device, encodeMessage(command, value), key);

export const signDesired = (value: DesiredMessage, key: SigningKey): Uint8Array =>
  signPayload('sl1-cfg', value.device, encodeMessage(desired, value), key);

export type Verified<T> =
  | { ok: true; value: T }
  | { ok: false; reason: 'bad_signature' | 'unknown_key' | 'wrong_device' };

const openSigned = <T extends { device: string }>(
  context: Context,
  read: (payload: Uint8Array) => T,
  data: Uint8Array,
  keys: readonly CommandKey[],
  self: string,
): Verified<T> => {
  const refuse = (reason: 'bad_signature' | 'unknown_key' | 'wrong_device') => ({ ok: false, reason }) as const;
  try {
    const { protectedBytes, payload, signature, kid } = parseSign1(data);
    const key = keys.find((slot) => equalBytes(slot.kid, kid));
    if (!key) return refuse('unknown_key');
    const value = read(payload);
    const signed = sigStructure(context, value.device, protectedBytes, payload);
    if (!verify(null, signed, keyObjectOf(key.publicKey), signature)) return refuse('bad_signature');
    return value.device === self ? { ok: true, value } : refuse('wrong_device');
  } catch (error) {
    if (error instanceof ProtocolError) return refuse('bad_signature');
    throw error;
  }
};

const parseSign1 = (data: Uint8Array) => {
  if (data.length > MAX_SIGN1_BYTES) throw new ProtocolError('too_large', `more than ${MAX_SIGN1_BYTES} bytes`);
  if (data[0] !== COSE_SIGN1_TAG)
    throw new ProtocolError('malformed', 'not a COSE_Sign1: the first byte must be tag 18');
  const parts = sign1.safeParse(decodeCbor(data.subarray(1)));
  if (!parts.success) throw new ProtocolError('bad_shape', 'not a COSE_Sign1 of [protected, {}, payload, signature]');
  const [protectedBytes, , payload, signature] = parts.data;
  const header = decodeCbor(protectedBytes);
  const kid = header instanceof Map && header.size === 2 && header.get(1) === ALG_EDDSA ? header.get(4) : undefined;
  if (!(kid instanceof Uint8Array)) throw new ProtocolError('bad_shape', 'protected header must be {1: -8, 4: kid}');
  return { protectedBytes, payload, signature, kid };
};

/**
 * What a device does with the bytes of `cmd/{op}`: parse, find the key slot, check the signature with the device named in
 * the payload, and only then ask whether that is itself: a valid command of another door is `wrong_device`.
 * Whatever cannot be read is `bad_signature`. Freshness (nonce, boot, ttl) is the latch's own, later check.
 */
export const openCommand = (data: Uint8Array, keys: readonly CommandKey[], self: string): Verified<Command> =>
  openSigned('sl1-cmd', (payload) => decodeMessage(command, payload), data, keys, self);

/** The same for `desired`. */
export const openDesired = (data: Uint8Array, keys: readonly CommandKey[], self: string): Verified<DesiredMessage> =>
  openSigned('sl1-cfg', (payload) => decodeMessage(desired, payload), data, keys, self);
