import { bytesToHex, hexToBytes } from '@noble/ciphers/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import vectors from '../../vectors/ntag424-ev2.json' with { type: 'json' };
import {
  acceptEv2Answer,
  afterEv2Command,
  answerEv2Challenge,
  type CommMode,
  type Ev2Session,
  ev2Challenge,
  openEv2Answer,
  openEv2Command,
  openEv2Session,
  protectEv2Answer,
  protectEv2Command,
} from './ev2.ts';
import { ndefFileOf, urlOfNdef } from './ndef.ts';
import {
  authenticateEv2First,
  changedKey,
  changeKey,
  crc32,
  inSession,
  moreFrames,
  readSdmSettings,
  sdmFileSettings,
  selectApplication,
} from './ntag424-commands.ts';

const hex = (bytes: Uint8Array | null): string | null => bytes && bytesToHex(bytes).toUpperCase();
const sessionOf = ({ encKey, macKey, ti, counter }: Record<'encKey' | 'macKey' | 'ti', string> & { counter: number }) =>
  ({ encKey: hexToBytes(encKey), macKey: hexToBytes(macKey), ti: hexToBytes(ti), counter }) satisfies Ev2Session;

describe('AuthenticateEV2First', () => {
  const { key, challenge, rndA, rndB, ti, ...said } = vectors.authenticate;
  const bytes = {
    key: hexToBytes(key),
    challenge: hexToBytes(challenge),
    rndA: hexToBytes(rndA),
    rndB: hexToBytes(rndB),
  };

  test('is that of the application note, at the reader', () => {
    expect(hex(authenticateEv2First(0))).toBe(said.command1);
    expect(hex(moreFrames(answerEv2Challenge(bytes.key, bytes.challenge, bytes.rndA)))).toBe(said.command2);
    const session = openEv2Session(bytes.key, bytes.challenge, bytes.rndA, hexToBytes(said.answer));
    expect(
      session && { ...session, encKey: hex(session.encKey), macKey: hex(session.macKey), ti: hex(session.ti) },
    ).toEqual({ encKey: said.encKey, macKey: said.macKey, ti, counter: 0 });
  });

  test('is that of the application note, at the card', () => {
    expect(hex(ev2Challenge(bytes.key, bytes.rndB))).toBe(challenge);
    const field = hexToBytes(said.command2).slice(5, 37);
    const accepted = acceptEv2Answer(bytes.key, bytes.rndB, hexToBytes(ti), field);
    expect(hex(accepted?.session.encKey ?? null)).toBe(said.encKey);
    expect(
      openEv2Session(bytes.key, bytes.challenge, bytes.rndA, accepted?.answer ?? new Uint8Array(32)),
    ).not.toBeNull();
  });

  test('opens no session with another key, at either end', () => {
    const other = new Uint8Array(16).fill(1);
    expect(openEv2Session(other, bytes.challenge, bytes.rndA, hexToBytes(said.answer))).toBeNull();
    expect(acceptEv2Answer(other, bytes.rndB, hexToBytes(ti), hexToBytes(said.command2).slice(5, 37))).toBeNull();
    expect(openEv2Session(bytes.key, bytes.challenge, bytes.rndA, new Uint8Array(31))).toBeNull();
  });
});

