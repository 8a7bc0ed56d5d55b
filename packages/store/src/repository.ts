import mongoose, { type Model } from 'mongoose';
import type { Tx } from './store.ts';

/** The most rows that one page of a list may hold. */
export const MAX_PAGE = 200;

export interface Page {
  /** The `_id` after which the page starts; ids are compared as strings. */
  readonly after?: string | undefined;
  readonly limit: number;
}

interface Owned {
  _id: string;
  site: string;
}

/**
 * One collection whose rows belong to a site. Every call names the site and filters by it, so that an id of another
 * site is simply not there. Values are compared by equality only: an operator in a value is data, never a query.
 */
export interface SiteRepository<T extends Owned> {
  create(doc: T, tx?: Tx): Promise<T>;
  get(site: string, id: string, tx?: Tx): Promise<T | null>;
  find(site: string, match: Partial<T>, tx?: Tx): Promise<T | null>;
  list(site: string, match: Partial<T>, page: Page): Promise<T[]>;
  count(site: string, match: Partial<T>, tx?: Tx): Promise<number>;
  /** Sets the given fields; null when there is no such row at this site. */
  update(site: string, id: string, set: Partial<Omit<T, '_id' | 'site'>>, tx?: Tx): Promise<T | null>;
  remove(site: string, id: string, tx?: Tx): Promise<boolean>;
  removeAll(site: string, match: Partial<T>, tx?: Tx): Promise<number>;
}

export const siteRepository = <T extends Owned>(typed: Model<T>): SiteRepository<T> => {
  const model = typed as unknown as Model<Owned>;
  const as = (row: unknown): T => row as T;
  const session = (tx?: Tx) => (tx ? { session: tx } : {});
  return {
    create: async (doc, tx) => {
      await model.create([doc], tx ? { session: tx } : {});
      return doc;
    },
    get: async (site, id, tx) => as(await model.findOne({ _id: id, site }, null, session(tx)).lean()),
    find: async (site, match, tx) => as(await model.findOne({ ...match, site }, null, session(tx)).lean()),
    list: async (site, match, page) => {
      const after = page.after === undefined ? {} : { _id: mongoose.trusted({ $gt: page.after }) };
      const limit = Math.min(Math.max(page.limit, 1), MAX_PAGE);
      const rows = await model
        .find({ ...match, site, ...after })
        .sort({ _id: 1 })
        .limit(limit)
        .lean();
      return rows.map(as);
    },
    count: (site, match, tx) => model.countDocuments({ ...match, site }, session(tx)).exec(),
    update: async (site, id, set, tx) =>
      as(
        await model
          .findOneAndUpdate(
            { _id: id, site },
            { $set: set },
            { ...session(tx), returnDocument: 'after', runValidators: true },
          )
          .lean(),
      ),
    remove: async (site, id, tx) => (await model.deleteOne({ _id: id, site }, session(tx))).deletedCount === 1,
    removeAll: async (site, match, tx) => (await model.deleteMany({ ...match, site }, session(tx))).deletedCount,
  };
};
