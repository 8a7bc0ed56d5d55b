import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeMessage, encodeMessage } from './codec.ts';
import { commandKeyId, openCommand, rawPublicKey, signCommand } from './command.ts';
import { base32 } from './device-id.ts';
import { type Command, command, DENY_DISPLAYS, deviceEvent, result, tap } from './messages.ts';
import { OPS } from './topics.ts';
import { deriveUplinkKey, parseUplink, sealUplink, verifyUplink } from './uplink.ts';

const bytes = (min: number, max = min) => fc.uint8Array({ minLength: min, maxLength: max });
const device = bytes(16).map(base32);
const count = fc.maxSafeNat();
const ascii = (max: number) => fc.string({ minLength: 1, maxLength: max });

const anyCommand: fc.Arbitrary<Command> = fc.record({
  op: fc.constantFrom(...OPS),
  device,
  commandId: bytes(16),
  binding: fc.oneof(fc.record({ nonce: bytes(16) }), fc.record({ boot: bytes(16), counter: count })),
  ttlMs: fc.integer({ min: 1, max: 20_000 }),
  args: fc.record(
    { display: fc.constantFrom(...DENY_DISPLAYS), countsForLockout: fc.boolean(), latch: device },
    { requiredKeys: [] },
  ),
  issuedAtMs: count,
});

const credential = fc.oneof(
  fc.record({ kind: fc.constant('ntag424' as const), keyId: fc.nat(255), picc: bytes(16), mac: bytes(8) }),
  fc.record({ kind: fc.constant('uid' as const), uid: bytes(4, 10) }),
);

describe('whatever is encoded is decoded to the same', () => {
  const same = <T>(schema: Parameters<typeof encodeMessage>[0], any: fc.Arbitrary<T>) =>
    fc.assert(
      fc.property(any, (value) => {
        expect(decodeMessage(schema, encodeMessage(schema, value))).toEqual(value);
      }),
    );

  test('commands', () => same(command, anyCommand));
  test('taps', () =>
    same(tap, fc.record({ tapId: bytes(16), nonce: bytes(16), credential, cameraWoken: fc.boolean() })));
  test('results', () => {
    const stage = fc.tuple(ascii(24), fc.nat(600_000));
    const required = { commandId: bytes(16), ok: fc.boolean(), stages: fc.array(stage, { maxLength: 12 }) };
    same(
      result,
      fc.record({ ...required, reason: ascii(32), nonce: bytes(16) }, { requiredKeys: ['commandId', 'ok', 'stages'] }),
    );
  });
  test('events', () => {
    const detail = fc.tuple(ascii(24), fc.oneof(ascii(32), fc.integer()));
    const details = fc.array(detail, { maxLength: 8 });
    same(
      deviceEvent,
      fc.record({ sequence: count, previous: bytes(32), kind: fc.constant('tamper' as const), atMs: count, details }),
    );
  });
});

const pair = generateKeyPairSync('ed25519');
const publicKey = rawPublicKey(pair.publicKey);
const signer = { kid: commandKeyId(publicKey), privateKey: pair.privateKey };
const slots = [{ kid: signer.kid, publicKey }];

describe('a signed command', () => {
  test('is opened by its device and by no other', () => {
    fc.assert(
      fc.property(anyCommand, device, (value, other) => {
        const signed = signCommand(value, signer);
        expect(openCommand(signed, slots, value.device)).toEqual({ ok: true, value });
        expect(openCommand(signed, slots, other)).toEqual({ ok: false, reason: 'wrong_device' });
      }),
    );
  });

  test('is refused with any one bit flipped, cut anywhere, or with anything behind it', () => {
    fc.assert(
      fc.property(anyCommand, fc.nat(), bytes(1, 8), (value, n, tail) => {
        const signed = new Uint8Array(signCommand(value, signer));
        const flipped = Uint8Array.from(signed);
        const bit = n % (signed.length * 8);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const cut = signed.subarray(0, n % signed.length);
        for (const bad of [flipped, cut, Buffer.concat([signed, tail])]) {
          expect(openCommand(bad, slots, value.device).ok).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('the raw key is the same from either half of the pair', () => {
    expect(rawPublicKey(pair.privateKey)).toEqual(publicKey);
    expect(rawPublicKey(createPublicKey(pair.privateKey))).toEqual(publicKey);
  });
});

describe('a MACed message', () => {
  test('is believed for its device, topic and key, and for no other', () => {
    fc.assert(
      fc.property(bytes(32), device, device, bytes(0, 100), bytes(0, 100), (secret, self, other, payload, trailer) => {
        const key = { version: 7, secret: deriveUplinkKey(secret, self) };
        const uplink = parseUplink(sealUplink(key, self, 'topic', payload, trailer));
        expect(uplink).toMatchObject({ keyVersion: 7, payload: new Uint8Array(payload) });
        expect(Buffer.from(uplink.rest).equals(trailer)).toBe(true);
        expect(verifyUplink(uplink, key.secret, self, 'topic')).toBe(true);
        expect(verifyUplink(uplink, key.secret, other, 'topic')).toBe(self === other);
        expect(verifyUplink(uplink, key.secret, self, 'other')).toBe(false);
        expect(verifyUplink(uplink, deriveUplinkKey(secret, other), self, 'topic')).toBe(self === other);
      }),
    );
  });
});
