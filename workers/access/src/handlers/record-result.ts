import { ATTEMPT, isReason, type Reason } from '@smart-latch/core';
import type { DeviceJob, Op, ResultMessage } from '@smart-latch/protocol';
import { type AttemptDoc, attemptOfCommand } from '@smart-latch/store';
import { hex } from '../commands.ts';
import type { AccessDeps } from '../deps.ts';
import { proceed } from '../proceed.ts';
import { verified } from './verified.ts';

/** Step 10: what the device did with a command. Said twice, it is recorded once. */
export const recordResult = async (deps: AccessDeps, job: DeviceJob, op: Op): Promise<void> => {
  const said = await verified(deps, job, `result/${op}`);
  if (!said) return;
  const { device, message } = said;
  const id = hex(message.commandId);
  const attempt = await attemptOfCommand(deps.store, id);
  if (!attempt || attempt.site !== device.site) return;
  // A result counts for the command that it names: of another kind, it says nothing.
  if (op === 'capture' && attempt.captureIds.includes(id))
    return captureRefused(deps, attempt, device._id, message, job.receivedAtMs);
  if (attempt.device !== device._id) return;
  if (op === 'challenge' && attempt.challengeId === id)
    return answerChallenge(deps, attempt, message, job.receivedAtMs);
  if (op === 'unlock' && attempt.command?.id === id) return unlockResult(deps, attempt, message, job.receivedAtMs);
};

const unlockResult = async (
  deps: AccessDeps,
  attempt: AttemptDoc,
  message: ResultMessage,
  atMs: number,
): Promise<void> => {
  const reason: Reason | null = message.reason !== undefined && isReason(message.reason) ? message.reason : null;
  const result = {
    ok: message.ok,
    reason: message.ok ? null : (reason ?? message.reason ?? null),
    atMs,
    stages: message.stages,
  };
  const recorded = await deps.commit.conclude(
    attempt.site,
    attempt._id,
    message.ok ? 'result_opened' : 'result_refused',
    result,
  );
  if (!recorded) return;
  deps.log.step(10, message.ok ? 'recorded: the bolt moved' : `recorded: the latch refused, ${result.reason}`, {
    tap: attempt.tapId,
    attempt: attempt._id,
    state: recorded.state,
  });
};

/** The fresh nonce of an unlock from afar: the facts are read again and decided once more. */
const answerChallenge = async (
  deps: AccessDeps,
  attempt: AttemptDoc,
  message: ResultMessage,
  atMs: number,
): Promise<void> => {
  if (!message.ok || !message.nonce || atMs > (attempt.nonceByMs ?? 0)) return;
  const nonce = hex(message.nonce);
  const advanced = await deps.commit.advance(attempt.site, {
    attempt: attempt._id,
    change: (was) => (was.state === 'waiting_nonce' && was.nonce === null ? { ...was, nonce } : null),
  });
  if (advanced) await proceed(deps, advanced);
};

/** A camera that looked and found the picture too poor says so instead of sending it: that counts as a frame. */
const captureRefused = async (
  deps: AccessDeps,
  attempt: AttemptDoc,
  camera: string,
  message: ResultMessage,
  atMs: number,
): Promise<void> => {
  if (message.ok || message.reason !== 'low_quality' || atMs > attempt.receiveByMs) return;
  const command = hex(message.commandId);
  const advanced = await deps.commit.advance(attempt.site, {
    attempt: attempt._id,
    change: (was) => {
      const counted = was.frames.filter((frame) => !frame.void);
      if (was.frames.some((frame) => frame.detail === command) || counted.length >= ATTEMPT.maxFrames) return null;
      const frame = {
        sequence: -1,
        camera,
        picture: null,
        sha256: null,
        receivedAtMs: atMs,
        verdict: 'low_quality' as const,
        comparedWith: null,
        void: false,
        detail: command,
      };
      return { ...was, frames: [...was.frames, frame] };
    },
  });
  if (advanced) await proceed(deps, advanced);
};
