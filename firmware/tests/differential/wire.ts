import type { LatchEffect, LatchEvent, LatchState } from '@smart-latch/device-sim';
import { type CommandKey, type Op, openCommand, type ResultMessage } from '@smart-latch/protocol';

/** What happens to a latch, as a line of `latch_replay`. Ids, nonces and bytes are hex. */
export type WireEvent =
  | { readonly is: 'boot'; readonly bolt: 'locked' | 'unlocked' | 'unknown'; readonly doorOpen: boolean }
  | { readonly is: 'tap'; readonly tapId: string; readonly nonce: string; readonly uid: string }
  | { readonly is: 'no-server'; readonly nonce: string }
  | WireCommand
  | { readonly is: 'bolt'; readonly at: 'locked' | 'unlocked' }
  | { readonly is: 'door'; readonly open: boolean }
  | { readonly is: 'exit' | 'tamper' | 'tick' }
  | { readonly is: 'link'; readonly up: boolean }
  | { readonly is: 'configured'; readonly autoRelockMs: number; readonly heldOpenMs: number };

/** A command as it was opened, or why it could not be, or the signed bytes themselves. */
export interface WireCommand {
  readonly is: 'command';
  readonly topicOp: Op;
  readonly retained: boolean;
  readonly fresh: string;
  readonly opened?: WireOpened;
  readonly reason?: 'bad_signature' | 'unknown_key' | 'wrong_device';
  readonly bytes?: string;
}

export interface WireOpened {
  readonly op: Op;
  readonly commandId: string;
  readonly nonce?: string;
  readonly boot?: string;
  readonly counter?: number;
  readonly ttlMs: number;
  readonly display?: 'try_again' | 'not_allowed' | 'wait';
  readonly countsForLockout?: boolean;
}

/** The latch of a sequence: whose commands it believes, and how patient it is with its bolt. */
export interface Device {
  readonly self: string;
  readonly keys: readonly CommandKey[];
}
export interface Restart {
  readonly is: 'restart';
  readonly boot: string;
  readonly boltMs: number;
  readonly boltRetries: number;
}

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const unhex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

/** The event as device-sim's `step` takes it. */
export const eventOf = (event: WireEvent, { self, keys }: Device): LatchEvent => {
  switch (event.is) {
    case 'tap': {
      const { tapId, nonce, uid } = event;
      return {
        is: 'tap',
        tapId: unhex(tapId),
        nonce: unhex(nonce),
        credential: { kind: 'uid', uid: unhex(uid) },
      };
    }
    case 'no-server':
      return { is: 'no-server', nonce: unhex(event.nonce) };
    case 'command': {
      const { topicOp, retained, fresh } = event;
      return { is: 'command', topicOp, retained, fresh: unhex(fresh), opened: openedOf(event, self, keys) };
    }
    default:
      return event;
  }
};

type Opened = Extract<LatchEvent, { is: 'command' }>['opened'];

const openedOf = ({ bytes, opened, reason }: WireCommand, self: string, keys: readonly CommandKey[]): Opened => {
  if (bytes !== undefined) return openCommand(unhex(bytes), keys, self);
  if (!opened) return { ok: false, reason: reason ?? 'bad_signature' };
  return { ok: true, value: commandOf(opened, self) };
};

export const commandOf = (opened: WireOpened, device: string): Extract<Opened, { ok: true }>['value'] => {
  const { op, commandId, nonce, boot = '', counter = 0, ttlMs, display, countsForLockout } = opened;
  return {
    op,
    device,
    commandId: unhex(commandId),
    binding: nonce === undefined ? { boot: unhex(boot), counter } : { nonce: unhex(nonce) },
    ttlMs,
    args: {
      ...(display === undefined ? {} : { display }),
      ...(countsForLockout === undefined ? {} : { countsForLockout }),
    },
    issuedAtMs: 0,
  };
};

/** One line of what a step did at that moment and left behind, letter for letter what tell_step.hpp writes. */
export const tellStep = (effects: readonly LatchEffect[], state: LatchState, nextMs: number | null, nowMs: number) => {
  const moment = momentsFrom(nowMs);
  return JSON.stringify({ effects: effects.map(tellEffect), state: tellState(state, moment), nextMs: moment(nextMs) });
};

const tellEffect = (effect: LatchEffect): unknown[] => {
  switch (effect.do) {
    case 'publish-tap': {
      const { tapId, nonce, credential } = effect.tap;
      return [effect.do, hex(tapId), hex(nonce), credential.kind === 'uid' ? hex(credential.uid) : ''];
    }
    case 'show':
      return [effect.do, effect.what];
    case 'drive':
      return [effect.do, effect.to];
    case 'verified':
      return [effect.do, effect.op, hex(effect.commandId), effect.nonce];
    case 'result':
      return [effect.do, effect.op, tellResult(effect.result)];
    case 'refused':
      return [effect.do, effect.op, effect.commandId && hex(effect.commandId), effect.reason];
    case 'event':
      return [effect.do, effect.topic, effect.kind, effect.details];
    case 'report':
    case 'reboot':
      return [effect.do];
  }
};

const tellResult = ({ commandId, ok, reason, stages, nonce }: ResultMessage): unknown[] => [
  hex(commandId),
  ok,
  reason ?? null,
  stages,
  nonce ? hex(nonce) : null,
];
const orNull = (result: ResultMessage | null) => result && tellResult(result);

/** Older than this, a moment is only long ago: the clock of the firmware has begun again, and it knows no more than that. */
const LONG_AGO_MS = 2 ** 29;

type Moment = (atMs: number | null) => number | null;
/** Moments as the two clocks have them in common: from now on. */
const momentsFrom =
  (nowMs: number): Moment =>
  (atMs) =>
    atMs !== null && Number.isFinite(atMs) && atMs - nowMs > -LONG_AGO_MS ? atMs - nowMs : null;

const tellState = (s: LatchState, moment: Moment): Record<string, unknown> => ({
  phase: s.phase,
  bolt: s.bolt,
  doorOpen: s.doorOpen,
  linkUp: s.linkUp,
  autoRelockMs: s.timing.autoRelockMs,
  heldOpenMs: s.timing.heldOpenMs,
  nonces: s.nonces.map(({ nonce, from, issuedAtMs, usedBy, result }) => [
    nonce,
    from,
    moment(issuedAtMs),
    usedBy,
    orNull(result),
  ]),
  awaiting: s.awaiting && [s.awaiting.nonce, moment(s.awaiting.untilMs)],
  move: s.move && [s.move.tries, moment(s.move.untilMs), s.move.source],
  pending: s.pending.map(({ op, commandId, nonce, arrivedAtMs }) => [op, hex(commandId), nonce, moment(arrivedAtMs)]),
  relockAtMs: moment(s.relockAtMs),
  heldAtMs: moment(s.heldAtMs),
  isHeld: s.isHeld,
  entered: s.entered,
  jamRetryAtMs: moment(s.jamRetryAtMs),
  counter: s.counter,
  lastBootBound: s.lastBootBound && [s.lastBootBound.commandId, orNull(s.lastBootBound.result)],
  denials: s.denials,
  slowUntilMs: moment(s.slowUntilMs),
  lastTapMs: moment(s.lastTapMs),
  lastStrayMs: moment(s.lastStrayMs),
});
