import mongoose from 'mongoose';
import { CHANGE_DEADLINE_MS, type Expect, MAX_PAGE, type Page } from '../repository.ts';
import type { GroupDoc } from '../schema/group.ts';
import type { MembershipDoc } from '../schema/user.ts';
import type { Store, Tx } from '../store.ts';

/** A decision reads the grants of them all. */
export const MAX_GROUPS_OF_USER = 32;

/** Who belongs to a group, and how a group goes. */
export interface Groups {
  /** By the id of the membership. */
  members(site: string, group: string, page: Page): Promise<MembershipDoc[]>;
  /** `full`: the person would be in more than MAX_GROUPS_OF_USER. */
  addMember(site: string, group: string, user: string): Promise<'added' | 'no_group' | 'no_user' | 'full'>;
  /** Whether they were in it. */
  removeMember(site: string, group: string, user: string): Promise<boolean>;
  /** With its grants. False: there is none. */
  remove(site: string, group: string, expect?: Expect<GroupDoc>): Promise<boolean>;
}

export const groups = (store: Store): Groups => {
  const { groups: model, memberships, grants } = store.models;
  const change = <T>(work: (tx: Tx) => Promise<T>) => store.transactUntil(Date.now() + CHANGE_DEADLINE_MS, work);
  return {
    members: (site, group, { after, limit }) =>
      memberships
        .find({ site, groups: group, ...(after === undefined ? {} : { _id: mongoose.trusted({ $gt: after }) }) })
        .sort({ _id: 1 })
        .limit(Math.min(limit, MAX_PAGE))
        .lean(),
    addMember: (site, group, user) =>
      change(async (tx) => {
        if (!(await touchGroup(store, site, group, tx))) return 'no_group';
        const row = await memberships.findOne({ site, user }, { groups: 1 }, { session: tx }).lean();
        if (!row) return 'no_user';
        if (!row.groups.includes(group) && row.groups.length >= MAX_GROUPS_OF_USER) return 'full';
        await memberships.updateOne({ _id: row._id }, { $addToSet: { groups: group } }, { session: tx });
        return 'added';
      }),
    removeMember: async (site, group, user) =>
      (await memberships.updateOne({ site, user, groups: group }, { $pull: { groups: group } })).modifiedCount === 1,
    remove: async (site, group, expect) => {
      const gone = await change(async (tx) => {
        const row = await model.findOne({ _id: group, site }, null, { session: tx }).lean();
        if (!row) return false;
        expect?.(row);
        await model.deleteOne({ _id: group, site }, { session: tx });
        await grants.deleteMany({ site, group }, { session: tx });
        return true;
      });
      // Not in the transaction, which may be short for thousands: an id without group and grants lets nobody in.
      await memberships.updateMany({ site, groups: group }, { $pull: { groups: group } });
      return gone;
    },
  };
};

/** Whether it is there; of a transaction that deletes it and one that adds to it the second begins again. */
export const touchGroup = async (store: Store, site: string, group: string, tx: Tx): Promise<boolean> =>
  (await store.models.groups.updateOne({ _id: group, site }, { $inc: { rev: 1 } }, { session: tx })).matchedCount === 1;
