import mongoose from 'mongoose';
import { newId } from '../new-id.ts';
import { CHANGE_DEADLINE_MS, type Expect } from '../repository.ts';
import type { IdentityDoc } from '../schema/identity.ts';
import type { InvitationDoc } from '../schema/invitation.ts';
import type { MembershipDoc, UserDoc } from '../schema/user.ts';
import { duplicateFields, type Store, type Tx } from '../store.ts';
import { touchGroup } from './groups.ts';
import { clearTraces } from './members.ts';
import { addNotice } from './notices.ts';
import { type NewUser, newMembership } from './people.ts';

/** Who accepts: somebody with an account, or somebody who gets one, with a password or with an account elsewhere. */
export type Accepting =
  | { readonly user: string }
  | { readonly newUser: NewUser; readonly identity?: Pick<IdentityDoc, 'issuer' | 'subject' | 'email'> };

export interface Accepted {
  readonly user: UserDoc;
  readonly membership: MembershipDoc;
}

/** `unknown`: there is none, or it is used, withdrawn, over, or made by who may not invite any more. */
export type NotAccepted = 'unknown' | 'member' | 'email_taken' | 'identity_taken';

/** Whether who invited may still do so: they may have lost their role, or the site, since. */
export type Holds = (inviter: MembershipDoc, invitation: InvitationDoc) => boolean;

/** Ways into a site for people who are not there yet. The token is the caller's; its hash alone is kept. */
export interface Invitations {
  create(invitation: InvitationDoc): Promise<void>;
  byHash(hash: string, now: Date): Promise<InvitationDoc | null>;
  /** Whether it was there. */
  withdraw(site: string, id: string, by: string, now: Date, expect?: Expect<InvitationDoc>): Promise<boolean>;
  /** One transaction: the invitation is spent, and there are the account, the membership and the grants. Of two at once one wins. */
  accept(hash: string, who: Accepting, now: Date, holds: Holds): Promise<Accepted | NotAccepted>;
}

export const invitations = (store: Store): Invitations => {
  const { invitations: model } = store.models;
  const change = <T>(work: (tx: Tx) => Promise<T>) => store.transactUntil(Date.now() + CHANGE_DEADLINE_MS, work);
  return {
    create: (invitation) =>
      change(async (tx) => {
        const { _id, site, by, role, createdAt } = invitation;
        await model.create([invitation], { session: tx });
        const body = { invitation: _id, role };
        await addNotice(store, { site, kind: 'invitation_made', by, about: null, body }, createdAt, tx);
      }),
    byHash: (hash, now) => model.findOne({ hash, ...open(now) }).lean(),
    withdraw: (site, id, by, now, expect) =>
      change(async (tx) => {
        const row = await model.findOne({ _id: id, site }, null, { session: tx }).lean();
        if (!row) return false;
        expect?.(row);
        await model.deleteOne({ _id: id, site }, { session: tx });
        const body = { invitation: id, role: row.role };
        await addNotice(store, { site, kind: 'invitation_withdrawn', by, about: null, body }, now, tx);
        return true;
      }),
    accept: async (hash, who, now, holds) => {
      try {
        return await change((tx) => accept(store, { hash, who, now, holds }, tx));
      } catch (error) {
        const fields = duplicateFields(error);
        if (fields.includes('email')) return 'email_taken';
        if (fields.includes('subject')) return 'identity_taken';
        throw error;
      }
    },
  };
};

const open = (now: Date) => ({ expiresAt: mongoose.trusted({ $gt: now }) });

const accept = async (
  store: Store,
  { hash, who, now, holds }: { hash: string; who: Accepting; now: Date; holds: Holds },
  tx: Tx,
): Promise<Accepted | NotAccepted> => {
  const { invitations: model, memberships } = store.models;
  const session = { session: tx };
  const invitation = await model.findOne({ hash, ...open(now) }, null, session).lean();
  if (!invitation) return 'unknown';
  const { site, by, role } = invitation;
  const inviter = await memberships.findOne({ site, user: by }, null, session).lean();
  if (!inviter || !holds(inviter, invitation)) return 'unknown';
  if ('user' in who && (await memberships.findOne({ site, user: who.user }, { _id: 1 }, session).lean()))
    return 'member';
  const user = await personOf(store, who, now, tx);
  if (!user) return 'unknown';
  // Of two who accept at once the second conflicts here, begins again and finds none.
  await model.deleteOne({ _id: invitation._id }, session);
  await clearTraces(store, { site, user: user._id, now }, tx);
  const lasting = { role, credentialRule: null, notBefore: null, expiresAt: null };
  const membership = { ...newMembership(site, user._id, lasting, now), groups: await groupsOf(store, invitation, tx) };
  await memberships.create([membership], session);
  await giveGrants(store, invitation, user._id, now, tx);
  const body = { invitation: invitation._id, role, invitedBy: by };
  await addNotice(store, { site, kind: 'invitation_accepted', by: user._id, about: user._id, body }, now, tx);
  return { user, membership };
};

const personOf = async (store: Store, who: Accepting, now: Date, tx: Tx): Promise<UserDoc | null> => {
  const { users, identities } = store.models;
  if ('user' in who) return users.findOne({ _id: who.user }, null, { session: tx }).lean();
  const user: UserDoc = { _id: newId(), ...who.newUser, firstOwner: false, createdAt: now };
  await users.create([user], { session: tx });
  if (who.identity) {
    await identities.create([{ _id: newId(), user: user._id, ...who.identity, createdAt: now }], { session: tx });
  }
  return user;
};

/** Those that there still are. */
const groupsOf = async (store: Store, { site, groups }: InvitationDoc, tx: Tx): Promise<string[]> => {
  const here: string[] = [];
  for (const group of groups) if (await touchGroup(store, site, group, tx)) here.push(group);
  return here;
};

/** For the latches that there still are; one whose schedule is gone is left out, since it would hold at no time. */
const giveGrants = async (store: Store, invitation: InvitationDoc, user: string, now: Date, tx: Tx): Promise<void> => {
  const { latches, schedules, grants } = store.models;
  const { site } = invitation;
  const idsOf = async (model: typeof latches | typeof schedules, ids: readonly (string | null)[]) => {
    const wanted = mongoose.trusted({ $in: ids.filter((id) => id !== null) });
    const rows = await (model as typeof latches).find({ _id: wanted, site }, { _id: 1 }, { session: tx }).lean();
    return new Set<string | null>(rows.map(({ _id }) => _id));
  };
  const doors = await idsOf(
    latches,
    invitation.grants.map(({ latch }) => latch),
  );
  const times = (
    await idsOf(
      schedules,
      invitation.grants.map(({ schedule }) => schedule),
    )
  ).add(null);
  const whom = { site, user, group: null, notBefore: null, expiresAt: null, entriesLeft: null, createdAt: now };
  const given = invitation.grants.filter(({ latch, schedule }) => doors.has(latch) && times.has(schedule ?? null));
  if (given.length === 0) return;
  const rows = given.map(({ latch, schedule, remote }) => ({ _id: newId(), ...whom, latch, schedule, remote }));
  await grants.insertMany(rows, { session: tx });
};
