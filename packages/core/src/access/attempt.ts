/** How an attempt began: a tap at the reader, a tap of the door's tag by a phone, or an unlock from afar. */
export const ATTEMPT_KINDS = ['nfc', 'phone', 'remote'] as const;
export type AttemptKind = (typeof ATTEMPT_KINDS)[number];

/** Every duration of an attempt, in ms, and its counts. */
export const ATTEMPT = {
  /** A frame counts if the broker received it within this time of the tap. */
  receiveWindowMs: 10_000,
  /** The same for a phone attempt, from the api's receive time of the tap token. */
  phoneWindowMs: 20_000,
  /** From receiveBy to decideBy: jobs in flight and the commit's retries. */
  decideMarginMs: 2_000,
  /** From `challenge` sent to `result/challenge` received. */
  challengeAnswerMs: 3_000,
  /** A granted attempt without a result is unconfirmed after this. */
  unconfirmedAfterMs: 5_000,
  /** A committed command is published again until this long after the nonce was received; inside the nonce's life. */
  sweepUntilMs: 14_000,
  /** How long a nonce is open on the latch's own clock. */
  nonceMs: 20_000,
  /** The latch stops re-sending a tap after this and shows 'no server'. */
  tapResendMs: 5_000,
  /** Frames judged at most. */
  maxFrames: 3,
  /** This many face_no_match end the attempt. */
  maxFaceMismatches: 2,
} as const;

export interface Deadlines {
  /** Epoch ms. Up to and including this moment the server may receive a frame, a selfie or a passkey assertion. */
  readonly receiveByMs: number;
  /** Epoch ms. From this moment on nothing is granted. */
  readonly decideByMs: number;
}

/** `receivedAtMs` is when the broker received the tap; for phone and remote, when the api received the request. */
export function attemptDeadlines(kind: AttemptKind, receivedAtMs: number): Deadlines {
  const windowMs = {
    nfc: ATTEMPT.receiveWindowMs,
    phone: ATTEMPT.phoneWindowMs,
    remote: ATTEMPT.challengeAnswerMs,
  }[kind];
  const receiveByMs = receivedAtMs + windowMs;
  return { receiveByMs, decideByMs: receiveByMs + ATTEMPT.decideMarginMs };
}

/** On entering waiting_nonce: until when the latch must answer, and the decision's new deadline, never an earlier one. */
export function challengeDeadlines(
  challengeSentAtMs: number,
  decideByMs: number,
): { readonly nonceByMs: number; readonly decideByMs: number } {
  const nonceByMs = challengeSentAtMs + ATTEMPT.challengeAnswerMs;
  return { nonceByMs, decideByMs: Math.max(decideByMs, nonceByMs + ATTEMPT.decideMarginMs) };
}

/**
 * waiting_face also waits for a passkey, which stands in for the face. granted is a promise to open; opened, failed and
 * unconfirmed are what became of it.
 */
export const ATTEMPT_STATES = [
  'waiting_face',
  'waiting_nonce',
  'granted',
  'denied',
  'opened',
  'failed',
  'unconfirmed',
] as const;
export type AttemptState = (typeof ATTEMPT_STATES)[number];

/**
 * `factors_held`: both factors hold and the latch's nonce is still to come. `grant`, `deny`: committed decisions.
 * `result_opened`, `result_refused`: verified results of the command. `result_missing`: none within unconfirmedAfterMs,
 * or the sweep gave up.
 */
export const ATTEMPT_EVENTS = [
  'factors_held',
  'grant',
  'deny',
  'result_opened',
  'result_refused',
  'result_missing',
] as const;
export type AttemptEvent = (typeof ATTEMPT_EVENTS)[number];

/** The states in which an attempt can begin: a decision is made before it is first stored. */
export const FIRST_STATES = ['waiting_face', 'waiting_nonce', 'granted', 'denied'] as const satisfies AttemptState[];

/** Every legal transition; what is not here is refused. So a refusal never overwrites opened, and denied is the end. */
export const ATTEMPT_TRANSITIONS: Readonly<Record<AttemptState, Partial<Record<AttemptEvent, AttemptState>>>> = {
  waiting_face: { factors_held: 'waiting_nonce', grant: 'granted', deny: 'denied' },
  waiting_nonce: { grant: 'granted', deny: 'denied' },
  granted: { result_opened: 'opened', result_refused: 'failed', result_missing: 'unconfirmed' },
  unconfirmed: { result_opened: 'opened', result_refused: 'failed' },
  denied: {},
  opened: {},
  failed: {},
};

/** The next state, or null when the event is refused in this state. */
export function transition(state: AttemptState, event: AttemptEvent): AttemptState | null {
  return ATTEMPT_TRANSITIONS[state][event] ?? null;
}

/** Whether a decision is still to come. */
export const isUndecided = (state: AttemptState): boolean => state === 'waiting_face' || state === 'waiting_nonce';
