import { newId } from '../new-id.ts';
import { CHANGE_DEADLINE_MS } from '../repository.ts';
import type { RecoveryCodeDoc } from '../schema/recovery.ts';
import type { MembershipDoc, UserDoc } from '../schema/user.ts';
import { isDuplicateKey, type Store, type Tx } from '../store.ts';
import { clearTraces } from './members.ts';
import { addNotice } from './notices.ts';
import { takeTurnAtRoles } from './owners.ts';
import { type NewUser, newMembership } from './people.ts';

/** Who uses a code: somebody with an account, or somebody who gets one. */
export type Recovering = { readonly user: string } | { readonly newUser: NewUser };

/** The printed code by which a site gets an owner again: one a site, of which the hash alone is kept. */
export interface RecoveryCodes {
  get(site: string): Promise<RecoveryCodeDoc | null>;
  /** The one before is good for nothing any more. */
  replace(code: RecoveryCodeDoc): Promise<void>;
  has(hash: string): Promise<boolean>;
  /** Spends the code, and makes them owner: lasting, enabled. Who owned the site before still does. */
  use(hash: string, who: Recovering, now: Date): Promise<{ site: string; user: UserDoc } | 'unknown' | 'email_taken'>;
}

export const recoveryCodes = (store: Store): RecoveryCodes => {
  const { recoveryCodes: codes } = store.models;
  return {
    get: (site) => codes.findOne({ _id: site }).lean(),
    replace: ({ _id: site, ...code }) =>
      store.transactUntil(Date.now() + CHANGE_DEADLINE_MS, async (tx) => {
        await codes.updateOne({ _id: site }, { $set: code }, { session: tx, upsert: true });
        const notice = { site, kind: 'recovery_code_made', by: code.by, about: null, body: {} } as const;
        await addNotice(store, notice, code.createdAt, tx);
      }),
    has: async (hash) => (await codes.findOne({ hash }, { _id: 1 }).lean()) !== null,
    use: async (hash, who, now) => {
      try {
        return await store.transactUntil(Date.now() + CHANGE_DEADLINE_MS, (tx) => use(store, hash, who, now, tx));
      } catch (error) {
        if (isDuplicateKey(error)) return 'email_taken';
        throw error;
      }
    },
  };
};

const LASTING = {
  role: 'owner',
  disabled: false,
  notBefore: null,
  expiresAt: null,
} as const satisfies Partial<MembershipDoc>;

const use = async (store: Store, hash: string, who: Recovering, now: Date, tx: Tx) => {
  const { recoveryCodes: codes, memberships } = store.models;
  const code = await codes.findOne({ hash }, null, { session: tx }).lean();
  const user = code && (await personOf(store, who, now, tx));
  if (!code || !user) return 'unknown';
  const { _id: site } = code;
  // Of two who use it at once the second conflicts here, begins again and finds none.
  await codes.deleteOne({ _id: site, hash }, { session: tx });
  await takeTurnAtRoles(store, site, tx);
  const had = await memberships.updateOne({ site, user: user._id }, { $set: LASTING }, { session: tx });
  if (had.matchedCount === 0) {
    await clearTraces(store, { site, user: user._id, now }, tx);
    await memberships.create([newMembership(site, user._id, { ...LASTING, credentialRule: null }, now)], {
      session: tx,
    });
  }
  const notice = { site, kind: 'owner_recovered', by: user._id, about: user._id, body: {} } as const;
  await addNotice(store, notice, now, tx);
  return { site, user };
};

const personOf = async (store: Store, who: Recovering, now: Date, tx: Tx): Promise<UserDoc | null> => {
  const { users } = store.models;
  if ('user' in who) return users.findOne({ _id: who.user }, null, { session: tx }).lean();
  const doc: UserDoc = { _id: newId(), ...who.newUser, firstOwner: false, createdAt: now };
  await users.create([doc], { session: tx });
  return doc;
};
