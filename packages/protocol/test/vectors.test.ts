import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  base32,
  type CommandKey,
  DEVICE_ID_PATTERN,
  decodeCbor,
  decodeMessage,
  derivePeerKey,
  deriveUplinkKey,
  deviceIdOfSpki,
  encodeCbor,
  encodeMessage,
  frameHeader,
  openCommand,
  openDesired,
  parseTopic,
  parseUplink,
  topicOf,
  verifyUplink,
} from '../src/index.ts';
import { render, stored, VECTOR_FILES } from '../vectors/generate.ts';
import { SCHEMAS, type SchemaName } from '../vectors/make/messages.ts';
import { errorOf, flips, hex, read, revive, truncations, unhex } from './read.ts';

interface Bad {
  readonly bytes: string;
  readonly error: string;
  readonly comment: string;
}

describe('the vector files', () => {
  test.each(VECTOR_FILES)('%s.json is what generate.ts makes', (file) => {
    expect(stored(file) === render(file), `stale: node packages/protocol/vectors/generate.ts`).toBe(true);
  });

  test.each(VECTOR_FILES.filter((file) => file !== 'guard'))(
    '%s.json has as many invalid as valid, each with a comment',
    (file) => {
      const { valid, invalid } = read<{ valid: unknown[]; invalid: { comment?: string }[] }>(file);
      // A topic for each row of the table is many; what is not a topic is told in fewer.
      if (file !== 'topics') expect(invalid.length).toBeGreaterThanOrEqual(valid.length);
      expect(invalid.every(({ comment }) => comment !== undefined && comment.length > 0)).toBe(true);
    },
  );
});

describe('device-id.json', () => {
  const file = read<{
    base32: { bytes: string; text: string }[];
    valid: { spki: string; id: string }[];
    invalid: { id: string }[];
  }>('device-id');
  test('base32', () => {
    for (const { bytes, text } of file.base32) expect(base32(unhex(bytes))).toBe(text);
  });
  test('valid', () => {
    for (const { spki, id } of file.valid) expect(deviceIdOfSpki(unhex(spki))).toBe(id);
    for (const { id } of file.valid) expect(id).toMatch(DEVICE_ID_PATTERN);
  });
  test.each(file.invalid)('$id is refused: $comment', ({ id }) => {
    expect(id).not.toMatch(DEVICE_ID_PATTERN);
  });
});

describe('topics.json', () => {
  const file = read<{ valid: { topic: string; device: string; name: string }[]; invalid: { topic: string }[] }>(
    'topics',
  );
  test.each(file.valid)('$topic', ({ topic, device, name }) => {
    expect(parseTopic(topic)).toMatchObject({ device, name });
    expect(topicOf(device, name as Parameters<typeof topicOf>[1])).toBe(topic);
  });
  test.each(file.invalid)('$topic is refused: $comment', ({ topic }) => {
    expect(parseTopic(topic)).toBeNull();
  });
});

describe('cbor.json', () => {
  const file = read<{ valid: { bytes: string }[]; invalid: Bad[] }>('cbor');
  test.each(file.valid)('$bytes: $comment', ({ bytes }) => {
    expect(hex(encodeCbor(decodeCbor(unhex(bytes))))).toBe(bytes);
  });
  test.each(file.invalid)('$bytes is $error: $comment', ({ bytes, error }) => {
    expect(errorOf(() => decodeCbor(unhex(bytes)))).toBe(error);
  });
});

describe('messages.json', () => {
  const file = read<{
    valid: { message: SchemaName; name: string; bytes: string; fields: unknown }[];
    invalid: (Bad & { message: SchemaName })[];
  }>('messages');
  test.each(file.valid)('$message: $name', ({ message, bytes, fields }) => {
    expect(decodeMessage(SCHEMAS[message], unhex(bytes))).toEqual(revive(fields));
    expect(hex(encodeMessage(SCHEMAS[message], revive(fields) as never))).toBe(bytes);
  });
  test.each(file.invalid)('$message is $error: $comment', ({ message, bytes, error }) => {
    expect(errorOf(() => decodeMessage(SCHEMAS[message], unhex(bytes)))).toBe(error);
  });
});

interface UplinkVector {
  readonly device: string;
  readonly topic: string;
  readonly key: string;
  readonly bytes: string;
}

/** What a receiver does with an uplink: null when it believes it. */
const refusalOf = ({ device, topic, key }: UplinkVector, bytes: Uint8Array): string | null => {
  let believed = false;
  const error = errorOf(() => {
    believed = verifyUplink(parseUplink(bytes), unhex(key), device, topic);
  });
  return error ?? (believed ? null : 'bad_mac');
};

