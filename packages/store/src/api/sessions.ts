import mongoose from 'mongoose';
import { MAX_PAGE, type Page } from '../repository.ts';
import type { SessionDoc } from '../schema/user.ts';
import type { Store } from '../store.ts';

/** So many sessions of one user hold at once; a further sign-in ends the one that was unused for longest. */
export const MAX_SESSIONS_OF_USER = 100;

export type NewSession = Omit<SessionDoc, '_id' | 'createdAt' | 'lastUsedAt' | 'revokedAt'>;

/** The sessions of people. What has a refresh token stores its hash alone. */
export interface Sessions {
  /** The id is the caller's: the refresh token whose hash is stored names it. */
  open(id: string, session: NewSession, now: Date): Promise<SessionDoc>;
  get(id: string): Promise<SessionDoc | null>;
  /** Those that still hold, by id. */
  ofUser(user: string, now: Date, page: Page): Promise<SessionDoc[]>;
  /** The next generation of its refresh token; null when somebody else was first, or the session has ended. */
  rotate(id: string, generation: number, next: { hash: string; at: Date; expiresAt: Date }): Promise<SessionDoc | null>;
  prove(id: string, authenticatedAt: Date, expiresAt: Date): Promise<void>;
  /** Whether it was there and had not ended. */
  end(user: string, id: string, now: Date): Promise<boolean>;
  /** All of the user's, or all but one. */
  endAll(user: string, now: Date, but?: string): Promise<void>;
  /** Of those sessions, the ids that still hold. */
  live(ids: readonly string[], now: Date): Promise<Set<string>>;
}

export const sessions = (store: Store): Sessions => {
  const model = store.models.sessions;
  const holding = (now: Date) => ({ revokedAt: null, expiresAt: mongoose.trusted({ $gt: now }) });
  return {
    open: async (id, session, now) => {
      const doc = { _id: id, ...session, createdAt: now, lastUsedAt: now, revokedAt: null };
      await model.create([doc]);
      const over = await model
        .find({ user: session.user, ...holding(now) }, { _id: 1 })
        .sort({ lastUsedAt: -1 })
        .skip(MAX_SESSIONS_OF_USER)
        .lean();
      if (over.length > 0) {
        const ids = mongoose.trusted({ $in: over.map((row) => row._id) });
        await model.updateMany({ _id: ids }, { $set: { revokedAt: now } });
      }
      return doc;
    },
    get: (id) => model.findOne({ _id: id }).lean(),
    ofUser: (user, now, { after, limit }) =>
      model
        .find({ user, ...holding(now), ...(after === undefined ? {} : { _id: mongoose.trusted({ $gt: after }) }) })
        .sort({ _id: 1 })
        .limit(Math.min(limit, MAX_PAGE))
        .lean(),
    rotate: (id, generation, { hash, at, expiresAt }) =>
      model
        .findOneAndUpdate(
          { _id: id, revokedAt: null, 'refresh.generation': generation },
          {
            $set: {
              expiresAt,
              lastUsedAt: at,
              'refresh.generation': generation + 1,
              'refresh.hash': hash,
              'refresh.rotatedAt': at,
            },
          },
          { returnDocument: 'after' },
        )
        .lean(),
    prove: async (id, authenticatedAt, expiresAt) => {
      await model.updateOne({ _id: id, revokedAt: null }, { $set: { authenticatedAt, expiresAt } });
    },
    end: async (user, id, now) =>
      (await model.updateOne({ _id: id, user, ...holding(now) }, { $set: { revokedAt: now } })).modifiedCount === 1,
    endAll: async (user, now, but) => {
      const others = but === undefined ? {} : { _id: mongoose.trusted({ $ne: but }) };
      await model.updateMany({ user, revokedAt: null, ...others }, { $set: { revokedAt: now } });
    },
    live: async (ids, now) => {
      const rows = await model
        .find({ _id: mongoose.trusted({ $in: [...ids] }), ...holding(now) })
        .select({ _id: 1 })
        .lean();
      return new Set(rows.map((row) => row._id));
    },
  };
};
