import { attemptDeadlines, fileKeyFor, verifySun } from '@smart-latch/core';
import type { Answer, AskJob } from '@smart-latch/protocol';
import {
  type AttemptDoc,
  attemptById,
  attemptOfTap,
  latchById,
  phoneCredential,
  spendTagCounter,
} from '@smart-latch/store';
import { hexBytes } from '../commands.ts';
import type { AccessDeps } from '../deps.ts';
import { takeFrame } from '../frames.ts';
import { isOpen, proceed } from '../proceed.ts';
import { blankAttempt, takeUp } from './start-attempt.ts';

type Ask<K extends AskJob['kind']> = Extract<AskJob, { kind: K }>;
type Refusal = { readonly code: string; readonly detail: string };
type Followed = { readonly value: Answer<'phone-attempt'> } | Refusal;

/** One answer for every cause: who guesses learns nothing of the doors. */
const NOT_ANEW: Refusal = {
  code: 'unprocessable',
  detail: 'this is no fresh tap at a door: hold the phone to the tag of the door again',
};

/**
 * Verifies what a phone read of a door's tag, with the tag's own keys, and spends its counter. It proves that somebody read
 * that tag since its last tap: not who, and not when.
 */
export const phoneTap = async (
  deps: AccessDeps,
  { latch: id, keyId, picc, mac }: Ask<'phone-tap'>,
): Promise<{ readonly value: Answer<'phone-tap'> } | Refusal> => {
  const latch = await latchById(deps.store, id);
  const keys = latch?.tag ? await deps.keys.card(latch.site, keyId) : null;
  if (!latch?.tag || !keys) return NOT_ANEW;
  const { uid, counter } = latch.tag;
  const fileKey = (of: Uint8Array) => fileKeyFor(keys.file, of, keyId, 'tag');
  const lastCounter = counter < 0 ? null : counter;
  const sun = verifySun({ metaKey: keys.meta, fileKey, picc: hexBytes(picc), mac: hexBytes(mac), lastCounter });
  const isOfThisDoor = sun.ok && Buffer.from(sun.uid).toString('hex') === uid;
  if (!isOfThisDoor || !(await spendTagCounter(deps.store, latch._id, uid, sun.counter))) return NOT_ANEW;
  return { value: { site: latch.site, latch: latch._id } };
};

/** The tap is an attempt of its session's user: its tap id is the token's, so that a second run finds the first. */
export const phoneAttempt = async (deps: AccessDeps, ask: Ask<'phone-attempt'>): Promise<Followed> => {
  const latch = await latchById(deps.store, ask.latch);
  if (!latch || latch.site !== ask.site) return { code: 'not_found', detail: 'there is no such latch' };
  if (latch.device === null)
    return { code: 'conflict', detail: 'no device has claimed this latch yet: enrol one first' };
  const first = await attemptOfTap(deps.store, latch.device, ask.tap);
  if (first) return followed(first);
  const now = new Date(deps.clock.now());
  const credential = await phoneCredential(deps.store, ask.site, ask.user, now);
  const deadlines = attemptDeadlines('phone', ask.receivedAtMs);
  const begin: AttemptDoc = {
    ...blankAttempt(),
    site: ask.site,
    kind: 'phone',
    latch: latch._id,
    device: latch.device,
    tapId: ask.tap,
    receivedAtMs: ask.receivedAtMs,
    ...deadlines,
    presented: { kind: 'phone', proof: 'valid' },
    credential: credential?._id ?? null,
    user: ask.user,
    session: ask.session,
  };
  const begun = await deps.commit.advance(ask.site, { begin, spend: null });
  if (!begun) return { code: 'not_found', detail: 'there is no such latch' };
  const { attempt } = begun;
  deps.log.step(3, 'checked session and phone', { tap: ask.tap, attempt: attempt._id, state: attempt.state });
  await Promise.all([proceed(deps, begun), takeUp(deps, attempt)]);
  return followed(attempt);
};

/** A selfie, in place of a camera's picture: the session that began the attempt stands in for MAC and pairing. */
export const phoneFrame = async (deps: AccessDeps, ask: Ask<'phone-frame'>): Promise<Followed> => {
  const attempt = await ownAttempt(deps, ask);
  if (!attempt) return NO_ATTEMPT;
  if (ask.receivedAtMs > attempt.receiveByMs) return TOO_LATE;
  const { sequence, picture, sha256, receivedAtMs } = ask;
  const from = { latch: attempt.device, camera: attempt.device, nonce: '' };
  const row = { _id: `${attempt._id}|${sequence}`, ...from, createdAt: new Date(deps.clock.now()) };
  await takeFrame(deps, attempt, { ...row, sequence, picture, sha256, receivedAtMs });
  return followed((await attemptById(deps.store, attempt._id)) ?? attempt);
};

/** A passkey of the one who tapped, for somebody who has no face enrolled: whether it counts is decided in core. */
export const phonePasskey = async (deps: AccessDeps, ask: Ask<'phone-passkey'>): Promise<Followed> => {
  const attempt = await ownAttempt(deps, ask);
  if (!attempt) return NO_ATTEMPT;
  if (ask.receivedAtMs > attempt.receiveByMs) return TOO_LATE;
  const passkey = { user: ask.user, receivedAtMs: ask.receivedAtMs };
  const advanced = await deps.commit.advance(attempt.site, {
    attempt: attempt._id,
    change: (was) => (isOpen(was) && was.passkey === null ? { ...was, passkey } : null),
  });
  if (advanced) await proceed(deps, advanced);
  return followed(advanced?.attempt ?? attempt);
};

const NO_ATTEMPT: Refusal = { code: 'not_found', detail: 'this session has no attempt with this id' };
const TOO_LATE: Refusal = { code: 'gone', detail: 'this came too late: hold the phone to the tag of the door again' };

const ownAttempt = async (
  deps: AccessDeps,
  { attempt: id, session }: { readonly attempt: string; readonly session: string },
): Promise<AttemptDoc | null> => {
  const attempt = await attemptById(deps.store, id);
  return attempt?.kind === 'phone' && attempt.session === session ? attempt : null;
};

const followed = ({ _id, state, reason, receiveByMs }: AttemptDoc): Followed => ({
  value: { attempt: _id, state, reason, receiveByMs },
});
