import {
  type AttemptKind,
  type AttemptState,
  attemptDeadlines,
  challengeDeadlines,
  isUndecided,
  transition,
} from '../src/access/attempt.ts';
import { type Decision, decide } from '../src/access/decide.ts';
import type { Facts, FrameFacts, PasskeyFacts } from '../src/access/facts.ts';
import type { CredentialKind, CredentialRule, CredentialState, Proof } from '../src/credential/credential.ts';
import {
  asId,
  type CredentialId,
  type GrantId,
  type LatchId,
  type SessionId,
  type SiteId,
  type UserId,
} from '../src/ids.ts';

/**
 * A small site in which anything may happen in any order: two people, a card each, one latch, the server's records of
 * them, and every attempt so far. Beside what the server knows it keeps what is true (who stood before the camera), so
 * that a test can ask whether an attempt that was granted deserved it.
 */
export interface World {
  readonly nowMs: number;
  readonly site: Facts['site'];
  readonly latch: Facts['latch'];
  readonly people: Record<Person, PersonRecord>;
  readonly grants: Facts['grants'];
  readonly attempts: readonly ModelAttempt[];
}

export const PEOPLE = ['alice', 'bob'] as const;
export type Person = (typeof PEOPLE)[number];

export interface PersonRecord {
  readonly disabled: boolean;
  readonly enrolledViews: number;
  readonly passkeys: number;
  readonly rule: CredentialRule | null;
  readonly cardKind: 'ntag424' | 'uid';
  readonly cardState: CredentialState;
  readonly sessionValid: boolean;
  readonly stepUpAtMs: number | null;
}

export interface ModelAttempt {
  readonly kind: AttemptKind;
  readonly state: AttemptState;
  readonly facts: Facts['attempt'];
  readonly presented: Facts['presented'];
  /** Whose credential it is; null when nobody's, and for a remote unlock. */
  readonly cardOf: Person | null;
  readonly sessionOf: Person | null;
  readonly frames: readonly (FrameFacts & { readonly stood: Person })[];
  readonly passkey: PasskeyFacts | null;
  /** Every decision about it, newest last, each with the world at that moment. */
  readonly decisions: readonly { readonly decision: Decision; readonly world: World }[];
}

export type WorldEvent =
  | { readonly type: 'tap'; readonly cardOf: Person | null; readonly reads: CredentialKind; readonly proof: Proof }
  | { readonly type: 'phone'; readonly cardOf: Person; readonly sessionOf: Person | null }
  | { readonly type: 'remote'; readonly sessionOf: Person | null }
  | { readonly type: 'frame'; readonly stood: Person; readonly comparedWith: Person; readonly usable: boolean }
  | { readonly type: 'passkey'; readonly of: Person; readonly verified: boolean }
  | { readonly type: 'challenge_answered' }
  | { readonly type: 'time_passes'; readonly ms: number }
  | { readonly type: 'step_up'; readonly of: Person }
  | { readonly type: 'change_person'; readonly who: Person; readonly to: Partial<PersonRecord> }
  | { readonly type: 'change_site'; readonly to: Partial<World['site']> }
  | { readonly type: 'change_latch'; readonly to: Partial<World['latch']> }
  | { readonly type: 'change_grant'; readonly index: number; readonly remove: boolean; readonly remote: boolean }
  | { readonly type: 'result'; readonly opened: boolean };

const site = asId<SiteId>('site-1');
const latch = asId<LatchId>('latch-1');
export const userOf = (person: Person) => asId<UserId>(`user-${person}`);

export function aWorld(
  people: World['people'],
  grants: readonly { of: Person; remote: boolean; entriesLeft: number | null }[],
  acceptsUid: boolean,
): World {
  return {
    nowMs: Date.UTC(2026, 6, 15, 8),
    site: { id: site, timeZone: 'UTC', holidays: [], lockdown: false, acceptsUid, remoteStepUpMaxAgeMs: 30_000 },
    latch: { id: latch, siteId: site, credentialRule: 'dual', phoneTapAllowed: true, antiPassbackS: 0 },
    people,
    grants: grants.map(({ of, remote, entriesLeft }, index) => ({
      id: asId<GrantId>(`grant-${index}`),
      siteId: site,
      userId: userOf(of),
      latchId: latch,
      schedule: null,
      remote,
      notBeforeMs: null,
      expiresAtMs: null,
      entriesLeft,
    })),
    attempts: [],
  };
}

/** The world after the event: its records and attempts changed, then every undecided attempt decided again. */
export function happen(world: World, event: WorldEvent): World {
  const changed = record(world, event);
  return changed.attempts.reduce(
    (now, attempt, index) => (isUndecided(attempt.state) ? decided(now, index) : now),
    changed,
  );
}

function record(world: World, event: WorldEvent): World {
  switch (event.type) {
    case 'tap':
      return began(world, 'nfc', { kind: event.reads, proof: event.proof }, event.cardOf, null);
    case 'phone':
      return began(world, 'phone', { kind: 'phone', proof: 'valid' }, event.cardOf, event.sessionOf);
    case 'remote':
      return began(world, 'remote', null, null, event.sessionOf);
    case 'frame':
      return undecided(world, (attempt) => ({ ...attempt, frames: [...attempt.frames, judged(event)] }));
    case 'passkey': {
      const passkey = { userId: userOf(event.of), verified: event.verified, receivedAtMs: world.nowMs };
      return undecided(world, (attempt) => ({ ...attempt, passkey }));
    }
    case 'challenge_answered':
      return undecided(world, (attempt) =>
        attempt.state === 'waiting_nonce' ? { ...attempt, facts: { ...attempt.facts, nonceHeld: true } } : attempt,
      );
    case 'time_passes':
      return { ...world, nowMs: world.nowMs + event.ms };
    case 'step_up':
      return withPerson(world, event.of, { stepUpAtMs: world.nowMs });
    case 'change_person':
      return withPerson(world, event.who, event.to);
    case 'change_site':
      return { ...world, site: { ...world.site, ...event.to } };
    case 'change_latch':
      return { ...world, latch: { ...world.latch, ...event.to } };
    case 'change_grant':
      return { ...world, grants: changedGrants(world.grants, event) };
    case 'result':
      return mapAttempts(world, (attempt) => ({
        ...attempt,
        state: transition(attempt.state, event.opened ? 'result_opened' : 'result_refused') ?? attempt.state,
      }));
  }
}

