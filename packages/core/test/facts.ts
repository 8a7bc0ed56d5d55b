import { ATTEMPT, attemptDeadlines } from '../src/access/attempt.ts';
import { type Decision, decide } from '../src/access/decide.ts';
import type { Facts, FrameFacts, FrameVerdict } from '../src/access/facts.ts';
import {
  asId,
  type CredentialId,
  type GrantId,
  type LatchId,
  type SessionId,
  type SiteId,
  type UserId,
} from '../src/ids.ts';

/** Wednesday 2026-07-15 10:00:00 in Berlin. */
export const TAP_MS = Date.UTC(2026, 6, 15, 8, 0, 0);

export const site = asId<SiteId>('site-1');
export const latch = asId<LatchId>('latch-front');
export const alice = asId<UserId>('user-alice');
export const bob = asId<UserId>('user-bob');
export const credential = asId<CredentialId>('credential-1');
export const grant = asId<GrantId>('grant-1');

export type Changes = { readonly [Key in keyof Facts]?: Partial<Facts[Key]> | Facts[Key] };

/** Replaces single facts: objects are merged one level deep, everything else is replaced. */
export function withFacts(facts: Facts, changes: Changes): Facts {
  const merged: Record<string, unknown> = { ...facts };
  for (const [name, change] of Object.entries(changes)) {
    const before = merged[name];
    merged[name] = isPlain(before) && isPlain(change) ? { ...before, ...change } : change;
  }
  return merged as unknown as Facts;
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Alice's card at a dual door, everything in order, one second after the tap, no frame judged yet. */
export function cardTap(changes: Changes = {}): Facts {
  const facts: Facts = {
    nowMs: TAP_MS + 1000,
    serviceUnavailable: false,
    site: {
      id: site,
      timeZone: 'Europe/Berlin',
      holidays: [],
      lockdown: false,
      acceptsUid: false,
      remoteStepUpMaxAgeMs: 300_000,
    },
    device: { revoked: false, connected: true },
    latch: { id: latch, siteId: site, credentialRule: 'dual', phoneTapAllowed: false, antiPassbackS: 0 },
    attempt: {
      kind: 'nfc',
      receivedAtMs: TAP_MS,
      ...attemptDeadlines('nfc', TAP_MS),
      nonceByMs: null,
      nonceHeld: true,
      superseded: false,
    },
    presented: { kind: 'ntag424', proof: 'valid' },
    credential: {
      id: credential,
      kind: 'ntag424',
      siteId: site,
      userId: alice,
      state: 'active',
      notBeforeMs: null,
      expiresAtMs: null,
    },
    user: {
      id: alice,
      siteId: site,
      disabled: false,
      credentialRule: null,
      enrolledViews: 3,
      passkeys: 0,
      fromMs: null,
      untilMs: null,
    },
    grants: [aGrant()],
    lockout: { failuresMs: [], endedAtMs: null },
    lastEntryMs: null,
    camera: { paired: true, state: 'connected' },
    frames: [],
    pendingFrames: 0,
    session: null,
    passkey: null,
  };
  return withFacts(facts, changes);
}

export function aGrant(changes: Partial<Facts['grants'][number]> = {}): Facts['grants'][number] {
  return {
    id: grant,
    siteId: site,
    userId: alice,
    latchId: latch,
    schedule: null,
    remote: false,
    notBeforeMs: null,
    expiresAtMs: null,
    entriesLeft: null,
    ...changes,
  };
}

/** Alice's session asks to open the door from afar; stepped up a minute ago, the challenge answered. */
export function remoteUnlock(changes: Changes = {}): Facts {
  const facts = cardTap({
    attempt: { kind: 'remote', ...attemptDeadlines('remote', TAP_MS), nonceByMs: TAP_MS + ATTEMPT.challengeAnswerMs },
    presented: null,
    credential: null,
    grants: [aGrant({ remote: true })],
    session: aSession({ stepUpAtMs: TAP_MS - 60_000 }),
  });
  return withFacts(facts, changes);
}

export function aSession(changes: Partial<NonNullable<Facts['session']>> = {}): NonNullable<Facts['session']> {
  return { id: asId<SessionId>('session-1'), userId: alice, valid: true, stepUpAtMs: null, ...changes };
}

/** Alice's phone read the tag of a door that allows it; no selfie yet, the challenge answered. */
export function phoneTap(changes: Changes = {}): Facts {
  const facts = cardTap({
    latch: { phoneTapAllowed: true },
    attempt: { kind: 'phone', ...attemptDeadlines('phone', TAP_MS) },
    presented: { kind: 'phone', proof: 'valid' },
    credential: { kind: 'phone' },
    camera: { paired: false, state: 'none' },
    session: aSession(),
  });
  return withFacts(facts, changes);
}

export const frames = (...verdicts: FrameVerdict[]): FrameFacts[] =>
  verdicts.map((verdict) => ({ verdict, userId: alice }));

/** The rule by which it opens, what it waits for, or the reason of the denial. */
export function outcome(facts: Facts): string {
  const decision: Decision = decide(facts);
  if (decision.outcome === 'granted') return `granted ${decision.rule}`;
  return decision.outcome === 'denied' ? decision.reason : `waiting ${decision.on}`;
}
