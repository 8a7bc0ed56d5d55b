import { LATCH } from '@smart-latch/core';
import { encodeMessage, type ResultMessage, result as resultSchema } from '@smart-latch/protocol';
import { describe, expect, test } from 'vitest';
import { initialState, LATCH_TIMING, type LatchEvent } from './state.ts';
import {
  type Bench,
  bench,
  bytes,
  command,
  commandOf,
  forBoot,
  forNonce,
  locked,
  moves,
  opened,
  resultIn,
  shownIn,
  tap,
} from './test-bench.ts';

describe('an unlock', () => {
  test('opens for the nonce of an open tap, once, and locks again when nobody goes in', () => {
    const latch = locked();
    tap(latch);
    expect(latch.state().phase).toBe('AwaitDecision');
    expect(moves(command(latch, forNonce('unlock')))).toBe(true);
    expect(latch.state().phase).toBe('Unlocking');
    expect(resultIn(latch.send({ is: 'bolt', at: 'unlocked' }))).toMatchObject({ ok: true });
    expect(latch.state().phase).toBe('Unlocked');
    expect(moves(latch.wait(LATCH_TIMING.autoRelockMs))).toBe(true);
    latch.send({ is: 'bolt', at: 'locked' });
    expect(latch.state().phase).toBe('Locked');
    expect(latch.events()).toEqual(['LockOperation', 'LockOperation', 'no_entry_after_grant']);
  });

  test('that comes again moves nothing and gets the same result', () => {
    const latch = locked();
    tap(latch);
    command(latch, forNonce('unlock'));
    expect(command(latch, forNonce('unlock'))).toEqual([]);
    const first = resultIn(latch.send({ is: 'bolt', at: 'unlocked' }));
    const again = command(latch, forNonce('unlock'));
    expect(moves(again)).toBe(false);
    expect(resultIn(again)).toEqual(first);
  });

  test('of another command id on a used nonce is replayed', () => {
    const latch = locked();
    tap(latch);
    command(latch, forNonce('unlock'));
    const second = command(latch, forNonce('unlock', 1, { commandId: bytes(201) }));
    expect(resultIn(second)).toMatchObject({ ok: false, reason: 'replayed' });
  });

  test('for a nonce that this latch never gave is no_attempt', () => {
    const latch = locked();
    tap(latch);
    expect(resultIn(command(latch, forNonce('unlock', 2)))?.reason).toBe('no_attempt');
    expect(resultIn(command(latch, commandOf('unlock', { boot: bytes(1), counter: 1 })))?.reason).toBe('no_attempt');
  });

  test.each([
    { ttlMs: 20_000, afterMs: 20_000, reason: undefined },
    { ttlMs: 20_000, afterMs: 20_001, reason: 'expired' },
    { ttlMs: 3_000, afterMs: 3_000, reason: undefined },
    { ttlMs: 3_000, afterMs: 3_001, reason: 'expired' },
  ])('with a ttl of $ttlMs ms is $reason after $afterMs ms', ({ ttlMs, afterMs, reason }) => {
    const latch = locked();
    tap(latch);
    latch.wait(afterMs);
    const effects = command(latch, forNonce('unlock', 1, { ttlMs }));
    expect(resultIn(effects)?.reason).toBe(reason);
    expect(moves(effects)).toBe(reason === undefined);
  });

  test('that was retained is refused, and the nonce stays good for a live one', () => {
    const latch = locked();
    tap(latch);
    expect(resultIn(command(latch, forNonce('unlock'), true))?.reason).toBe('retained');
    expect(moves(command(latch, forNonce('unlock')))).toBe(true);
  });

  test('after a reboot finds no attempt', () => {
    const latch = bench(initialState('c0'.repeat(16)));
    latch.send({ is: 'boot', bolt: 'locked', doorOpen: false });
    expect(resultIn(command(latch, forNonce('unlock')))?.reason).toBe('no_attempt');
  });

  test('for an older tap opens too, and the newer tap still waits', () => {
    const latch = locked();
    tap(latch, 1);
    tap(latch, 2);
    expect(moves(command(latch, forNonce('unlock', 1)))).toBe(true);
    expect(latch.state().awaiting?.nonce).toBe('02'.repeat(16));
  });

  test('while it is open keeps it open and says so at once', () => {
    const latch = locked();
    tap(latch, 1);
    command(latch, forNonce('unlock', 1));
    latch.send({ is: 'bolt', at: 'unlocked' });
    tap(latch, 2);
    const effects = command(latch, forNonce('unlock', 2, { commandId: bytes(201) }));
    expect(resultIn(effects)?.ok).toBe(true);
    expect(moves(effects)).toBe(false);
  });
});

