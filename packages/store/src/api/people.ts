import mongoose from 'mongoose';
import { newId } from '../new-id.ts';
import type { MembershipDoc, SiteRole, UserDoc } from '../schema/user.ts';
import { isDuplicateKey, type Store, type Tx } from '../store.ts';

export interface NewUser {
  readonly name: string;
  readonly email: string | null;
  readonly passwordHash: string | null;
}

export interface NewMember {
  readonly role: SiteRole;
  readonly credentialRule: 'dual' | 'single' | null;
  readonly notBefore: Date | null;
  readonly expiresAt: Date | null;
}

/** A person as a site sees them. */
export interface Member {
  readonly user: UserDoc;
  readonly membership: MembershipDoc;
}

const HAS_PASSWORD = mongoose.trusted({ $type: 'string' as const });

/** Users and their memberships. Every e-mail must come in lower case. */
export interface People {
  hasUsers(): Promise<boolean>;
  /** null when the server has been set up already. */
  createFirstOwner(user: NewUser, now: Date): Promise<UserDoc | null>;
  /** null when another account already signs in with that e-mail. */
  createMember(site: string, user: NewUser, member: NewMember, now: Date): Promise<Member | null>;
  byEmail(email: string): Promise<UserDoc | null>;
  byId(id: string): Promise<UserDoc | null>;
  byIds(ids: readonly string[]): Promise<UserDoc[]>;
  rename(id: string, name: string): Promise<void>;
  membership(site: string, user: string, tx?: Tx): Promise<MembershipDoc | null>;
  membershipsOf(user: string, limit: number): Promise<MembershipDoc[]>;
  /** The memberships of those users at those sites. */
  membershipsAt(sites: readonly string[], users: readonly string[]): Promise<MembershipDoc[]>;
  /** null: the change would leave the site without an owner who can sign in. */
  changeRole(
    site: string,
    user: string,
    set: Partial<Pick<MembershipDoc, 'role' | 'disabled' | 'credentialRule' | 'notBefore' | 'expiresAt'>>,
  ): Promise<MembershipDoc | null>;
  setPassword(id: string, passwordHash: string): Promise<void>;
}

export const people = (store: Store): People => {
  const { users, memberships } = store.models;
  return {
    hasUsers: async () => (await users.findOne({}, { _id: 1 }).lean()) !== null,
    createFirstOwner: (user, now) =>
      nullIfDuplicate(async () => {
        if ((await users.findOne({}, { _id: 1 }).lean()) !== null) return null;
        const doc: UserDoc = { _id: newId(), ...user, firstOwner: true, createdAt: now };
        await users.create([doc]);
        return doc;
      }),
    createMember: (site, user, member, now) =>
      nullIfDuplicate(() =>
        store.transact(async (tx) => {
          const doc: UserDoc = { _id: newId(), ...user, firstOwner: false, createdAt: now };
          const membership = newMembership(site, doc._id, member, now);
          await users.create([doc], { session: tx });
          await memberships.create([membership], { session: tx });
          return { user: doc, membership };
        }),
      ),
    byEmail: (email) => users.findOne({ email, passwordHash: HAS_PASSWORD }).lean(),
    byId: (id) => users.findOne({ _id: id }).lean(),
    byIds: (ids) => users.find({ _id: mongoose.trusted({ $in: [...ids] }) }).lean(),
    rename: async (id, name) => {
      await users.updateOne({ _id: id }, { $set: { name } });
    },
    membership: (site, user, tx) => memberships.findOne({ site, user }, null, tx ? { session: tx } : {}).lean(),
    membershipsOf: (user, limit) => memberships.find({ user }).sort({ site: 1 }).limit(limit).lean(),
    membershipsAt: (sites, users) =>
      memberships
        .find({ site: mongoose.trusted({ $in: [...sites] }), user: mongoose.trusted({ $in: [...users] }) })
        .lean(),
    changeRole: (site, user, set) => changeRole(store, site, user, set),
    setPassword: async (id, passwordHash) => {
      await users.updateOne({ _id: id }, { $set: { passwordHash } });
    },
  };
};

export const newMembership = (site: string, user: string, member: NewMember, now: Date): MembershipDoc => ({
  _id: newId(),
  site,
  user,
  ...member,
  disabled: false,
  faceConsent: null,
  viewsRev: 0,
  createdAt: now,
});

/** Two who change roles at one site at once take turns. */
const ROLES_DEADLINE_MS = 2_000;

const changeRole = async (
  store: Store,
  site: string,
  user: string,
  set: Parameters<People['changeRole']>[2],
): Promise<MembershipDoc | null> => {
  const { memberships, sites } = store.models;
  try {
    return await store.transactUntil(Date.now() + ROLES_DEADLINE_MS, async (tx) => {
      await sites.updateOne({ _id: site }, { $inc: { rolesRev: 1 } }, { session: tx });
      const changed = await memberships
        .findOneAndUpdate({ site, user }, { $set: set }, { session: tx, returnDocument: 'after', runValidators: true })
        .lean();
      if (!(await hasOwner(store, site, tx))) throw new NoOwnerLeft();
      return changed;
    });
  } catch (error) {
    if (error instanceof NoOwnerLeft) return null;
    throw error;
  }
};

class NoOwnerLeft extends Error {}

/** Whether somebody who can sign in owns the site, without an end in sight. */
const hasOwner = async (store: Store, site: string, tx: Tx): Promise<boolean> => {
  const { memberships, users } = store.models;
  const owners = await memberships
    .find({ site, role: 'owner', disabled: false, notBefore: null, expiresAt: null }, { user: 1 }, { session: tx })
    .lean();
  const ids = mongoose.trusted({ $in: owners.map((owner) => owner.user) });
  const filter = { _id: ids, passwordHash: HAS_PASSWORD };
  return (await users.countDocuments(filter, { session: tx })) > 0;
};

const nullIfDuplicate = async <T>(work: () => Promise<T>): Promise<T | null> => {
  try {
    return await work();
  } catch (error) {
    if (isDuplicateKey(error)) return null;
    throw error;
  }
};
