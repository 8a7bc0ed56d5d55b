import { LATCH, LATCH_STATES, type LatchState as Phase } from '@smart-latch/core';
import type { Command } from '@smart-latch/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initialState, LATCH_TIMING, type LatchEvent } from './state.ts';
import { nextDeadlineMs } from './step.ts';
import {
  type Bench,
  BOOT,
  bench,
  bytes,
  command,
  commandOf,
  forNonce,
  locked,
  moves,
  opened,
  resultIn,
  shownIn,
  tap,
} from './test-bench.ts';

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
    fc.integer({ min: 1, max: 12 }).map(
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
    fc.integer({ min: 1, max: 12 }).map(
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
