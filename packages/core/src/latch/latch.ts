/** Names and order (so numbers) of the DoorLock cluster, Matter Application Cluster Specification 5.2.6. */
export const LOCK_STATES = ['NotFullyLocked', 'Locked', 'Unlocked', 'Unlatched'] as const;
export type LockState = (typeof LOCK_STATES)[number];

export const DOOR_STATES = [
  'DoorOpen',
  'DoorClosed',
  'DoorJammed',
  'DoorForcedOpen',
  'DoorUnspecifiedError',
  'DoorAjar',
] as const;
export type DoorState = (typeof DOOR_STATES)[number];

export const OPERATING_MODES = ['Normal', 'Vacation', 'Privacy', 'NoRemoteLockUnlock', 'Passage'] as const;
export type OperatingMode = (typeof OPERATING_MODES)[number];

/** Every duration of a latch, in ms, and its counts. */
export const LATCH = {
  /** AwaitDecision ends after this; the life of a nonce. */
  awaitDecisionMs: 20_000,
  /** One move of the bolt. */
  moveMs: 900,
  /** Further tries of a move before Jammed. */
  moveRetries: 3,
  jammedRetryMs: 60_000,
  /** An open door is an alarm, held open, after this. */
  heldOpenAfterMs: 30_000,
  /** This many `deny`s marked for lockout slow the reader down to one tap each slowTapEveryMs for slowForMs. */
  slowAfterDenies: 5,
  slowTapEveryMs: 5_000,
  slowForMs: 60_000,
  nonceSlots: 8,
  /** Of the slots, at most this many hold nonces given in answer to a challenge. */
  challengeSlots: 2,
} as const;

export const LATCH_STATES = [
  'Boot',
  'Locked',
  'AwaitDecision',
  'Unlocking',
  'Unlocked',
  'DoorOpen',
  'Relocking',
  'Jammed',
] as const;
export type LatchState = (typeof LATCH_STATES)[number];

/**
 * `bolt_locked`, `bolt_unlocked`: a bolt switch says so, also when a key moved it. `unlock`, `lock`, `deny`: verified
 * commands. `move_failed`: the last retry failed. `relock_due`: AutoRelockTime is over. `retry_due`: jammedRetryMs is.
 */
export const LATCH_EVENTS = [
  'bolt_locked',
  'bolt_unlocked',
  'tap',
  'unlock',
  'lock',
  'deny',
  'decision_timeout',
  'tamper',
  'exit_button',
  'door_opened',
  'door_closed',
  'move_failed',
  'relock_due',
  'retry_due',
] as const;
export type LatchEvent = (typeof LATCH_EVENTS)[number];

/**
 * Every legal transition; an event that is not here changes nothing. Nothing but a verified `unlock`, the exit button or
 * a hand on bolt or door leads out of locked, and the exit button unlocks in every state.
 */
export const LATCH_TRANSITIONS: Readonly<Record<LatchState, Partial<Record<LatchEvent, LatchState>>>> = {
  // The bolt may stand anywhere after a reset: the switches say where, and it ends locked.
  Boot: { bolt_locked: 'Locked', bolt_unlocked: 'Relocking', exit_button: 'Unlocking', door_opened: 'DoorOpen' },
  Locked: {
    tap: 'AwaitDecision',
    unlock: 'Unlocking',
    exit_button: 'Unlocking',
    bolt_unlocked: 'Unlocked',
    door_opened: 'DoorOpen',
  },
  AwaitDecision: {
    tap: 'AwaitDecision',
    unlock: 'Unlocking',
    lock: 'Locked',
    deny: 'Locked',
    decision_timeout: 'Locked',
    tamper: 'Locked',
    exit_button: 'Unlocking',
    bolt_unlocked: 'Unlocked',
    door_opened: 'DoorOpen',
  },
  Unlocking: {
    unlock: 'Unlocking',
    exit_button: 'Unlocking',
    lock: 'Relocking',
    bolt_unlocked: 'Unlocked',
    door_opened: 'DoorOpen',
    move_failed: 'Jammed',
  },
  Unlocked: {
    unlock: 'Unlocked',
    exit_button: 'Unlocked',
    lock: 'Relocking',
    relock_due: 'Relocking',
    bolt_locked: 'Locked',
    door_opened: 'DoorOpen',
  },
  // An open door is never locked: the bolt would stand out. Closing it relocks.
  DoorOpen: { unlock: 'DoorOpen', exit_button: 'DoorOpen', door_closed: 'Relocking' },
  Relocking: {
    bolt_locked: 'Locked',
    unlock: 'Unlocking',
    exit_button: 'Unlocking',
    door_opened: 'DoorOpen',
    move_failed: 'Jammed',
  },
  Jammed: {
    retry_due: 'Relocking',
    unlock: 'Unlocking',
    exit_button: 'Unlocking',
    bolt_locked: 'Locked',
    bolt_unlocked: 'Unlocked',
    door_opened: 'DoorOpen',
  },
};

/** The next state, or null when the event changes nothing in this state. */
export function latchTransition(state: LatchState, event: LatchEvent): LatchState | null {
  return LATCH_TRANSITIONS[state][event] ?? null;
}

/** Door or bolt moved by somebody while it should be locked: the alarm door_forced_open. */
export function isForced(state: LatchState, event: LatchEvent): boolean {
  const shouldBeLocked = state === 'Locked' || state === 'AwaitDecision';
  return shouldBeLocked && (event === 'door_opened' || event === 'bolt_unlocked');
}

/** What the latch reports as LockState. */
export function lockStateOf(state: LatchState): LockState {
  switch (state) {
    case 'Locked':
    case 'AwaitDecision':
      return 'Locked';
    case 'Unlocked':
    case 'DoorOpen':
      return 'Unlocked';
    case 'Boot':
    case 'Unlocking':
    case 'Relocking':
    case 'Jammed':
      return 'NotFullyLocked';
  }
}
