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
 * locked out, disabled and reported lost like a card. Its number is the user's id: the session says whose it is. One that was
 * retired was so because its user left; who is back has it again.
 */
export const phoneCredential = async (
  store: Store,
  site: string,
  user: string,
  now: Date,
): Promise<CredentialDoc | null> => {
  const { credentials } = store.models;
  const key = { site, kind: 'phone' as const, uid: user };
  const fresh = { user, label: 'phone', state: 'active' as const, retiredAt: null, createdAt: now };
  const known = await credentials.findOne(key).lean<CredentialDoc>();
  if (known?.retiredAt === null) return known;
  if (known) {
    const again = { _id: known._id, retiredAt: known.retiredAt };
    await credentials.updateOne(again, { $set: fresh });
  } else {
    await credentials.create([{ _id: newId(), ...key, ...fresh }]).catch((error: unknown) => {
      // Two taps at once: the other one made it.
      if (!isDuplicateKey(error)) throw error;
    });
  }
  return credentials.findOne(key).lean<CredentialDoc>();
};
