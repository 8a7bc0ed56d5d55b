import mongoose from 'mongoose';
import { newId } from '../new-id.ts';
import { MAX_PAGE, type Page } from '../repository.ts';
import type { ApiTokenDoc } from '../schema/user.ts';
import type { Store } from '../store.ts';

export const MAX_API_TOKENS_OF_USER = 50;

/** Personal API tokens. A revoked one is gone. */
export interface ApiTokens {
  /** null when the user has as many as one may have. */
  create(token: Omit<ApiTokenDoc, '_id' | 'lastUsedOn'>): Promise<ApiTokenDoc | null>;
  byHash(hash: string, now: Date): Promise<ApiTokenDoc | null>;
  /** By id. */
  ofUser(user: string, now: Date, page: Page): Promise<ApiTokenDoc[]>;
  /** Notes the day, YYYY-MM-DD; writes at most once a day. */
  used(id: string, day: string): Promise<void>;
  /** Whether it was there. */
  remove(user: string, id: string): Promise<boolean>;
  /** Of those tokens, the ids that still hold. */
  live(ids: readonly string[], now: Date): Promise<Set<string>>;
}

export const apiTokens = (store: Store): ApiTokens => {
  const model = store.models.apiTokens;
  const holding = (now: Date) => ({ expiresAt: mongoose.trusted({ $gt: now }) });
  return {
    create: async (token) => {
      const had = await model.countDocuments({ user: token.user, ...holding(token.createdAt) });
      if (had >= MAX_API_TOKENS_OF_USER) return null;
      const doc = { _id: newId(), ...token, lastUsedOn: null };
      await model.create([doc]);
      return doc;
    },
    byHash: (hash, now) => model.findOne({ hash, ...holding(now) }).lean(),
    ofUser: (user, now, { after, limit }) =>
      model
        .find({ user, ...holding(now), ...(after === undefined ? {} : { _id: mongoose.trusted({ $gt: after }) }) })
        .sort({ _id: 1 })
        .limit(Math.min(limit, MAX_PAGE))
        .lean(),
    used: async (id, day) => {
      await model.updateOne({ _id: id, lastUsedOn: mongoose.trusted({ $ne: day }) }, { $set: { lastUsedOn: day } });
    },
    remove: async (user, id) => (await model.deleteOne({ _id: id, user })).deletedCount === 1,
    live: async (ids, now) => {
      const rows = await model
        .find({ _id: mongoose.trusted({ $in: [...ids] }), ...holding(now) })
        .select({ _id: 1 })
        .lean();
      return new Set(rows.map((row) => row._id));
    },
  };
};
