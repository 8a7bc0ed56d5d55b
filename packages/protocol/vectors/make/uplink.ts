import {
  derivePeerKey,
  deriveUplinkKey,
  encodeCbor,
  encodeMessage,
  frameHeader,
  result,
  sealUplink,
  tap,
  type TopicName,
  topicOf,
} from '../../src/index.ts';
import { createHash, createHmac } from 'node:crypto';
import { CAMERA, flipBit, hex, joined, LATCH, NONCE, OTHER_LATCH, PEER_SECRET, SITE_SECRET, seed, unhex } from './fixed.ts';

const VERSION = 3;
const keyOf = (device: string) => ({ version: VERSION, secret: deriveUplinkKey(SITE_SECRET, device) });

const TAP = encodeMessage(tap, {
  tapId: seed('tap id', 16),
  nonce: NONCE,
  credential: { kind: 'ntag424', keyId: 1, picc: seed('picc', 16), mac: seed('mac', 8) },
  cameraWoken: false,
});
const RESULT = encodeMessage(result, { commandId: seed('command id', 16), ok: true, stages: [['moved', 912]] });

const seal = (device: string, name: TopicName, payload: Uint8Array) =>
  new Uint8Array(sealUplink(keyOf(device), device, topicOf(device, name), payload));

/** The parts of a COSE_Mac0 of ours, to be put together wrongly. `protected` is {1: 5, 4: h'03'}: 6 bytes. */
const envelope = (parts: { header?: Uint8Array; unprotected?: Map<unknown, unknown>; payload?: unknown; tag?: Uint8Array }) => {
  const header = parts.header ?? protectedHeader(5, Uint8Array.of(VERSION));
  const payload = parts.payload === undefined ? TAP : parts.payload;
  const aad = encodeCbor(['sl1-up', LATCH, topicOf(LATCH, 'nfc/tap')]);
  const mac = createHmac('sha256', keyOf(LATCH).secret).update(encodeCbor(['MAC0', header, aad, payload])).digest();
  return joined(unhex('d1'), encodeCbor([header, parts.unprotected ?? new Map(), payload, parts.tag ?? new Uint8Array(mac)]));
};
const protectedHeader = (alg: number, kid: unknown) => encodeCbor(new Map<number, unknown>([[1, alg], [4, kid]]));

const GOOD = seal(LATCH, 'nfc/tap', TAP);
/** Where the parts begin: tag and array 2, protected 1 + 6, unprotected 1, payload 2 + n, tag 2 + 32. */
const AT = { protected: 3, payload: 12, tag: GOOD.length - 32 } as const;

