import { LATCH } from '@smart-latch/core';
import type { ResultMessage } from '@smart-latch/protocol';

/** 2-protocol: 8 slots, at most 2 of them from challenges, open for 20 s on the latch's own clock. In RAM only. */
export const NONCE = {
  slots: LATCH.nonceSlots,
  challengeSlots: LATCH.challengeSlots,
  openMs: LATCH.awaitDecisionMs,
} as const;

export interface NonceSlot {
  /** 16 random bytes, hex. */
  readonly nonce: string;
  readonly from: 'tap' | 'challenge';
  readonly issuedAtMs: number;
  /** The command id (hex) that used it up; null while it is unused. */
  readonly usedBy: string | null;
  /** What that command came to; null while the bolt still moves. */
  readonly result: ResultMessage | null;
}

export const isOpen = (slot: NonceSlot, nowMs: number): boolean =>
  slot.usedBy === null && nowMs - slot.issuedAtMs <= NONCE.openMs;

/**
 * Adds a nonce, in place of the slot that is missed least: an expired one, then a used one, then an open challenge; the oldest of its sort.
 * Null when every slot holds an open tap, which is never evicted: a stranger who taps a lot cannot cancel a resident's tap.
 */
export const addNonce = (
  slots: readonly NonceSlot[],
  nowMs: number,
  fresh: Pick<NonceSlot, 'nonce' | 'from'>,
): readonly NonceSlot[] | null => {
  const slot: NonceSlot = { ...fresh, issuedAtMs: nowMs, usedBy: null, result: null };
  const challenges = slots.filter((s) => s.from === 'challenge');
  if (slot.from === 'challenge' && challenges.length >= NONCE.challengeSlots)
    return replace(slots, challenges[0], slot);
  if (slots.length < NONCE.slots) return [...slots, slot];
  const victim =
    slots.find((s) => nowMs - s.issuedAtMs > NONCE.openMs) ??
    slots.find((s) => s.usedBy !== null && s.result !== null) ??
    challenges[0];
  return victim ? replace(slots, victim, slot) : null;
};

/** Slots are in the order of issue, so the first that fits is the oldest. */
const replace = (slots: readonly NonceSlot[], victim: NonceSlot | undefined, slot: NonceSlot) => [
  ...slots.filter((s) => s !== victim),
  slot,
];

export const changeNonce = (
  slots: readonly NonceSlot[],
  nonce: string,
  change: Partial<Pick<NonceSlot, 'usedBy' | 'result'>>,
): readonly NonceSlot[] => slots.map((slot) => (slot.nonce === nonce ? { ...slot, ...change } : slot));
