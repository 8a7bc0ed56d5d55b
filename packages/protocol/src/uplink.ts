import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { decodeCbor, decodeFirstCbor, encodeCbor } from './cbor.ts';
import { bytes } from './fields.ts';
import { ProtocolError } from './protocol-error.ts';

/** COSE_Mac0 (RFC 9052, 6.2), tag 17, HMAC 256/256 (RFC 9053, 3.1: alg 5). */
const COSE_MAC0_TAG = 0xd1;
const ALG_HMAC_256 = 5;

/** The longest COSE_Mac0 that any row of the topic table may carry in front of a picture. */
const MAX_MAC0_BYTES = 4096;

const mac0 = z.tuple([
  bytes(1, 32),
  z.map(z.unknown(), z.unknown()).refine((m) => m.size === 0),
  bytes(0, MAX_MAC0_BYTES),
  bytes(32),
]);
const protectedHeader = z
  .map(z.int(), z.unknown())
  .refine((m) => m.size === 2 && m.get(1) === ALG_HMAC_256 && m.get(4) instanceof Uint8Array);

/** A COSE_Mac0 that was read but not believed. */
export interface Uplink {
  /** Version of the uplink key, one byte. */
  readonly keyVersion: number;
  readonly payload: Uint8Array;
  readonly tag: Uint8Array;
  readonly protectedBytes: Uint8Array;
  /** What follows the COSE_Mac0: the JPEG of a frame, else empty. */
  readonly rest: Uint8Array;
}

/** Key = HKDF-SHA-256(site uplink secret, info = "uplink" | device id), 32 bytes, no salt. */
export const deriveUplinkKey = (siteSecret: Uint8Array, device: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', siteSecret, new Uint8Array(0), `uplink${device}`, 32));

/** Key = HKDF-SHA-256(site peer secret, info = "peer" | latch | camera | epoch as decimal), 32 bytes. */
export const derivePeerKey = (siteSecret: Uint8Array, latch: string, camera: string, epoch: number): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', siteSecret, new Uint8Array(0), `peer${latch}${camera}${epoch}`, 32));

const macOf = (
  key: Uint8Array,
  protectedBytes: Uint8Array,
  device: string,
  topic: string,
  payload: Uint8Array,
): Uint8Array => {
  const externalAad = encodeCbor(['sl1-up', device, topic]);
  const macStructure = encodeCbor(['MAC0', protectedBytes, externalAad, payload]);
  return createHmac('sha256', key).update(macStructure).digest();
};

/** Makes the bytes that a device publishes: COSE_Mac0 over the payload, bound to device and topic; `trailer` (a JPEG) follows as it is. */
export const sealUplink = (
  key: { readonly version: number; readonly secret: Uint8Array },
  device: string,
  topic: string,
  payload: Uint8Array,
  trailer: Uint8Array = new Uint8Array(0),
): Uint8Array => {
  const protectedBytes = encodeCbor(
    new Map<number, unknown>([
      [1, ALG_HMAC_256],
      [4, Uint8Array.of(key.version)],
    ]),
  );
  const tag = macOf(key.secret, protectedBytes, device, topic, payload);
  const body = encodeCbor([protectedBytes, new Map(), payload, new Uint8Array(tag)]);
  return Buffer.concat([Uint8Array.of(COSE_MAC0_TAG), body, trailer]);
};

/** Reads a COSE_Mac0 without judging its MAC. Throws ProtocolError for any other bytes. */
export const parseUplink = (data: Uint8Array): Uplink => {
  if (data[0] !== COSE_MAC0_TAG) throw new ProtocolError('malformed', 'not a COSE_Mac0: the first byte must be tag 17');
  const { value, rest } = firstItem(data.subarray(1));
  const parts = mac0.safeParse(value);
  if (!parts.success) throw new ProtocolError('bad_shape', 'not a COSE_Mac0 of [protected, {}, payload, tag]');
  const [protectedBytes, , payload, tag] = parts.data;
  const header = protectedHeader.safeParse(decodeCbor(protectedBytes));
  const kid = header.success ? (header.data.get(4) as Uint8Array) : new Uint8Array(0);
  if (kid.length !== 1) throw new ProtocolError('bad_shape', 'protected header must be {1: 5, 4: one byte}');
  return { keyVersion: kid[0] as number, payload, tag, protectedBytes, rest };
};

/** Only the head of the bytes is searched for the item, so that a picture is never scanned as CBOR. */
const firstItem = (data: Uint8Array): { value: unknown; rest: Uint8Array } => {
  const head = data.subarray(0, MAX_MAC0_BYTES);
  const { value, rest } = decodeFirstCbor(head);
  return { value, rest: data.subarray(head.length - rest.length) };
};

/** Constant-time check of the MAC for this device and this topic. */
export const verifyUplink = (uplink: Uplink, secret: Uint8Array, device: string, topic: string): boolean =>
  timingSafeEqual(macOf(secret, uplink.protectedBytes, device, topic, uplink.payload), uplink.tag);
