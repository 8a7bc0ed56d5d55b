import { decodeFirst, encode, rfc8949EncodeOptions } from 'cborg';
import { ProtocolError } from './protocol-error.ts';

const DECODE_OPTIONS = {
  useMaps: true,
  strict: true,
  rejectDuplicateMapKeys: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: false,
} as const;

/** Deterministic CBOR (RFC 8949, 4.2.1): shortest heads, no indefinite lengths, map keys in bytewise order. */
export const encodeCbor = (value: unknown): Uint8Array => encode(value, rfc8949EncodeOptions);

/**
 * Reads the first data item and returns it with the bytes that follow.
 * Throws ProtocolError when the bytes are not CBOR, or are not the deterministic form of what they say:
 * one message has one encoding, so a copy that differs in a byte is another message.
 */
export const decodeFirstCbor = (bytes: Uint8Array): { value: unknown; rest: Uint8Array } => {
  const { value, rest, canonical } = decodeAndEncode(bytes);
  const item = bytes.subarray(0, bytes.length - rest.length);
  if (!equalBytes(canonical, item)) {
    throw new ProtocolError('not_deterministic', 'not the deterministic encoding of RFC 8949, 4.2.1');
  }
  return { value, rest };
};

/** Encoding again may fail too: cborg reads a map with maps for keys, or a very deep nest, that it cannot write. */
const decodeAndEncode = (bytes: Uint8Array): { value: unknown; rest: Uint8Array; canonical: Uint8Array } => {
  try {
    const [value, rest] = decodeFirst(bytes, DECODE_OPTIONS) as [unknown, Uint8Array];
    return { value, rest, canonical: encodeCbor(value) };
  } catch {
    throw new ProtocolError('malformed', 'not a CBOR data item that this protocol uses');
  }
};

/** Reads exactly one data item; bytes behind it are refused. */
export const decodeCbor = (bytes: Uint8Array): unknown => {
  const { value, rest } = decodeFirstCbor(bytes);
  if (rest.length > 0) throw new ProtocolError('malformed', `${rest.length} bytes follow the data item`);
  return value;
};

/** For public values only: it stops at the first difference. */
export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);