export const uplinkVectors = () => {
  const key = hex(keyOf(LATCH).secret);
  const bad = (bytes: Uint8Array, error: string, comment: string, change: { device?: string; topic?: string; key?: string } = {}) => ({
    device: LATCH,
    topic: topicOf(LATCH, 'nfc/tap'),
    key,
    ...change,
    bytes: hex(bytes),
    error,
    comment,
  });
  return {
    what: 'COSE_Mac0 upwards: external_aad is CBOR ["sl1-up", device, topic]',
    uplinkKeys: [LATCH, CAMERA].map((device) => ({ siteSecret: hex(SITE_SECRET), device, key: hex(keyOf(device).secret) })),
    peerKeys: [0, 1, 12].map((epoch) => ({
      siteSecret: hex(PEER_SECRET),
      latch: LATCH,
      camera: CAMERA,
      epoch,
      key: hex(derivePeerKey(PEER_SECRET, LATCH, CAMERA, epoch)),
    })),
    valid: ([
      [LATCH, 'nfc/tap', TAP],
      [LATCH, 'result/unlock', RESULT],
      [CAMERA, 'result/capture', RESULT],
      [LATCH, 'evt/lock', new Uint8Array(0)],
    ] as const).map(([device, name, payload]) => ({
      device,
      topic: topicOf(device, name),
      keyVersion: VERSION,
      key: hex(keyOf(device).secret),
      payload: hex(payload),
      bytes: hex(seal(device, name, payload)),
    })),
    invalid: [
      bad(GOOD, 'bad_mac', 'another device', { device: OTHER_LATCH }),
      bad(GOOD, 'bad_mac', 'another topic of the same device', { topic: topicOf(LATCH, 'result/unlock') }),
      bad(GOOD, 'bad_mac', 'the key of another device', { key: hex(keyOf(CAMERA).secret) }),
      bad(GOOD, 'bad_mac', 'a key of zeros', { key: '00'.repeat(32) }),
      bad(flipBit(GOOD, AT.payload * 8 + 7), 'bad_mac', 'a bit of the payload flipped'),
      bad(flipBit(GOOD, AT.tag * 8), 'bad_mac', 'the first bit of the MAC flipped'),
      bad(flipBit(GOOD, GOOD.length * 8 - 1), 'bad_mac', 'the last bit of the MAC flipped'),
      bad(flipBit(GOOD, (AT.protected + 5) * 8 + 7), 'bad_mac', 'another key version in the protected header'),
      bad(envelope({ tag: new Uint8Array(32) }), 'bad_mac', 'a MAC of zeros'),
      bad(new Uint8Array(0), 'malformed', 'nothing'),
      bad(GOOD.subarray(1), 'malformed', 'without tag 17'),
      bad(joined(unhex('d2'), GOOD.subarray(1)), 'malformed', 'tag 18: a COSE_Sign1'),
      bad(joined(unhex('d811'), GOOD.subarray(1)), 'malformed', 'tag 17 in two bytes'),
      bad(GOOD.subarray(0, GOOD.length - 1), 'malformed', 'a byte less'),
      bad(GOOD.subarray(0, AT.payload), 'malformed', 'cut before the payload'),
      bad(joined(GOOD.subarray(0, 1), unhex('83'), GOOD.subarray(2, AT.tag - 2)), 'bad_shape', 'three parts'),
      bad(envelope({ header: protectedHeader(4, Uint8Array.of(VERSION)) }), 'bad_shape', 'alg 4: HMAC 256/64, a MAC of 8 bytes'),
      bad(envelope({ header: protectedHeader(6, Uint8Array.of(VERSION)) }), 'bad_shape', 'alg 6: another algorithm'),
      bad(envelope({ header: encodeCbor(new Map([[1, 5]])) }), 'bad_shape', 'without a key id'),
      bad(envelope({ header: protectedHeader(5, unhex('0003')) }), 'bad_shape', 'a key id of two bytes'),
      bad(envelope({ header: protectedHeader(5, VERSION) }), 'bad_shape', 'a key id that is a number'),
      bad(envelope({ header: encodeCbor(new Map<number, unknown>([[1, 5], [3, 0], [4, Uint8Array.of(VERSION)]])) }), 'bad_shape', 'a protected header with a key more'),
      bad(envelope({ header: joined(protectedHeader(5, Uint8Array.of(VERSION)), unhex('00')) }), 'malformed', 'a byte behind the protected header'),
      bad(envelope({ header: unhex('a20441030105') }), 'not_deterministic', 'the protected header out of order'),
      bad(envelope({ unprotected: new Map([[4, Uint8Array.of(VERSION)]]) }), 'bad_shape', 'something in the unprotected header'),
      bad(envelope({ payload: null }), 'bad_shape', 'a detached payload'),
      bad(envelope({ tag: new Uint8Array(8) }), 'bad_shape', 'a MAC of 8 bytes'),
    ],
  };
};

/** The smallest that begins like a JPEG; what is in it does not matter to the protocol. */
const JPEG = joined(unhex('ffd8ffe000104a46494600'), seed('jpeg body'), unhex('ffd9'));
const HASH = new Uint8Array(createHash('sha256').update(JPEG).digest());
const TOPIC = topicOf(CAMERA, 'face/frame');

const frame = (jpeg: Uint8Array, sequence: number, sha256 = HASH) =>
  joined(
    new Uint8Array(
      sealUplink(
        keyOf(CAMERA),
        CAMERA,
        TOPIC,
        encodeMessage(frameHeader, { nonce: NONCE, latch: LATCH, sequence, capturedAtMs: 1_790_000_000_000, sha256 }),
      ),
    ),
    jpeg,
  );

