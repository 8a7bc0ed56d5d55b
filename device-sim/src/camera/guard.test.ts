import type { Command } from '@smart-latch/protocol';
import { describe, expect, test } from 'vitest';
import { type CaptureState, emptyCaptures, judgeCapture, keepResult, noteNonce } from './guard.ts';

const LATCH = 'l'.repeat(26);
const bytes = (seed: number) => new Uint8Array(16).fill(seed);
const capture = (id: number, nonce = 1, extra: Partial<Command> = {}): Command => ({
  op: 'capture',
  device: 'c'.repeat(26),
  commandId: bytes(id),
  binding: { nonce: bytes(nonce) },
  ttlMs: 10_000,
  args: { latch: LATCH },
  issuedAtMs: 0,
  ...extra,
});
const judge = (state: CaptureState, command: Command, nowMs = 0, retained = false) =>
  judgeCapture(state, nowMs, command, retained, (latch) => latch === LATCH);

const accept = (state: CaptureState, command: Command): CaptureState => {
  const verdict = judge(state, command);
  return verdict.is === 'accepted' ? verdict.state : state;
};

describe('a capture', () => {
  test('is done three times for one nonce, and a fourth is replayed', () => {
    const three = [1, 2, 3].reduce((state, id) => accept(state, capture(id)), emptyCaptures);
    expect(judge(three, capture(4))).toEqual({ is: 'refused', reason: 'replayed' });
    expect(judge(three, capture(4, 2)).is).toBe('accepted');
  });

  test('that comes again takes no other picture and says the same', () => {
    const result = { commandId: bytes(1), ok: true, stages: [] };
    const state = accept(emptyCaptures, capture(1));
    expect(judge(state, capture(1))).toEqual({ is: 'repeated', result: null });
    expect(judge(keepResult(state, result), capture(1))).toEqual({ is: 'repeated', result });
  });

  test.each([
    ['retained', capture(1), true],
    ['wrong_device', capture(1, 1, { op: 'unlock' }), false],
    ['no_attempt', capture(1, 1, { args: { latch: 'x'.repeat(26) } }), false],
    ['no_attempt', capture(1, 1, { args: {} }), false],
    ['no_attempt', capture(1, 1, { binding: { boot: bytes(1), counter: 1 } }), false],
  ] as const)('is refused as %s', (reason, command, retained) => {
    expect(judge(emptyCaptures, command, 0, retained)).toEqual({ is: 'refused', reason });
  });

  test('is expired when the nonce was first heard of longer ago than its ttl', () => {
    const woken = noteNonce(emptyCaptures, 0, Buffer.from(bytes(1)).toString('hex'));
    expect(judge(woken, capture(1), 10_000).is).toBe('accepted');
    expect(judge(woken, capture(1), 10_001)).toEqual({ is: 'refused', reason: 'expired' });
  });
});
