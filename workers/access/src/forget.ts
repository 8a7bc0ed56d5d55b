import type { Clock, Logger } from '@smart-latch/runtime';
import {
  deleteOldAttempts,
  endErasure,
  eraseOldEvents,
  eraseSome,
  isStillTold,
  openErasures,
  type Store,
  sitesToTidy,
} from '@smart-latch/store';

export interface ForgetDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Rows in one go: short enough that a door's decision does not wait for it. */
const BATCH = 500;
/** Questions of the api that were on their way when somebody was erased have been answered, or nobody waits for them any more. */
const SETTLE_MS = 10_000;
const ERASURES_AT_ONCE = 20;
const BATCHES_OF_ONE = 20;
const DAY_MS = 86_400_000;

/**
 * Erases what only access may write of people who are gone: bodies and salts of events, attempts, views. What is still on its way into the
 * chain is waited for, so that nothing is written after the end. Safe to be killed and to run in every worker: each step is the same when it
 * is done again, and the task is deleted last.
 */
export const forgetPeople = async ({ store, clock, log }: ForgetDeps): Promise<void> => {
  const until = new Date(clock.now() - SETTLE_MS);
  for (const erasure of await openErasures(store, until, ERASURES_AT_ONCE)) {
    for (let batches = 0; batches < BATCHES_OF_ONE; batches += 1) {
      if (await isStillTold(store, erasure)) break;
      if ((await eraseSome(store, erasure, new Date(clock.now()), BATCH)) > 0) continue;
      await endErasure(store, erasure);
      log.info({ erasure: erasure._id, site: erasure.site }, 'what was kept of a person is erased');
      break;
    }
  }
};

/** Erases the bodies of events and deletes attempts that are older than their site keeps them. Safe to run in every worker. */
export const forgetOld = async ({ store, clock, log }: ForgetDeps): Promise<void> => {
  for await (const { _id: site, retention } of sitesToTidy(store)) {
    const before = (days: number) => clock.now() - days * DAY_MS;
    const { eventDays, attemptDays } = retention;
    const events =
      eventDays === null ? 0 : await inBatches(() => eraseOldEvents(store, site, before(eventDays), BATCH));
    const attempts = await inBatches(() => deleteOldAttempts(store, site, before(attemptDays), BATCH));
    if (events + attempts > 0) log.info({ site, events, attempts }, 'what was kept long enough is erased');
  }
};

/** What is left after so many is for the next time. */
const MOST_BATCHES = 100;

const inBatches = async (once: () => Promise<number>): Promise<number> => {
  let total = 0;
  for (let batches = 0; batches < MOST_BATCHES; batches += 1) {
    const done = await once();
    total += done;
    if (done < BATCH) break;
  }
  return total;
};

const PEOPLE_EVERY_MS = 2_000;
/** Of a day that is over nobody asks for the minute. */
const OLD_EVERY_MS = 600_000;

/** Beside the sweep, which must not wait for it. Returns what stops it. */
export const keepForgetting = (deps: ForgetDeps): (() => void) => {
  const stops = [keep(deps, forgetPeople, PEOPLE_EVERY_MS), keep(deps, forgetOld, OLD_EVERY_MS)];
  return () => {
    for (const stop of stops) stop();
  };
};

/** Again so long after it ended, the first time too. */
const keep = (deps: ForgetDeps, work: (deps: ForgetDeps) => Promise<void>, everyMs: number): (() => void) => {
  let timer: NodeJS.Timeout;
  const again = async () => {
    await work(deps).catch((error: unknown) => deps.log.warn({ err: error }, 'not all was erased; it goes on later'));
    timer = setTimeout(again, everyMs);
  };
  timer = setTimeout(again, PEOPLE_EVERY_MS);
  return () => clearTimeout(timer);
};
