import { type CredentialFacts, needsSecondFactor } from '../credential/credential.ts';
import { type GrantFacts, grantHoldsNow, grantToUse, hasEntriesLeft, withinMs } from '../credential/grant.ts';
import { localMoment } from '../credential/schedule.ts';
import type { GrantId, UserId } from '../ids.ts';
import { ATTEMPT } from './attempt.ts';
import { type Facts, type FrameFacts, type FrameVerdict, missingFact, type UserFacts } from './facts.ts';
import { isLockedOut } from './lockout.ts';
import type { ServerReason } from './reasons.ts';

/** By which rule the door may open. */
export type DecisionRule = 'dual' | 'single' | 'remote' | 'passkey';

/** What is still missing while everything else holds. `nonce`: send the latch a challenge, or wait for its answer. */
export type WaitingOn = 'face' | 'passkey' | 'nonce';

export interface Granted {
  readonly outcome: 'granted';
  readonly rule: DecisionRule;
  readonly grantId: GrantId;
}
export interface Denied {
  readonly outcome: 'denied';
  readonly reason: ServerReason;
}
export interface Waiting {
  readonly outcome: 'waiting';
  readonly on: WaitingOn;
}
export type Decision = Granted | Denied | Waiting;

/**
 * The decision about one attempt: the same function when it begins, after each frame and inside the transaction that
 * commits it. The first rule that speaks decides, denials first; a missing or malformed fact denies.
 *
 *  1. service_unavailable        a fact is missing, a dependency failed
 *  2. device_revoked, lockdown   the place is closed
 *  3. unknown_credential         nobody's; of another site or kind; uid, phone where not accepted; remote, phone: no session
 *  4. credential_bad_mac, credential_replayed
 *  5. credential_disabled, credential_lost, credential_not_yet_active, credential_expired (or the session is over)
 *  6. user_disabled              or gone, or of another site
 *  7. locked_out
 *  8. no_grant, out_of_schedule, entries_used_up
 *  9. anti_passback
 * 10. step_up_required           remote only
 * 11. face_not_enrolled          dual only
 * 12. superseded
 * 13. the second factor          rules single and remote have none:
 *     a match (passkey: an assertion) of the owner holds; the second face_no_match or the third frame ends with the most
 *     telling verdict; no camera is face_unavailable; before receiveBy, or while a frame received by then is judged, it
 *     waits; then the most telling verdict, or second_factor_timeout without any frame. It held when the latch was asked
 *     for a nonce: gone since, it is not waited for again
 * 14. from decideBy on nothing is granted and nothing waits: service_unavailable
 * 15. the latch's nonce          waits for it, or device_offline
 * 16. granted
 */
export function decide(facts: Facts): Decision {
  const subject = subjectOf(facts);
  if (subject === null) return denied('service_unavailable');
  const denial = DENIALS.find(([, applies]) => applies(subject));
  if (denial !== undefined) return denied(denial[0]);
  const factor = secondFactor(subject);
  if (factor !== 'held' && factor.outcome === 'denied') return factor;
  if (facts.nowMs >= facts.attempt.decideByMs) return denied('service_unavailable');
  if (factor === 'held') return latchNonce(subject);
  return facts.attempt.nonceByMs === null ? factor : denied('second_factor_timeout');
}

/** The facts and what follows from them alone. */
interface Subject extends Facts {
  /** Whose both factors must be. */
  readonly ownerId: UserId | null;
  readonly owner: UserFacts | null;
  /** Null for kind remote, where the session stands for it. */
  readonly ownCredential: CredentialFacts | null;
  readonly rule: DecisionRule;
  /** The owner's grants for this latch, narrowed step by step. */
  readonly grantsHere: readonly GrantFacts[];
  readonly grantsNow: readonly GrantFacts[];
  readonly grantsUsable: readonly GrantFacts[];
}

