import { clockMoments, edgesOf } from '../credential/schedule.ts';
import { asId, type GrantId, type SessionId, type UserId } from '../ids.ts';
import { attemptDeadlines } from './attempt.ts';
import { type DecisionRule, type Denied, decide, type Granted } from './decide.ts';
import type { Facts } from './facts.ts';
import { lockedUntilMs } from './lockout.ts';

/** `moments`: at how many a span is looked at; where the schedules have more edges, the answer ends earlier and says where. */
export const EXPLAIN = { spanMs: 7 * 86_400_000, moments: 1_000 } as const;

/** What stands behind an opening, one line for people. */
export const RULE_MEANING: Readonly<Record<DecisionRule, string>> = {
  dual: 'The card and the face of its owner open it.',
  single: 'The card alone opens it.',
  remote: 'It opens from afar, after a fresh confirmation where the site asks for one.',
  passkey: 'The phone and a passkey of its owner open it.',
};

/** What the person brings is assumed, whatever it is; everything else is as the server knows it now. */
export const ASSUMED = [
  'the card, or the session, is good and used at that moment',
  'the second factor matches, and latch and camera are connected',
  'rules, schedules and grants stay as they are now',
] as const;

/**
 * The facts of an attempt at `atMs` in which everything that only the moment can show is as good as it can be: the proof of the
 * card, the face or passkey, the session and its step-up, the latch's nonce, the connections. What is stored stays.
 */
export function ideally(facts: Facts, atMs: number): Facts {
  const { attempt, credential, user } = facts;
  const userId = user?.id ?? asId<UserId>('nobody');
  const isRemote = attempt.kind === 'remote';
  const kind = credential?.kind ?? 'ntag424';
  return {
    ...facts,
    nowMs: atMs,
    serviceUnavailable: false,
    device: { ...facts.device, connected: true },
    attempt: {
      kind: attempt.kind,
      receivedAtMs: atMs,
      ...attemptDeadlines(attempt.kind, atMs),
      nonceByMs: null,
      nonceHeld: true,
      superseded: false,
    },
    presented: isRemote ? null : { kind, proof: credential === null ? 'unknown' : 'valid' },
    camera: { paired: true, state: 'connected' },
    frames: [{ verdict: 'match', userId }],
    pendingFrames: 0,
    session: attempt.kind === 'nfc' ? null : { id: asId<SessionId>('assumed'), userId, valid: true, stepUpAtMs: atMs },
    passkey: { userId, verified: true, receivedAtMs: atMs },
  };
}

/** What `decide` says of that attempt. It has nothing to wait for. */
export function explainAt(facts: Facts, atMs: number): Granted | Denied {
  const decision = decide(ideally(facts, atMs));
  return decision.outcome === 'waiting' ? { outcome: 'denied', reason: 'second_factor_timeout' } : decision;
}

/** What `decide` says with each of the grants alone, in their order. */
export function explainGrants(
  facts: Facts,
  atMs: number,
): { readonly grantId: GrantId; readonly decision: Granted | Denied }[] {
  return facts.grants.map((grant) => ({
    grantId: grant.id,
    decision: explainAt({ ...facts, grants: [grant] }, atMs),
  }));
}

export interface Explained {
  /** From this moment on, epoch ms. */
  readonly atMs: number;
  readonly decision: Granted | Denied;
}

/** When `decide` may come to say something else, after `fromMs` and before `untilMs`; `untilMs` of the answer is how far it looked. */
export function changesBetween(
  facts: Facts,
  fromMs: number,
  untilMs: number,
): { readonly moments: number[]; readonly untilMs: number } {
  const { credential, grants, latch, lastEntryMs, lockout, site, user } = facts;
  const minutes = new Set(grants.flatMap(({ schedule }) => (schedule === null ? [] : edgesOf(schedule))));
  const span = { fromMs, untilMs, most: EXPLAIN.moments };
  const clock = clockMoments([...minutes], site.timeZone, span) ?? { moments: [], untilMs };
  const single = [
    credential?.notBeforeMs,
    credential?.expiresAtMs,
    user?.fromMs,
    user?.untilMs,
    ...grants.flatMap(({ notBeforeMs, expiresAtMs }) => [notBeforeMs, expiresAtMs]),
    lockedUntilMs(lockout),
    lastEntryMs === null ? null : lastEntryMs + latch.antiPassbackS * 1_000,
  ].filter((atMs) => typeof atMs === 'number' && fromMs < atMs && atMs < clock.untilMs) as number[];
  const moments = [...new Set([...clock.moments, ...single])].sort((earlier, later) => earlier - later);
  return { moments, untilMs: clock.untilMs };
}

/** What it says at `fromMs` and at each of the moments; a generator, so that whoever runs it may rest between two. */
export function* explainAll(facts: Facts, fromMs: number, moments: readonly number[]): Generator<Explained> {
  for (const atMs of [fromMs, ...moments]) yield { atMs, decision: explainAt(facts, atMs) };
}

export interface Interval {
  /** Epoch ms, half-open. */
  readonly fromMs: number;
  readonly untilMs: number;
  readonly decision: Granted | Denied;
}

/** Joins what is the same from one moment to the next. */
export function intervalsOf(explained: readonly Explained[], untilMs: number): Interval[] {
  const firsts = explained.filter(({ decision }, index) => {
    const before = explained[index - 1];
    return before === undefined || !isSame(before.decision, decision);
  });
  return firsts.map(({ atMs, decision }, index) => ({
    fromMs: atMs,
    untilMs: firsts[index + 1]?.atMs ?? untilMs,
    decision,
  }));
}

const isSame = (one: Granted | Denied, other: Granted | Denied): boolean =>
  one.outcome === 'granted'
    ? other.outcome === 'granted' && one.rule === other.rule && one.grantId === other.grantId
    : other.outcome === 'denied' && one.reason === other.reason;
