import type { PipelineStage } from 'mongoose';
import { newId } from '../new-id.ts';
import { CHANGE_DEADLINE_MS, MAX_PAGE, type Page } from '../repository.ts';
import type { GrantDoc } from '../schema/credential.ts';
import type { MembershipDoc, UserDoc } from '../schema/user.ts';
import type { Store } from '../store.ts';
import { newMembership } from './people.ts';

/** So many grants of a guest are listed; more than a stay needs. */
export const MAX_GRANTS_SHOWN = 50;

export interface Guest {
  readonly user: Pick<UserDoc, '_id' | 'name' | 'email'>;
  readonly membership: MembershipDoc;
  readonly grants: readonly GrantDoc[];
}

export interface NewGuest {
  readonly site: string;
  readonly name: string;
  readonly email: string | null;
  readonly from: Date;
  readonly until: Date;
  readonly latches: readonly string[];
  readonly grant: Pick<GrantDoc, 'schedule' | 'remote' | 'entriesLeft'>;
}

/** People who stay for a while. */
export interface Guests {
  /** The person, the dates of the stay and a grant for each latch, in one transaction. */
  create(guest: NewGuest, now: Date): Promise<Guest>;
  /** By the id of the membership, which is also that of `Page.after`. */
  list(site: string, page: Page): Promise<Guest[]>;
}

export const guests = (store: Store): Guests => ({
  create: (guest, now) =>
    store.transactUntil(Date.now() + CHANGE_DEADLINE_MS, async (tx) => {
      const { site, name, email, from, until, latches, grant } = guest;
      const user: UserDoc = { _id: newId(), name, email, passwordHash: null, firstOwner: false, createdAt: now };
      const stay = { role: 'guest', credentialRule: null, notBefore: from, expiresAt: until } as const;
      const membership = newMembership(site, user._id, stay, now);
      const whom = { site, user: user._id, group: null, notBefore: null, expiresAt: null, createdAt: now };
      const grants = latches.map((latch) => ({ _id: newId(), ...whom, latch, ...grant }));
      await store.models.users.create([user], { session: tx });
      await store.models.memberships.create([membership], { session: tx });
      await store.models.grants.insertMany(grants, { session: tx });
      return { user, membership, grants };
    }),
  list: async (site, { after, limit }) => {
    const found = await store.models.memberships.collection.aggregate(listed(site, after, limit)).toArray();
    return found.map(({ person, grants, ...membership }) => ({ user: person, membership, grants }) as unknown as Guest);
  },
});

const listed = (site: string, after: string | undefined, limit: number): PipelineStage[] => [
  { $match: { site, role: 'guest', ...(after === undefined ? {} : { _id: { $gt: after } }) } },
  { $sort: { _id: 1 } },
  { $limit: Math.min(limit, MAX_PAGE) },
  { $lookup: { from: 'users', localField: 'user', foreignField: '_id', as: 'person' } },
  { $unwind: '$person' },
  {
    $lookup: {
      from: 'grants',
      localField: 'user',
      foreignField: 'user',
      pipeline: [{ $match: { site } }, { $sort: { _id: 1 } }, { $limit: MAX_GRANTS_SHOWN }],
      as: 'grants',
    },
  },
];
