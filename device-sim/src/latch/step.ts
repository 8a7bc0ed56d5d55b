import { isForced } from '@smart-latch/core';
import { hex } from '../bytes.ts';
import { boltArrived, boltIsLate, doorIsOpen, drive, nowUnlocked, raise } from './bolt.ts';
import { onCommand } from './commands.ts';
import { addNonce } from './nonces.ts';
import { advance, type LatchEffect, type LatchEvent, type LatchState, type Turn } from './state.ts';

/**
 * The whole behaviour of a latch: what it was, the time (monotonic ms), what happened -> what it is now and what to do.
 * Pure, never waits. Deadlines that have passed are taken first, so an event that comes late finds them gone.
 */
export const step = (
  state: LatchState,
  nowMs: number,
  event: LatchEvent,
): { readonly state: LatchState; readonly effects: readonly LatchEffect[] } => {
  const turn: Turn = { s: { ...state }, nowMs, effects: [] };
  passTime(turn);
  take(turn, event);
  return { state: turn.s, effects: turn.effects };
};

/** When `tick` is wanted next, monotonic ms; null for never. */
export const nextDeadlineMs = (state: LatchState): number | null => {
  const deadlines = [
    state.awaiting?.untilMs,
    state.move?.untilMs,
    state.relockAtMs,
    state.isHeld ? null : state.heldAtMs,
    state.jamRetryAtMs,
  ].filter((deadline) => typeof deadline === 'number');
  return deadlines.length > 0 ? Math.min(...deadlines) : null;
};

const passTime = (turn: Turn): void => {
  const { s, nowMs, effects } = turn;
  const isOver = (deadlineMs: number | null | undefined) => typeof deadlineMs === 'number' && nowMs >= deadlineMs;
  if (isOver(s.awaiting?.untilMs)) {
    s.awaiting = null;
    advance(turn, 'decision_timeout');
    effects.push({ do: 'show', what: s.linkUp ? 'try_again' : 'no_server' });
  }
  if (isOver(s.move?.untilMs)) boltIsLate(turn);
  if (isOver(s.relockAtMs) && advance(turn, 'relock_due')) drive(turn, 'Auto');
  if (!s.isHeld && isOver(s.heldAtMs)) {
    s.isHeld = true;
    raise(turn, 'door_held_open', []);
    effects.push({ do: 'show', what: 'alarm' });
  }
  // Locking is the safe direction: nobody waits at the door for an unlock that failed a minute ago.
  if (isOver(s.jamRetryAtMs) && advance(turn, 'retry_due')) {
    drive(turn, 'Auto');
    if (s.move) s.move = { ...s.move, tries: s.timing.boltRetries + 1 };
  }
};

const take = (turn: Turn, event: LatchEvent): void => {
  const { s } = turn;
  switch (event.is) {
    case 'boot':
      onBoot(turn, event);
      return;
    case 'tap':
      onTap(turn, event);
      return;
    case 'no-server':
      onNoServer(turn, hex(event.nonce));
      return;
    case 'command':
      onCommand(turn, event);
      return;
    case 'bolt':
      boltArrived(turn, event.at);
      return;
    case 'door':
      if (event.open) onDoorOpened(turn);
      else onDoorClosed(turn);
      return;
    case 'exit':
      onExit(turn);
      return;
    case 'tamper':
      onTamper(turn);
      return;
    case 'link':
      s.linkUp = event.up;
      if (s.phase === 'Locked') turn.effects.push({ do: 'show', what: event.up ? 'ready' : 'no_server' });
      if (event.up) turn.effects.push({ do: 'report' });
      return;
    case 'configured':
      s.timing = { ...s.timing, autoRelockMs: event.autoRelockMs, heldOpenMs: event.heldOpenMs };
      turn.effects.push({ do: 'report' });
      return;
    case 'tick':
      return;
  }
};

const onBoot = (turn: Turn, { bolt, doorOpen }: Extract<LatchEvent, { is: 'boot' }>): void => {
  const { s, effects } = turn;
  s.bolt = bolt;
  s.doorOpen = doorOpen;
  if (doorOpen) {
    doorIsOpen(turn);
    if (bolt !== 'unlocked') effects.push({ do: 'drive', to: 'unlocked' });
    return;
  }
  advance(turn, bolt === 'locked' ? 'bolt_locked' : 'bolt_unlocked');
  if (bolt === 'locked') effects.push({ do: 'show', what: s.linkUp ? 'ready' : 'no_server' });
  else drive(turn, 'Auto');
};

