import { LATCH, LATCH_STATES, type LatchState as Phase } from '@smart-latch/core';
import type { Command, ResultMessage } from '@smart-latch/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initialState, LATCH_TIMING, type LatchEffect, type LatchEvent, type LatchState } from './state.ts';
import { nextDeadlineMs, step } from './step.ts';

const BOOT = 'b0'.repeat(16);
const bytes = (seed: number, count = 16) => new Uint8Array(count).fill(seed);
const SELF = 'a'.repeat(26);

/** A latch whose time is turned by hand. */
const bench = (start: LatchState = initialState(BOOT)) => {
  let state = start;
  let nowMs = 1_000;
  const all: LatchEffect[] = [];
  const send = (event: LatchEvent): LatchEffect[] => {
    const taken = step(state, nowMs, event);
    state = taken.state;
    all.push(...taken.effects);
    return [...taken.effects];
  };
  return {
    send,
    state: () => state,
    wait: (ms: number): LatchEffect[] => {
      nowMs += ms;
      return send({ is: 'tick' });
    },
    events: () => all.flatMap((effect) => (effect.do === 'event' ? [effect.kind] : [])),
  };
};

type Bench = ReturnType<typeof bench>;

const locked = (): Bench => {
  const latch = bench();
  latch.send({ is: 'link', up: true });
  latch.send({ is: 'boot', bolt: 'locked', doorOpen: false });
  return latch;
};

const tap = (latch: Bench, nonce = 1): LatchEffect[] =>
  latch.send({ is: 'tap', tapId: bytes(99), nonce: bytes(nonce), credential: { kind: 'uid', uid: bytes(4, 4) } });

const commandOf = (op: Command['op'], binding: Command['binding'], extra: Partial<Command> = {}): Command => ({
  op,
  device: SELF,
  commandId: bytes(200),
  binding,
  ttlMs: 20_000,
  args: {},
  issuedAtMs: 0,
  ...extra,
});

const command = (latch: Bench, value: Command, retained = false, fresh = 77): LatchEffect[] =>
  latch.send({ is: 'command', topicOp: value.op, opened: { ok: true, value }, retained, fresh: bytes(fresh) });

const forNonce = (op: 'unlock' | 'deny', nonce = 1, extra: Partial<Command> = {}) =>
  commandOf(op, { nonce: bytes(nonce) }, extra);
const forBoot = (op: 'lock' | 'challenge' | 'reboot', counter: number, extra: Partial<Command> = {}) =>
  commandOf(op, { boot: Buffer.from(BOOT, 'hex'), counter }, extra);

const resultIn = (effects: readonly LatchEffect[]): ResultMessage | undefined =>
  effects.flatMap((effect) => (effect.do === 'result' ? [effect.result] : []))[0];
const shownIn = (effects: readonly LatchEffect[]) =>
  effects.flatMap((effect) => (effect.do === 'show' ? [effect.what] : []));
const moves = (effects: readonly LatchEffect[]) => effects.some((effect) => effect.do === 'drive');

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

  test('lock while the door is open waits for the door', () => {
    const latch = opened();
    expect(resultIn(command(latch, forBoot('lock', 1, { commandId: bytes(201) })))?.stages.at(-1)?.[0]).toBe(
      'waits_for_door',
    );
    expect(latch.state().phase).toBe('DoorOpen');
  });

  test('reboot answers first', () => {
    const effects = command(locked(), forBoot('reboot', 1));
    expect(effects.map((effect) => effect.do)).toEqual(['verified', 'result', 'reboot']);
  });
});

const opened = (): Bench => {
  const latch = locked();
  tap(latch);
  command(latch, forNonce('unlock'));
  latch.send({ is: 'bolt', at: 'unlocked' });
  latch.send({ is: 'door', open: true });
  return latch;
};

describe('the door', () => {
  test('is not locked while it is open; closing it locks', () => {
    const latch = opened();
    expect(moves(latch.wait(LATCH_TIMING.autoRelockMs + 1))).toBe(false);
    expect(moves(latch.send({ is: 'door', open: false }))).toBe(true);
    latch.send({ is: 'bolt', at: 'locked' });
    expect(latch.events()).not.toContain('no_entry_after_grant');
  });

  test('held open is an alarm once, cleared by closing', () => {
    const latch = opened();
    latch.wait(LATCH.heldOpenAfterMs - 1);
    expect(latch.events()).not.toContain('door_held_open');
    latch.wait(1);
    latch.wait(60_000);
    expect(latch.events().filter((kind) => kind === 'door_held_open')).toHaveLength(1);
    latch.send({ is: 'door', open: false });
    expect(latch.events()).toContain('held_cleared');
  });

  test.each(['Locked', 'AwaitDecision'])('opened while %s is forced', (phase) => {
    const latch = locked();
    if (phase === 'AwaitDecision') tap(latch);
    latch.send({ is: 'door', open: true });
    expect(latch.events()).toEqual(['DoorStateChange', 'door_forced_open']);
  });

  test('opened while the bolt goes in takes the bolt back', () => {
    const latch = opened();
    latch.send({ is: 'door', open: false });
    expect(latch.send({ is: 'door', open: true })).toContainEqual({ do: 'drive', to: 'unlocked' });
    expect(latch.state().phase).toBe('DoorOpen');
  });

  test('a bolt moved by hand while locked is forced, and relocks', () => {
    const latch = locked();
    latch.send({ is: 'bolt', at: 'unlocked' });
    expect(latch.events()).toContain('door_forced_open');
    expect(moves(latch.wait(LATCH_TIMING.autoRelockMs))).toBe(true);
  });
});

