import type { DueJob } from '@smart-latch/protocol';
import { type AttemptDoc, attemptById } from '@smart-latch/store';
import type { AccessDeps } from '../deps.ts';
import { isOpen, proceed } from '../proceed.ts';

/** The alarm clock rang: look at the attempt once more, now that a deadline has passed. */
export const onDue = async (deps: AccessDeps, job: DueJob): Promise<void> => {
  const attempt = await attemptById(deps.store, job.attempt);
  if (!attempt) return;
  if (job.kind === 'unconfirmed') return endUnconfirmed(deps, attempt);
  await expireAttempt(deps, attempt);
};

/** At receiveBy, and again at decideBy while a picture that came in time is still being judged. */
export const expireAttempt = async (deps: AccessDeps, attempt: AttemptDoc): Promise<void> => {
  if (!isOpen(attempt)) return;
  const advanced = await deps.commit.advance(attempt.site, { attempt: attempt._id, change: (was) => was });
  if (!advanced) return;
  if (advanced.decision?.outcome === 'waiting') {
    const delayMs = Math.max(advanced.attempt.decideByMs - deps.clock.now(), 50);
    await deps.due({ kind: 'expire-attempt', attempt: attempt._id }, delayMs);
    return;
  }
  await proceed(deps, advanced);
};

/** No result within 5 s: nobody knows whether the bolt moved, and the event says so. */
export const endUnconfirmed = async (deps: AccessDeps, attempt: AttemptDoc): Promise<void> => {
  if (attempt.state !== 'granted') return;
  await deps.commit.conclude(attempt.site, attempt._id, 'result_missing', null);
};
