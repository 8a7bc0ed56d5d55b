import { ATTEMPT, type Decision, decide, isUndecided, missingFact, type Reason, transition } from '@smart-latch/core';
import type { Clock, Logger } from '@smart-latch/runtime';
import {
  type AttemptDoc,
  appendEvent,
  attemptById,
  attemptOfTap,
  chainHead,
  factRows,
  type GrantDoc,
  isConflict,
  type Store,
  type Tx,
  writeAll,
} from '@smart-latch/store';
import { type AuditEvent, chainEvent } from './audit/link.ts';
import { captureFor } from './capture.ts';
import { denyCommand, type SignedCommand, unlockCommand } from './commands.ts';
import { factsOf } from './facts.ts';
import type { Keys } from './keys.ts';
import { oneAtATime } from './one-at-a-time.ts';

/** What became of an attempt when it was looked at once more. */
export interface Advanced {
  readonly attempt: AttemptDoc;
  /** Null: nothing changed, because it was decided before or the change did not apply. */
  readonly decision: Decision | null;
  /** The question for the next picture, which the attempt remembers from now on. */
  readonly capture: SignedCommand | null;
}

/** How an attempt comes to be looked at. */
export type Step =
  /** A new one. `spend` is the SUN counter of a message with a good MAC: it advances whatever the decision. */
  | { readonly begin: AttemptDoc; readonly spend: { readonly credential: string; readonly counter: number } | null }
  /** A stored one; `change` returns it with what is new, or null when there is nothing to change. */
  | { readonly attempt: string; readonly change: (attempt: AttemptDoc) => AttemptDoc | null };

