import mongoose from 'mongoose';
import type { Store, Tx } from '../store.ts';

const HAS_PASSWORD = mongoose.trusted({ $type: 'string' as const });
const among = (ids: readonly string[]) => mongoose.trusted({ $in: [...ids] });

/** Of those users, who can sign in: with a password, at an issuer elsewhere, or with a passkey. */
export const whoCanSignIn = async (store: Store, ids: readonly string[], tx?: Tx): Promise<Set<string>> => {
  const { users, identities, passkeys } = store.models;
  const session = tx ? { session: tx } : {};
  // One after the other: a transaction has one connection.
  const withPassword = await users.find({ _id: among(ids), passwordHash: HAS_PASSWORD }, { _id: 1 }, session).lean();
  const withIdentity = await identities.find({ user: among(ids) }, { user: 1 }, session).lean();
  const withPasskey = await passkeys.find({ user: among(ids) }, { user: 1 }, session).lean();
  return new Set([...withPassword.map(({ _id }) => _id), ...[...withIdentity, ...withPasskey].map(({ user }) => user)]);
};

/** In how many ways one user can sign in. */
export const waysToSignIn = async (store: Store, user: string, tx: Tx): Promise<number> => {
  const { users, identities, passkeys } = store.models;
  const session = { session: tx };
  const password = await users.countDocuments({ _id: user, passwordHash: HAS_PASSWORD }, session);
  const elsewhere = await identities.countDocuments({ user }, session);
  return password + elsewhere + (await passkeys.countDocuments({ user }, session));
};

/** Whether somebody who can sign in owns the site, without an end in sight; `but` does not count. */
export const hasOwner = async (store: Store, site: string, tx: Tx | undefined, but?: string): Promise<boolean> => {
  const lasting = { site, role: 'owner' as const, disabled: false, notBefore: null, expiresAt: null };
  const owners = await store.models.memberships.find(lasting, { user: 1 }, tx ? { session: tx } : {}).lean();
  const ids = owners.map(({ user }) => user).filter((user) => user !== but);
  return (await whoCanSignIn(store, ids, tx)).size > 0;
};

/**
 * Two who change people of one site at once take turns, so that two owners cannot take the role from one another: each
 * writes this first.
 */
export const takeTurnAtRoles = async (store: Store, site: string, tx: Tx): Promise<void> => {
  await store.models.sites.updateOne({ _id: site }, { $inc: { rolesRev: 1 } }, { session: tx });
};

/** A code that somebody printed who owns the site no longer must not make them its owner again. */
export const endRecoveryCode = async (store: Store, site: string, printedBy: string, tx: Tx): Promise<void> => {
  await store.models.recoveryCodes.deleteOne({ _id: site, by: printedBy }, { session: tx });
};
