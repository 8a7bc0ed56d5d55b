import { readFileSync } from 'node:fs';
import { type CommandKey, type Op, openCommand } from '@smart-latch/protocol';
import { describe, expect, test } from 'vitest';
import { hex } from './bytes.ts';
import { emptyCaptures, judgeCapture, keepResult } from './camera/guard.ts';
import { initialState, type LatchEvent } from './latch/state.ts';
import { step } from './latch/step.ts';
import { createCounterWindow, parsePeer, sealPeer, verifyPeer } from './peer.ts';

/** The files that the firmware's tests run too; packages/protocol/vectors/README.md says how a case is played. */
const read = <T>(file: string): T =>
  JSON.parse(readFileSync(new URL(`../../packages/protocol/vectors/${file}.json`, import.meta.url), 'utf8')) as T;
const unhex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

interface Step {
  readonly atMs: number;
  readonly tap?: string;
  readonly command?: string;
  readonly bolt?: 'locked' | 'unlocked';
  readonly retained?: boolean;
  readonly fresh?: string;
  readonly result?: string;
  readonly moves?: boolean;
  readonly nonce?: string;
}
interface Device {
  readonly self: string;
  readonly keys: readonly { kid: string; publicKey: string }[];
  readonly cases: readonly { readonly name: string; readonly steps: readonly Step[] }[];
}

const guard = read<{ latch: Device & { boot: string }; camera: Device & { pairedWith: string[] } }>('guard');
const keysOf = ({ keys }: Device): CommandKey[] =>
  keys.map(({ kid, publicKey }) => ({ kid: unhex(kid), publicKey: unhex(publicKey) }));

describe('guard.json: the latch', () => {
  const { self, boot, cases } = guard.latch;
  const keys = keysOf(guard.latch);

  const eventOf = ({ tap, command, bolt, retained, fresh }: Step): LatchEvent => {
    if (tap)
      return {
        is: 'tap',
        tapId: new Uint8Array(16),
        nonce: unhex(tap),
        credential: { kind: 'uid', uid: new Uint8Array(4) },
      };
    if (bolt) return { is: 'bolt', at: bolt };
    const opened = openCommand(unhex(command ?? ''), keys, self);
    const topicOp: Op = opened.ok ? opened.value.op : 'unlock';
    return { is: 'command', topicOp, opened, retained: retained ?? false, fresh: unhex(fresh ?? '00'.repeat(16)) };
  };

  test.each(cases)('$name', ({ steps }) => {
    let { state } = step(initialState(boot), 0, { is: 'link', up: true });
    state = step(state, 0, { is: 'boot', bolt: 'locked', doorOpen: false }).state;
    for (const expected of steps) {
      const taken = step(state, expected.atMs, eventOf(expected));
      state = taken.state;
      if (expected.tap) continue;
      const results = taken.effects.flatMap((effect) => (effect.do === 'result' ? [effect.result] : []));
      const said = results.map(({ ok, reason }) => (ok ? 'ok' : reason));
      expect(said, `at ${expected.atMs} ms`).toEqual(expected.result === 'none' ? [] : [expected.result]);
      const moves = taken.effects.some((effect) => effect.do === 'drive' && effect.to === 'unlocked');
      if (expected.moves !== undefined) expect(moves, `at ${expected.atMs} ms`).toBe(expected.moves);
      if (expected.nonce) expect(hex(results[0]?.nonce ?? new Uint8Array())).toBe(expected.nonce);
    }
  });
});

describe('guard.json: the camera', () => {
  const { self, cases, pairedWith } = guard.camera;
  const keys = keysOf(guard.camera);

  test.each(cases)('$name', ({ steps }) => {
    let state = emptyCaptures;
    for (const { atMs, command = '', retained = false, result } of steps) {
      const opened = openCommand(unhex(command), keys, self);
      if (!opened.ok) {
        expect(opened.reason).toBe(result);
        continue;
      }
      const verdict = judgeCapture(state, atMs, opened.value, retained, (latch) => pairedWith.includes(latch));
      if (verdict.is === 'accepted') {
        state = keepResult(verdict.state, { commandId: opened.value.commandId, ok: true, stages: [] });
      }
      const said =
        verdict.is === 'refused' ? verdict.reason : verdict.is === 'accepted' || verdict.result?.ok ? 'ok' : 'none';
      expect(said, `at ${atMs} ms`).toBe(result);
    }
  });
});

describe('peer.json', () => {
  const file = read<{
    valid: {
      kind: 'wake' | 'ack';
      epoch: number;
      counter: number;
      latch: string;
      nonce: string;
      key: string;
      bytes: string;
    }[];
    invalid: { key: string; bytes: string; error: string; comment: string }[];
    counters: { window: number; counter: number[]; accepted: boolean[] }[];
  }>('peer');

  test.each(file.valid)('$kind of epoch $epoch', ({ key, bytes, nonce, ...message }) => {
    const whole = { ...message, nonce: unhex(nonce) };
    expect(hex(sealPeer(unhex(key), whole))).toBe(bytes);
    expect(parsePeer(unhex(bytes))).toEqual(whole);
    expect(verifyPeer(unhex(key), unhex(bytes))).toBe(true);
  });

  test.each(file.invalid)('is $error: $comment', ({ key, bytes, error }) => {
    const parsed = parsePeer(unhex(bytes));
    expect(parsed === null ? 'malformed' : verifyPeer(unhex(key), unhex(bytes)) ? 'believed' : 'bad_mac').toBe(error);
  });

  test.each(file.counters)('the counter window: $comment', ({ window, counter, accepted }) => {
    const accept = createCounterWindow(window);
    expect(counter.map(accept)).toEqual(accepted);
  });
});
