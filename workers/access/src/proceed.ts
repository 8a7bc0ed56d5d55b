import { ATTEMPT, isUndecided } from '@smart-latch/core';
import {
  type AttemptDoc,
  deviceById,
  devicesOfUnits,
  markOutbox,
  nextCommandCounter,
  pairingsOf,
  rememberCommand,
} from '@smart-latch/store';
import { bootCommand, captureCommand } from './commands.ts';
import type { Advanced } from './commit.ts';
import type { AccessDeps } from './deps.ts';

/**
 * What follows a commit: the signed command leaves, or the camera is asked for a picture, or the latch for a nonce.
 * Everything here may be lost with the process: the sweep and the alarm clock make up for it.
 */
export const proceed = async (deps: AccessDeps, { attempt, decision }: Advanced): Promise<void> => {
  if (decision === null) return;
  if (decision.outcome === 'waiting') {
    if (decision.on === 'nonce') await challenge(deps, attempt);
    else await askForFrame(deps, attempt);
    return;
  }
  deps.log.step(8, decision.outcome === 'granted' ? 'committed: granted' : `committed: denied, ${decision.reason}`, {
    tap: attempt.tapId,
    attempt: attempt._id,
    outcome: decision.outcome,
    reason: attempt.reason,
  });
  if (decision.outcome === 'granted')
    await deps.due({ kind: 'unconfirmed', attempt: attempt._id }, ATTEMPT.unconfirmedAfterMs);
  await publishCommitted(deps, attempt);
};

/** Publishes the committed bytes, the same however often; a failure is left to the sweep. */
export const publishCommitted = async (deps: AccessDeps, attempt: AttemptDoc): Promise<void> => {
  const { command } = attempt;
  if (command === null || attempt.outbox !== 'pending') return;
  try {
    await deps.publish(command.topic, command.bytes);
    await markOutbox(deps.store, attempt._id, 'sent');
  } catch (error) {
    deps.log.warn({ attempt: attempt._id, err: error }, 'the command could not be published yet; the sweep will');
  }
};

/** Asks the paired cameras for the next picture, unless one is on its way or enough were asked for. */
export const askForFrame = async (deps: AccessDeps, attempt: AttemptDoc): Promise<void> => {
  const { store, keys, clock, log } = deps;
  const waitingFor = attempt.frames.some((frame) => frame.verdict === null && !frame.void);
  if (attempt.state !== 'waiting_face' || waitingFor || attempt.nonce === null) return;
  if (attempt.captureIds.length >= ATTEMPT.maxFrames || clock.now() >= attempt.receiveByMs) return;
  const pairings = await pairingsOf(store, 'latch', attempt.latch);
  const cameras = await devicesOfUnits(
    store,
    pairings.map((pairing) => pairing.camera),
  );
  const awake = cameras.filter(
    (camera) => camera.presence && ['init', 'ready', 'sleeping'].includes(camera.presence.state),
  );
  const command = awake[0] && captureCommand(keys.signing, awake[0]._id, attempt.nonce, attempt.device, clock.now());
  if (!command) return;
  await rememberCommand(store, attempt._id, 'capture', command.id);
  log.step(4, 'asked the camera for a picture', {
    tap: attempt.tapId,
    attempt: attempt._id,
    device: awake[0]?._id ?? '',
  });
  await deps
    .publish(command.topic, command.bytes)
    .catch((error: unknown) => log.warn({ err: error }, 'the camera could not be asked'));
};

/** Asks the latch for a fresh nonce: an unlock from afar is bound to it as a tap's is to the tap's. */
const challenge = async (deps: AccessDeps, attempt: AttemptDoc): Promise<void> => {
  const { store, keys, clock, log } = deps;
  if (attempt.challengeId !== null) return;
  await deps.due(
    { kind: 'challenge-timeout', attempt: attempt._id },
    Math.max((attempt.nonceByMs ?? 0) - clock.now(), 0),
  );
  const device = await deviceById(store, attempt.device);
  if (!device?.presence) return;
  const { boot } = device.presence;
  const counter = await nextCommandCounter(store, device._id, boot);
  const command = bootCommand(keys.signing, 'challenge', device._id, { id: boot, counter }, clock.now());
  await rememberCommand(store, attempt._id, 'challenge', command.id);
  log.step(4, 'asked the latch for a fresh nonce', { tap: attempt.tapId, attempt: attempt._id, device: device._id });
  await deps
    .publish(command.topic, command.bytes)
    .catch((error: unknown) => log.warn({ err: error }, 'the latch could not be challenged'));
};

/** Whether an attempt is worth looking at again. */
export const isOpen = (attempt: AttemptDoc): boolean => isUndecided(attempt.state);