export const frameVectors = () => {
  const good = frame(JPEG, 1);
  const headBytes = good.length - JPEG.length;
  const bad = (bytes: Uint8Array, error: string, comment: string) => ({ device: CAMERA, topic: TOPIC, key: hex(keyOf(CAMERA).secret), bytes: hex(bytes), error, comment });
  return {
    what: 'face/frame: COSE_Mac0 over the header, then the JPEG as it is. hash_mismatch: the MAC is good, the picture is another',
    valid: [1, 2 ** 40].map((sequence) => ({
      device: CAMERA,
      topic: TOPIC,
      keyVersion: VERSION,
      key: hex(keyOf(CAMERA).secret),
      bytes: hex(frame(JPEG, sequence)),
      headBytes: frame(JPEG, sequence).length - JPEG.length,
      fields: { nonce: { hex: hex(NONCE) }, latch: LATCH, sequence, capturedAtMs: 1_790_000_000_000, sha256: { hex: hex(HASH) } },
      jpeg: hex(JPEG),
    })),
    invalid: [
      bad(joined(good.subarray(0, headBytes), flipBit(JPEG, 100)), 'hash_mismatch', 'a bit of the picture flipped'),
      bad(good.subarray(0, good.length - 1), 'hash_mismatch', 'the picture a byte shorter'),
      bad(joined(good, unhex('00')), 'hash_mismatch', 'the picture a byte longer'),
      bad(good.subarray(0, headBytes), 'hash_mismatch', 'no picture'),
      bad(joined(good.subarray(0, headBytes), unhex('ffd8ffd9')), 'hash_mismatch', 'another picture behind the header of this one'),
      bad(good.subarray(0, headBytes - 1), 'malformed', 'cut inside the MAC'),
      bad(JPEG, 'malformed', 'a picture without a header'),
      bad(flipBit(good, 20 * 8), 'bad_mac', 'a bit of the nonce flipped: the picture of another tap'),
    ],
  };
};

const PEER_KEY = derivePeerKey(PEER_SECRET, LATCH, CAMERA, 1);
/** "slw1" or "sla1" | epoch u32 | counter u48 | latch id | nonce | HMAC-SHA-256 over all before it; numbers big-endian. */
const peer = (magic: string, epoch: number, counter: number, key = PEER_KEY) => {
  const head = Buffer.alloc(14);
  head.write(magic, 'ascii');
  head.writeUInt32BE(epoch, 4);
  head.writeUIntBE(counter, 8, 6);
  const body = joined(new Uint8Array(head), new Uint8Array(Buffer.from(LATCH, 'ascii')), NONCE);
  return joined(body, new Uint8Array(createHmac('sha256', key).update(body).digest()));
};

export const peerVectors = () => {
  const good = peer('slw1', 1, 5);
  const bad = (bytes: Uint8Array, error: string, comment: string) => ({ key: hex(PEER_KEY), bytes: hex(bytes), error, comment });
  return {
    what: 'the peer link, latch -> camera: a wake and its acknowledgement, 88 bytes',
    valid: [
      { kind: 'wake', epoch: 1, counter: 5, latch: LATCH, nonce: hex(NONCE), key: hex(PEER_KEY), bytes: hex(good) },
      { kind: 'ack', epoch: 1, counter: 5, latch: LATCH, nonce: hex(NONCE), key: hex(PEER_KEY), bytes: hex(peer('sla1', 1, 5)) },
      { kind: 'wake', epoch: 4_294_967_295, counter: 2 ** 48 - 1, latch: LATCH, nonce: hex(NONCE), key: hex(PEER_KEY), bytes: hex(peer('slw1', 4_294_967_295, 2 ** 48 - 1)) },
    ],
    invalid: [
      bad(new Uint8Array(0), 'malformed', 'nothing'),
      bad(good.subarray(0, 87), 'malformed', 'a byte less'),
      bad(joined(good, unhex('00')), 'malformed', 'a byte more'),
      bad(peer('slx1', 1, 5), 'malformed', 'no such message'),
      bad(peer('slw1', 1, 5, seed('another key')), 'bad_mac', 'another key'),
      bad(flipBit(good, 60), 'bad_mac', 'the counter changed'),
      bad(joined(peer('sla1', 1, 5).subarray(0, 56), good.subarray(56)), 'bad_mac', 'a wake turned into an acknowledgement'),
    ],
    counters: [
      { window: 64, counter: [5, 5, 4, 6, 70, 7, 6, 69, 70, 71], accepted: [true, false, true, true, true, true, false, true, false, true], comment: 'each once; at most 63 below the highest' },
    ],
  };
};