const onTap = (turn: Turn, event: Extract<LatchEvent, { is: 'tap' }>): void => {
  const { s, nowMs, effects } = turn;
  if (s.phase === 'Boot' || s.phase === 'Unlocking') return;
  if (s.phase === 'Jammed') return void effects.push({ do: 'show', what: 'jammed' });
  const isSlowed = nowMs < s.slowUntilMs && nowMs - s.lastTapMs < s.timing.slowTapMs;
  const nonce = hex(event.nonce);
  const slots = isSlowed ? null : addNonce(s.nonces, nowMs, { nonce, from: 'tap' });
  if (!slots) return void effects.push({ do: 'show', what: 'wait' });
  s.nonces = slots;
  s.lastTapMs = nowMs;
  s.awaiting = { nonce, untilMs: nowMs + s.timing.awaitMs };
  advance(turn, 'tap');
  effects.push({ do: 'show', what: 'reading' });
  const { tapId, credential } = event;
  effects.push({ do: 'publish-tap', tap: { tapId, nonce: event.nonce, credential } });
};

/** The tap was re-sent for 5 s and never acknowledged. */
const onNoServer = (turn: Turn, nonce: string): void => {
  const { s, effects } = turn;
  if (s.awaiting?.nonce !== nonce) return;
  s.awaiting = null;
  advance(turn, 'decision_timeout');
  effects.push({ do: 'show', what: 'no_server' });
};

const doorState = ({ effects }: Turn, state: 'DoorOpen' | 'DoorClosed' | 'DoorForcedOpen'): void => {
  effects.push({ do: 'event', topic: 'evt/door', kind: 'DoorStateChange', details: [['state', state]] });
  effects.push({ do: 'report' });
};

const onDoorOpened = (turn: Turn): void => {
  const { s, effects } = turn;
  if (s.doorOpen) return;
  s.doorOpen = true;
  const was = s.phase;
  const forced = isForced(was, 'door_opened');
  doorState(turn, forced ? 'DoorForcedOpen' : 'DoorOpen');
  if (forced) {
    raise(turn, 'door_forced_open', [['cause', 'door_opened']]);
    effects.push({ do: 'show', what: 'alarm' });
  }
  // The door moved before the bolt's switch said so: the command has done what it should.
  if (was === 'Unlocking') {
    nowUnlocked(turn);
    return;
  }
  doorIsOpen(turn);
  s.move = null;
  // The bolt must not meet the frame: take it back.
  if (was === 'Relocking') effects.push({ do: 'drive', to: 'unlocked' });
};

const onDoorClosed = (turn: Turn): void => {
  const { s } = turn;
  if (!s.doorOpen) return;
  s.doorOpen = false;
  s.heldAtMs = null;
  doorState(turn, 'DoorClosed');
  if (s.isHeld) raise(turn, 'held_cleared', []);
  s.isHeld = false;
  if (advance(turn, 'door_closed')) drive(turn, 'Auto');
};

/** Always, in every state, without a network: people leave. */
const onExit = (turn: Turn): void => {
  const { s, nowMs, effects } = turn;
  effects.push({ do: 'event', topic: 'evt/lock', kind: 'exit_button', details: [] });
  const was = s.phase;
  advance(turn, 'exit_button');
  if (s.phase === 'Unlocked') s.relockAtMs = nowMs + s.timing.autoRelockMs;
  if (s.phase === 'Unlocking' && was !== 'Unlocking') drive(turn, 'Button');
};

/** Somebody opens the housing: what was asked before is void, so that nothing prepared with it opens the door. */
const onTamper = (turn: Turn): void => {
  const { s, effects } = turn;
  raise(turn, 'tamper', []);
  effects.push({ do: 'show', what: 'alarm' });
  s.nonces = s.nonces.filter((slot) => slot.usedBy !== null);
  s.awaiting = null;
  advance(turn, 'tamper');
};
