import type { AttemptState } from '@smart-latch/core';
import mongoose from 'mongoose';
import type { SiteDoc } from '../schema/site.ts';
import type { Store } from '../store.ts';

const { trusted } = mongoose;

/** Every site with what it keeps and for how long, streamed. */
export const sitesToTidy = (store: Store): AsyncIterable<Pick<SiteDoc, '_id' | 'retention'>> =>
  store.models.sites.find({}, { retention: 1 }).lean().cursor() as unknown as AsyncIterable<SiteDoc>;

/**
 * Erases the bodies of a site's events before that time, at most `most`; their links still verify. A chain is in the order of time, so a
 * number in its head remembers how far this went. Returns how many were erased.
 */
export const eraseOldEvents = async (store: Store, site: string, beforeMs: number, most: number): Promise<number> => {
  const { chainHeads, events } = store.models;
  const head = await chainHeads.findOne({ _id: site }, { retainedSeq: 1 }).lean();
  if (!head) return 0;
  const next = await events
    .find({ site, seq: trusted({ $gt: head.retainedSeq ?? 0 }) }, { seq: 1, atMs: 1 })
    .sort({ seq: 1 })
    .limit(most)
    .lean();
  const firstKept = next.findIndex(({ atMs }) => atMs >= beforeMs);
  const old = firstKept === -1 ? next : next.slice(0, firstKept);
  const last = old.at(-1);
  if (!last) return 0;
  await events.updateMany(
    { _id: trusted({ $in: old.map(({ _id }) => _id) }) },
    { $set: { body: null, salt: null, users: [] } },
  );
  // Only forwards: a slower worker does not take back what a faster one marked.
  await chainHeads.updateOne({ _id: site }, { $max: { retainedSeq: last.seq } });
  return old.length;
};

const ENDED: AttemptState[] = ['denied', 'opened', 'failed', 'unconfirmed'];

/** Deletes a site's attempts before that time, at most `most`. Returns how many. */
export const deleteOldAttempts = async (
  store: Store,
  site: string,
  beforeMs: number,
  most: number,
): Promise<number> => {
  const { attempts } = store.models;
  const old = await attempts
    .find({ site, receivedAtMs: trusted({ $lt: beforeMs }), state: trusted({ $in: ENDED }) }, { _id: 1 })
    .limit(most)
    .lean();
  if (old.length === 0) return 0;
  return (await attempts.deleteMany({ _id: trusted({ $in: old.map(({ _id }) => _id) }) })).deletedCount;
};
