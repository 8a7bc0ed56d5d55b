import type { CredentialFacts, CredentialRule, Presented } from '../credential/credential.ts';
import { CREDENTIAL_KINDS, CREDENTIAL_RULES } from '../credential/credential.ts';
import type { GrantFacts } from '../credential/grant.ts';
import type { LatchId, SessionId, SiteId, UserId } from '../ids.ts';
import { ATTEMPT_KINDS, type AttemptKind } from './attempt.ts';
import type { LockoutFacts } from './lockout.ts';

export interface SiteFacts {
  readonly id: SiteId;
  /** IANA name. */
  readonly timeZone: string;
  /** Local dates `YYYY-MM-DD`. */
  readonly holidays: readonly string[];
  readonly lockdown: boolean;
  /** Whether bare card numbers are accepted: low assurance. */
  readonly acceptsUid: boolean;
  /** How old the step-up of a session may be for a remote unlock; null: this site asks for none. */
  readonly remoteStepUpMaxAgeMs: number | null;
}

/** The latch as a device. */
export interface DeviceFacts {
  readonly revoked: boolean;
  readonly connected: boolean;
}

export interface LatchFacts {
  readonly id: LatchId;
  readonly siteId: SiteId;
  readonly credentialRule: CredentialRule;
  /** Whether a phone may tap the door's tag: low assurance. */
  readonly phoneTapAllowed: boolean;
  /** 0..600; 0 is off. */
  readonly antiPassbackS: number;
}

export interface AttemptFacts {
  readonly kind: AttemptKind;
  /** Epoch ms, all four; see attemptDeadlines and challengeDeadlines. */
  readonly receivedAtMs: number;
  readonly receiveByMs: number;
  readonly decideByMs: number;
  /** Until when the latch must answer the challenge; null while none was sent. */
  readonly nonceByMs: number | null;
  /** Whether we hold a nonce of the latch: an nfc tap brings it, else `result/challenge` does. */
  readonly nonceHeld: boolean;
  readonly superseded: boolean;
}

export interface UserFacts {
  readonly id: UserId;
  readonly siteId: SiteId;
  readonly disabled: boolean;
  /** Overrides the latch's rule; null does not. */
  readonly credentialRule: CredentialRule | null;
  /** Enrolled views of the pack in use. */
  readonly enrolledViews: number;
  /** Passkeys registered. They stand in for the face of a user without one, at a phone tap only. */
  readonly passkeys: number;
  /** A guest's stay, epoch ms, half-open; null is no limit. */
  readonly fromMs: number | null;
  readonly untilMs: number | null;
}

export interface SessionFacts {
  readonly id: SessionId;
  readonly userId: UserId;
  /** Not expired, not revoked, of this site. */
  readonly valid: boolean;
  /** Epoch ms at which the user last confirmed in this session; null is never. */
  readonly stepUpAtMs: number | null;
}

export interface PasskeyFacts {
  readonly userId: UserId;
  readonly verified: boolean;
  /** Epoch ms at which the api received the assertion. */
  readonly receivedAtMs: number;
}

export const FRAME_VERDICTS = ['match', 'face_no_match', 'no_face', 'many_faces', 'low_quality'] as const;
export type FrameVerdict = (typeof FRAME_VERDICTS)[number];

export interface FrameFacts {
  readonly verdict: FrameVerdict;
  /** Whose views the face was compared with. */
  readonly userId: UserId;
}

/** The best of the latch's paired cameras. `init` and `ready` count as connected; `disconnected` as lost. */
export interface CameraFacts {
  readonly paired: boolean;
  readonly state: 'connected' | 'sleeping' | 'lost' | 'none';
}

/**
 * Everything that `decide` looks at, JSON-like, read together. Null is a fact (there is none); undefined is a missing
 * fact and denies.
 */
export interface Facts {
  readonly nowMs: number;
  /** A dependency of the decision failed for good. */
  readonly serviceUnavailable: boolean;
  readonly site: SiteFacts;
  readonly device: DeviceFacts;
  readonly latch: LatchFacts;
  readonly attempt: AttemptFacts;
  /** Null for kind remote. */
  readonly presented: Presented | null;
  /** What the presented number belongs to; null when nobody's, and for kind remote. */
  readonly credential: CredentialFacts | null;
  /** The owner of the credential; for kind remote, of the session. */
  readonly user: UserFacts | null;
  readonly grants: readonly GrantFacts[];
  readonly lockout: LockoutFacts;
  /** Epoch ms of the last entry of this credential at this latch; null when none, or cleared by no_entry_after_grant. */
  readonly lastEntryMs: number | null;
  readonly camera: CameraFacts;
  /** Verdicts in the order in which the frames were judged. */
  readonly frames: readonly FrameFacts[];
  /** Frames received in time and not judged yet. */
  readonly pendingFrames: number;
  /** Of kinds remote and phone; null for nfc. */
  readonly session: SessionFacts | null;
  readonly passkey: PasskeyFacts | null;
}

