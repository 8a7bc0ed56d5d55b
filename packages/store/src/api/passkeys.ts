import mongoose from 'mongoose';
import { CHANGE_DEADLINE_MS, MAX_PAGE, type Page } from '../repository.ts';
import type { PasskeyDoc } from '../schema/passkey.ts';
import { isDuplicateKey, type Store } from '../store.ts';
import { waysToSignIn } from './owners.ts';

export const MAX_PASSKEYS_OF_USER = 20;

/** The WebAuthn credentials of people. */
export interface Passkeys {
  /** By id; all of them unless a page is given. */
  ofUser(user: string, page?: Page): Promise<PasskeyDoc[]>;
  byCredential(credentialId: string): Promise<PasskeyDoc | null>;
  /** false when somebody has it already. */
  add(passkey: PasskeyDoc): Promise<boolean>;
  rename(user: string, id: string, name: string): Promise<PasskeyDoc | null>;
  /** Moves its counter on; false when another assertion was first. */
  use(passkey: PasskeyDoc, counter: number, now: Date): Promise<boolean>;
  /** `last`: without it the user could not sign in any more, so it stays. */
  remove(user: string, id: string): Promise<'removed' | 'last' | 'unknown'>;
}

export const passkeys = (store: Store): Passkeys => {
  const { passkeys: model, users } = store.models;
  return {
    ofUser: (user, { after, limit } = { limit: MAX_PASSKEYS_OF_USER }) =>
      model
        .find({ user, ...(after === undefined ? {} : { _id: mongoose.trusted({ $gt: after }) }) })
        .sort({ _id: 1 })
        .limit(Math.min(limit, MAX_PAGE))
        .lean(),
    byCredential: (credentialId) => model.findOne({ credentialId }).lean(),
    add: async (passkey) => {
      try {
        await model.create([passkey]);
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    rename: (user, id, name) =>
      model.findOneAndUpdate({ _id: id, user }, { $set: { name } }, { returnDocument: 'after' }).lean(),
    use: async ({ _id, counter: before }, counter, now) => {
      const set = { $set: { counter, lastUsedAt: now } };
      return (await model.updateOne({ _id, counter: before }, set)).matchedCount === 1;
    },
    // Two who take ways to sign in away at once take turns: each writes signInRev.
    remove: (user, id) =>
      store.transactUntil(Date.now() + CHANGE_DEADLINE_MS, async (tx) => {
        await users.updateOne({ _id: user }, { $inc: { signInRev: 1 } }, { session: tx });
        if (!(await model.findOne({ _id: id, user }, { _id: 1 }, { session: tx }).lean())) return 'unknown';
        if ((await waysToSignIn(store, user, tx)) < 2) return 'last';
        await model.deleteOne({ _id: id, user }, { session: tx });
        return 'removed';
      }),
  };
};
