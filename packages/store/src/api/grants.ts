import mongoose, { type QueryFilter } from 'mongoose';
import { CHANGE_DEADLINE_MS, MAX_PAGE, type Page } from '../repository.ts';
import type { GrantDoc } from '../schema/credential.ts';
import type { MembershipDoc } from '../schema/user.ts';
import type { Store } from '../store.ts';
import { touchGroup } from './groups.ts';

/** A user or a group has so many grants at most. */
export const MAX_GRANTS_OF_ONE = 200;

type Holder = Pick<MembershipDoc, 'user' | 'groups'>;

/** Grants of users and of groups. */
export interface Grants {
  create(grant: GrantDoc): Promise<'made' | 'no_group' | 'full'>;
  /** Those that a person has, themselves or by a group, by id. */
  ofPerson(site: string, holder: Holder, match: Partial<GrantDoc>, page: Page): Promise<GrantDoc[]>;
  /** For which latches a person has one; of these alone, when some are given. */
  latchesOf(site: string, holder: Holder, latch?: string): Promise<Set<string>>;
}

export const grants = (store: Store): Grants => {
  const { grants: model } = store.models;
  const held = (site: string, { user, groups }: Holder): QueryFilter<GrantDoc> => ({
    site,
    $or: [{ user }, { group: mongoose.trusted({ $in: [...groups] }) }],
  });
  return {
    create: (grant) =>
      store.transactUntil(Date.now() + CHANGE_DEADLINE_MS, async (tx) => {
        const { site, user, group } = grant;
        if (group !== null && !(await touchGroup(store, site, group, tx))) return 'no_group';
        const had = await model.countDocuments({ site, ...(group === null ? { user } : { group }) }, { session: tx });
        if (had >= MAX_GRANTS_OF_ONE) return 'full';
        await model.create([grant], { session: tx });
        return 'made';
      }),
    ofPerson: (site, holder, match, { after, limit }) =>
      model
        .find({
          $and: [
            held(site, holder),
            match as QueryFilter<GrantDoc>,
            after === undefined ? {} : { _id: mongoose.trusted({ $gt: after }) },
          ],
        })
        .sort({ _id: 1 })
        .limit(Math.min(limit, MAX_PAGE))
        .lean(),
    latchesOf: async (site, holder, latch) =>
      new Set(await model.distinct('latch', { ...held(site, holder), ...(latch === undefined ? {} : { latch }) })),
  };
};