/** Null when a fact is missing or the facts contradict one another. */
function subjectOf(facts: Facts): Subject | null {
  if (missingFact(facts) !== null || facts.serviceUnavailable) return null;
  const { attempt, site, latch, nowMs, user } = facts;
  const moment = localMoment(nowMs, site.timeZone);
  if (moment === null || latch.siteId !== site.id) return null;
  const ownCredential = attempt.kind === 'remote' ? null : facts.credential;
  const ownerId = attempt.kind === 'remote' ? (facts.session?.userId ?? null) : (ownCredential?.userId ?? null);
  const owner = user !== null && user.id === ownerId && user.siteId === site.id ? user : null;
  const grantsHere = facts.grants.filter(
    (grant) =>
      grant.userId === owner?.id &&
      grant.latchId === latch.id &&
      grant.siteId === site.id &&
      (attempt.kind !== 'remote' || grant.remote),
  );
  const stays = owner !== null && withinMs(nowMs, owner.fromMs, owner.untilMs);
  const grantsNow = stays ? grantsHere.filter((grant) => grantHoldsNow(grant, nowMs, moment, site.holidays)) : [];
  const grantsUsable = grantsNow.filter(hasEntriesLeft);
  const rule = ruleFor(facts, owner, ownCredential);
  return { ...facts, ownCredential, ownerId, owner, rule, grantsHere, grantsNow, grantsUsable };
}

function ruleFor(facts: Facts, owner: UserFacts | null, credential: CredentialFacts | null): DecisionRule {
  const { attempt, latch } = facts;
  if (attempt.kind === 'remote') return 'remote';
  const asked = owner?.credentialRule ?? latch.credentialRule;
  if (asked === 'single' && credential !== null && !needsSecondFactor(credential.kind)) return 'single';
  const faceless = owner !== null && owner.enrolledViews === 0 && owner.passkeys > 0;
  return attempt.kind === 'phone' && faceless ? 'passkey' : 'dual';
}

/** Rules 2 to 12, in the order of the closed list of reasons. */
const DENIALS: readonly (readonly [ServerReason, (subject: Subject) => boolean])[] = [
  ['device_revoked', ({ device }) => device.revoked],
  ['lockdown', ({ site }) => site.lockdown],
  ['unknown_credential', (subject) => !isKnown(subject)],
  ['credential_bad_mac', ({ presented }) => presented?.proof === 'bad_mac'],
  ['credential_replayed', ({ presented }) => presented?.proof === 'replayed'],
  ['credential_disabled', ({ ownCredential }) => ownCredential?.state === 'disabled'],
  ['credential_lost', ({ ownCredential }) => ownCredential?.state === 'lost'],
  [
    'credential_not_yet_active',
    ({ ownCredential, nowMs }) => ownCredential !== null && !withinMs(nowMs, ownCredential.notBeforeMs, null),
  ],
  [
    'credential_expired',
    ({ ownCredential, session, nowMs }) =>
      (ownCredential !== null && !withinMs(nowMs, null, ownCredential.expiresAtMs)) || session?.valid === false,
  ],
  ['user_disabled', ({ owner }) => owner === null || owner.disabled],
  ['locked_out', ({ ownCredential, lockout, nowMs }) => ownCredential !== null && isLockedOut(lockout, nowMs)],
  ['no_grant', ({ grantsHere }) => grantsHere.length === 0],
  ['out_of_schedule', ({ grantsNow }) => grantsNow.length === 0],
  ['entries_used_up', ({ grantsUsable }) => grantsUsable.length === 0],
  ['anti_passback', (subject) => enteredAMomentAgo(subject)],
  ['step_up_required', (subject) => subject.attempt.kind === 'remote' && !isSteppedUp(subject)],
  ['face_not_enrolled', ({ rule, owner }) => rule === 'dual' && !(owner !== null && owner.enrolledViews > 0)],
  ['superseded', ({ attempt }) => attempt.superseded],
];

