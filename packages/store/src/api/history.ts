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
  readonly kind?: AttemptDoc['kind'] | undefined;
  readonly reason?: string | undefined;
}

/** Epoch ms: from, and before. */
export interface TimeRange {
  readonly sinceMs?: number | undefined;
  readonly untilMs?: number | undefined;
}

/** Where a page of attempts, newest first, goes on. */
export interface AttemptCursor {
  readonly receivedAtMs: number;
  readonly id: string;
}

export interface EventFilter {
  readonly kind?: string | undefined;
  readonly attempt?: string | undefined;
  readonly device?: string | undefined;
}

/** What happened at a site: attempts and the audit chain. Written by access alone; read here. */
export interface History {
  attempt(site: string, id: string): Promise<AttemptDoc | null>;
  /** Newest first. */
  attempts(
    site: string,
    match: AttemptFilter & TimeRange,
    page: { after?: AttemptCursor; limit: number },
  ): Promise<AttemptDoc[]>;
  /** By sequence, after (oldest first) or before (newest first) the given one. */
  events(
    site: string,
    match: EventFilter & TimeRange,
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
    attempts: (site, { sinceMs, untilMs, ...match }, { after, limit }) =>
      attempts
        .find({
          ...defined(match),
          site,
          $and: [within('receivedAtMs', { sinceMs, untilMs }), after ? olderThan(after) : {}],
        } as QueryFilter<AttemptDoc>)
        .sort({ receivedAtMs: -1, _id: -1 })
        .limit(Math.min(limit, MAX_PAGE))
        .lean<AttemptDoc[]>()
        .exec(),
    events: async (site, { sinceMs, untilMs, ...match }, { seq, direction, limit }) => {
      const times = { sinceMs, untilMs };
      const beyond = mongoose.trusted(direction === 'after' ? { $gt: seq } : { $lt: seq });
      const bounds = await seqBounds(store, site, times);
      return events
        .find({
          ...defined(match),
          site,
          $and: [{ seq: beyond }, { seq: mongoose.trusted(bounds) }, within('atMs', times)],
        } as QueryFilter<EventDoc>)
        .sort({ seq: direction === 'after' ? 1 : -1 })
        .limit(Math.min(limit, MAX_PAGE))
        .lean<EventDoc[]>()
        .exec();
    },
    lastSeq: async (site) => (await events.findOne({ site }, { seq: 1 }).sort({ seq: -1 }).lean())?.seq ?? 0,
    watch: (listener) => watch(store, listener),
  };
};

const within = (field: 'atMs' | 'receivedAtMs', { sinceMs, untilMs }: TimeRange): object =>
  sinceMs === undefined && untilMs === undefined
    ? {}
    : { [field]: mongoose.trusted(defined({ $gte: sinceMs, $lt: untilMs })) };

/** The clocks of two access workers are not further apart. */
const SKEW_MS = 60_000;

/**
 * Between which sequences the events of that time lie. Times rise along a chain but for the workers' clocks, and a chain has no
 * gap: so a few look-ups by its own index find them, and the writing of a decision bears no other index.
 */
const seqBounds = async (store: Store, site: string, { sinceMs, untilMs }: TimeRange) => {
  const { events } = store.models;
  if (sinceMs === undefined && untilMs === undefined) return { $gte: 0 };
  const last = (await events.findOne({ site }, { seq: 1 }).sort({ seq: -1 }).lean())?.seq ?? 0;
  /** The first sequence of that time or later. */
  const firstFrom = async (atMs: number): Promise<number> => {
    let [low, high] = [1, last + 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const row = await events.findOne({ site, seq: middle }, { atMs: 1 }).lean();
      if (row && row.atMs >= atMs) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return {
    $gte: sinceMs === undefined ? 0 : await firstFrom(sinceMs - SKEW_MS),
    $lt: untilMs === undefined ? last + 1 : await firstFrom(untilMs + SKEW_MS),
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
