import { CHANGE_DEADLINE_MS, type Expect } from '../repository.ts';
import type { MembershipDoc, SiteRole } from '../schema/user.ts';
import type { Store, Tx } from '../store.ts';
import { addNotice } from './notices.ts';
import { endRecoveryCode, hasOwner, takeTurnAtRoles, whoCanSignIn } from './owners.ts';
import type { Member } from './people.ts';

/** Who goes, and who says so: `by` themselves is leaving. */
export interface Departure {
  readonly site: string;
  readonly user: string;
  readonly by: string;
  readonly now: Date;
}

export interface Departed {
  /** Photographs that came while the person went: what was kept of them must be erased too. */
  readonly photographs: number;
}

export interface Transfer {
  readonly site: string;
  readonly from: string;
  readonly to: string;
  /** What becomes of the one who hands over. */
  readonly afterwards: Exclude<SiteRole, 'owner' | 'guest'> | 'leave';
  readonly now: Date;
}

export type Fitness = 'fit' | 'unfit' | 'unknown';

/** How people go from a site, and how its ownership passes on. */
export interface Members {
  /** Whether the site would still have an owner who can sign in. */
  mayGo(site: string, user: string): Promise<boolean>;
  /**
   * One transaction: the membership, the grants, the photographs' verdicts are gone, the credentials retired (their read
   * counters stay), and the account too of who then belongs to no site and cannot sign in.
   */
  remove(departure: Departure, expect?: Expect<Member>): Promise<Departed | 'last_owner' | 'unknown'>;
  /** Whether somebody may become owner: `unfit` who cannot sign in, is disabled, or has dates. */
  fitness(site: string, user: string): Promise<Fitness>;
  transfer(transfer: Transfer): Promise<Departed | Exclude<Fitness, 'fit'> | 'not_owner'>;
}

export const members = (store: Store): Members => {
  const inTurn = <T>(site: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
    store.transactUntil(Date.now() + CHANGE_DEADLINE_MS, async (tx) => {
      await takeTurnAtRoles(store, site, tx);
      return work(tx);
    });
  return {
    mayGo: (site, user) => hasOwner(store, site, undefined, user),
    remove: (departure, expect) => inTurn(departure.site, (tx) => remove(store, departure, expect, tx)),
    fitness: (site, user) => fitness(store, site, user),
    transfer: (one) => inTurn(one.site, (tx) => transfer(store, one, tx)),
  };
};

const remove = async (
  store: Store,
  departure: Departure,
  expect: Expect<Member> | undefined,
  tx: Tx,
): Promise<Departed | 'last_owner' | 'unknown'> => {
  const { site, user } = departure;
  const membership = await store.models.memberships.findOne({ site, user }, null, { session: tx }).lean();
  const person = await store.models.users.findOne({ _id: user }, null, { session: tx }).lean();
  if (!membership || !person) return 'unknown';
  expect?.({ user: person, membership, canSignIn: (await whoCanSignIn(store, [user], tx)).has(user) });
  if (!(await hasOwner(store, site, tx, user))) return 'last_owner';
  return depart(store, departure, membership, tx);
};

const depart = async (
  store: Store,
  { site, user, by, now }: Departure,
  { role }: MembershipDoc,
  tx: Tx,
): Promise<Departed> => {
  const { memberships, users } = store.models;
  const session = { session: tx };
  await memberships.deleteOne({ site, user }, session);
  await endRecoveryCode(store, site, user, tx);
  const photographs = await clearTraces(store, { site, user, now }, tx);
  const kind = by === user ? 'member_left' : 'member_removed';
  await addNotice(store, { site, kind, by, about: user, body: { role } }, now, tx);
  const belongs = await memberships.findOne({ user }, { _id: 1 }, session).lean();
  if (!belongs && !(await whoCanSignIn(store, [user], tx)).has(user)) await users.deleteOne({ _id: user }, session);
  return { photographs };
};

const fitness = async (store: Store, site: string, user: string, tx?: Tx): Promise<Fitness> => {
  const row = await store.models.memberships.findOne({ site, user }, null, tx ? { session: tx } : {}).lean();
  if (!row) return 'unknown';
  const lasts = !row.disabled && row.notBefore === null && row.expiresAt === null;
  return lasts && (await whoCanSignIn(store, [user], tx)).has(user) ? 'fit' : 'unfit';
};

/**
 * Grants and photographs' verdicts of a person go, cards are retired. Also of who joins: what was given to them at the
 * moment when they went the last time must not be theirs again. Returns how many verdicts there were.
 */
export const clearTraces = async (
  store: Store,
  { site, user, now }: { site: string; user: string; now: Date },
  tx: Tx,
): Promise<number> => {
  const { grants, credentials, faces } = store.models;
  const session = { session: tx };
  await grants.deleteMany({ site, user }, session);
  const retired = { state: 'disabled', retiredAt: now, label: '' } as const;
  await credentials.updateMany({ site, user, retiredAt: null }, { $set: retired }, session);
  return (await faces.deleteMany({ site, user }, session)).deletedCount;
};

const transfer = async (
  store: Store,
  { site, from, to, afterwards, now }: Transfer,
  tx: Tx,
): Promise<Departed | Exclude<Fitness, 'fit'> | 'not_owner'> => {
  const { memberships } = store.models;
  const session = { session: tx };
  const old = await memberships.findOne({ site, user: from }, null, session).lean();
  if (old?.role !== 'owner') return 'not_owner';
  const next = from === to ? 'unfit' : await fitness(store, site, to, tx);
  if (next !== 'fit') return next;
  await memberships.updateOne({ site, user: to }, { $set: { role: 'owner' } }, session);
  await endRecoveryCode(store, site, from, tx);
  const notice = { site, kind: 'ownership_transferred', by: from, about: to, body: { afterwards } } as const;
  await addNotice(store, notice, now, tx);
  if (afterwards === 'leave') return depart(store, { site, user: from, by: from, now }, old, tx);
  await memberships.updateOne({ _id: old._id }, { $set: { role: afterwards } }, session);
  return { photographs: 0 };
};