function isKnown({ attempt, presented, ownCredential, site, latch, session }: Subject): boolean {
  if (attempt.kind === 'remote') return session !== null;
  if (presented === null || presented.proof === 'unknown' || ownCredential === null) return false;
  // A bare number never stands for a card that can prove itself, nor a phone for either.
  if (presented.kind !== ownCredential.kind || ownCredential.siteId !== site.id) return false;
  switch (presented.kind) {
    case 'ntag424':
      return attempt.kind === 'nfc';
    case 'uid':
      return attempt.kind === 'nfc' && site.acceptsUid;
    case 'phone':
      return attempt.kind === 'phone' && latch.phoneTapAllowed && session?.userId === ownCredential.userId;
  }
}

function enteredAMomentAgo({ ownCredential, latch, lastEntryMs, nowMs }: Subject): boolean {
  if (ownCredential === null || latch.antiPassbackS <= 0 || lastEntryMs === null) return false;
  return nowMs - lastEntryMs < latch.antiPassbackS * 1000;
}

function isSteppedUp({ site, session, nowMs }: Subject): boolean {
  if (site.remoteStepUpMaxAgeMs === null) return true;
  const steppedUpAtMs = session?.stepUpAtMs ?? null;
  return steppedUpAtMs !== null && steppedUpAtMs <= nowMs && nowMs - steppedUpAtMs <= site.remoteStepUpMaxAgeMs;
}

function secondFactor(subject: Subject): 'held' | Denied | Waiting {
  switch (subject.rule) {
    case 'single':
    case 'remote':
      return 'held';
    case 'passkey':
      return passkeyFactor(subject);
    case 'dual':
      return faceFactor(subject);
  }
}

function passkeyFactor({ passkey, ownerId, attempt, nowMs }: Subject): 'held' | Denied | Waiting {
  const { receivedAtMs, receiveByMs } = attempt;
  if (passkey?.verified && passkey.userId === ownerId) {
    // Fresh: made during this attempt, in time.
    if (receivedAtMs <= passkey.receivedAtMs && passkey.receivedAtMs <= receiveByMs) return 'held';
  }
  return nowMs < receiveByMs ? waiting('passkey') : denied('second_factor_timeout');
}

function faceFactor(subject: Subject): 'held' | Denied | Waiting {
  const { attempt, camera, frames, nowMs, ownerId, pendingFrames } = subject;
  const seen: FrameVerdict[] = [];
  for (const frame of frames) {
    const verdict = verdictAbout(ownerId, frame);
    if (verdict === 'match') return 'held';
    seen.push(verdict);
    const mismatches = seen.filter((each) => each === 'face_no_match').length;
    if (mismatches >= ATTEMPT.maxFaceMismatches || seen.length >= ATTEMPT.maxFrames) return mostTelling(seen);
  }
  if (pendingFrames > 0) return nowMs < attempt.decideByMs ? waiting('face') : denied('service_unavailable');
  const sees = attempt.kind === 'phone' || (camera.paired && ['connected', 'sleeping'].includes(camera.state));
  if (seen.length === 0 && !sees) return denied('face_unavailable');
  if (nowMs < attempt.receiveByMs) return waiting('face');
  return mostTelling(seen);
}

/** A comparison with the views of anybody else says nothing for the owner. */
function verdictAbout(ownerId: UserId | null, { verdict, userId }: FrameFacts): FrameVerdict {
  return verdict === 'match' && userId !== ownerId ? 'face_no_match' : verdict;
}

function mostTelling(seen: readonly FrameVerdict[]): Denied {
  const order = ['face_no_match', 'many_faces', 'low_quality', 'no_face'] as const;
  return denied(order.find((verdict) => seen.includes(verdict)) ?? 'second_factor_timeout');
}

function latchNonce({ attempt, device, grantsUsable, nowMs, rule }: Subject): Decision {
  if (!attempt.nonceHeld) {
    const tooLate = attempt.nonceByMs !== null && nowMs >= attempt.nonceByMs;
    return tooLate || !device.connected ? denied('device_offline') : waiting('nonce');
  }
  const grant = grantToUse(grantsUsable);
  return grant === null ? denied('no_grant') : { outcome: 'granted', rule, grantId: grant.id };
}

const denied = (reason: ServerReason): Denied => ({ outcome: 'denied', reason });
const waiting = (on: WaitingOn): Waiting => ({ outcome: 'waiting', on });
