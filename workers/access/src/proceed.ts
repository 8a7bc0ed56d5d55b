import { ATTEMPT, isUndecided } from '@smart-latch/core';
import {
  type AttemptDoc,
  camerasOf,
  deviceById,
  markOutbox,
  nextCommandCounter,
  rememberCapture,
  rememberChallenge,
} from '@smart-latch/store';
import { captureFor } from './capture.ts';
import { bootCommand, type SignedCommand } from './commands.ts';
import type { Advanced } from './commit.ts';
import type { AccessDeps } from './deps.ts';
import { takeEarlyFrames } from './frames.ts';
import { bytesOf } from './seal.ts';

/**
 * What follows a commit: the signed command leaves, or the camera is asked for a picture, or the latch for a nonce.
 * Everything here may be lost with the process: the sweep and the alarm clock make up for it.
 */
export const proceed = async (deps: AccessDeps, { attempt, decision, capture }: Advanced): Promise<void> => {
  if (decision === null) return;
  if (decision.outcome === 'waiting') {
    if (decision.on === 'nonce') await challenge(deps, attempt);
    else if (capture) await ask(deps, attempt, capture);
    return;
  }
  deps.log.step(8, decision.outcome === 'granted' ? 'committed: granted' : `committed: denied, ${decision.reason}`, {
    tap: attempt.tapId,
    attempt: attempt._id,
    outcome: decision.outcome,
    reason: attempt.reason,
  });
  await publishCommitted(deps, attempt);
  if (decision.outcome === 'granted')
    await deps.due({ kind: 'unconfirmed', attempt: attempt._id }, ATTEMPT.unconfirmedAfterMs);
};

/** Publishes the committed bytes, the same however often; a failure is left to the sweep. */
export const publishCommitted = async (deps: AccessDeps, attempt: AttemptDoc): Promise<void> => {
  const { command } = attempt;
  if (command === null || attempt.outbox !== 'pending') return;
  try {
    await deps.publish(command.topic, bytesOf(command.bytes));
    await markOutbox(deps.store, attempt._id, 'sent');
  } catch (error) {
    deps.log.warn({ attempt: attempt._id, err: error }, 'the command could not be published yet; the sweep will');
  }
};

/** A picture that was asked for and did not come in this time is asked for again. */
export const PICTURE_PATIENCE_MS = 2_500;

/** What the broker received just in time is still being handled then: the alarm rings a little after the deadline. */
const ADMIT_GRACE_MS = 250;

/** Takes up an attempt that waits, wherever it was left: alarm clock, pictures that came early, the next thing to ask for. */
export const resume = async (deps: AccessDeps, attempt: AttemptDoc): Promise<void> => {
  if (attempt.state === 'waiting_nonce') return challenge(deps, attempt);
  if (attempt.state !== 'waiting_face') return;
  const alarmMs = Math.max(attempt.receiveByMs + ADMIT_GRACE_MS - deps.clock.now(), 0);
  await Promise.all([
    deps.due({ kind: 'expire-attempt', attempt: attempt._id }, alarmMs),
    takeEarlyFrames(deps, attempt).then((taken) => (taken === 0 ? askAgain(deps, attempt) : undefined)),
  ]);
};

/** Asks again when nothing was asked for yet, or what was did not come. */
export const askAgain = async (deps: AccessDeps, attempt: AttemptDoc): Promise<void> => {
  const { askedAtMs } = attempt;
  if (askedAtMs === null || deps.clock.now() - askedAtMs >= PICTURE_PATIENCE_MS) await askForFrame(deps, attempt);
};

/** Asks a paired camera for the next picture once more, and remembers it. */
const askForFrame = async (deps: AccessDeps, attempt: AttemptDoc): Promise<void> => {
  const { store, keys, clock } = deps;
  const cameras = await camerasOf(store, attempt.latch);
  const command = captureFor(attempt, attempt, cameras, keys.signing, clock.now());
  if (!command || !(await rememberCapture(store, attempt, command.id, clock.now()))) return;
  await ask(deps, attempt, command);
};

const ask = async ({ log, publish }: AccessDeps, attempt: AttemptDoc, command: SignedCommand): Promise<void> => {
  const device = command.topic.split('/')[2] ?? '';
  log.step(4, 'asked the camera for a picture', { tap: attempt.tapId, attempt: attempt._id, device });
  await publish(command.topic, command.bytes).catch((error: unknown) =>
    log.warn({ err: error }, 'the camera could not be asked'),
  );
};

/** Asks the latch for a fresh nonce: an unlock from afar is bound to it as a tap's is to the tap's. */
const challenge = async (deps: AccessDeps, attempt: AttemptDoc): Promise<void> => {
  const { store, keys, clock, log } = deps;
  if (attempt.challengeId !== null) return;
  await deps.due(
    { kind: 'challenge-timeout', attempt: attempt._id },
    Math.max((attempt.nonceByMs ?? 0) + ADMIT_GRACE_MS - clock.now(), 0),
  );
  const device = await deviceById(store, attempt.device);
  if (!device?.presence) return;
  const { boot } = device.presence;
  const counter = await nextCommandCounter(store, device._id, boot);
  const command = bootCommand(keys.signing, 'challenge', device._id, { id: boot, counter }, clock.now());
  if (!(await rememberChallenge(store, attempt._id, command.id))) return;
  log.step(4, 'asked the latch for a fresh nonce', { tap: attempt.tapId, attempt: attempt._id, device: device._id });
  await deps
    .publish(command.topic, command.bytes)
    .catch((error: unknown) => log.warn({ err: error }, 'the latch could not be challenged'));
};

/** Whether an attempt is worth looking at again. */
export const isOpen = (attempt: AttemptDoc): boolean => isUndecided(attempt.state);
