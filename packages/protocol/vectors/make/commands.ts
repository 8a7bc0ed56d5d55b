import { sign } from 'node:crypto';
import {
  type Command,
  command,
  type DesiredMessage,
  desired,
  encodeCbor,
  encodeMessage,
  type SigningKey,
  signCommand,
  signDesired,
} from '../../src/index.ts';
import {
  BOOT,
  CAMERA,
  flipBit,
  hex,
  joined,
  LATCH,
  NEXT_SIGNER,
  NONCE,
  OTHER_LATCH,
  plain,
  SIGNER,
  SLOTS,
  STRANGER,
  seed,
  unhex,
} from './fixed.ts';

export const commandOf = (op: Command['op'], change: Partial<Command> = {}): Command => ({
  op,
  device: op === 'capture' ? CAMERA : LATCH,
  commandId: seed(`command id of ${op}`, 16),
  binding: op === 'unlock' || op === 'deny' || op === 'capture' ? { nonce: NONCE } : { boot: BOOT, counter: 1 },
  ttlMs: 20_000,
  args: op === 'deny' ? { display: 'try_again', countsForLockout: true } : op === 'capture' ? { latch: LATCH } : {},
  issuedAtMs: 1_790_000_000_000,
  ...change,
});

export const signed = (value: Command, key: SigningKey = SIGNER): Uint8Array => new Uint8Array(signCommand(value, key));

interface Parts {
  readonly context?: string;
  readonly aadDevice?: string;
  readonly header?: Uint8Array;
  readonly unprotected?: Map<unknown, unknown>;
  readonly payload?: Uint8Array;
  readonly key?: SigningKey;
  readonly signature?: (signature: Uint8Array) => Uint8Array;
}

/** A COSE_Sign1 put together by hand, right in every part that is not given. */
const sign1 = (parts: Parts): Uint8Array => {
  const key = parts.key ?? SIGNER;
  const header = parts.header ?? headerOf(-8, key.kid);
  const payload = parts.payload ?? encodeMessage(command, commandOf('unlock'));
  const aad = encodeCbor([parts.context ?? 'sl1-cmd', parts.aadDevice ?? LATCH]);
  const signature = new Uint8Array(sign(null, encodeCbor(['Signature1', header, aad, payload]), key.privateKey));
  const last = parts.signature ? parts.signature(signature) : signature;
  return joined(unhex('d2'), encodeCbor([header, parts.unprotected ?? new Map(), payload, last]));
};
const headerOf = (alg: number, kid: unknown): Uint8Array => encodeCbor(new Map<number, unknown>([[1, alg], [4, kid]]));

/** L, the order of the group, little-endian (RFC 8032, 5.1). */
const ORDER = unhex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010');
/** S + L in place of S: the same equation holds, and RFC 8032, 5.1.7 says to refuse it. */
const malleable = (signature: Uint8Array): Uint8Array => {
  const out = Uint8Array.from(signature);
  let carry = 0;
  for (let i = 0; i < 32; i += 1) {
    const sum = (out[32 + i] ?? 0) + (ORDER[i] ?? 0) + carry;
    out[32 + i] = sum & 0xff;
    carry = sum >> 8;
  }
  return out;
};

const SELF = { self: LATCH, keys: SLOTS };

