import { ATTEMPT } from '@smart-latch/core';
import type { SigningKey } from '@smart-latch/protocol';
import type { AttemptDoc, FactRows } from '@smart-latch/store';
import { captureCommand, type SignedCommand } from './commands.ts';

type Cameras = readonly Pick<FactRows['cameras'][number], '_id' | 'presence'>[];

/** What a camera says of itself while it can be asked. */
const THERE: readonly string[] = ['init', 'ready', 'sleeping'];

/**
 * The question for an attempt's next picture: to a paired camera that is there, unless a picture is being looked at, the latch
 * woke the camera itself (`before` null and asked already), enough were asked for, or it is too late. Null: nothing to ask.
 */
export const captureFor = (
  attempt: AttemptDoc,
  before: AttemptDoc | null,
  cameras: Cameras,
  key: SigningKey,
  nowMs: number,
): SignedCommand | null => {
  const isBeingJudged = attempt.frames.some((frame) => frame.verdict === null && !frame.void);
  const isWoken = before === null && attempt.askedAtMs !== null;
  if (attempt.state !== 'waiting_face' || isBeingJudged || isWoken || attempt.nonce === null) return null;
  if (attempt.captureIds.length >= ATTEMPT.maxFrames || nowMs >= attempt.receiveByMs) return null;
  const camera = cameras.find(({ presence }) => presence && THERE.includes(presence.state));
  return camera ? captureCommand(key, camera._id, attempt.nonce, attempt.device, nowMs) : null;
};
