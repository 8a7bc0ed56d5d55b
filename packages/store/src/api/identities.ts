import mongoose from 'mongoose';
import { newId } from '../new-id.ts';
import { MAX_PAGE, type Page } from '../repository.ts';
import type { IdentityDoc } from '../schema/identity.ts';
import { isDuplicateKey, type Store } from '../store.ts';
import { waysToSignIn } from './owners.ts';

export const MAX_IDENTITIES_OF_USER = 10;
/** Two who unlink at once take turns. */
const UNLINK_DEADLINE_MS = 2_000;

/** Accounts at other issuers, by which people sign in here. */
export interface Identities {
  find(issuer: string, subject: string): Promise<IdentityDoc | null>;
  /** By id. */
  ofUser(user: string, page: Page): Promise<IdentityDoc[]>;
  /** null when the account at the issuer is linked with anybody already. */
  link(identity: Omit<IdentityDoc, '_id'>): Promise<IdentityDoc | null>;
  /** `last`: without it the user could not sign in any more, so it stays. */
  unlink(user: string, id: string): Promise<'unlinked' | 'last' | 'unknown'>;
}

export const identities = (store: Store): Identities => {
  const { identities: model, users } = store.models;
  return {
    find: (issuer, subject) => model.findOne({ issuer, subject }).lean(),
    ofUser: (user, { after, limit }) =>
      model
        .find({ user, ...(after === undefined ? {} : { _id: mongoose.trusted({ $gt: after }) }) })
        .sort({ _id: 1 })
        .limit(Math.min(limit, MAX_PAGE))
        .lean(),
    link: async (identity) => {
      const doc = { _id: newId(), ...identity };
      try {
        await model.create([doc]);
        return doc;
      } catch (error) {
        if (isDuplicateKey(error)) return null;
        throw error;
      }
    },
    unlink: (user, id) =>
      store.transactUntil(Date.now() + UNLINK_DEADLINE_MS, async (tx) => {
        await users.updateOne({ _id: user }, { $inc: { signInRev: 1 } }, { session: tx });
        if (!(await model.findOne({ _id: id, user }, { _id: 1 }, { session: tx }).lean())) return 'unknown';
        if ((await waysToSignIn(store, user, tx)) < 2) return 'last';
        await model.deleteOne({ _id: id, user }, { session: tx });
        return 'unlinked';
      }),
  };
};
