import mongoose from 'mongoose';
import { newId } from '../new-id.ts';
import { CHANGE_DEADLINE_MS, type Expect } from '../repository.ts';
import type { MembershipDoc, SiteRole, UserDoc } from '../schema/user.ts';
import { isDuplicateKey, type Store, type Tx } from '../store.ts';
import { endRecoveryCode, hasOwner, takeTurnAtRoles, whoCanSignIn } from './owners.ts';

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

export interface MemberChange {
  readonly name?: string;
  readonly set: Partial<Pick<MembershipDoc, 'role' | 'disabled' | 'credentialRule' | 'notBefore' | 'expiresAt'>>;
}

/** A person as a site sees them. */
export interface Member {
  readonly user: UserDoc;
  readonly membership: MembershipDoc;
  readonly canSignIn: boolean;
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
  /** Of those users, who can: with a password, or at an issuer elsewhere. */
  whoCanSignIn(ids: readonly string[]): Promise<Set<string>>;
  membership(site: string, user: string, tx?: Tx): Promise<MembershipDoc | null>;
  /** By site, from the one after `after` on. */
  membershipsOf(user: string, limit: number, after?: string): Promise<MembershipDoc[]>;
  /** The memberships of those users at those sites. */
  membershipsAt(sites: readonly string[], users: readonly string[]): Promise<MembershipDoc[]>;
  /** A person and their membership, in one transaction. null: it would leave the site without an owner who can sign in. */
  changeMember(site: string, user: string, change: MemberChange, expect?: Expect<Member>): Promise<Member | null>;
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
          return { user: doc, membership, canSignIn: user.passwordHash !== null };
        }),
      ),
    byEmail: (email) => users.findOne({ email, passwordHash: HAS_PASSWORD }).lean(),
    byId: (id) => users.findOne({ _id: id }).lean(),
    byIds: (ids) => users.find({ _id: mongoose.trusted({ $in: [...ids] }) }).lean(),
    whoCanSignIn: (ids) => whoCanSignIn(store, ids),
    membership: (site, user, tx) => memberships.findOne({ site, user }, null, tx ? { session: tx } : {}).lean(),
    membershipsOf: (user, limit, after) =>
      memberships
        .find({ user, ...(after === undefined ? {} : { site: mongoose.trusted({ $gt: after }) }) })
        .sort({ site: 1 })
        .limit(limit)
        .lean(),
    membershipsAt: (sites, users) =>
      memberships
        .find({ site: mongoose.trusted({ $in: [...sites] }), user: mongoose.trusted({ $in: [...users] }) })
        .lean(),
    changeMember: (site, user, change, expect) => changeMember(store, { site, user }, change, expect),
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
  groups: [],
  faceConsent: null,
  viewsRev: 0,
  createdAt: now,
});

const changeMember = async (
  store: Store,
  { site, user }: { site: string; user: string },
  { name, set }: MemberChange,
  expect?: Expect<Member>,
): Promise<Member | null> => {
  const { users, memberships } = store.models;
  try {
    return await store.transactUntil(Date.now() + CHANGE_DEADLINE_MS, async (tx) => {
      const options = { session: tx, returnDocument: 'after' as const, runValidators: true };
      await takeTurnAtRoles(store, site, tx);
      const canSignIn = (await whoCanSignIn(store, [user], tx)).has(user);
      if (expect) {
        const [person, membership] = [
          await users.findOne({ _id: user }, null, { session: tx }).lean(),
          await memberships.findOne({ site, user }, null, { session: tx }).lean(),
        ];
        if (person && membership) expect({ user: person, membership, canSignIn });
      }
      const membership = await memberships.findOneAndUpdate({ site, user }, { $set: set }, options).lean();
      const person = await users
        .findOneAndUpdate({ _id: user }, { $set: name === undefined ? {} : { name } }, options)
        .lean();
      if (!membership || !person || !(await hasOwner(store, site, tx))) throw new NoOwnerLeft();
      if (membership.role !== 'owner' || membership.disabled) await endRecoveryCode(store, site, user, tx);
      return { user: person, membership, canSignIn };
    });
  } catch (error) {
    if (error instanceof NoOwnerLeft) return null;
    throw error;
  }
};

class NoOwnerLeft extends Error {}

const nullIfDuplicate = async <T>(work: () => Promise<T>): Promise<T | null> => {
  try {
    return await work();
  } catch (error) {
    if (isDuplicateKey(error)) return null;
    throw error;
  }
};
