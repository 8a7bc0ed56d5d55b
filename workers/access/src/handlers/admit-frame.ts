import { ATTEMPT, takeSequence } from '@smart-latch/core';
import type { DeviceJob } from '@smart-latch/protocol';
import {
  attemptOfNonce,
  type DeviceDoc,
  deviceById,
  type EarlyFrameDoc,
  keepEarlyFrame,
  type PairingDoc,
  pairingsOf,
} from '@smart-latch/store';
import { hex } from '../commands.ts';
import type { AccessDeps } from '../deps.ts';
import { isSameFrame, takeFrame } from '../frames.ts';
import { alarm, verified } from './verified.ts';

/**
 * Step 5: a picture is admitted when its camera is paired with the latch that it names and its sequence number is new.
 * Tap and picture may come in either order: each writes itself first and then looks for the other.
 */
export const admitFrame = async (deps: AccessDeps, job: DeviceJob): Promise<void> => {
  const said = await verified(deps, job, 'face/frame');
  if (!said) return;
  const { device: camera, message } = said;
  if (!job.frame) return void alarm(deps, job, 'no_picture');
  const nonce = hex(message.nonce);
  const [latch, attempt, pairings] = await Promise.all([
    deviceById(deps.store, message.latch),
    attemptOfNonce(deps.store, message.latch, nonce),
    pairingsOf(deps.store, 'camera', camera.unit),
  ]);
  if (!latch || !arePaired(latch, camera, pairings)) return void alarm(deps, job, 'not_paired');
  const frame: EarlyFrameDoc = {
    _id: `${camera._id}|${message.sequence}`,
    latch: latch._id,
    camera: camera._id,
    nonce,
    sequence: message.sequence,
    picture: job.frame,
    sha256: hex(message.sha256),
    receivedAtMs: job.receivedAtMs,
    createdAt: new Date(deps.clock.now()),
  };
  // A number that was counted before is a replay, unless it is this very frame: the job runs for the second time.
  const isKnown = attempt?.frames.some((each) => isSameFrame(each, frame)) ?? false;
  const { fresh } = takeSequence(camera.framesTaken, message.sequence);
  if (!fresh && !isKnown) return void alarm(deps, job, 'sequence_replayed');
  if (attempt) return takeFrame(deps, attempt, frame);
  if (!(await keepEarlyFrame(deps.store, frame, ATTEMPT.maxFrames))) return;
  const came = await attemptOfNonce(deps.store, latch._id, nonce);
  if (came) await takeFrame(deps, came, frame);
};

const arePaired = (latch: DeviceDoc, camera: DeviceDoc, pairings: readonly PairingDoc[]): boolean =>
  latch.kind === 'latch' &&
  latch.site === camera.site &&
  camera.revokedAt === null &&
  pairings.some((pairing) => pairing.latch === latch.unit);
