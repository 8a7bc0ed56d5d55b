import { ATTEMPT } from '@smart-latch/core';
import { readingKey } from '@smart-latch/protocol';
import {
  type AttemptDoc,
  type AttemptFrame,
  attachFrame,
  type EarlyFrameDoc,
  earlyFrames,
  spendFrameSequence,
} from '@smart-latch/store';
import type { AccessDeps } from './deps.ts';

/** A picture may be older than its tap by this much: the latch woke the camera, and the frame overtook the tap. */
const EARLIEST_MS = 10_000;

export const isSameFrame = (
  a: Pick<AttemptFrame, 'camera' | 'sequence'>,
  b: Pick<AttemptFrame, 'camera' | 'sequence'>,
) => a.camera === b.camera && a.sequence === b.sequence;

/** Hands the frames that came before their tap to the face worker. Returns how many. */
export const takeEarlyFrames = async (deps: AccessDeps, attempt: AttemptDoc): Promise<number> => {
  const waiting = await earlyFrames(deps.store, attempt.device, attempt.nonce ?? '');
  for (const frame of waiting) await takeFrame(deps, attempt, frame);
  return waiting.length;
};

/** Attaches a frame to its attempt, once, and has it looked at. A second run finds it attached and asks for the same look. */
export const takeFrame = async (deps: AccessDeps, attempt: AttemptDoc, frame: EarlyFrameDoc): Promise<void> => {
  const attached = await attachFrame(deps.store, attempt, (was) => withFrame(was, frame));
  const mine = attached?.frames.find((each) => isSameFrame(each, frame));
  if (attached?.state !== 'waiting_face' || !mine || mine.verdict !== null || mine.void) return;
  const { _id, tapId, decideByMs } = attached;
  deps.log.step(5, 'the picture belongs to this tap: look at it', { tap: tapId, attempt: _id, device: frame.camera });
  const job = {
    subject: { kind: 'attempt', attempt: _id, camera: frame.camera, sequence: frame.sequence },
    purpose: 'door',
    picture: frame.picture,
    reading: readingKey(`${_id}-${frame.camera.slice(0, 6)}-${frame.sequence}`),
    deadlineMs: decideByMs,
  } as const;
  await Promise.all([
    deps.see(`${_id}-${frame.camera}-${frame.sequence}`, job),
    // A selfie comes with its session: there is no camera whose numbers could be replayed.
    attached.kind === 'phone' ? undefined : spendFrameSequence(deps.store, frame.camera, frame.sequence),
  ]);
};

/** Null: it is there already, came too late, or enough were looked at. */
const withFrame = (attempt: AttemptDoc, frame: EarlyFrameDoc): AttemptFrame[] | null => {
  const counted = attempt.frames.filter((each) => !each.void);
  const known = attempt.frames.some((each) => isSameFrame(each, frame));
  const inTime = frame.receivedAtMs <= attempt.receiveByMs && frame.receivedAtMs >= attempt.receivedAtMs - EARLIEST_MS;
  if (known || !inTime || counted.length >= ATTEMPT.maxFrames) return null;
  const { sequence, camera, picture, sha256, receivedAtMs } = frame;
  const unseen = { verdict: null, comparedWith: null, void: false, detail: null };
  return [...attempt.frames, { sequence, camera, picture, sha256, receivedAtMs, ...unseen }];
};
