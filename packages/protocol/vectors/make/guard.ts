import type { Command } from '../../src/index.ts';
import { commandOf, signed } from './commands.ts';
import { BOOT, CAMERA, hex, LATCH, OTHER_LATCH, SLOTS, STRANGER, seed } from './fixed.ts';

const nonce = (n: number) => seed(`nonce ${n}`, 16);
const id = (n: number) => seed(`command id ${n}`, 16);
const give = (op: Command['op'], n: number, change: Partial<Command> = {}) => signed(commandOf(op, { commandId: id(n), ...change }));
const unlock = (n: number, forNonce: number, change: Partial<Command> = {}) => give('unlock', n, { binding: { nonce: nonce(forNonce) }, ...change });
const deny = (n: number, forNonce: number) => give('deny', n, { binding: { nonce: nonce(forNonce) } });
const bound = (op: 'lock' | 'challenge', n: number, counter: number, boot = BOOT) => give(op, n, { binding: { boot, counter } });
const capture = (n: number, change: Partial<Command> = {}) => give('capture', n, { binding: { nonce: nonce(1) }, ttlMs: 10_000, ...change });

interface Told {
  readonly retained?: boolean;
  /** The 16 random bytes that a challenge takes. */
  readonly fresh?: Uint8Array;
}

const tap = (atMs: number, n: number) => ({ atMs, tap: hex(nonce(n)) });
const tell = (atMs: number, bytes: Uint8Array, expected: { result: string; moves?: boolean; nonce?: string }, told: Told = {}) => ({
  atMs,
  command: hex(bytes),
  retained: told.retained ?? false,
  ...(told.fresh ? { fresh: hex(told.fresh) } : {}),
  moves: false,
  ...expected,
});
const bolt = (atMs: number, at: 'locked' | 'unlocked', result: string) => ({ atMs, bolt: at, result });
const moving = { result: 'none', moves: true } as const;
const refused = (reason: string) => ({ result: reason });

/** Taps that stay open, one a nonce. */
const taps = (count: number, first = 1) => Array.from({ length: count }, (_, i) => tap(i, first + i));

const LATCH_CASES = [
  ['an unlock for an open tap', [tap(0, 1), tell(500, unlock(1, 1), moving), bolt(1_400, 'unlocked', 'ok')]],
  ['the same command again: the same result, nothing moves', [tap(0, 1), tell(500, unlock(1, 1), moving), tell(600, unlock(1, 1), { result: 'none' }), bolt(1_400, 'unlocked', 'ok'), tell(1_500, unlock(1, 1), { result: 'ok' })]],
  ['another command on a used nonce', [tap(0, 1), tell(500, unlock(1, 1), moving), tell(600, unlock(2, 1), refused('replayed'))]],
  ['an unlock after a deny of the same tap', [tap(0, 1), tell(500, deny(1, 1), { result: 'ok' }), tell(600, unlock(2, 1), refused('replayed'))]],
  ['a nonce that this latch never gave', [tap(0, 1), tell(500, unlock(1, 2), refused('no_attempt'))]],
  ['no tap at all', [tell(500, unlock(1, 1), refused('no_attempt'))]],
  ['an unlock bound to the boot instead of a nonce', [tap(0, 1), tell(500, give('unlock', 1, { binding: { boot: BOOT, counter: 1 } }), refused('no_attempt'))]],
  ['the last ms of the ttl', [tap(0, 1), tell(3_000, unlock(1, 1, { ttlMs: 3_000 }), moving)]],
  ['a ms after the ttl', [tap(0, 1), tell(3_001, unlock(1, 1, { ttlMs: 3_000 }), refused('expired'))]],
  ['the last ms of the nonce', [tap(0, 1), tell(20_000, unlock(1, 1), moving)]],
  ['a ms after the nonce', [tap(0, 1), tell(20_001, unlock(1, 1), refused('expired'))]],
  ['retained, and then live', [tap(0, 1), tell(500, unlock(1, 1), refused('retained'), { retained: true }), tell(600, unlock(1, 1), moving)]],
  ['an older tap still opens', [tap(0, 1), tap(100, 2), tell(500, unlock(1, 1), moving)]],
  ['eight taps are open and the first is not evicted by a ninth', [...taps(9), tell(500, unlock(1, 1), moving)]],
  ['the ninth tap was not taken', [...taps(9), tell(500, unlock(1, 9), refused('no_attempt'))]],
  ['a challenge gives a nonce for one unlock', [tell(0, bound('challenge', 1, 1), { result: 'ok', nonce: hex(nonce(30)) }, { fresh: nonce(30) }), tell(100, unlock(2, 30), moving), tell(200, unlock(3, 30), refused('replayed'))]],
  ['the same challenge again gives the same nonce', [tell(0, bound('challenge', 1, 1), { result: 'ok', nonce: hex(nonce(30)) }, { fresh: nonce(30) }), tell(50, bound('challenge', 1, 1), { result: 'ok', nonce: hex(nonce(30)) }, { fresh: nonce(31) })]],
  ['a third challenge takes the place of the first', [...[1, 2, 3].map((n) => tell(n, bound('challenge', n, n), { result: 'ok', nonce: hex(nonce(30 + n)) }, { fresh: nonce(30 + n) })), tell(100, unlock(4, 31), refused('no_attempt')), tell(101, unlock(5, 33), moving)]],
  ['a challenge never evicts an open tap', [...taps(8), tell(100, bound('challenge', 1, 1), refused('no_attempt'), { fresh: nonce(30) }), tell(101, unlock(2, 1), moving)]],
  ['a counter must rise', [tell(0, bound('lock', 1, 5), { result: 'ok' }), tell(1, bound('lock', 2, 5), refused('replayed')), tell(2, bound('lock', 3, 4), refused('replayed')), tell(3, bound('lock', 4, 6), { result: 'ok' })]],
  ['another boot', [tell(0, bound('lock', 1, 1, seed('earlier boot', 16)), refused('expired'))]],
  ['a lock bound to a nonce', [tap(0, 1), tell(1, give('lock', 1, { binding: { nonce: nonce(1) } }), refused('expired'))]],
  ['a good command of another door', [tap(0, 1), tell(1, unlock(1, 1, { device: OTHER_LATCH }), refused('wrong_device'))]],
  ['a key that this latch does not hold', [tap(0, 1), tell(1, signed(commandOf('unlock', { binding: { nonce: nonce(1) } }), STRANGER), refused('unknown_key'))]],
  ['not a command', [tap(0, 1), tell(1, new Uint8Array([1, 2, 3]), refused('bad_signature'))]],
  ['a capture, and this is no camera', [tap(0, 1), tell(1, capture(1, { device: LATCH }), refused('wrong_device'))]],
] as const;