describe('a command that cannot be believed', () => {
  test.each(['bad_signature', 'unknown_key', 'wrong_device'] as const)(
    'is refused as %s, without a command id',
    (reason) => {
      const latch = locked();
      const bad: LatchEvent = {
        is: 'command',
        topicOp: 'unlock',
        opened: { ok: false, reason },
        retained: false,
        fresh: bytes(1),
      };
      expect(resultIn(latch.send(bad))).toEqual({ commandId: bytes(0), ok: false, reason, stages: [] });
      expect(resultIn(latch.send(bad))).toBeUndefined();
    },
  );

  test('for a camera is wrong_device', () => {
    expect(resultIn(command(locked(), commandOf('capture', { nonce: bytes(1) })))?.reason).toBe('wrong_device');
  });
});

describe('a deny', () => {
  test.each(['try_again', 'not_allowed', 'wait'] as const)('ends the wait at once and shows %s', (display) => {
    const latch = locked();
    tap(latch);
    const effects = command(latch, forNonce('deny', 1, { args: { display } }));
    expect(latch.state().phase).toBe('Locked');
    expect(shownIn(effects)).toEqual([display]);
    expect(resultIn(effects)?.ok).toBe(true);
  });

  test('of an older tap leaves the newer one waiting', () => {
    const latch = locked();
    tap(latch, 1);
    tap(latch, 2);
    expect(shownIn(command(latch, forNonce('deny', 1)))).toEqual([]);
    expect(latch.state().phase).toBe('AwaitDecision');
  });

  test('uses the nonce up: an unlock after it is replayed', () => {
    const latch = locked();
    tap(latch);
    command(latch, forNonce('deny'));
    expect(resultIn(command(latch, forNonce('unlock', 1, { commandId: bytes(201) })))?.reason).toBe('replayed');
  });
});

describe('the slowed reader', () => {
  const denied = (times: number, countsForLockout = true): Bench => {
    const latch = locked();
    for (let i = 1; i <= times; i += 1) {
      latch.wait(100);
      tap(latch, i);
      command(latch, forNonce('deny', i, { commandId: bytes(i), args: { countsForLockout } }));
    }
    return latch;
  };

  test('takes one tap per 5 s for 60 s after five denials that count', () => {
    const latch = denied(LATCH.slowAfterDenies);
    expect(latch.events()).toContain('denial_burst');
    latch.wait(LATCH.slowTapEveryMs - 1);
    expect(shownIn(tap(latch, 50))).toEqual(['wait']);
    latch.wait(1);
    expect(shownIn(tap(latch, 51))).toEqual(['reading']);
    expect(shownIn(tap(latch, 52))).toEqual(['wait']);
    latch.wait(LATCH.slowForMs);
    tap(latch, 53);
    expect(shownIn(tap(latch, 54))).toEqual(['reading']);
  });

  test('is not slowed by four, nor by denials that do not count', () => {
    expect(shownIn(tap(denied(LATCH.slowAfterDenies - 1), 50))).toEqual(['reading']);
    expect(shownIn(tap(denied(8, false), 50))).toEqual(['reading']);
  });
});

