import { ATTEMPT } from '@smart-latch/core';
import { markOutbox, overdueAttempts, pendingCommands, unansweredAttempts } from '@smart-latch/store';
import { type CheckpointSink, writeCheckpoints } from './audit/checkpoint.ts';
import { chainNotices } from './chain-notices.ts';
import type { AccessDeps } from './deps.ts';
import { endUnconfirmed, expireAttempt } from './handlers/due.ts';
import { askAgain, isOpen, PICTURE_PATIENCE_MS, publishCommitted } from './proceed.ts';

export const SWEEP_EVERY_MS = 500;
/** A command younger than this is still on its first way out. */
const FIRST_WAY_OUT_MS = 400;

/**
 * Makes up for what died between a commit and its consequence: pending commands leave again until 14 s after the nonce
 * was received, pictures that did not come are asked for again, overdue attempts end. Safe to run in every worker: each act is conditional, a command twice is one command.
 */
export const sweep = async (deps: AccessDeps): Promise<void> => {
  const nowMs = deps.clock.now();
  for (const attempt of await pendingCommands(deps.store, nowMs - FIRST_WAY_OUT_MS)) {
    const heardAtMs = attempt.kind === 'nfc' ? attempt.receivedAtMs : (attempt.endedAtMs ?? 0);
    if (nowMs < heardAtMs + ATTEMPT.sweepUntilMs) await publishCommitted(deps, attempt);
    else await markOutbox(deps.store, attempt._id, 'dead');
  }
  for (const attempt of await unansweredAttempts(deps.store, nowMs - PICTURE_PATIENCE_MS, nowMs))
    await askAgain(deps, attempt);
  for (const attempt of await overdueAttempts(deps.store, nowMs, nowMs - ATTEMPT.unconfirmedAfterMs)) {
    if (isOpen(attempt)) await expireAttempt(deps, attempt);
    else await endUnconfirmed(deps, attempt);
  }
  await chainNotices(deps);
};

/** How often the heads of the chains are looked at for a checkpoint that is due, in sweeps: each 10 s. */
const SWEEPS_A_CHECKPOINT = 20;

/** Sweeps again SWEEP_EVERY_MS after the last one ended; returns what stops it. */
export const keepSweeping = (deps: AccessDeps, sink: CheckpointSink): (() => void) => {
  let timer: NodeJS.Timeout;
  let sweeps = 0;
  const once = async () => {
    await sweep(deps);
    sweeps += 1;
    if (sweeps % SWEEPS_A_CHECKPOINT === 1) await writeCheckpoints(deps.store, sink, deps.clock.now());
  };
  const again = async () => {
    await once().catch((error: unknown) => deps.log.warn({ err: error }, 'the sweep failed; it runs again'));
    timer = setTimeout(again, SWEEP_EVERY_MS);
  };
  timer = setTimeout(again, SWEEP_EVERY_MS);
  return () => clearTimeout(timer);
};
