import type { Command, ResultMessage } from '@smart-latch/protocol';
import { hex, NO_COMMAND } from '../bytes.ts';
import { drive, raise, settle } from './bolt.ts';
import { judgeCommand } from './guard.ts';
import { addNonce, changeNonce } from './nonces.ts';
import { advance, type LatchEvent, type Pending, type Turn } from './state.ts';

export const onCommand = (turn: Turn, event: Extract<LatchEvent, { is: 'command' }>): void => {
  const { s, nowMs, effects } = turn;
  if (!event.opened.ok) {
    effects.push({ do: 'refused', op: event.topicOp, commandId: null, reason: event.opened.reason });
    if (nowMs - s.lastStrayMs < s.timing.strayResultMs) return;
    s.lastStrayMs = nowMs;
    effects.push({ do: 'result', op: event.topicOp, result: refusal(NO_COMMAND, event.opened.reason) });
    return;
  }
  const command = event.opened.value;
  const verdict = judgeCommand(s, nowMs, command, event.retained);
  if (verdict.is === 'repeated') {
    if (verdict.result) effects.push({ do: 'result', op: command.op, result: verdict.result });
    return;
  }
  if (verdict.is === 'refused') {
    effects.push({ do: 'refused', op: command.op, commandId: command.commandId, reason: verdict.reason });
    effects.push({ do: 'result', op: command.op, result: refusal(command.commandId, verdict.reason) });
    return;
  }
  const { nonce } = verdict;
  const pending: Pending = { op: command.op, commandId: command.commandId, nonce, arrivedAtMs: nowMs };
  if (nonce !== null) s.nonces = changeNonce(s.nonces, nonce, { usedBy: hex(command.commandId) });
  else acceptCounter(turn, command);
  effects.push({ do: 'verified', op: command.op, commandId: command.commandId, nonce });
  DO[command.op](turn, pending, command, event.fresh);
};

const refusal = (commandId: Uint8Array, reason: string): ResultMessage => ({
  commandId,
  ok: false,
  reason,
  stages: [],
});

const acceptCounter = ({ s }: Turn, command: Command): void => {
  if (!('boot' in command.binding)) return;
  s.counter = command.binding.counter;
  s.lastBootBound = { commandId: hex(command.commandId), result: null };
};

type Do = (turn: Turn, pending: Pending, command: Command, fresh: Uint8Array) => void;

/** Commands that wait for the bolt. Each unlock among them holds a nonce slot; what is left is for `lock`. */
const PENDING_COMMANDS = 8;

/** Only while the bolt moves. What comes then fails, and moves nothing either: its result could not be said later. */
const isFull = ({ s }: Turn): boolean => s.pending.length === PENDING_COMMANDS;

const unlock: Do = (turn, pending) => {
  const { s, nowMs, effects } = turn;
  if (s.awaiting?.nonce === pending.nonce) s.awaiting = null;
  if (isFull(turn)) return settle(turn, pending, { reason: 'no_attempt' });
  const was = s.phase;
  advance(turn, 'unlock');
  if (s.phase === 'Unlocking') {
    s.entered = false;
    s.pending = [...s.pending, pending];
    if (was !== 'Unlocking') drive(turn, 'Remote');
    return;
  }
  // Unlocked or DoorOpen: it is open already.
  if (s.phase === 'Unlocked') {
    s.entered = false;
    s.relockAtMs = nowMs + s.timing.autoRelockMs;
  }
  effects.push({ do: 'show', what: 'open' });
  settle(turn, pending, {});
};

const deny: Do = (turn, pending, command) => {
  const { s, effects } = turn;
  if (s.awaiting?.nonce === pending.nonce) {
    s.awaiting = null;
    advance(turn, 'deny');
    effects.push({ do: 'show', what: command.args.display ?? 'try_again' });
  }
  if (command.args.countsForLockout) countDenial(turn);
  settle(turn, pending, {});
};

/** A burst of wrong faces or unknown cards slows the reader; nothing ever slows the exit button. */
const countDenial = (turn: Turn): void => {
  const { s, nowMs } = turn;
  s.denials += 1;
  if (s.denials < s.timing.slowAfter) return;
  raise(turn, 'denial_burst', [['denials', s.denials]]);
  s.denials = 0;
  s.slowUntilMs = nowMs + s.timing.slowMs;
};

const lock: Do = (turn, pending) => {
  const { s } = turn;
  switch (s.phase) {
    case 'DoorOpen':
      // It locks by itself as soon as the door is closed, and no sooner.
      return settle(turn, pending, { stage: 'waits_for_door' });
    case 'Jammed':
      return settle(turn, pending, { reason: 'jammed' });
    case 'Unlocking':
    case 'Relocking':
      if (isFull(turn)) return settle(turn, pending, { reason: 'no_attempt' });
      // Unlocking goes to its end first, so that the person who was granted gets a result that is true.
      s.pending = [...s.pending, pending];
      return;
    case 'Unlocked':
      s.pending = [...s.pending, pending];
      advance(turn, 'lock');
      return drive(turn, 'Remote');
    default:
      s.awaiting = null;
      advance(turn, 'lock');
      return settle(turn, pending, {});
  }
};

const challenge: Do = (turn, pending, _command, fresh) => {
  const { s, nowMs } = turn;
  const slots = addNonce(s.nonces, nowMs, { nonce: hex(fresh), from: 'challenge' });
  if (!slots) return settle(turn, pending, { reason: 'no_attempt' });
  s.nonces = slots;
  settle(turn, pending, { nonce: fresh });
};

const reboot: Do = (turn, pending) => {
  settle(turn, pending, {});
  turn.effects.push({ do: 'reboot' });
};

const DO: Record<Command['op'], Do> = {
  unlock,
  deny,
  lock,
  challenge,
  reboot,
  // The guard refuses it: a latch has no camera.
  capture: () => undefined,
};
