import { MAX_PAGE, type Page } from '../repository.ts';
import type { Store } from '../store.ts';

/** The users with a grant for a latch, their own or by a group, whatever it says; by id. */
export type GrantHolders = (site: string, latch: string, page: Page) => Promise<string[]>;

export const grantHolders =
  (store: Store): GrantHolders =>
  async (site, latch, { after = '', limit }) => {
    const most = Math.min(limit, MAX_PAGE);
    const { grants, memberships } = store.models;
    const granted = (await grants.distinct('group', { site, latch })).filter((group) => group !== null);
    const page = [{ $sort: { _id: 1 as const } }, { $limit: most }];
    const [own, byGroup] = await Promise.all([
      grants.aggregate<{ _id: string }>([
        { $match: { site, latch, user: { $gt: after } } },
        { $group: { _id: '$user' } },
        ...page,
      ]),
      memberships.aggregate<{ _id: string }>([
        { $match: { site, groups: { $in: granted }, user: { $gt: after } } },
        { $group: { _id: '$user' } },
        ...page,
      ]),
    ]);
    const users = new Set([...own, ...byGroup].map(({ _id }) => _id));
    return [...users].toSorted().slice(0, most);
  };