function judged({ stood, comparedWith, usable }: WorldEvent & { type: 'frame' }): ModelAttempt['frames'][number] {
  const verdict = !usable ? 'low_quality' : stood === comparedWith ? 'match' : 'face_no_match';
  return { verdict, userId: userOf(comparedWith), stood };
}

function began(
  world: World,
  kind: AttemptKind,
  presented: Facts['presented'],
  cardOf: Person | null,
  sessionOf: Person | null,
): World {
  const facts: Facts['attempt'] = {
    kind,
    receivedAtMs: world.nowMs,
    ...attemptDeadlines(kind, world.nowMs),
    nonceByMs: null,
    nonceHeld: kind === 'nfc',
    superseded: false,
  };
  // waiting_face stands for "not stored yet" here: the first decision comes in the same step.
  const attempt: ModelAttempt = {
    kind,
    state: 'waiting_face',
    facts,
    presented,
    cardOf,
    sessionOf,
    frames: [],
    passkey: null,
    decisions: [],
  };
  return { ...world, attempts: [...world.attempts, attempt] };
}

const mapAttempts = (world: World, change: (attempt: ModelAttempt) => ModelAttempt): World => ({
  ...world,
  attempts: world.attempts.map(change),
});

const undecided = (world: World, change: (attempt: ModelAttempt) => ModelAttempt): World =>
  mapAttempts(world, (attempt) => (isUndecided(attempt.state) ? change(attempt) : attempt));

const withPerson = (world: World, who: Person, to: Partial<PersonRecord>): World => ({
  ...world,
  people: { ...world.people, [who]: { ...world.people[who], ...to } },
});

function changedGrants(grants: World['grants'], event: WorldEvent & { type: 'change_grant' }): World['grants'] {
  if (event.remove) return grants.filter((_, index) => index !== event.index);
  return grants.map((grant, index) => (index === event.index ? { ...grant, remote: event.remote } : grant));
}

/** One run of the handler: facts read together, decided, the state moved. */
function decided(world: World, index: number): World {
  const attempt = world.attempts[index];
  if (attempt === undefined) return world;
  const decision = decide(factsOf(world, attempt));
  const next = moved(attempt, decision, world.nowMs);
  const attempts = world.attempts.map((each, at) =>
    at === index ? { ...next, decisions: [...each.decisions, { decision, world }] } : each,
  );
  if (decision.outcome !== 'granted') return { ...world, attempts };
  const grants = world.grants.map((grant) =>
    grant.id === decision.grantId && grant.entriesLeft !== null
      ? { ...grant, entriesLeft: grant.entriesLeft - 1 }
      : grant,
  );
  return { ...world, attempts, grants };
}

function moved(attempt: ModelAttempt, decision: Decision, nowMs: number): ModelAttempt {
  if (decision.outcome === 'waiting') {
    if (decision.on !== 'nonce' || attempt.state === 'waiting_nonce') return attempt;
    const facts = { ...attempt.facts, ...challengeDeadlines(nowMs, attempt.facts.decideByMs) };
    return { ...attempt, facts, state: transition(attempt.state, 'factors_held') ?? attempt.state };
  }
  const state = transition(attempt.state, decision.outcome === 'granted' ? 'grant' : 'deny');
  if (state === null) throw new Error(`${decision.outcome} in ${attempt.state}`);
  return { ...attempt, state };
}

function factsOf(world: World, attempt: ModelAttempt): Facts {
  const { people, site, latch, grants, nowMs } = world;
  const { cardOf, sessionOf, presented, frames, passkey, kind } = attempt;
  const who = kind === 'remote' ? sessionOf : cardOf;
  return {
    nowMs,
    serviceUnavailable: false,
    site,
    device: { revoked: false, connected: true },
    latch,
    attempt: attempt.facts,
    presented,
    credential: cardOf && {
      id: asId<CredentialId>(`card-${cardOf}`),
      kind: kind === 'phone' ? 'phone' : people[cardOf].cardKind,
      siteId: site.id,
      userId: userOf(cardOf),
      state: people[cardOf].cardState,
      notBeforeMs: null,
      expiresAtMs: null,
    },
    user: who && {
      id: userOf(who),
      siteId: site.id,
      disabled: people[who].disabled,
      credentialRule: people[who].rule,
      enrolledViews: people[who].enrolledViews,
      passkeys: people[who].passkeys,
      fromMs: null,
      untilMs: null,
    },
    grants,
    lockout: { failuresMs: [], endedAtMs: null },
    lastEntryMs: null,
    camera: { paired: true, state: 'connected' },
    frames: frames.map(({ verdict, userId }) => ({ verdict, userId })),
    pendingFrames: 0,
    session: sessionOf && {
      id: asId<SessionId>(`session-${sessionOf}`),
      userId: userOf(sessionOf),
      valid: people[sessionOf].sessionValid,
      stepUpAtMs: people[sessionOf].stepUpAtMs,
    },
    passkey,
  };
}
