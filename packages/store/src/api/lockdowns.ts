import { CHANGE_DEADLINE_MS, type Expect } from '../repository.ts';
import type { Lockdown, SiteDoc } from '../schema/site.ts';
import type { Store } from '../store.ts';
import { addNotice } from './notices.ts';

/** Lockdown of a site and its end, each with its notice. Two who begin it at once begin one. */
export interface Lockdowns {
  /** The site as it then is; a lockdown that had begun already stays as it was. null: there is no such site. */
  begin(site: string, lockdown: Lockdown): Promise<SiteDoc | null>;
  end(site: string, by: string, now: Date, expect?: Expect<SiteDoc>): Promise<SiteDoc | null>;
}

export const lockdowns = (store: Store): Lockdowns => {
  const { sites } = store.models;
  const change = (site: string, to: Lockdown | null, by: string, now: Date, expect?: Expect<SiteDoc>) =>
    store.transactUntil(Date.now() + CHANGE_DEADLINE_MS, async (tx): Promise<SiteDoc | null> => {
      const row = await sites.findOne({ _id: site }, null, { session: tx }).lean();
      if (row) expect?.(row);
      if (!row || (row.lockdown === null) === (to === null)) return row;
      await sites.updateOne({ _id: site }, { $set: { lockdown: to } }, { session: tx });
      const kind = to === null ? 'lockdown_ended' : 'lockdown_begun';
      await addNotice(store, { site, kind, by, about: null, body: {} }, now, tx);
      return { ...row, lockdown: to };
    });
  return {
    begin: (site, lockdown) => change(site, lockdown, lockdown.by, lockdown.since),
    end: (site, by, now, expect) => change(site, null, by, now, expect),
  };
};
