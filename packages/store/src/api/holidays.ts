import { CHANGE_DEADLINE_MS, MAX_PAGE } from '../repository.ts';
import type { Holiday } from '../schema/site.ts';
import type { Store, Tx } from '../store.ts';

export const MAX_HOLIDAYS = 400;

/** The holidays of a site, each for itself: two who change different ones never overwrite one another. */
export interface Holidays {
  /** By date, after the given one. */
  list(site: string, page: { after?: string | undefined; limit: number }): Promise<Holiday[]>;
  /** `full`: it would be one more than MAX_HOLIDAYS. */
  put(site: string, holiday: Holiday): Promise<'made' | 'renamed' | 'full'>;
  /** Whether it was there. */
  remove(site: string, date: string): Promise<boolean>;
}

export const holidays = (store: Store): Holidays => {
  const { sites } = store.models;
  const read = async (site: string, tx?: Tx): Promise<Holiday[]> =>
    (await sites.findOne({ _id: site }, { holidays: 1 }, tx ? { session: tx } : {}).lean())?.holidays ?? [];
  return {
    list: async (site, { after = '', limit }) =>
      (await read(site)).filter(({ date }) => date > after).slice(0, Math.min(limit, MAX_PAGE)),
    put: (site, { date, name }) =>
      store.transactUntil(Date.now() + CHANGE_DEADLINE_MS, async (tx) => {
        const before = await read(site, tx);
        const others = before.filter((one) => one.date !== date);
        if (others.length >= MAX_HOLIDAYS) return 'full';
        const all = [...others, { date, name }].toSorted((a, b) => (a.date < b.date ? -1 : 1));
        await sites.updateOne({ _id: site }, { $set: { holidays: all } }, { session: tx });
        return others.length < before.length ? 'renamed' : 'made';
      }),
    remove: async (site, date) =>
      (await sites.updateOne({ _id: site }, { $pull: { holidays: { date } } })).modifiedCount === 1,
  };
};
