import type { IdempotencyKeyDoc } from '../schema/idempotency.ts';
import { isDuplicateKey, type Store } from '../store.ts';

/** Which requests with an Idempotency-Key run or have run. */
export interface IdempotencyKeys {
  /** Takes the key for this run: null. Or, when it is another's, what stands there. */
  claim(row: IdempotencyKeyDoc, now: Date): Promise<IdempotencyKeyDoc | null>;
  /** Keeps the answer for repetitions. A run that lost its key to a later one keeps nothing. */
  finish(id: string, run: string, answer: Buffer | null): Promise<void>;
  /** Frees the key: nothing was carried out. */
  release(id: string, run: string): Promise<void>;
}

/** Another may take or free the key between two looks at it; more often than this is nobody's luck. */
const MAX_LOOKS = 5;

/** MongoDB hands out its own Binary for bytes that were read lean. */
const bytesOf = (value: Uint8Array | { readonly buffer: Uint8Array } | null): Buffer | null =>
  value && Buffer.from(value instanceof Uint8Array ? value : value.buffer);

export const idempotencyKeys = (store: Store): IdempotencyKeys => {
  const model = store.models.idempotencyKeys;
  const look = async (row: IdempotencyKeyDoc, now: Date): Promise<IdempotencyKeyDoc | 'taken' | 'again'> => {
    try {
      await model.create([row]);
      return 'taken';
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    const there = await model.findOne({ _id: row._id }).lean<IdempotencyKeyDoc>();
    if (!there) return 'again';
    const holds = there.expiresAt > now && (there.state === 'done' || there.leaseUntil > now);
    if (holds) return { ...there, answer: bytesOf(there.answer) };
    // It is over, or who ran it died: only one of those who see that takes it.
    const { matchedCount } = await model.replaceOne({ _id: row._id, run: there.run }, row);
    return matchedCount === 1 ? 'taken' : 'again';
  };
  return {
    claim: async (row, now) => {
      for (let n = 0; n < MAX_LOOKS; n += 1) {
        const seen = await look(row, now);
        if (seen === 'taken') return null;
        if (seen !== 'again') return seen;
      }
      return { ...row, run: '' };
    },
    finish: async (_id, run, answer) => {
      await model.updateOne({ _id, run }, { $set: { state: 'done', answer } });
    },
    release: async (_id, run) => {
      await model.deleteOne({ _id, run });
    },
  };
};