describe('commands in a session', () => {
  test.each(vectors.commands)('$comment', (vector) => {
    const session = sessionOf(vector.session);
    const command = {
      ins: vector.ins,
      header: hexToBytes(vector.header),
      data: hexToBytes(vector.data),
      mode: vector.mode as CommMode,
    };
    expect(hex(inSession(session, command))).toBe(vector.apdu);
    const after = afterEv2Command(session);
    expect(hex(openEv2Answer(after, vector.answerMode as CommMode, hexToBytes(vector.answer)))).toBe(vector.answerData);
    expect(hex(protectEv2Answer(after, vector.answerMode as CommMode, hexToBytes(vector.answerData)))).toBe(
      vector.answer,
    );
  });

  test('are what the other end reads, and not when one bit is another or the counter has moved', () => {
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    const session = fc.record({ encKey: bytes(16), macKey: bytes(16), ti: bytes(4), counter: fc.nat(60_000) });
    const data = fc.uint8Array({ maxLength: 100 });
    fc.assert(
      fc.property(session, bytes(7), data, fc.constantFrom('mac', 'full'), fc.nat(), (one, header, sent, mode, at) => {
        const field = protectEv2Command(one, { ins: 0x8d, header, data: sent, mode });
        const shape = { ins: 0x8d, headerBytes: 7, mode } as const;
        expect(openEv2Command(one, shape, field)).toEqual({ header, data: sent });
        const flipped = field.map((byte, index) => (index === at % field.length ? byte ^ 1 : byte));
        expect(openEv2Command(one, shape, flipped)).toBeNull();
        expect(openEv2Command(afterEv2Command(one), shape, field)).toBeNull();
        const answer = protectEv2Answer(one, mode, sent);
        expect(openEv2Answer(one, mode, answer)).toEqual(sent);
        expect(openEv2Answer(one, mode, answer.slice(1))).toBeNull();
      }),
      { numRuns: 50 },
    );
  });
});

describe('ChangeKey', () => {
  test.each(vectors.changeKey)(
    '$comment has the data of the application note',
    ({ number, next, old, version, data }) => {
      expect(hex(changeKey(number, hexToBytes(next), hexToBytes(old), version).data)).toBe(data);
      expect(changedKey(number, hexToBytes(data), hexToBytes(old))).toEqual({ key: hexToBytes(next), version });
    },
  );

  test('shows the card that the reader knows the old key', () => {
    const [next, old] = [new Uint8Array(16).fill(7), new Uint8Array(16).fill(9)];
    const { data } = changeKey(3, next, old, 1);
    expect(changedKey(3, data, old)).toEqual({ key: next, version: 1 });
    expect(changedKey(3, data, new Uint8Array(16))).toBeNull();
    expect(changedKey(3, data.slice(1), old)).toBeNull();
  });

  test('has the CRC without its final inversion', () => {
    // Of "123456789": the check value of JAMCRC.
    expect(hex(crc32(new TextEncoder().encode('123456789')))).toBe('D9C60B34');
  });
});

describe('what is written on a card', () => {
  test('is the NDEF file of the application note', () => {
    const { url, head } = vectors.ndef;
    const file = ndefFileOf(url.replace('?e=', '?p='));
    expect(hex(file.bytes)?.slice(0, head.length)).toBe(head.replace('653D', '703D'));
    expect(file.bytes).toHaveLength(0x53);
    expect(file.offsets).toEqual({ picc: 0x20, mac: 0x43 });
    expect(urlOfNdef(file.bytes)).toBe(url.replace('?e=', '?p='));
  });

  test('has its message where the settings say', () => {
    const { bytes, offsets } = ndefFileOf(`https://latch.test/t?k=1&p=${'0'.repeat(32)}&c=${'0'.repeat(16)}`);
    const text = String.fromCharCode(...bytes);
    expect(text.slice(offsets.picc - 2, offsets.picc + 32)).toBe(`p=${'0'.repeat(32)}`);
    expect(text.slice(offsets.mac - 2)).toBe(`c=${'0'.repeat(16)}`);
    expect(readSdmSettings(sdmFileSettings(offsets))).toEqual(offsets);
    expect(readSdmSettings(sdmFileSettings(offsets).slice(1))).toBeNull();
  });

  test('wants a URL with places for the message, in ASCII, that fits', () => {
    const query = `p=${'0'.repeat(32)}&c=${'0'.repeat(16)}`;
    for (const url of ['https://x.test/t', `https://x.test/ü?${query}`, `https://x.test/${'a'.repeat(200)}?${query}`]) {
      expect(() => ndefFileOf(url)).toThrow(RangeError);
    }
    expect(urlOfNdef(ndefFileOf(`http://x.test/t?${query}`).bytes)).toBe(`http://x.test/t?${query}`);
    expect(urlOfNdef(new Uint8Array(256))).toBeNull();
  });

  test('is selected by the name of the NDEF application', () => {
    expect(hex(selectApplication())).toBe('00A4040C07D276000085010100');
  });
});