export interface CommitDeps {
  readonly store: Store;
  readonly keys: Keys;
  readonly pack: string;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface Commit {
  /** Load, decide and commit in one transaction, again on conflict until the attempt's decideBy. */
  advance(site: string, step: Step): Promise<Advanced | null>;
  /** Applies a result of the latch to a granted attempt and chains what it says. Null: it changed nothing. */
  conclude(
    site: string,
    attempt: string,
    event: 'result_opened' | 'result_refused' | 'result_missing',
    result: AttemptDoc['result'],
  ): Promise<AttemptDoc | null>;
  /** Appends an event of its own, such as a door that was forced. */
  record(event: AuditEvent, inSameTransaction?: (tx: Tx) => Promise<boolean>): Promise<boolean>;
}

export const openCommit = (deps: CommitDeps): Commit => {
  const { store, clock } = deps;
  const inTurn = oneAtATime();
  const write = <T>(site: string, deadlineMs: number, work: (tx: Tx) => Promise<T>): Promise<T> =>
    inTurn(site, () => store.transactUntil(deadlineMs, work, isConflict));
  const soon = () => clock.now() + WRITE_DEADLINE_MS;
  return {
    advance: (site, step) => {
      const deadlineMs = 'begin' in step ? Math.max(step.begin.decideByMs, soon()) : soon();
      let tries = 0;
      return write(site, deadlineMs, (tx) => {
        tries += 1;
        return advanceOnce(deps, step, tries === 1, tx);
      });
    },
    conclude: (site, id, event, result) => write(site, soon(), (tx) => concludeOnce(deps, id, event, result, tx)),
    record: (event, also) =>
      write(event.site, soon(), async (tx) => {
        if (also && !(await also(tx))) return false;
        await chain(store, event, tx);
        return true;
      }),
  };
};

/** How long a write tries against other writers of the same chain; what fails then is tried again as a job, ms. */
const WRITE_DEADLINE_MS = 5_000;

const advanceOnce = async (deps: CommitDeps, step: Step, isFirstTry: boolean, tx: Tx): Promise<Advanced | null> => {
  const { store, clock, keys } = deps;
  const before = await attemptOf(store, step, isFirstTry, tx);
  if ('begin' in step ? before !== null : before === null || !isUndecided(before.state)) {
    return before && unchanged(before);
  }
  const asked = 'begin' in step ? step.begin : before && step.change(before);
  if (asked === null) return before && unchanged(before);
  const rows = await factRows(store, asked, deps.pack, tx);
  if (rows === null) return null;
  const wanted = 'begin' in step ? step.spend : null;
  const spend = wanted !== null && wanted.counter > (rows.credential?.counter ?? Infinity) ? wanted : null;
  const changed = wanted === null || spend !== null ? asked : asReplayed(asked);
  const nowMs = clock.now();
  const facts = factsOf(changed, rows, nowMs);
  const missing = missingFact(facts);
  if (missing !== null)
    deps.log.error({ attempt: changed._id, missing }, 'a fact of the decision is missing: it denies');
  const decision = decide(facts);
  const settled = applied(changed, before, decision, keys, nowMs);
  const capture = captureFor(settled, before, rows.cameras, keys.signing, nowMs);
  const after = capture ? { ...settled, captureIds: [...settled.captureIds, capture.id], askedAtMs: nowMs } : settled;
  const event = isFinal(decision) ? chainEvent(rows.head, decisionEvent(after, decision, nowMs)) : null;
  const link = event && { head: rows.head, event };
  await writeAll(store, { link, attempt: { before, after }, spend, ...consequences(after, decision, rows.grants) }, tx);
  return { attempt: after, decision, capture };
};

const unchanged = (attempt: AttemptDoc): Advanced => ({ attempt, decision: null, capture: null });

/** A new attempt is not looked for at the first try: its unique tap id makes the insert conflict, and the next try finds it. */
const attemptOf = (store: Store, step: Step, isFirstTry: boolean, tx: Tx): Promise<AttemptDoc | null> => {
  if (!('begin' in step)) return attemptById(store, step.attempt, tx);
  return isFirstTry ? Promise.resolve(null) : attemptOfTap(store, step.begin.device, step.begin.tapId, tx);
};

const isFinal = (decision: Decision): boolean => decision.outcome !== 'waiting';

const asReplayed = (attempt: AttemptDoc): AttemptDoc => ({
  ...attempt,
  presented: attempt.presented && { ...attempt.presented, proof: 'replayed' },
});

/** The attempt as it stands after the decision, with the signed command that follows from it. */
const applied = (
  attempt: AttemptDoc,
  before: AttemptDoc | null,
  decision: Decision,
  keys: Keys,
  nowMs: number,
): AttemptDoc => {
  switch (decision.outcome) {
    case 'waiting': {
      if (decision.on !== 'nonce') return { ...attempt, state: 'waiting_face' };
      if (before?.state === 'waiting_nonce') return attempt;
      const nonceByMs = nowMs + ATTEMPT.challengeAnswerMs;
      return {
        ...attempt,
        state: 'waiting_nonce',
        nonceByMs,
        decideByMs: Math.max(attempt.decideByMs, nonceByMs + ATTEMPT.decideMarginMs),
      };
    }
    case 'granted': {
      const command = unlockCommand(keys.signing, attempt.device, attempt.nonce ?? '', nowMs);
      return {
        ...attempt,
        state: 'granted',
        rule: decision.rule,
        grant: decision.grantId,
        endedAtMs: nowMs,
        command,
        outbox: 'pending',
      };
    }
    case 'denied': {
      const command = denialCommand(keys, attempt, decision.reason, nowMs);
      return {
        ...attempt,
        state: 'denied',
        reason: decision.reason,
        endedAtMs: nowMs,
        command,
        outbox: command ? 'pending' : 'none',
      };
    }
  }
};

/** Nothing is told to a latch that gave no nonce, or whose person has tapped again. */
const denialCommand = (keys: Keys, attempt: AttemptDoc, reason: Reason, nowMs: number): SignedCommand | null =>
  attempt.nonce === null || reason === 'superseded'
    ? null
    : denyCommand(keys.signing, attempt.device, attempt.nonce, reason, nowMs);

const consequences = (attempt: AttemptDoc, decision: Decision, grants: readonly GrantDoc[]) => {
  const counted = (id: string) => grants.some((grant) => grant._id === id && grant.entriesLeft !== null);
  const isMismatch = decision.outcome === 'denied' && decision.reason === 'face_no_match';
  return {
    entryOf: decision.outcome === 'granted' && counted(decision.grantId) ? decision.grantId : null,
    faceFailure:
      isMismatch && attempt.credential !== null
        ? { credential: attempt.credential, atMs: attempt.endedAtMs ?? 0 }
        : null,
  };
};

/** The kind of a decision's event is its reason, or `granted`. */
const decisionEvent = (attempt: AttemptDoc, decision: Decision, atMs: number): AuditEvent => ({
  site: attempt.site,
  kind: decision.outcome === 'denied' ? decision.reason : 'granted',
  atMs,
  attempt: attempt._id,
  device: attempt.device,
  users: usersOf(attempt),
  body: {
    attempt: attempt._id,
    outcome: decision.outcome,
    reason: attempt.reason,
    rule: attempt.rule,
    via: attempt.kind,
    latch: attempt.latch,
    user: attempt.user,
    credential: attempt.credential,
    grant: attempt.grant,
    frames: attempt.frames.length,
    command: attempt.command?.id ?? null,
    receivedAtMs: attempt.receivedAtMs,
  },
});

const usersOf = ({ user }: AttemptDoc): string[] => (user === null ? [] : [user]);

const chain = async (store: Store, event: AuditEvent, tx: Tx): Promise<void> => {
  const head = await chainHead(store, event.site, tx);
  await appendEvent(store, head, chainEvent(head, event), tx);
};

const concludeOnce = async (
  { store, clock }: CommitDeps,
  id: string,
  event: 'result_opened' | 'result_refused' | 'result_missing',
  result: AttemptDoc['result'],
  tx: Tx,
): Promise<AttemptDoc | null> => {
  const before = await attemptById(store, id, tx);
  const state = before && transition(before.state, event);
  if (!before || !state) return null;
  const heard = event !== 'result_missing';
  const after: AttemptDoc = {
    ...before,
    state,
    result: result ?? before.result,
    outbox: heard ? 'sent' : before.outbox,
  };
  const nowMs = clock.now();
  const body = {
    attempt: id,
    latch: before.latch,
    user: before.user,
    reason: result?.reason ?? null,
    command: before.command?.id ?? null,
  };
  const head = await chainHead(store, before.site, tx);
  const said = {
    site: before.site,
    kind: state,
    atMs: nowMs,
    attempt: id,
    device: before.device,
    users: usersOf(before),
    body,
  };
  await writeAll(store, { link: { head, event: chainEvent(head, said) }, attempt: { before, after } }, tx);
  return after;
};
