import mongoose from 'mongoose';
import { MAX_PAGE, type Page } from '../repository.ts';
import type { Store } from '../store.ts';

/** The users with a grant for a latch, whatever it says, by id. */
export type GrantHolders = (site: string, latch: string, page: Page) => Promise<string[]>;

export const grantHolders =
  (store: Store): GrantHolders =>
  async (site, latch, { after, limit }) => {
    const beyond = after === undefined ? {} : { user: mongoose.trusted({ $gt: after }) };
    const found = await store.models.grants.aggregate<{ _id: string }>([
      { $match: { site, latch, ...beyond } },
      { $group: { _id: '$user' } },
      { $sort: { _id: 1 } },
      { $limit: Math.min(limit, MAX_PAGE) },
    ]);
    return found.map(({ _id }) => _id);
  };
