import { attemptDeadlines } from '@smart-latch/core';
import type { DeviceJob } from '@smart-latch/protocol';
import { type AttemptDoc, attemptOfTap, newId, waitingAtLatch } from '@smart-latch/store';
import { hex } from '../commands.ts';
import type { AccessDeps } from '../deps.ts';
import { proceed, resume } from '../proceed.ts';
import { present } from './present.ts';
import { alarm, verified } from './verified.ts';

/** Step 3: a tap becomes an attempt that waits for a face, or a decision. The same tap again is the first attempt. */
export const startAttempt = async (deps: AccessDeps, job: DeviceJob): Promise<void> => {
  const tap = await verified(deps, job, 'nfc/tap');
  if (!tap) return;
  const { device, message } = tap;
  const tapId = hex(message.tapId);
  const [first, { presented, credential, counter }] = await Promise.all([
    attemptOfTap(deps.store, device._id, tapId),
    present(deps, device.site, message.credential),
  ]);
  if (first) {
    deps.log.step(3, 'the same tap again: its first attempt stands', {
      tap: tapId,
      attempt: first._id,
      state: first.state,
    });
    return takeUp(deps, first);
  }
  const deadlines = attemptDeadlines('nfc', job.receivedAtMs);
  const begin: AttemptDoc = {
    ...blankAttempt(),
    site: device.site,
    kind: 'nfc',
    latch: device.unit,
    device: device._id,
    tapId,
    nonce: hex(message.nonce),
    receivedAtMs: job.receivedAtMs,
    ...deadlines,
    presented,
    credential: credential?._id ?? null,
    user: credential?.user ?? null,
    askedAtMs: message.cameraWoken ? job.receivedAtMs : null,
    serviceUnavailable: deps.clock.now() >= deadlines.decideByMs,
  };
  const spend = credential && counter !== null ? { credential: credential._id, counter } : null;
  const begun = await deps.commit.advance(device.site, { begin, spend });
  if (!begun) return void alarm(deps, job, 'no_latch');
  const { attempt, decision } = begun;
  if (decision === null) return takeUp(deps, attempt);
  deps.log.step(3, `checked the card: ${said(decision)}`, { tap: tapId, attempt: attempt._id, device: device._id });
  await Promise.all([proceed(deps, begun), takeUp(deps, attempt)]);
};

/** What follows from an attempt that waits; done again when a worker died before it was all done. */
export const takeUp = async (deps: AccessDeps, attempt: AttemptDoc): Promise<void> => {
  if (attempt.state === 'waiting_face' && !(await isNewestAtLatch(deps, attempt))) return;
  await resume(deps, attempt);
};

const said = (decision: { outcome: string; reason?: string; on?: string }): string =>
  decision.outcome === 'waiting' ? `now a ${decision.on}` : (decision.reason ?? decision.outcome);

/**
 * Of the taps that wait for a face at a latch the newest ends the earlier ones, whichever is handled first; a tap that is
 * denied at once leaves them alone. False: this attempt was ended so.
 */
const isNewestAtLatch = async (deps: AccessDeps, attempt: AttemptDoc): Promise<boolean> => {
  const waiting = (await waitingAtLatch(deps.store, attempt.latch)).sort(byAge);
  for (const older of waiting.slice(0, -1)) {
    const ended = await deps.commit.advance(older.site, {
      attempt: older._id,
      change: (was) => ({ ...was, superseded: true }),
    });
    if (ended) await proceed(deps, ended);
  }
  const newest = waiting.at(-1);
  return newest === undefined || newest._id === attempt._id || byAge(newest, attempt) < 0;
};

/** Two taps of one millisecond have an order too, the same for every worker. */
const byAge = (a: AttemptDoc, b: AttemptDoc): number => a.receivedAtMs - b.receivedAtMs || (a._id < b._id ? -1 : 1);

export const blankAttempt = () => ({
  _id: newId(),
  state: 'waiting_face' as const,
  rev: 0,
  nonce: null,
  presented: null,
  credential: null,
  user: null,
  session: null,
  stepUpAtMs: null,
  passkey: null,
  captureIds: [],
  askedAtMs: null,
  challengeId: null,
  nonceByMs: null,
  superseded: false,
  serviceUnavailable: false,
  frames: [],
  reason: null,
  rule: null,
  grant: null,
  endedAtMs: null,
  command: null,
  outbox: 'none' as const,
  result: null,
  entryCleared: false,
});
