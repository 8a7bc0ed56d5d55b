import { ATTEMPT } from '@smart-latch/core';
import { type DeviceJob, readingKey } from '@smart-latch/protocol';
import {
  type AttemptDoc,
  type AttemptFrame,
  attemptOfNonce,
  type DeviceDoc,
  deviceById,
  type EarlyFrameDoc,
  earlyFrames,
  keepEarlyFrame,
  pairingsOf,
  spendFrameSequence,
} from '@smart-latch/store';
import { hex } from '../commands.ts';
import type { AccessDeps } from '../deps.ts';
import { alarm, verified } from './verified.ts';

/**
 * Step 5: a picture is admitted when its camera is paired with the latch that it names and its sequence number is new.
 * Tap and picture may come in either order: each writes itself first and then looks for the other.
 */
export const admitFrame = async (deps: AccessDeps, job: DeviceJob): Promise<void> => {
  const frame = await verified(deps, job, 'face/frame');
  if (!frame) return;
  const { device: camera, message } = frame;
  if (!job.frame) return void alarm(deps, job, 'no_picture');
  const latch = await deviceById(deps.store, message.latch);
  if (!latch || !(await arePaired(deps, latch, camera))) return void alarm(deps, job, 'not_paired');
  const early: EarlyFrameDoc = {
    _id: `${camera._id}|${message.sequence}`,
    latch: latch._id,
    camera: camera._id,
    nonce: hex(message.nonce),
    sequence: message.sequence,
    picture: job.frame,
    sha256: hex(message.sha256),
    receivedAtMs: job.receivedAtMs,
    createdAt: new Date(deps.clock.now()),
  };
  const isNew = await spendFrameSequence(deps.store, camera._id, message.sequence);
  if (!isNew && !(await wasAdmitted(deps, early))) return void alarm(deps, job, 'sequence_replayed');
  if (!(await keepEarlyFrame(deps.store, early, ATTEMPT.maxFrames))) return;
  const attempt = await attemptOfNonce(deps.store, latch._id, early.nonce);
  if (attempt) await takeEarlyFrames(deps, attempt);
};

const arePaired = async (deps: AccessDeps, latch: DeviceDoc, camera: DeviceDoc): Promise<boolean> => {
  if (latch.kind !== 'latch' || latch.site !== camera.site || camera.revokedAt !== null) return false;
  const pairings = await pairingsOf(deps.store, 'latch', latch.unit);
  return pairings.some((pairing) => pairing.camera === camera.unit);
};

/** A second run of the same job finds its own frame; anything else with a spent number is a replay. */
const wasAdmitted = async (deps: AccessDeps, frame: EarlyFrameDoc): Promise<boolean> =>
  (await earlyFrames(deps.store, frame.latch, frame.nonce)).some(
    (kept) => kept._id === frame._id && kept.picture === frame.picture,
  );

/** Hands the frames that wait for this attempt to the face worker. Returns how many. */
export const takeEarlyFrames = async (deps: AccessDeps, attempt: AttemptDoc): Promise<number> => {
  const waiting = await earlyFrames(deps.store, attempt.device, attempt.nonce ?? '');
  for (const frame of waiting) await takeFrame(deps, attempt, frame);
  return waiting.length;
};

const takeFrame = async (deps: AccessDeps, { site, _id }: AttemptDoc, frame: EarlyFrameDoc): Promise<void> => {
  const added: AttemptFrame = {
    sequence: frame.sequence,
    camera: frame.camera,
    picture: frame.picture,
    sha256: frame.sha256,
    receivedAtMs: frame.receivedAtMs,
    verdict: null,
    void: false,
    detail: null,
  };
  const advanced = await deps.commit.advance(site, {
    attempt: _id,
    change: (attempt) => {
      const counted = attempt.frames.filter((each) => !each.void);
      const known = attempt.frames.some((each) => each.camera === frame.camera && each.sequence === frame.sequence);
      const inTime =
        frame.receivedAtMs <= attempt.receiveByMs && frame.receivedAtMs >= attempt.receivedAtMs - EARLIEST_MS;
      return known || !inTime || counted.length >= ATTEMPT.maxFrames
        ? null
        : { ...attempt, frames: [...attempt.frames, added] };
    },
  });
  const attempt = advanced?.attempt;
  const mine = attempt?.frames.find((each) => each.camera === frame.camera && each.sequence === frame.sequence);
  if (attempt?.state !== 'waiting_face' || !mine || mine.verdict !== null || mine.void) return;
  deps.log.step(5, 'the picture belongs to this tap: look at it', {
    tap: attempt.tapId,
    attempt: _id,
    device: frame.camera,
  });
  const id = `${_id}-${frame.camera}-${frame.sequence}`;
  await deps.see(id, {
    subject: { kind: 'attempt', attempt: _id, camera: frame.camera, sequence: frame.sequence },
    purpose: 'door',
    picture: frame.picture,
    reading: readingKey(`${_id}-${frame.camera.slice(0, 6)}-${frame.sequence}`),
    deadlineMs: attempt.decideByMs,
  });
};

/** A picture may be older than its tap by this much: the latch woke the camera, and the frame overtook the tap. */
const EARLIEST_MS = 10_000;