describe('uplink.json', () => {
  const file = read<{
    uplinkKeys: { siteSecret: string; device: string; key: string }[];
    peerKeys: { siteSecret: string; latch: string; camera: string; epoch: number; key: string }[];
    valid: (UplinkVector & { keyVersion: number; payload: string })[];
    invalid: (UplinkVector & Bad)[];
  }>('uplink');
  test('uplink and peer keys', () => {
    for (const { siteSecret, device, key } of file.uplinkKeys)
      expect(hex(deriveUplinkKey(unhex(siteSecret), device))).toBe(key);
    for (const { siteSecret, latch, camera, epoch, key } of file.peerKeys) {
      expect(hex(derivePeerKey(unhex(siteSecret), latch, camera, epoch))).toBe(key);
    }
  });
  test.each(file.valid)('$topic', (vector) => {
    const uplink = parseUplink(unhex(vector.bytes));
    expect(refusalOf(vector, unhex(vector.bytes))).toBeNull();
    expect(uplink.keyVersion).toBe(vector.keyVersion);
    expect(hex(uplink.payload)).toBe(vector.payload);
    expect(uplink.rest).toHaveLength(0);
  });
  test.each(file.valid)('$topic is refused with any bit flipped and at any length', (vector) => {
    const good = unhex(vector.bytes);
    for (const bad of [...flips(good), ...truncations(good)]) expect(refusalOf(vector, bad)).not.toBeNull();
  });
  test.each(file.invalid)('is $error: $comment', (vector) => {
    expect(refusalOf(vector, unhex(vector.bytes))).toBe(vector.error);
  });
});

describe('frames.json', () => {
  const file = read<{
    valid: (UplinkVector & { headBytes: number; fields: unknown; jpeg: string })[];
    invalid: (UplinkVector & Bad)[];
  }>('frames');
  const frameRefusal = (vector: UplinkVector, bytes: Uint8Array): string | null => {
    const refusal = refusalOf(vector, bytes);
    if (refusal !== null) return refusal;
    const { payload, rest } = parseUplink(bytes);
    const { sha256 } = decodeMessage(frameHeader, payload);
    return hex(sha256) === createHash('sha256').update(rest).digest('hex') ? null : 'hash_mismatch';
  };
  test.each(file.valid)('a frame', (vector) => {
    const bytes = unhex(vector.bytes);
    const { payload, rest } = parseUplink(bytes);
    expect(frameRefusal(vector, bytes)).toBeNull();
    expect(decodeMessage(frameHeader, payload)).toEqual(revive(vector.fields));
    expect(hex(rest)).toBe(vector.jpeg);
    expect(bytes.length - rest.length).toBe(vector.headBytes);
    for (const bad of [...flips(bytes), ...truncations(bytes)]) expect(frameRefusal(vector, bad)).not.toBeNull();
  });
  test.each(file.invalid)('is $error: $comment', (vector) => {
    expect(frameRefusal(vector, unhex(vector.bytes))).toBe(vector.error);
  });
});

interface SignedVector {
  readonly self: string;
  readonly keys: readonly { kid: string; publicKey: string }[];
  readonly bytes: string;
}
const keysOf = ({ keys }: SignedVector): CommandKey[] =>
  keys.map(({ kid, publicKey }) => ({ kid: unhex(kid), publicKey: unhex(publicKey) }));

describe.each([
  ['commands', openCommand],
  ['desired', openDesired],
] as const)('%s.json', (name, open) => {
  const file = read<{
    valid: (SignedVector & { fields: unknown })[];
    invalid: (SignedVector & { reason: string })[];
  }>(name);
  test.each(file.valid)('$name', (vector) => {
    expect(open(unhex(vector.bytes), keysOf(vector), vector.self)).toEqual({ ok: true, value: revive(vector.fields) });
  });
  test.each(file.invalid)('is $reason: $comment', (vector) => {
    expect(open(unhex(vector.bytes), keysOf(vector), vector.self)).toEqual({ ok: false, reason: vector.reason });
  });
});

test('every single flipped bit and every truncation of a valid command and configuration is refused', () => {
  for (const [name, open] of [
    ['commands', openCommand],
    ['desired', openDesired],
  ] as const) {
    const { valid } = read<{ valid: SignedVector[] }>(name);
    for (const vector of valid) {
      const [good, keys] = [unhex(vector.bytes), keysOf(vector)];
      for (const bad of [...flips(good), ...truncations(good)]) expect(open(bad, keys, vector.self).ok).toBe(false);
    }
  }
}, 60_000);