describe('commands bound to the boot', () => {
  test('need this boot and a rising counter', () => {
    const latch = locked();
    const wrongBoot = commandOf('lock', { boot: bytes(1), counter: 1 });
    expect(resultIn(command(latch, wrongBoot))?.reason).toBe('expired');
    expect(resultIn(command(latch, commandOf('lock', { nonce: bytes(1) })))?.reason).toBe('expired');
    expect(resultIn(command(latch, forBoot('lock', 5)))?.ok).toBe(true);
    expect(resultIn(command(latch, forBoot('lock', 5, { commandId: bytes(9) })))?.reason).toBe('replayed');
    expect(resultIn(command(latch, forBoot('lock', 4, { commandId: bytes(8) })))?.reason).toBe('replayed');
    expect(resultIn(command(latch, forBoot('lock', 6, { commandId: bytes(7) })))?.ok).toBe(true);
  });

  test('a challenge gives a nonce that one unlock may use, and the same challenge gives the same nonce', () => {
    const latch = locked();
    expect(resultIn(command(latch, forBoot('challenge', 1), false, 42))?.nonce).toEqual(bytes(42));
    expect(resultIn(command(latch, forBoot('challenge', 1), false, 43))?.nonce).toEqual(bytes(42));
    expect(moves(command(latch, forNonce('unlock', 42, { commandId: bytes(201) })))).toBe(true);
  });

  test('lock while unlocked locks, and its result comes when the bolt is in', () => {
    const latch = locked();
    tap(latch);
    command(latch, forNonce('unlock'));
    latch.send({ is: 'bolt', at: 'unlocked' });
    expect(resultIn(command(latch, forBoot('lock', 1, { commandId: bytes(201) })))).toBeUndefined();
    expect(resultIn(latch.send({ is: 'bolt', at: 'locked' }))).toMatchObject({ ok: true, commandId: bytes(201) });
  });

  test('wait for the bolt eight at a time; the ninth fails, and an unlock among them moves nothing', () => {
    const latch = locked();
    tap(latch);
    latch.send({ is: 'exit' });
    const lock = (counter: number) => command(latch, forBoot('lock', counter, { commandId: bytes(counter) }));
    for (let counter = 1; counter <= 8; counter += 1) expect(resultIn(lock(counter))).toBeUndefined();
    expect(resultIn(lock(9))).toMatchObject({ ok: false, reason: 'no_attempt' });
    latch.send({ is: 'bolt', at: 'unlocked' });
    const late = command(latch, forNonce('unlock'));
    expect(resultIn(late)).toMatchObject({ ok: false, reason: 'no_attempt' });
    expect(moves(late)).toBe(false);
    const settled = latch.send({ is: 'bolt', at: 'locked' }).filter((effect) => effect.do === 'result');
    expect(settled).toHaveLength(8);
  });

  test('lock while the door is open waits for the door', () => {
    const latch = opened();
    expect(resultIn(command(latch, forBoot('lock', 1, { commandId: bytes(201) })))?.stages.at(-1)?.[0]).toBe(
      'waits_for_door',
    );
    expect(latch.state().phase).toBe('DoorOpen');
  });

  test('a lock whose bolt took days has a result that can still be sent', () => {
    const latch = opened();
    latch.send({ is: 'door', open: false });
    command(latch, forBoot('lock', 1, { commandId: bytes(201) }));
    const result = resultIn(latch.wait(3 * 86_400_000).concat(latch.send({ is: 'bolt', at: 'locked' })));
    expect(result?.stages.at(-1)).toEqual(['done', 600_000]);
    expect(() => encodeMessage(resultSchema, result as ResultMessage)).not.toThrow();
  });

  test('reboot answers first', () => {
    const effects = command(locked(), forBoot('reboot', 1));
    expect(effects.map((effect) => effect.do)).toEqual(['verified', 'result', 'reboot']);
  });
});
