import { describe, expect, test } from 'vitest';
import { addNonce, changeNonce, isOpen, NONCE, type NonceSlot } from './nonces.ts';

const fill = (count: number, from: 'tap' | 'challenge' = 'tap', nowMs = 0): readonly NonceSlot[] =>
  Array.from({ length: count }).reduce<readonly NonceSlot[]>(
    (slots, _, i) => addNonce(slots, nowMs, { nonce: `${from}${i}`, from }) ?? slots,
    [],
  );
const names = (slots: readonly NonceSlot[] | null) => slots?.map((slot) => slot.nonce);

describe('the nonce table', () => {
  test('is open up to 20 s and not longer, and only while unused', () => {
    const [slot] = fill(1);
    expect(slot && isOpen(slot, NONCE.openMs)).toBe(true);
    expect(slot && isOpen(slot, NONCE.openMs + 1)).toBe(false);
    expect(slot && isOpen({ ...slot, usedBy: 'c' }, 1)).toBe(false);
  });

  test('refuses a ninth tap rather than evict an open one', () => {
    expect(addNonce(fill(8), 1, { nonce: 'ninth', from: 'tap' })).toBeNull();
  });

  test('refuses a challenge when eight taps are open', () => {
    expect(addNonce(fill(8), 1, { nonce: 'challenge', from: 'challenge' })).toBeNull();
  });

  test('gives the place of an expired nonce first', () => {
    const old = fill(1, 'tap', 0);
    const slots = Array.from({ length: 7 }).reduce<readonly NonceSlot[]>(
      (s, _, i) => addNonce(s, 20_000, { nonce: `new${i}`, from: 'tap' }) ?? s,
      old,
    );
    expect(names(addNonce(slots, 20_001, { nonce: 'ninth', from: 'tap' }))).not.toContain('tap0');
  });

  test('gives the place of a used nonce before that of an open challenge', () => {
    const challenge = fill(1, 'challenge');
    const slots = Array.from({ length: 7 }).reduce<readonly NonceSlot[]>(
      (s, _, i) => addNonce(s, 0, { nonce: `tap${i}`, from: 'tap' }) ?? s,
      challenge,
    );
    const result = { commandId: new Uint8Array(16), ok: true, stages: [] };
    const used = changeNonce(slots, 'tap3', { usedBy: 'c', result });
    expect(names(addNonce(used, 1, { nonce: 'ninth', from: 'tap' }))).not.toContain('tap3');
    expect(names(addNonce(slots, 1, { nonce: 'ninth', from: 'tap' }))).not.toContain('challenge0');
  });

  test('never gives the place of a command that still moves the bolt', () => {
    const moving = changeNonce(fill(8), 'tap3', { usedBy: 'c' });
    expect(addNonce(moving, 1, { nonce: 'ninth', from: 'tap' })).toBeNull();
  });

  test('holds at most two challenges, the newest', () => {
    expect(names(fill(3, 'challenge'))).toEqual(['challenge1', 'challenge2']);
  });
});
