import { isForced } from '@smart-latch/core';
import type { Op, ResultMessage } from '@smart-latch/protocol';
import { hex } from '../bytes.ts';
import { changeNonce } from './nonces.ts';
import { advance, type Pending, type Source, type Turn } from './state.ts';

/** device.cddl, `result`: one that outgrows it could not be said at all. */
const LONGEST_STAGE_MS = 600_000;

/** Starts a move of the bolt, after the transition into Unlocking or Relocking. */
export const drive = ({ s, nowMs, effects }: Turn, source: Source): void => {
  s.move = { tries: 1, untilMs: nowMs + s.timing.boltMs, source };
  s.relockAtMs = null;
  s.jamRetryAtMs = null;
  effects.push({ do: 'drive', to: s.phase === 'Unlocking' ? 'unlocked' : 'locked' });
};

/** The bolt's switches say where it is. */
export const boltArrived = (turn: Turn, at: 'locked' | 'unlocked'): void => {
  const { s } = turn;
  const was = s.phase;
  const transition = at === 'locked' ? 'bolt_locked' : 'bolt_unlocked';
  s.bolt = at;
  if (!advance(turn, transition)) return;
  if (isForced(was, transition)) raise(turn, 'door_forced_open', [['cause', 'bolt_moved']]);
  if (at === 'locked') nowLocked(turn);
  else nowUnlocked(turn);
};

/** The time of a try is over: try again, then give up as jammed. */
export const boltIsLate = (turn: Turn): void => {
  const { s, nowMs, effects } = turn;
  if (!s.move) return;
  const to = s.phase === 'Unlocking' ? 'unlocked' : 'locked';
  if (s.move.tries <= s.timing.boltRetries) {
    s.move = { ...s.move, tries: s.move.tries + 1, untilMs: nowMs + s.timing.boltMs };
    effects.push({ do: 'drive', to });
    return;
  }
  advance(turn, 'move_failed');
  s.bolt = 'unknown';
  s.move = null;
  s.entered = null;
  s.jamRetryAtMs = nowMs + s.timing.jamRetryMs;
  effects.push({ do: 'show', what: 'jammed' });
  effects.push({
    do: 'event',
    topic: 'evt/lock',
    kind: 'LockOperationError',
    details: [
      ['type', to === 'unlocked' ? 'Unlock' : 'Lock'],
      ['cause', 'jammed'],
    ],
  });
  settlePending(turn, () => true, { reason: 'jammed' });
  effects.push({ do: 'report' });
};

/** The door can be opened, or was: by the bolt's switch, or because the door itself moved. */
export const nowUnlocked = (turn: Turn): void => {
  const { s, nowMs, effects } = turn;
  operated(turn, 'Unlock');
  s.denials = 0;
  s.relockAtMs = nowMs + s.timing.autoRelockMs;
  s.jamRetryAtMs = null;
  effects.push({ do: 'show', what: 'open' });
  settlePending(turn, (op) => op === 'unlock');
  effects.push({ do: 'report' });
  if (s.doorOpen) doorIsOpen(turn);
  else if (s.pending.length > 0 && advance(turn, 'lock')) drive(turn, 'Remote');
};

/** DoorOpen: it never relocks by itself, and is an alarm after a while. */
export const doorIsOpen = (turn: Turn): void => {
  const { s, nowMs } = turn;
  advance(turn, 'door_opened');
  s.relockAtMs = null;
  s.jamRetryAtMs = null;
  settlePending(turn, () => true, { stage: 'waits_for_door' });
  s.heldAtMs = nowMs + s.timing.heldOpenMs;
  if (s.entered !== null) s.entered = true;
};

const nowLocked = (turn: Turn): void => {
  const { s, effects } = turn;
  operated(turn, 'Lock');
  s.relockAtMs = null;
  s.jamRetryAtMs = null;
  if (s.entered === false) raise(turn, 'no_entry_after_grant', []);
  s.entered = null;
  settlePending(turn, () => true);
  // A tap that came while the bolt still moved is waited for now.
  if (s.awaiting) advance(turn, 'tap');
  else effects.push({ do: 'show', what: s.linkUp ? 'ready' : 'no_server' });
  effects.push({ do: 'report' });
};

/** Matter DoorLock, 5.2.11.3: LockOperation with its type and source. `Manual`: a key moved the bolt. */
const operated = ({ s, effects }: Turn, type: 'Lock' | 'Unlock'): void => {
  const source = s.move?.source ?? 'Manual';
  s.move = null;
  effects.push({
    do: 'event',
    topic: 'evt/lock',
    kind: 'LockOperation',
    details: [
      ['type', type],
      ['source', source],
    ],
  });
};

export const raise = (
  { effects }: Turn,
  kind: 'door_forced_open' | 'door_held_open' | 'held_cleared' | 'no_entry_after_grant' | 'tamper' | 'denial_burst',
  details: [string, string | number][],
): void => {
  effects.push({ do: 'event', topic: 'evt/alarm', kind, details });
};

const settlePending = (turn: Turn, which: (op: Op) => boolean, outcome: Outcome = {}): void => {
  const settled = turn.s.pending.filter((pending) => which(pending.op));
  turn.s.pending = turn.s.pending.filter((pending) => !which(pending.op));
  for (const pending of settled) settle(turn, pending, outcome);
};

interface Outcome {
  readonly reason?: string;
  readonly nonce?: Uint8Array;
  readonly stage?: string;
}

/** Says what a command came to, and keeps it: the same command again gets the same answer. */
export const settle = (turn: Turn, pending: Pending, outcome: Outcome): void => {
  const { s, nowMs, effects } = turn;
  const tookMs = Math.min(LONGEST_STAGE_MS, Math.max(0, Math.round(nowMs - pending.arrivedAtMs)));
  const result: ResultMessage = {
    commandId: pending.commandId,
    ok: outcome.reason === undefined,
    stages: [
      ['verified', 0],
      [outcome.stage ?? (outcome.reason === undefined ? 'done' : 'failed'), tookMs],
    ],
    ...(outcome.reason === undefined ? {} : { reason: outcome.reason }),
    ...(outcome.nonce === undefined ? {} : { nonce: outcome.nonce }),
  };
  if (pending.nonce !== null) s.nonces = changeNonce(s.nonces, pending.nonce, { result });
  else if (s.lastBootBound?.commandId === hex(pending.commandId)) s.lastBootBound = { ...s.lastBootBound, result };
  effects.push({ do: 'result', op: pending.op, result });
};
