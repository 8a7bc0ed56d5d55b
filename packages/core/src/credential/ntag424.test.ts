import { hexToBytes } from '@noble/ciphers/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import vectors from '../../vectors/ntag424-sun.json' with { type: 'json' };
import { diversifyKey } from './an10922.ts';
import { decryptPicc, fileKeyFor, makeSun, NTAG424, verifySun } from './ntag424.ts';

const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

interface VectorMessage {
  readonly metaKey: string;
  readonly fileKey: string;
  readonly picc: string;
  readonly mac: string;
  readonly macInput: string;
  readonly enc?: string;
}

function verify(vector: VectorMessage, lastCounter: number | null) {
  return verifySun({
    metaKey: hexToBytes(vector.metaKey),
    fileKey: () => hexToBytes(vector.fileKey),
    picc: hexToBytes(vector.picc),
    mac: hexToBytes(vector.mac),
    macInput: ascii(vector.macInput),
    ...(vector.enc === undefined ? {} : { enc: hexToBytes(vector.enc) }),
    lastCounter,
  });
}

describe('SUN messages of the shared vectors', () => {
  test.each(vectors.valid)('$comment is accepted', (vector) => {
    const sun = verify(vector, null);
    if (!sun.ok) throw new Error(sun.why);
    expect(sun.uid).toEqual(hexToBytes(vector.uid));
    expect(sun.counter).toBe(vector.counter);
    if (vector.fileData !== undefined) expect(sun.fileData).toEqual(hexToBytes(vector.fileData));
  });

  test.each(vectors.valid)('$comment is accepted right above the last counter and refused at it', (vector) => {
    expect(verify(vector, vector.counter - 1)).toMatchObject({ ok: true });
    expect(verify(vector, vector.counter)).toMatchObject({ ok: false, refusal: 'replayed' });
  });

  test.each(vectors.invalid)('$comment is refused as $refusal', (vector) => {
    expect(verify(vector, vector.lastCounter)).toMatchObject({ ok: false, refusal: vector.refusal });
  });

  test('every single-bit flip of a valid message is refused', () => {
    for (const vector of vectors.valid.slice(0, 1)) {
      for (const field of ['picc', 'mac'] as const) {
        const bytes = hexToBytes(vector[field]);
        for (let bit = 0; bit < bytes.length * 8; bit++) {
          const flipped = bytes.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
          const message = { picc: hexToBytes(vector.picc), mac: hexToBytes(vector.mac), [field]: flipped };
          const keys = { metaKey: hexToBytes(vector.metaKey), fileKey: () => hexToBytes(vector.fileKey) };
          expect(verifySun({ ...keys, ...message, lastCounter: null }).ok).toBe(false);
        }
      }
    }
  });
});

describe('key diversification', () => {
  test.each(vectors.diversification)('AN10922: $comment', ({ masterKey, input, key }) => {
    expect(diversifyKey(hexToBytes(masterKey), hexToBytes(input))).toEqual(hexToBytes(key));
  });

  test.each(vectors.fileKey)('the file key of key id $keyId', ({ masterKey, uid, keyId, key, input }) => {
    expect(fileKeyFor(hexToBytes(masterKey), hexToBytes(uid), keyId)).toEqual(hexToBytes(key));
    expect(diversifyKey(hexToBytes(masterKey), hexToBytes(input))).toEqual(hexToBytes(key));
  });

  test('another length or key id is refused with what to give', () => {
    const [master, uid] = [new Uint8Array(16), new Uint8Array(7)];
    expect(() => diversifyKey(new Uint8Array(15), uid)).toThrow('want 16 bytes, got 15');
    expect(() => diversifyKey(master, new Uint8Array(0))).toThrow('want 1 to 31 bytes, got 0');
    expect(() => diversifyKey(master, new Uint8Array(32))).toThrow('want 1 to 31 bytes, got 32');
    expect(() => fileKeyFor(master, new Uint8Array(4), 1)).toThrow('want 7 bytes, got 4');
    for (const keyId of [-1, 256, 1.5, Number.NaN]) expect(() => fileKeyFor(master, uid, keyId)).toThrow('0 to 255');
  });
});

describe('a card in software', () => {
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
  const card = fc.record({
    metaKey: bytes(16),
    fileKey: bytes(16),
    uid: bytes(7),
    counter: fc.integer({ min: 0, max: NTAG424.maxCounter }),
    padding: bytes(5),
  });

  test('says the very bytes of the AN12196 card', () => {
    const [vector] = vectors.valid;
    if (vector === undefined) throw new Error('no vector');
    const said = makeSun({
      metaKey: hexToBytes(vector.metaKey),
      fileKey: hexToBytes(vector.fileKey),
      uid: hexToBytes(vector.uid),
      counter: vector.counter,
      padding: hexToBytes('DA5CF60941'),
    });
    expect(said).toEqual({ picc: hexToBytes(vector.picc), mac: hexToBytes(vector.mac) });
  });

  test('is believed with its own keys, whatever its number and counter', () => {
    fc.assert(
      fc.property(card, (made) => {
        const { metaKey, fileKey, uid, counter } = made;
        const sun = verifySun({ metaKey, fileKey: () => fileKey, ...makeSun(made), lastCounter: null });
        expect(sun).toEqual({ ok: true, uid, counter, fileData: null });
      }),
      { numRuns: 200 },
    );
  });

  test('is never believed with the file key of another card', () => {
    fc.assert(
      fc.property(card, bytes(16), (made, otherKey) => {
        fc.pre(made.fileKey.some((byte, index) => byte !== otherKey[index]));
        const { metaKey } = made;
        const sun = verifySun({ metaKey, fileKey: () => otherKey, ...makeSun(made), lastCounter: null });
        expect(sun).toMatchObject({ ok: false, refusal: 'bad_mac', picc: { uid: made.uid } });
      }),
      { numRuns: 200 },
    );
  });

  test('cannot be made with a wrong number or counter', () => {
    const keys = { metaKey: new Uint8Array(16), fileKey: new Uint8Array(16) };
    expect(() => makeSun({ ...keys, uid: new Uint8Array(4), counter: 1 })).toThrow('want 7 bytes, got 4');
    for (const counter of [-1, NTAG424.maxCounter + 1, 0.5]) {
      expect(() => makeSun({ ...keys, uid: new Uint8Array(7), counter })).toThrow('want 0 to 16777215');
    }
  });

  test('file data that is no whole blocks, or a meta key of a wrong length, is refused and does not throw', () => {
    const keys = { metaKey: new Uint8Array(16), fileKey: new Uint8Array(16) };
    const message = makeSun({ ...keys, uid: new Uint8Array(7), counter: 1 });
    const check = { metaKey: keys.metaKey, fileKey: () => keys.fileKey, lastCounter: null, ...message };
    expect(verifySun({ ...check, enc: new Uint8Array(15) })).toMatchObject({ ok: false, refusal: 'bad_mac' });
    expect(decryptPicc(new Uint8Array(24), message.picc)).toMatchObject({ ok: false, refusal: 'unknown' });
  });
});
