import type { AttemptState } from '@smart-latch/core';
import mongoose, { type QueryFilter } from 'mongoose';
import { MAX_PAGE } from '../repository.ts';
import type { AttemptDoc } from '../schema/attempt.ts';
import type { EventDoc } from '../schema/event.ts';
import type { Store } from '../store.ts';

export interface AttemptFilter {
  readonly latch?: string | undefined;
  readonly user?: string | undefined;
  readonly tapId?: string | undefined;
  readonly state?: AttemptState | undefined;
}

/** Where a page of attempts, newest first, goes on. */
export interface AttemptCursor {
  readonly receivedAtMs: number;
  readonly id: string;
}

export interface EventFilter {
  readonly kind?: string | undefined;
  readonly attempt?: string | undefined;
}

/** What happened at a site: attempts and the audit chain. Written by access alone; read here. */
export interface History {
  attempt(site: string, id: string): Promise<AttemptDoc | null>;
  /** Newest first. */
  attempts(site: string, match: AttemptFilter, page: { after?: AttemptCursor; limit: number }): Promise<AttemptDoc[]>;
  /** By sequence, after (oldest first) or before (newest first) the given one. */
  events(
    site: string,
    match: EventFilter,
    page: { seq: number; direction: 'after' | 'before'; limit: number },
  ): Promise<EventDoc[]>;
  lastSeq(site: string): Promise<number>;
  /**
   * Calls `onSite` with the site of every committed event until closed. When the stream breaks it opens again and calls
   * `onGap`: who listens reads from the last sequence that it knows.
   */
  watch(listener: { onSite(site: string): void; onGap(): void }): { close(): Promise<void> };
}

const RETRY_MS = 1_000;

export const history = (store: Store): History => {
  const { attempts, events } = store.models;
  return {
    attempt: (site, id) => attempts.findOne({ _id: id, site }).lean(),
    attempts: (site, match, { after, limit }) =>
      attempts
        .find({ ...defined(match), site, ...(after ? olderThan(after) : {}) } as QueryFilter<AttemptDoc>)
        .sort({ receivedAtMs: -1, _id: -1 })
        .limit(Math.min(limit, MAX_PAGE))
        .lean<AttemptDoc[]>()
        .exec(),
    events: (site, match, { seq, direction, limit }) => {
      const beyond = mongoose.trusted(direction === 'after' ? { $gt: seq } : { $lt: seq });
      return events
        .find({ ...defined(match), site, seq: beyond } as QueryFilter<EventDoc>)
        .sort({ seq: direction === 'after' ? 1 : -1 })
        .limit(Math.min(limit, MAX_PAGE))
        .lean<EventDoc[]>()
        .exec();
    },
    lastSeq: async (site) => (await events.findOne({ site }, { seq: 1 }).sort({ seq: -1 }).lean())?.seq ?? 0,
    watch: (listener) => watch(store, listener),
  };
};

const olderThan = ({ receivedAtMs, id }: AttemptCursor) => ({
  $or: [
    { receivedAtMs: mongoose.trusted({ $lt: receivedAtMs }) },
    { receivedAtMs, _id: mongoose.trusted({ $lt: id }) },
  ],
});

const defined = <T extends object>(match: T): Partial<T> =>
  Object.fromEntries(Object.entries(match).filter(([, value]) => value !== undefined)) as Partial<T>;

const watch = (store: Store, listener: Parameters<History['watch']>[0]): ReturnType<History['watch']> => {
  const pipeline = [{ $match: { operationType: 'insert' } }, { $project: { 'fullDocument.site': 1 } }];
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let close = async () => {};
  const open = () => {
    const stream = store.models.events.watch(pipeline);
    let broken = false;
    close = () => stream.close();
    stream.on('change', (change: { fullDocument?: { site: string } }) => {
      if (change.fullDocument) listener.onSite(change.fullDocument.site);
    });
    const again = () => {
      if (broken || closed) return;
      broken = true;
      void stream.close().catch(() => undefined);
      timer = setTimeout(() => {
        open();
        listener.onGap();
      }, RETRY_MS);
    };
    stream.on('error', again);
    stream.on('close', again);
  };
  open();
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await close();
    },
  };
};
