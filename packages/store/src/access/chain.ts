import type { ChainHeadDoc, DeviceChainDoc, EventDoc } from '../schema/event.ts';
import type { Store, Tx } from '../store.ts';

/** What a chain starts from: no event yet, and a hash of zeros. */
export const genesis = (site: string): ChainHeadDoc => ({
  _id: site,
  seq: 0,
  hash: '0'.repeat(64),
  checkpointSeq: 0,
  checkpointAt: null,
});

export const chainHead = async (store: Store, site: string, tx?: Tx): Promise<ChainHeadDoc> =>
  (await store.models.chainHeads.findById(site, null, tx ? { session: tx } : {}).lean()) ?? genesis(site);

/**
 * Appends one event. The head is written first and only if it still is the one that was read, so that of two writers the
 * loser fails before it has done anything else (a duplicate key or a write conflict: see `isConflict`).
 */
export const appendEvent = async (store: Store, head: ChainHeadDoc, event: EventDoc, tx: Tx): Promise<void> => {
  await store.models.chainHeads.updateOne(
    { _id: event.site, seq: head.seq },
    { $set: { seq: event.seq, hash: event.hash }, $setOnInsert: { checkpointSeq: 0, checkpointAt: null } },
    { session: tx, upsert: true },
  );
  await store.models.events.create([event], { session: tx });
};

/** What was taken over of a device's own chain; null before its first event. */
export const deviceChain = (store: Store, device: string, tx: Tx): Promise<DeviceChainDoc | null> =>
  store.models.deviceChains.findById(device, null, { session: tx }).lean<DeviceChainDoc>().exec();

export const advanceDeviceChain = async (store: Store, last: DeviceChainDoc, tx: Tx): Promise<void> => {
  const { _id, ...set } = last;
  await store.models.deviceChains.updateOne({ _id }, { $set: set }, { session: tx, upsert: true });
};

/** Heads with so many events, or with any event since a checkpoint made before that time. */
export const headsToCheckpoint = (store: Store, since: { events: number; before: Date }): Promise<ChainHeadDoc[]> =>
  store.models.chainHeads
    .aggregate<ChainHeadDoc>([
      { $set: { fresh: { $subtract: ['$seq', '$checkpointSeq'] } } },
      {
        $match: {
          $or: [
            { fresh: { $gte: since.events } },
            { fresh: { $gt: 0 }, checkpointAt: null },
            { fresh: { $gt: 0 }, checkpointAt: { $lt: since.before } },
          ],
        },
      },
      { $limit: 100 },
      { $unset: 'fresh' },
    ])
    // What a failover could still roll back must not be signed.
    .readConcern('majority')
    .exec();

/** Only forwards: a slower worker does not take back what a faster one marked. */
export const markCheckpoint = async (store: Store, { _id, seq }: ChainHeadDoc, at: Date): Promise<void> => {
  await store.models.chainHeads.updateOne({ _id }, { $max: { checkpointSeq: seq, checkpointAt: at } });
};

/** Every site that has a chain, by its head or by an event that is left of it. */
export const chainSites = async (store: Store): Promise<string[]> => {
  const { chainHeads, events } = store.models;
  return [...new Set([...(await chainHeads.distinct('_id')), ...(await events.distinct('site'))])] as string[];
};

/** The events of one site in order, streamed. */
export const eventsOf = (store: Store, site: string): AsyncIterable<EventDoc> =>
  store.models.events.find({ site }).sort({ seq: 1 }).lean<EventDoc[]>().cursor() as unknown as AsyncIterable<EventDoc>;