const CAMERA_CASES = [
  ['three captures of one nonce', [tell(0, capture(1), { result: 'ok' }), tell(1, capture(2), { result: 'ok' }), tell(2, capture(3), { result: 'ok' }), tell(3, capture(4), refused('replayed'))]],
  ['the same command again takes no other picture', [tell(0, capture(1), { result: 'ok' }), tell(1, capture(1), { result: 'ok' }), tell(2, capture(2), { result: 'ok' }), tell(3, capture(3), { result: 'ok' })]],
  ['another nonce begins anew', [...[1, 2, 3].map((n) => tell(n, capture(n), { result: 'ok' })), tell(4, capture(4, { binding: { nonce: nonce(2) } }), { result: 'ok' })]],
  ['a latch that this camera is not paired with', [tell(0, capture(1, { args: { latch: OTHER_LATCH } }), refused('no_attempt'))]],
  ['without a latch', [tell(0, capture(1, { args: {} }), refused('no_attempt'))]],
  ['bound to a boot', [tell(0, capture(1, { binding: { boot: BOOT, counter: 1 } }), refused('no_attempt'))]],
  ['retained', [tell(0, capture(1), refused('retained'), { retained: true })]],
  ['a ms after the ttl since it first heard of the nonce', [tell(0, capture(1), { result: 'ok' }), tell(10_000, capture(2), { result: 'ok' }), tell(10_001, capture(3), refused('expired'))]],
  ['an unlock, and this is no latch', [tell(0, give('unlock', 1, { device: CAMERA }), refused('wrong_device'))]],
  ['the capture of another camera', [tell(0, capture(1, { device: OTHER_LATCH }), refused('wrong_device'))]],
] as const;

export const guardVectors = () => ({
  what: 'what a device does with commands, in time: see README.md for how a case is played',
  latch: { self: LATCH, keys: SLOTS, boot: hex(BOOT), cases: LATCH_CASES.map(([name, steps]) => ({ name, steps })) },
  camera: { self: CAMERA, keys: SLOTS, pairedWith: [LATCH], cases: CAMERA_CASES.map(([name, steps]) => ({ name, steps })) },
});