export const commandVectors = () => {
  const good = signed(commandOf('unlock'));
  const payloadAt = 19;
  const bad = (bytes: Uint8Array, reason: string, comment: string, change: object = {}) => ({ ...SELF, ...change, bytes: hex(bytes), reason, comment });
  return {
    what: 'COSE_Sign1 downwards: external_aad is CBOR ["sl1-cmd", device], with the device that the payload names',
    valid: (['unlock', 'deny', 'capture', 'challenge', 'lock', 'reboot'] as const)
      .map((op) => ({ op, value: commandOf(op), key: SIGNER as SigningKey, name: op as string }))
      .concat([
        { op: 'unlock', value: commandOf('unlock'), key: NEXT_SIGNER, name: 'unlock with the key in the second slot' },
        { op: 'deny', value: commandOf('deny', { args: {} }), key: SIGNER, name: 'deny without arguments' },
      ])
      .map(({ value, key, name }) => ({
        ...SELF,
        self: value.device,
        name,
        bytes: hex(signed(value, key)),
        fields: plain(value),
      })),
    invalid: [
      bad(signed(commandOf('unlock', { device: OTHER_LATCH })), 'wrong_device', 'a good command of another door'),
      bad(signed(commandOf('capture')), 'wrong_device', 'a good command of the camera'),
      bad(good, 'wrong_device', 'a good command of the latch, at another', { self: OTHER_LATCH }),
      bad(signed(commandOf('unlock'), STRANGER), 'unknown_key', 'signed with a key that this device does not hold'),
      bad(good, 'unknown_key', 'a device without that key', { keys: SLOTS.slice(1) }),
      bad(good, 'unknown_key', 'a device without keys', { keys: [] }),
      bad(sign1({ header: headerOf(-8, STRANGER.kid) }), 'unknown_key', 'a good signature under the id of another key'),
      bad(sign1({ header: headerOf(-8, NEXT_SIGNER.kid) }), 'bad_signature', 'the id of the other slot'),
      bad(sign1({ context: 'sl1-cfg' }), 'bad_signature', 'signed as a configuration'),
      bad(sign1({ context: 'sl1-up' }), 'bad_signature', 'signed as an uplink'),
      bad(sign1({ aadDevice: OTHER_LATCH }), 'bad_signature', 'external_aad of another device'),
      bad(sign1({ key: { kid: SIGNER.kid, privateKey: STRANGER.privateKey } }), 'bad_signature', "a stranger's signature under our key id"),
      bad(sign1({ signature: malleable }), 'bad_signature', 'S + L in place of S (RFC 8032, 5.1.7)'),
      bad(sign1({ signature: () => new Uint8Array(64) }), 'bad_signature', 'a signature of zeros'),
      bad(sign1({ signature: (s) => s.subarray(0, 63) }), 'bad_signature', 'a signature of 63 bytes'),
      bad(sign1({ header: headerOf(-7, SIGNER.kid) }), 'bad_signature', 'alg -7: ES256'),
      bad(sign1({ header: headerOf(5, SIGNER.kid) }), 'bad_signature', 'alg 5: a MAC'),
      bad(sign1({ header: encodeCbor(new Map([[1, -8]])) }), 'bad_signature', 'without a key id'),
      bad(sign1({ header: encodeCbor(new Map<number, unknown>([[1, -8], [2, [99]], [4, SIGNER.kid]])) }), 'bad_signature', 'a critical header that nobody knows'),
      bad(sign1({ unprotected: new Map([[4, SIGNER.kid]]) }), 'bad_signature', 'something in the unprotected header'),
      bad(sign1({ payload: unhex('a0') }), 'bad_signature', 'a signed payload that is no command'),
      bad(sign1({ payload: encodeMessage(desired, desiredOf()) }), 'bad_signature', 'a configuration signed as a command'),
      bad(sign1({ payload: joined(encodeMessage(command, commandOf('unlock')), unhex('00')) }), 'bad_signature', 'a byte behind the payload'),
      bad(new Uint8Array(0), 'bad_signature', 'nothing'),
      bad(good.subarray(1), 'bad_signature', 'without tag 18'),
      bad(joined(unhex('d1'), good.subarray(1)), 'bad_signature', 'tag 17: a COSE_Mac0'),
      bad(joined(good, unhex('00')), 'bad_signature', 'a byte behind it'),
      bad(good.subarray(0, good.length - 1), 'bad_signature', 'a byte less'),
      bad(flipBit(good, payloadAt * 8 + 3), 'bad_signature', 'a bit of the payload flipped'),
      bad(flipBit(good, good.length * 8 - 1), 'bad_signature', 'the last bit of the signature flipped'),
      bad(joined(good, new Uint8Array(4096)), 'bad_signature', 'more than 4096 bytes'),
    ],
  };
};

const desiredOf = (change: Partial<DesiredMessage> = {}): DesiredMessage => ({
  device: LATCH,
  version: 3,
  autoRelockMs: 5_000,
  heldOpenMs: 30_000,
  pairings: [{ peer: CAMERA, epoch: 1 }],
  issuedAtMs: 1_790_000_000_000,
  ...change,
});

export const desiredVectors = () => {
  const good = new Uint8Array(signDesired(desiredOf(), SIGNER));
  const bad = (bytes: Uint8Array, reason: string, comment: string) => ({ ...SELF, bytes: hex(bytes), reason, comment });
  const payload = encodeMessage(desired, desiredOf());
  return {
    what: 'desired: COSE_Sign1 with external_aad CBOR ["sl1-cfg", device]. The device also refuses a version below the newest it has seen',
    valid: [
      { value: desiredOf(), name: 'a latch with a camera' },
      { value: desiredOf({ device: CAMERA, autoRelockMs: 0, heldOpenMs: 0, pairings: [] }), name: 'a camera without a latch' },
    ].map(({ value, name }) => ({ ...SELF, self: value.device, name, bytes: hex(new Uint8Array(signDesired(value, SIGNER))), fields: plain(value) })),
    invalid: [
      bad(new Uint8Array(signDesired(desiredOf({ device: OTHER_LATCH }), SIGNER)), 'wrong_device', 'the configuration of another door'),
      bad(new Uint8Array(signDesired(desiredOf(), STRANGER)), 'unknown_key', 'signed with a key that this device does not hold'),
      bad(sign1({ payload }), 'bad_signature', 'signed as a command'),
      bad(signed(commandOf('lock')), 'bad_signature', 'a command in place of a configuration'),
      bad(flipBit(good, good.length * 8 - 1), 'bad_signature', 'the last bit flipped'),
      bad(good.subarray(0, good.length - 1), 'bad_signature', 'a byte less'),
    ],
  };
};
