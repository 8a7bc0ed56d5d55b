import mongoose from 'mongoose';
import { newId } from '../new-id.ts';
import { CHANGE_DEADLINE_MS, type Expect, type SiteRepository, siteRepository } from '../repository.ts';
import type { SiteDoc } from '../schema/site.ts';
import type { Documents, Store } from '../store.ts';
import { newMembership } from './people.ts';

const OWNER = { role: 'owner', credentialRule: null, notBefore: null, expiresAt: null } as const;

/** Sites themselves: the one collection that belongs to no site. */
export interface Sites {
  /** The creator becomes its owner, in the same transaction. */
  create(site: Omit<SiteDoc, '_id'>, owner: string): Promise<SiteDoc>;
  get(id: string): Promise<SiteDoc | null>;
  byIds(ids: readonly string[]): Promise<SiteDoc[]>;
  update(id: string, set: Partial<Omit<SiteDoc, '_id'>>, expect?: Expect<SiteDoc>): Promise<SiteDoc | null>;
}

export const sites = (store: Store): Sites => {
  const model = store.models.sites;
  return {
    create: (site, owner) =>
      store.transact(async (tx) => {
        const doc = { _id: newId(), ...site };
        await model.create([doc], { session: tx });
        await store.models.memberships.create([newMembership(doc._id, owner, OWNER, site.createdAt)], { session: tx });
        return doc;
      }),
    get: (id) => model.findOne({ _id: id }).lean(),
    byIds: (ids) => model.find({ _id: mongoose.trusted({ $in: [...ids] }) }).lean(),
    update: (id, set, expect) => {
      const options = { returnDocument: 'after' as const, runValidators: true };
      if (!expect) return model.findOneAndUpdate({ _id: id }, { $set: set }, options).lean();
      return store.transactUntil(Date.now() + CHANGE_DEADLINE_MS, async (session) => {
        const row = await model.findOne({ _id: id }, null, { session }).lean();
        if (row) expect(row);
        return model.findOneAndUpdate({ _id: id }, { $set: set }, { ...options, session }).lean();
      });
    },
  };
};

const OF_A_SITE = [
  'memberships',
  'latches',
  'cameras',
  'pairings',
  'devices',
  'claims',
  'credentials',
  'grants',
  'groups',
  'invitations',
  'schedules',
  'faces',
  'webhooks',
] as const;
type OfASite = (typeof OF_A_SITE)[number];

/** A repository for each collection whose rows belong to a site. */
export type SiteRepositories = { readonly [K in OfASite]: SiteRepository<Documents[K]> };

export const siteRepositories = (store: Store): SiteRepositories =>
  Object.fromEntries(OF_A_SITE.map((name) => [name, siteRepository(store.models[name] as never, store)])) as never;
