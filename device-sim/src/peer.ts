import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The peer link, latch -> camera, and its acknowledgement. ESP-NOW on boards, UDP on loopback here; the bytes are the same:
 * "slw1" (or "sla1") | epoch u32 | counter u48 | latch 26 | nonce 16 | HMAC-SHA-256 over all before it with the peer key.
 */
const MAGIC = { wake: 'slw1', ack: 'sla1' } as const;
const BODY_BYTES = 4 + 4 + 6 + 26 + 16;
const TAG_BYTES = 32;
export const PEER_MESSAGE_BYTES = BODY_BYTES + TAG_BYTES;

export interface PeerMessage {
  readonly kind: 'wake' | 'ack';
  readonly epoch: number;
  readonly counter: number;
  /** Device id of the latch. */
  readonly latch: string;
  readonly nonce: Uint8Array;
}

const tagOf = (key: Uint8Array, body: Uint8Array): Buffer => createHmac('sha256', key).update(body).digest();

export const sealPeer = (key: Uint8Array, message: PeerMessage): Uint8Array => {
  const body = Buffer.alloc(BODY_BYTES);
  body.write(MAGIC[message.kind], 0, 'ascii');
  body.writeUInt32BE(message.epoch, 4);
  body.writeUIntBE(message.counter, 8, 6);
  body.write(message.latch, 14, 26, 'ascii');
  body.set(message.nonce, 40);
  return Buffer.concat([body, tagOf(key, body)]);
};

/** Reads without believing; null when it is no message of this link. */
export const parsePeer = (bytes: Uint8Array): PeerMessage | null => {
  if (bytes.length !== PEER_MESSAGE_BYTES) return null;
  const body = Buffer.from(bytes);
  const magic = body.toString('ascii', 0, 4);
  const kind = magic === MAGIC.wake ? 'wake' : magic === MAGIC.ack ? 'ack' : null;
  if (kind === null) return null;
  return {
    kind,
    epoch: body.readUInt32BE(4),
    counter: body.readUIntBE(8, 6),
    latch: body.toString('ascii', 14, 40),
    nonce: new Uint8Array(body.subarray(40, 56)),
  };
};

export const verifyPeer = (key: Uint8Array, bytes: Uint8Array): boolean =>
  bytes.length === PEER_MESSAGE_BYTES &&
  timingSafeEqual(tagOf(key, bytes.subarray(0, BODY_BYTES)), bytes.subarray(BODY_BYTES));

/** Accepts each counter once: anything above the highest, and what is at most `size` below it and was not seen. */
export const createCounterWindow = (size = 64) => {
  let highest = -1;
  let seen = new Set<number>();
  return (counter: number): boolean => {
    if (counter <= highest - size || seen.has(counter)) return false;
    seen.add(counter);
    if (counter > highest) {
      highest = counter;
      seen = new Set([...seen].filter((c) => c > highest - size));
    }
    return true;
  };
};