type Check = (value: unknown) => boolean;
type Shape = { readonly [name: string]: Check | Shape };

const text: Check = (value) => typeof value === 'string' && value !== '';
const flag: Check = (value) => typeof value === 'boolean';
const number: Check = (value) => Number.isFinite(value);
const oneOf =
  (values: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && values.includes(value);
const listOf =
  (shape: () => Check | Shape): Check =>
  (value) =>
    Array.isArray(value) && value.every((item) => misfit(item, shape()) === null);
const orNull =
  (shape: Check | Shape): Check =>
  (value) =>
    value === null || misfit(value, shape) === null;

const texts = listOf(() => text);
const numbers = listOf(() => number);
const rule = oneOf(CREDENTIAL_RULES);
const times = { notBeforeMs: orNull(number), expiresAtMs: orNull(number) };

const SHAPE: Shape = {
  nowMs: number,
  serviceUnavailable: flag,
  site: {
    id: text,
    timeZone: text,
    holidays: texts,
    lockdown: flag,
    acceptsUid: flag,
    remoteStepUpMaxAgeMs: orNull(number),
  },
  device: { revoked: flag, connected: flag },
  latch: { id: text, siteId: text, credentialRule: rule, phoneTapAllowed: flag, antiPassbackS: number },
  attempt: {
    kind: oneOf(ATTEMPT_KINDS),
    receivedAtMs: number,
    receiveByMs: number,
    decideByMs: number,
    nonceByMs: orNull(number),
    nonceHeld: flag,
    superseded: flag,
  },
  presented: orNull({ kind: oneOf(CREDENTIAL_KINDS), proof: oneOf(['valid', 'bad_mac', 'replayed', 'unknown']) }),
  credential: orNull({
    id: text,
    kind: oneOf(CREDENTIAL_KINDS),
    siteId: text,
    userId: text,
    state: oneOf(['active', 'disabled', 'lost']),
    ...times,
  }),
  user: orNull({
    id: text,
    siteId: text,
    disabled: flag,
    credentialRule: orNull(rule),
    enrolledViews: number,
    passkeys: number,
    fromMs: orNull(number),
    untilMs: orNull(number),
  }),
  grants: listOf(() => GRANT),
  lockout: { failuresMs: numbers, endedAtMs: orNull(number) },
  lastEntryMs: orNull(number),
  camera: { paired: flag, state: oneOf(['connected', 'sleeping', 'lost', 'none']) },
  frames: listOf(() => FRAME),
  pendingFrames: number,
  session: orNull({ id: text, userId: text, valid: flag, stepUpAtMs: orNull(number) }),
  passkey: orNull({ userId: text, verified: flag, receivedAtMs: number }),
};

const window: Shape = { from: text, to: text };
const FRAME: Shape = { verdict: oneOf(FRAME_VERDICTS), userId: text };
const GRANT: Shape = {
  id: text,
  siteId: text,
  userId: text,
  latchId: text,
  schedule: orNull({
    windows: listOf(() => ({ days: numbers, ...window })),
    dateRanges: listOf(() => ({ from: orNull(text), to: orNull(text) })),
    holidays: oneOf(['as_usual', 'closed', 'own_windows']),
    holidayWindows: listOf(() => window),
  }),
  remote: flag,
  ...times,
  entriesLeft: orNull(number),
};

function misfit(value: unknown, shape: Check | Shape, path = ''): string | null {
  if (typeof shape === 'function') return shape(value) ? null : path;
  if (typeof value !== 'object' || value === null) return path;
  const fields = value as Record<string, unknown>;
  for (const [name, part] of Object.entries(shape)) {
    const found = misfit(fields[name], part, path === '' ? name : `${path}.${name}`);
    if (found !== null) return found;
  }
  return null;
}

/**
 * The path of the first fact that is missing or not of its type, such as `latch.antiPassbackS`; null when all are there.
 * `decide` runs it first, because a NaN or an undefined would make a comparison answer false and so let a denial slip.
 */
export function missingFact(facts: unknown): string | null {
  return typeof facts === 'object' && facts !== null ? misfit(facts, SHAPE) : 'facts';
}
