import { LATCH, latchTransition, type LatchState as Phase, type LatchEvent as Transition } from '@smart-latch/core';
import type {
  Command,
  CredentialProof,
  DeviceEventMessage,
  Op,
  ResultMessage,
  TapMessage,
  TopicName,
  Verified,
} from '@smart-latch/protocol';
import type { NonceSlot } from './nonces.ts';

export type { Phase };

/** All in ms; the defaults are those of the hardware, a demo shortens them. */
export interface LatchTiming {
  /** How long a tap waits for its decision. */
  readonly awaitMs: number;
  /** How long one try of the bolt may take before it counts as stuck. */
  readonly boltMs: number;
  readonly boltRetries: number;
  readonly jamRetryMs: number;
  readonly autoRelockMs: number;
  readonly heldOpenMs: number;
  /** After `slowAfter` denials that count for lockout the reader takes one tap per `slowTapMs` for `slowMs`. */
  readonly slowAfter: number;
  readonly slowMs: number;
  readonly slowTapMs: number;
  /** Refusals that cannot name their command are reported at most this often. */
  readonly strayResultMs: number;
}

export const LATCH_TIMING: LatchTiming = {
  awaitMs: LATCH.awaitDecisionMs,
  boltMs: LATCH.moveMs,
  boltRetries: LATCH.moveRetries,
  jamRetryMs: LATCH.jammedRetryMs,
  autoRelockMs: 5_000,
  heldOpenMs: LATCH.heldOpenAfterMs,
  slowAfter: LATCH.slowAfterDenies,
  slowMs: LATCH.slowForMs,
  slowTapMs: LATCH.slowTapEveryMs,
  strayResultMs: 1_000,
};

/** A command whose result waits for the bolt. */
export interface Pending {
  readonly op: Op;
  readonly commandId: Uint8Array;
  /** Hex; null for a command that is bound to the boot. */
  readonly nonce: string | null;
  readonly arrivedAtMs: number;
}

export type BoltPosition = 'locked' | 'unlocked' | 'unknown';
export type Source = 'Remote' | 'Button' | 'Auto' | 'Manual';

export interface LatchState {
  readonly phase: Phase;
  readonly timing: LatchTiming;
  /** 16 bytes, hex, new at every boot. */
  readonly boot: string;
  readonly bolt: BoltPosition;
  readonly doorOpen: boolean;
  readonly linkUp: boolean;
  readonly nonces: readonly NonceSlot[];
  /** The newest tap that waits for a decision. */
  readonly awaiting: { readonly nonce: string; readonly untilMs: number } | null;
  /** The move of the bolt that Unlocking and Relocking wait for. */
  readonly move: { readonly tries: number; readonly untilMs: number; readonly source: Source } | null;
  readonly pending: readonly Pending[];
  readonly relockAtMs: number | null;
  readonly heldAtMs: number | null;
  readonly isHeld: boolean;
  /** Whether the door was opened since the last grant; null when nobody was granted. */
  readonly entered: boolean | null;
  readonly jamRetryAtMs: number | null;
  /** The highest counter accepted in this boot, and what that command came to. */
  readonly counter: number;
  readonly lastBootBound: { readonly commandId: string; readonly result: ResultMessage | null } | null;
  readonly denials: number;
  readonly slowUntilMs: number;
  readonly lastTapMs: number;
  readonly lastStrayMs: number;
}

export const initialState = (boot: string, timing: LatchTiming = LATCH_TIMING): LatchState => ({
  phase: 'Boot',
  timing,
  boot,
  bolt: 'unknown',
  doorOpen: false,
  linkUp: false,
  nonces: [],
  awaiting: null,
  move: null,
  pending: [],
  relockAtMs: null,
  heldAtMs: null,
  isHeld: false,
  entered: null,
  jamRetryAtMs: null,
  counter: -1,
  lastBootBound: null,
  denials: 0,
  slowUntilMs: Number.NEGATIVE_INFINITY,
  lastTapMs: Number.NEGATIVE_INFINITY,
  lastStrayMs: Number.NEGATIVE_INFINITY,
});

/** What happens to a latch. Randomness comes in with the event, so that a step can be repeated. */
export type LatchEvent =
  | { readonly is: 'boot'; readonly bolt: BoltPosition; readonly doorOpen: boolean }
  | {
      readonly is: 'tap';
      readonly tapId: Uint8Array;
      readonly nonce: Uint8Array;
      readonly credential: CredentialProof;
    }
  | { readonly is: 'no-server'; readonly nonce: Uint8Array }
  | {
      readonly is: 'command';
      readonly topicOp: Op;
      readonly opened: Verified<Command>;
      readonly retained: boolean;
      /** 16 random bytes, used when the command is a challenge. */
      readonly fresh: Uint8Array;
    }
  | { readonly is: 'bolt'; readonly at: 'locked' | 'unlocked' }
  | { readonly is: 'door'; readonly open: boolean }
  | { readonly is: 'exit' }
  | { readonly is: 'tamper' }
  | { readonly is: 'link'; readonly up: boolean }
  | { readonly is: 'configured'; readonly autoRelockMs: number; readonly heldOpenMs: number }
  | { readonly is: 'tick' };

/** `try_again`, `not_allowed`, `wait` are the three grades of a denial. */
export type Shown =
  | 'ready'
  | 'reading'
  | 'open'
  | 'try_again'
  | 'not_allowed'
  | 'wait'
  | 'no_server'
  | 'jammed'
  | 'alarm';

/** What the shell does then, in this order. */
export type LatchEffect =
  /** The shell wakes the camera first and says in the tap whether that worked. */
  | { readonly do: 'publish-tap'; readonly tap: Omit<TapMessage, 'cameraWoken'> }
  | { readonly do: 'show'; readonly what: Shown }
  | { readonly do: 'drive'; readonly to: 'locked' | 'unlocked' }
  | { readonly do: 'verified'; readonly op: Op; readonly commandId: Uint8Array; readonly nonce: string | null }
  | { readonly do: 'result'; readonly op: Op; readonly result: ResultMessage }
  | { readonly do: 'refused'; readonly op: Op; readonly commandId: Uint8Array | null; readonly reason: string }
  | {
      readonly do: 'event';
      readonly topic: Extract<TopicName, `evt/${string}`>;
      readonly kind: DeviceEventMessage['kind'];
      readonly details: DeviceEventMessage['details'];
    }
  | { readonly do: 'report' }
  | { readonly do: 'reboot' };

/** A step being taken: the new state so far, and what is to be done. */
export interface Turn {
  s: { -readonly [K in keyof LatchState]: LatchState[K] };
  readonly nowMs: number;
  readonly effects: LatchEffect[];
}

/** Takes the transition of core's table; false when it is not legal in this state, and then nothing changes. */
export const advance = ({ s }: Turn, transition: Transition): boolean => {
  const next = latchTransition(s.phase, transition);
  if (next !== null) s.phase = next;
  return next !== null;
};
