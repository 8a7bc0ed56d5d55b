import type { Clock, Logger } from '@smart-latch/runtime';
import { type NoticeDoc, pendingNotices, type Store, takeNotice } from '@smart-latch/store';
import type { AuditEvent } from './audit/link.ts';
import type { Commit } from './commit.ts';

/** How many acts one sweep takes over. */
const MOST = 200;

/**
 * Takes what people did from the notices into the chains of their sites, in the order in which they did it. Safe to run in
 * every worker: taking a notice and chaining its event are one transaction.
 */
export const chainNotices = async (deps: {
  readonly store: Store;
  readonly commit: Pick<Commit, 'record'>;
  readonly clock: Clock;
  readonly log: Logger;
}): Promise<void> => {
  for (const notice of await pendingNotices(deps.store, MOST)) {
    await deps.commit
      .record(eventOf(notice), (tx) => takeNotice(deps.store, notice._id, tx))
      // The others go on; this one is taken up by the next sweep.
      .catch((error: unknown) => deps.log.warn({ err: error, notice: notice._id }, 'a notice was not chained'));
  }
};

const eventOf = ({ site, kind, by, about, body, atMs }: NoticeDoc): AuditEvent => ({
  site,
  kind,
  atMs,
  attempt: null,
  device: null,
  users: [...new Set([by, about, body.invitedBy].filter((user) => typeof user === 'string'))],
  body: { ...body, by, about },
});