describe('a bolt that sticks', () => {
  const jammed = (): Bench => {
    const latch = locked();
    tap(latch);
    command(latch, forNonce('unlock'));
    for (let i = 0; i < LATCH.moveRetries; i += 1) expect(moves(latch.wait(LATCH.moveMs))).toBe(true);
    expect(resultIn(latch.wait(LATCH.moveMs))).toMatchObject({ ok: false, reason: 'jammed' });
    return latch;
  };

  test('is tried three times more, then the command failed as jammed', () => {
    const latch = jammed();
    expect(latch.state().phase).toBe('Jammed');
    expect(latch.events()).toContain('LockOperationError');
  });

  test('is tried to lock, never to unlock, once a minute', () => {
    const latch = jammed();
    expect(moves(latch.wait(LATCH.jammedRetryMs - 1))).toBe(false);
    expect(latch.wait(1)).toContainEqual({ do: 'drive', to: 'locked' });
    latch.wait(LATCH.moveMs);
    expect(latch.state().phase).toBe('Jammed');
  });

  test('shows that it is jammed to who taps', () => {
    expect(shownIn(tap(jammed()))).toEqual(['jammed']);
  });
});

describe('without a server', () => {
  test('a tap that was never acknowledged ends and says so', () => {
    const latch = locked();
    tap(latch);
    expect(shownIn(latch.send({ is: 'no-server', nonce: bytes(1) }))).toEqual(['no_server']);
    expect(latch.state().phase).toBe('Locked');
  });

  test('a tap without a decision ends after 20 s', () => {
    const latch = locked();
    tap(latch);
    expect(nextDeadlineMs(latch.state())).toBe(1_000 + LATCH.awaitDecisionMs);
    expect(shownIn(latch.wait(LATCH.awaitDecisionMs))).toEqual(['try_again']);
  });

  test('the panel says so before anybody waits', () => {
    expect(shownIn(locked().send({ is: 'link', up: false }))).toEqual(['no_server']);
  });
});

describe('exit button and tamper switch', () => {
  test.each(LATCH_STATES)('the exit button opens from %s', (phase: Phase) => {
    const latch = bench({ ...initialState(BOOT), phase });
    latch.send({ is: 'exit' });
    expect(['Unlocking', 'Unlocked', 'DoorOpen']).toContain(latch.state().phase);
    expect(latch.events()).toEqual(['exit_button']);
  });

  test('tamper ends the wait and voids what was tapped before', () => {
    const latch = locked();
    tap(latch);
    latch.send({ is: 'tamper' });
    expect(latch.state().phase).toBe('Locked');
    expect(resultIn(command(latch, forNonce('unlock')))?.reason).toBe('no_attempt');
  });
});

describe('whatever happens', () => {
  const anyEvent: fc.Arbitrary<LatchEvent> = fc.oneof(
    fc
      .integer({ min: 1, max: 12 })
      .map(
        (n): LatchEvent => ({
          is: 'tap',
          tapId: bytes(n),
          nonce: bytes(n),
          credential: { kind: 'uid', uid: bytes(1, 4) },
        }),
      ),
    fc
      .record({
        ok: fc.boolean(),
        op: fc.constantFrom('deny', 'lock', 'challenge', 'reboot', 'capture'),
        n: fc.integer({ min: 1, max: 12 }),
      })
      .map(({ ok, op, n }): LatchEvent => {
        const isNonce = op === 'deny' || op === 'capture';
        const value = commandOf(
          op as Command['op'],
          isNonce ? { nonce: bytes(n) } : { boot: Buffer.from(BOOT, 'hex'), counter: n },
          { commandId: bytes(n) },
        );
        return {
          is: 'command',
          topicOp: value.op,
          opened: ok ? { ok, value } : { ok, reason: 'bad_signature' },
          retained: false,
          fresh: bytes(n + 100),
        };
      }),
    fc
      .integer({ min: 1, max: 12 })
      .map(
        (n): LatchEvent => ({
          is: 'command',
          topicOp: 'unlock',
          opened: { ok: true, value: forNonce('unlock', n + 50) },
          retained: false,
          fresh: bytes(0),
        }),
      ),
    fc.integer({ min: 1, max: 12 }).map((n): LatchEvent => ({ is: 'no-server', nonce: bytes(n) })),
    fc.boolean().map((up): LatchEvent => ({ is: 'link', up })),
    fc.constant<LatchEvent>({ is: 'tamper' }),
    fc.constant<LatchEvent>({ is: 'tick' }),
  );

  test('no sequence of events without a good unlock, the exit button or a hand on the door drives the bolt out', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 30_000 }), anyEvent), { maxLength: 40 }), (events) => {
        const latch = locked();
        for (const [afterMs, event] of events) {
          const effects = [...latch.wait(afterMs), ...latch.send(event)];
          expect(effects).not.toContainEqual({ do: 'drive', to: 'unlocked' });
        }
        expect(latch.state().nonces.length).toBeLessThanOrEqual(LATCH.nonceSlots);
      }),
    );
  });
});
