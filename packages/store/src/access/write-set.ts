import type mongoose from 'mongoose';
import type { AttemptDoc } from '../schema/attempt.ts';
import type { ChainHeadDoc, EventDoc } from '../schema/event.ts';
import type { Store, Tx } from '../store.ts';

type Row = { _id: string; [field: string]: unknown };
type Write = mongoose.mongo.AnyClientBulkWriteModel<Row>;

/** What one decision writes. */
export interface WriteSet {
  /** The next link of the site's chain, behind the head that the transaction read; null while nothing is decided. */
  readonly link: { readonly head: ChainHeadDoc; readonly event: EventDoc } | null;
  /** `before` as the transaction read it; null for a new one. */
  readonly attempt: { readonly before: AttemptDoc | null; readonly after: AttemptDoc };
  /** The SUN counter of a message with a good MAC, above the one that the transaction read. */
  readonly spend?: { readonly credential: string; readonly counter: number } | null;
  /** The counted grant that an entry is taken off. */
  readonly entryOf?: string | null;
  readonly faceFailure?: { readonly credential: string; readonly atMs: number } | null;
}

/** The newest failures that are kept of a credential: twice what locks it out. */
const KEPT_FAILURES = 10;

/**
 * Writes it all in one round trip (bulkWrite of MongoDB 8.0). The head of the chain comes first, so that of two writers the
 * loser fails before it has done anything else. Whatever changed since the transaction began conflicts: see `isConflict`.
 * @throws when an attempt is no longer as it was read, which a transaction rules out.
 */
export const writeAll = async (store: Store, set: WriteSet, tx: Tx): Promise<void> => {
  const { before, after } = set.attempt;
  const writes = [...linkWrites(store, set), attemptWrite(store, before, after), ...consequences(store, set)];
  const done = await store.models.attempts.db
    .getClient()
    .bulkWrite<Record<string, Row>>(writes, { session: tx, ordered: true, verboseResults: true });
  const at = set.link ? 2 : 0;
  if (before !== null && done.updateResults?.get(at)?.matchedCount !== 1) {
    throw new Error(`attempt ${after._id} is not as it was read in this transaction`);
  }
};

const namespaceOf = (store: Store, name: 'attempts' | 'chainHeads' | 'events' | 'grants' | 'credentials'): string =>
  `${store.models[name].db.name}.${name}`;

const linkWrites = (store: Store, { link }: WriteSet): Write[] => {
  if (link === null) return [];
  const { head, event } = link;
  const next = { seq: event.seq, hash: event.hash };
  return [
    {
      name: 'updateOne',
      namespace: namespaceOf(store, 'chainHeads'),
      filter: { _id: event.site, seq: head.seq },
      update: { $set: next, $setOnInsert: { checkpointSeq: 0, checkpointAt: null } },
      upsert: true,
    },
    { name: 'insertOne', namespace: namespaceOf(store, 'events'), document: { ...event } },
  ];
};

const attemptWrite = (store: Store, before: AttemptDoc | null, after: AttemptDoc): Write => {
  const namespace = namespaceOf(store, 'attempts');
  if (before === null) return { name: 'insertOne', namespace, document: { ...after } };
  const { _id, ...fields } = after;
  return {
    name: 'updateOne',
    namespace,
    filter: { _id, state: before.state, rev: before.rev },
    update: { $set: { ...fields, rev: before.rev + 1 } },
  };
};

const consequences = (store: Store, { spend, entryOf, faceFailure }: WriteSet): Write[] => {
  const credentials = namespaceOf(store, 'credentials');
  const update = (namespace: string, filter: object, change: object): Write => ({
    name: 'updateOne',
    namespace,
    filter,
    update: change,
  });
  const failures = faceFailure && { $each: [faceFailure.atMs], $slice: -KEPT_FAILURES };
  return [
    ...(spend ? [update(credentials, { _id: spend.credential }, { $max: { counter: spend.counter } })] : []),
    ...(entryOf
      ? [update(namespaceOf(store, 'grants'), { _id: entryOf, entriesLeft: { $gt: 0 } }, { $inc: { entriesLeft: -1 } })]
      : []),
    ...(faceFailure ? [update(credentials, { _id: faceFailure.credential }, { $push: { failuresMs: failures } })] : []),
  ];
};
