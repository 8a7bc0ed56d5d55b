import { describe, expect, test } from 'vitest';
import { createCounterWindow, PEER_MESSAGE_BYTES, parsePeer, sealPeer, verifyPeer } from './peer.ts';

const KEY = new Uint8Array(32).fill(7);
const WAKE = {
  kind: 'wake',
  epoch: 3,
  counter: 1_790_000_000_000,
  latch: 'a'.repeat(26),
  nonce: new Uint8Array(16).fill(9),
} as const;

describe('the peer link', () => {
  test('carries a wake that only the holder of the key can make', () => {
    const bytes = sealPeer(KEY, WAKE);
    expect(bytes).toHaveLength(PEER_MESSAGE_BYTES);
    expect(parsePeer(bytes)).toEqual(WAKE);
    expect(verifyPeer(KEY, bytes)).toBe(true);
    expect(verifyPeer(new Uint8Array(32), bytes)).toBe(false);
  });

  test('refuses every flipped bit and every other length', () => {
    const good = sealPeer(KEY, WAKE);
    for (let bit = 0; bit < good.length * 8; bit += 1) {
      const bad = Uint8Array.from(good);
      bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(parsePeer(bad) !== null && verifyPeer(KEY, bad)).toBe(false);
    }
    expect(parsePeer(good.subarray(1))).toBeNull();
    expect(parsePeer(Buffer.concat([good, Buffer.alloc(1)]))).toBeNull();
  });

  test('takes each counter once, also out of order within the window, and none below it', () => {
    const accept = createCounterWindow(4);
    expect([10, 10, 12, 11, 11, 9, 8, 16, 12, 13].map(accept)).toEqual([
      true,
      false,
      true,
      true,
      false,
      true,
      false,
      true,
      false,
      true,
    ]);
  });
});
