import {
  type AttemptKind,
  asId,
  attemptDeadlines,
  type CredentialId,
  changesBetween,
  type Denied,
  type Explained,
  explainAll,
  explainAt,
  explainGrants,
  type Facts,
  type Granted,
  intervalsOf,
  type UserId,
} from '@smart-latch/core';
import type { Answer, AskJob } from '@smart-latch/protocol';
import { type AttemptDoc, credentialsOfUser, factRows, type LatchDoc, latchById } from '@smart-latch/store';
import type { AccessDeps } from '../deps.ts';
import { factsOf } from '../facts.ts';
import { blankAttempt } from './start-attempt.ts';

type Ask = Extract<AskJob, { kind: 'explain' }>;
type Way = Answer<'explain'>['users'][number]['ways'][number];

/** Of one user; who has more is told about the oldest. */
const MAX_CREDENTIALS = 20;
/** Questions must not take the store from those who stand at a door. */
const USERS_AT_ONCE = 4;
/** After so many decisions in a row others have their turn. */
const DECISIONS_IN_A_ROW = 25;

/**
 * What a tap of each credential, and an unlock from afar, would come to. The same rows, facts and decision as a real one's; nothing is
 * written or spent. Null: there is no such latch.
 */
export const explain = async (deps: AccessDeps, ask: Ask): Promise<Answer<'explain'> | null> => {
  const latch = await latchById(deps.store, ask.latch);
  if (!latch || latch.site !== ask.site) return null;
  const users: Answer<'explain'>['users'] = [];
  for (let first = 0; first < ask.users.length; first += USERS_AT_ONCE) {
    const some = ask.users.slice(first, first + USERS_AT_ONCE);
    users.push(
      ...(await Promise.all(some.map(async (user) => ({ user, ways: await waysOf(deps, ask, latch, user) })))),
    );
  }
  return { users };
};

const waysOf = async (deps: AccessDeps, ask: Ask, latch: LatchDoc, user: string): Promise<Way[]> => {
  const cards = await credentialsOfUser(deps.store, ask.site, user, MAX_CREDENTIALS);
  const isFirstTap = latch.phoneTapAllowed && !cards.some(({ kind }) => kind === 'phone');
  const phone = isFirstTap ? [{ by: 'phone', credential: null } as const] : [];
  const presented = cards.map(
    ({ _id, kind }) => ({ by: kind === 'phone' ? 'phone' : 'nfc', credential: _id }) as const,
  );
  const atTheDoor = presented.length > 0 ? presented : [{ by: 'nfc', credential: null } as const];
  const ways: Way[] = [];
  for (const { by, credential } of [...atTheDoor, ...phone, { by: 'remote', credential: null } as const]) {
    const attempt = hypothetical(latch, user, by, credential, ask.atMs);
    const rows = await factRows(deps.store, attempt, deps.pack.packId);
    if (!rows) continue;
    const facts = factsOf(attempt, rows, ask.atMs);
    const made = by === 'phone' && credential === null ? withPhone(facts, user) : facts;
    const way = { by, credential, ...(await explainWay(made, ask)) };
    ways.push(way);
    if (ask.untilMs === null && way.outcome === 'granted') break;
  }
  return ways;
};

/** The phone of somebody who never tapped with it becomes a credential as they do (`phoneCredential` of the store). */
const withPhone = (facts: Facts, user: string): Facts => ({
  ...facts,
  credential: {
    id: asId<CredentialId>('first-tap'),
    kind: 'phone',
    siteId: facts.site.id,
    userId: asId<UserId>(user),
    state: 'active',
    notBeforeMs: null,
    expiresAtMs: null,
  },
});

const hypothetical = (
  latch: LatchDoc,
  user: string,
  kind: AttemptKind,
  credential: string | null,
  atMs: number,
): AttemptDoc => ({
  ...blankAttempt(),
  site: latch.site,
  kind,
  latch: latch._id,
  device: latch.device ?? 'none',
  tapId: 'none',
  receivedAtMs: atMs,
  ...attemptDeadlines(kind, atMs),
  credential,
  user,
});

const explainWay = async (facts: Facts, { atMs, untilMs }: Ask): Promise<Omit<Way, 'by' | 'credential'>> => ({
  ...verdict(explainAt(facts, atMs)),
  grants: explainGrants(facts, atMs).map(({ grantId, decision }) => ({
    id: grantId,
    ...verdict(decision),
    grant: null,
  })),
  intervals: untilMs === null ? null : await explainSpan(facts, atMs, untilMs),
});

const explainSpan = async (facts: Facts, fromMs: number, wantedMs: number): Promise<NonNullable<Way['intervals']>> => {
  const { moments, untilMs } = changesBetween(facts, fromMs, wantedMs);
  const explained: Explained[] = [];
  for (const one of explainAll(facts, fromMs, moments)) {
    explained.push(one);
    if (explained.length % DECISIONS_IN_A_ROW === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return intervalsOf(explained, untilMs).map(({ decision, ...times }) => ({ ...times, ...verdict(decision) }));
};

const verdict = (decision: Granted | Denied) =>
  decision.outcome === 'granted'
    ? ({ outcome: 'granted', reason: null, rule: decision.rule, grant: decision.grantId } as const)
    : ({ outcome: 'denied', reason: decision.reason, rule: null, grant: null } as const);
