import mongoose, { type Model } from 'mongoose';
import type { Store, Tx } from './store.ts';

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

/** Looks at a row as it stands when it is to be written, in the same transaction, and throws to refuse. */
export type Expect<T> = (row: T) => void;

/** How long a change that expects something is tried again while others write the same row. */
export const CHANGE_DEADLINE_MS = 2_000;

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
  update(site: string, id: string, set: Partial<Omit<T, '_id' | 'site'>>, expect?: Expect<T>): Promise<T | null>;
  remove(site: string, id: string, expect?: Expect<T>): Promise<boolean>;
  removeAll(site: string, match: Partial<T>, tx?: Tx): Promise<number>;
}

export const siteRepository = <T extends Owned>(
  typed: Model<T>,
  store: Pick<Store, 'transactUntil'>,
): SiteRepository<T> => {
  const model = typed as unknown as Model<Owned>;
  const as = (row: unknown): T => row as T;
  const session = (tx?: Tx) => (tx ? { session: tx } : {});
  const write = async (site: string, id: string, set: object, tx?: Tx): Promise<T | null> => {
    const options = { ...session(tx), returnDocument: 'after' as const, runValidators: true };
    return as(await model.findOneAndUpdate({ _id: id, site }, { $set: set }, options).lean());
  };
  const remove = async (site: string, id: string, tx?: Tx): Promise<boolean> =>
    (await model.deleteOne({ _id: id, site }, session(tx))).deletedCount === 1;
  /** Who writes the row meanwhile makes this begin again: `expect` then sees what the other wrote. */
  const expecting = <R>(site: string, id: string, expect: Expect<T>, work: (tx: Tx) => Promise<R>, missing: R) =>
    store.transactUntil(Date.now() + CHANGE_DEADLINE_MS, async (tx) => {
      const row = await model.findOne({ _id: id, site }, null, session(tx)).lean();
      if (!row) return missing;
      expect(as(row));
      return work(tx);
    });
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
    update: (site, id, set, expect) =>
      expect ? expecting(site, id, expect, (tx) => write(site, id, set, tx), null) : write(site, id, set),
    remove: (site, id, expect) =>
      expect ? expecting(site, id, expect, (tx) => remove(site, id, tx), false) : remove(site, id),
    removeAll: async (site, match, tx) => (await model.deleteMany({ ...match, site }, session(tx))).deletedCount,
  };
};
