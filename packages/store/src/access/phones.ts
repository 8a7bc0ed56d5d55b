import mongoose from 'mongoose';
import { newId } from '../new-id.ts';
import type { CredentialDoc } from '../schema/credential.ts';
import { isDuplicateKey, type Store } from '../store.ts';

/** Spends a read of a door's tag; false when it was spent before, or the door has another tag now. */
export const spendTagCounter = async (store: Store, latch: string, uid: string, counter: number): Promise<boolean> => {
  const unspent = { _id: latch, 'tag.uid': uid, 'tag.counter': mongoose.trusted({ $lt: counter }) };
  return (await store.models.latches.updateOne(unspent, { $set: { 'tag.counter': counter } })).matchedCount === 1;
};

/**
 * The phone of a user at a site as what it is to a door: a credential, made when they first tap with it, so that it can be
 * locked out, disabled and reported lost like a card. Its number is the user's id: the session says whose it is.
 */
export const phoneCredential = async (
  store: Store,
  site: string,
  user: string,
  now: Date,
): Promise<CredentialDoc | null> => {
  const key = { site, kind: 'phone' as const, uid: user };
  const fresh = { _id: newId(), user, label: 'phone', state: 'active' as const, createdAt: now };
  const { credentials } = store.models;
  try {
    const options = { upsert: true, returnDocument: 'after' as const, setDefaultsOnInsert: true };
    return await credentials.findOneAndUpdate(key, { $setOnInsert: fresh }, options).lean<CredentialDoc>();
  } catch (error) {
    // Two taps at once: the other one made it.
    if (isDuplicateKey(error)) return credentials.findOne(key).lean<CredentialDoc>();
    throw error;
  }
};
