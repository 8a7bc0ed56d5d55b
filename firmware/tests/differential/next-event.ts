import type { LatchState } from '@smart-latch/device-sim';
import type { Op } from '@smart-latch/protocol';
import type { Dice } from './dice.ts';
import type { Mood } from './sequences.ts';
import { signedBytes } from './signed-bytes.ts';
import type { Device, WireCommand, WireEvent, WireOpened } from './wire.ts';

/** Where the latch is, when its next event is thrown. */
export interface Situation {
  readonly dice: Dice;
  readonly mood: Mood;
  readonly state: LatchState;
  readonly device: Device;
  readonly nowMs: number;
}

type Kind = WireEvent['is'];

const USUAL: Readonly<Record<Kind, number>> = {
  boot: 0.5,
  tap: 18,
  'no-server': 3,
  command: 34,
  bolt: 5,
  door: 9,
  exit: 4,
  tamper: 2,
  link: 5,
  configured: 2,
  tick: 12,
};

const WEIGHTS: Readonly<Record<Mood, Readonly<Partial<Record<Kind, number>>>>> = {
  ordinary: {},
  denied: { tap: 40, command: 50, tamper: 0.5, tick: 4 },
  stuck: { exit: 10, tick: 30 },
  crowd: { tap: 80 },
  operator: { command: 90, tap: 6 },
  door: { door: 50, bolt: 15, exit: 10 },
  signed: { command: 50 },
};

/** How soon the bolt is where it should be, where that is not as usual. */
const ARRIVES: Readonly<Partial<Record<Mood, number>>> = { stuck: 0.06, operator: 0.02 };

/** What happens to the latch next. Right after its start that is its boot, nearly always. */
export const nextEvent = (at: Situation): WireEvent => {
  const { dice, mood, state } = at;
  if (state.phase === 'Boot' && dice.chance(0.8)) return boot(dice);
  if (state.move && dice.chance(ARRIVES[mood] ?? 0.45)) return { is: 'bolt', at: goalOf(state) };
  return make(dice.weighted({ ...USUAL, ...WEIGHTS[mood] }), at);
};

const goalOf = ({ phase }: LatchState) => (phase === 'Unlocking' ? 'unlocked' : 'locked');

const make = (kind: Kind, at: Situation): WireEvent => {
  const { dice, state } = at;
  switch (kind) {
    case 'boot':
      return boot(dice);
    case 'tap':
      return { is: 'tap', tapId: id(dice, 'a'), nonce: id(dice, 'c'), uid: `04${'ab'.repeat(dice.int(3, 9))}` };
    case 'no-server':
      return { is: 'no-server', nonce: anyNonce(at) };
    case 'command':
      return command(at);
    case 'bolt':
      return { is: 'bolt', at: dice.pick(['locked', 'unlocked']) };
    case 'door':
      return { is: 'door', open: dice.chance(0.8) ? !state.doorOpen : state.doorOpen };
    case 'link':
      return { is: 'link', up: dice.chance(0.6) };
    case 'configured':
      return {
        is: 'configured',
        autoRelockMs: dice.pick([0, 1_000, 5_000, 3_600_000]),
        heldOpenMs: dice.pick([0, 500, 30_000, 3_600_000]),
      };
    case 'exit':
    case 'tamper':
    case 'tick':
      return { is: kind };
  }
};

const boot = (dice: Dice): WireEvent => ({
  is: 'boot',
  bolt: dice.weighted({ locked: 6, unlocked: 1, unknown: 1 }),
  doorOpen: dice.chance(0.15),
});

/** 16 bytes; the first digit says what it is, so that a failing sequence can be read. */
const id = (dice: Dice, sort: 'a' | 'c' | 'd' | 'f'): string =>
  `${sort}${dice
    .int(0, 2 ** 40)
    .toString(16)
    .padStart(31, '0')}`;

/** Most often the one that waits, then any that the latch knows, seldom one that it never gave. */
const anyNonce = ({ dice, state }: Situation): string => {
  if (state.awaiting && dice.chance(0.55)) return state.awaiting.nonce;
  const known = state.nonces.map(({ nonce }) => nonce);
  return known.length > 0 && dice.chance(0.85) ? dice.pick(known) : id(dice, 'c');
};

const OPS: Readonly<Record<Mood, Readonly<Record<Op, number>>>> = (() => {
  const usual = { unlock: 40, deny: 20, lock: 14, challenge: 12, reboot: 3, capture: 2 };
  return {
    ordinary: usual,
    denied: { ...usual, unlock: 4, deny: 90 },
    stuck: { ...usual, lock: 30 },
    crowd: usual,
    operator: { ...usual, lock: 60, challenge: 40 },
    door: usual,
    signed: usual,
  };
})();

const command = (at: Situation): WireCommand => {
  const { dice, mood } = at;
  const op = dice.weighted(OPS[mood]);
  const how = { is: 'command', topicOp: op, retained: dice.chance(0.05), fresh: id(dice, 'f') } as const;
  const opened = op === 'unlock' || op === 'deny' || op === 'capture' ? nonceBound(at, op) : bootBound(at, op);
  if (mood === 'signed') return { ...how, bytes: signedBytes(dice, opened, at.device) };
  const isStray = dice.chance(0.07);
  return isStray ? { ...how, reason: dice.pick(['bad_signature', 'unknown_key', 'wrong_device']) } : { ...how, opened };
};

const nonceBound = (at: Situation, op: Op): WireOpened => {
  const { dice, state, mood } = at;
  const nonce = anyNonce(at);
  const usedBy = state.nonces.find((slot) => slot.nonce === nonce)?.usedBy;
  const pushes = mood === 'denied' ? 0.9 : 0.5;
  const named = {
    op,
    commandId: usedBy && dice.chance(0.6) ? usedBy : id(dice, 'd'),
    ttlMs: dice.chance(0.6) ? 20_000 : dice.int(1, 20_000),
    ...(op === 'deny' && dice.chance(0.7) ? { display: dice.pick(['try_again', 'not_allowed', 'wait'] as const) } : {}),
    ...(op === 'deny' && dice.chance(0.9) ? { countsForLockout: dice.chance(pushes) } : {}),
  };
  return dice.chance(0.04) ? { ...named, boot: state.boot, counter: dice.int(0, 9) } : { ...named, nonce };
};

const bootBound = ({ dice, state }: Situation, op: Op): WireOpened => {
  const named = { op, ttlMs: 20_000 };
  const last = state.lastBootBound;
  if (dice.chance(0.04)) return { ...named, commandId: id(dice, 'd'), nonce: id(dice, 'c') };
  const boot = dice.chance(0.04) ? id(dice, 'd') : state.boot;
  if (last && dice.chance(0.15)) return { ...named, commandId: last.commandId, boot, counter: state.counter };
  const counter = dice.chance(0.85)
    ? state.counter + dice.int(1, 3)
    : dice.pick([Math.max(0, state.counter), 0, dice.chance(0.05) ? Number.MAX_SAFE_INTEGER : 0]);
  return { ...named, commandId: id(dice, 'd'), boot, counter: Math.min(counter, Number.MAX_SAFE_INTEGER) };
};
