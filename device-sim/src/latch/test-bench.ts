import type { Command, ResultMessage } from '@smart-latch/protocol';
import { initialState, type LatchEffect, type LatchEvent, type LatchState } from './state.ts';
import { step } from './step.ts';

export const BOOT = 'b0'.repeat(16);
export const bytes = (seed: number, count = 16) => new Uint8Array(count).fill(seed);
export const SELF = 'a'.repeat(26);

/** A latch whose time is turned by hand. */
export const bench = (start: LatchState = initialState(BOOT)) => {
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

export type Bench = ReturnType<typeof bench>;

export const locked = (): Bench => {
  const latch = bench();
  latch.send({ is: 'link', up: true });
  latch.send({ is: 'boot', bolt: 'locked', doorOpen: false });
  return latch;
};

export const tap = (latch: Bench, nonce = 1): LatchEffect[] =>
  latch.send({ is: 'tap', tapId: bytes(99), nonce: bytes(nonce), credential: { kind: 'uid', uid: bytes(4, 4) } });

export const commandOf = (op: Command['op'], binding: Command['binding'], extra: Partial<Command> = {}): Command => ({
  op,
  device: SELF,
  commandId: bytes(200),
  binding,
  ttlMs: 20_000,
  args: {},
  issuedAtMs: 0,
  ...extra,
});

export const command = (latch: Bench, value: Command, retained = false, fresh = 77): LatchEffect[] =>
  latch.send({ is: 'command', topicOp: value.op, opened: { ok: true, value }, retained, fresh: bytes(fresh) });

export const forNonce = (op: 'unlock' | 'deny', nonce = 1, extra: Partial<Command> = {}) =>
  commandOf(op, { nonce: bytes(nonce) }, extra);
export const forBoot = (op: 'lock' | 'challenge' | 'reboot', counter: number, extra: Partial<Command> = {}) =>
  commandOf(op, { boot: Buffer.from(BOOT, 'hex'), counter }, extra);

export const resultIn = (effects: readonly LatchEffect[]): ResultMessage | undefined =>
  effects.flatMap((effect) => (effect.do === 'result' ? [effect.result] : []))[0];
export const shownIn = (effects: readonly LatchEffect[]) =>
  effects.flatMap((effect) => (effect.do === 'show' ? [effect.what] : []));
export const moves = (effects: readonly LatchEffect[]) => effects.some((effect) => effect.do === 'drive');

/** Unlocked by a command, and somebody goes in. */
export const opened = (): Bench => {
  const latch = locked();
  tap(latch);
  command(latch, forNonce('unlock'));
  latch.send({ is: 'bolt', at: 'unlocked' });
  latch.send({ is: 'door', open: true });
  return latch;
};
