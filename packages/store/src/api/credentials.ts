import { newId } from '../new-id.ts';
import { CHANGE_DEADLINE_MS, type Expect } from '../repository.ts';
import type { CredentialDoc } from '../schema/credential.ts';
import type { NoticeKind } from '../schema/notice.ts';
import { isConflict, type Store, type Tx } from '../store.ts';
import { type CardLine, importCards, type LineOutcome } from './card-import.ts';
import { addNotice } from './notices.ts';

export type NewCredential = Pick<
  CredentialDoc,
  'user' | 'kind' | 'uid' | 'label' | 'state' | 'notBefore' | 'expiresAt'
>;

/** An act, and who did it. */
export interface Act {
  readonly kind: NoticeKind;
  readonly by: string;
  readonly now: Date;
}

export interface CredentialChange {
  readonly set: Partial<Pick<CredentialDoc, 'state' | 'retiredAt' | 'label'>>;
  readonly expect?: Expect<CredentialDoc> | undefined;
}

/** What is done with cards, each act with its notice in one transaction. */
export interface Credentials {
  /** A retired card comes back with the counter that it had. null: it is somebody's already. */
  issue(site: string, credential: NewCredential, act: Act): Promise<CredentialDoc | null>;
  /** Cards that hold keys of the site already, each line on its own. */
  importCards(site: string, lines: readonly CardLine[], act: Act, dryRun: boolean): Promise<LineOutcome[]>;
  /** null when there is none. What changes nothing is no act and leaves no notice. */
  change(site: string, id: string, change: CredentialChange, act: Act): Promise<CredentialDoc | null>;
}

export const credentials = (store: Store): Credentials => {
  const within = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    store.transactUntil(Date.now() + CHANGE_DEADLINE_MS, work, isConflict);
  const give = (site: string, credential: NewCredential, act: Act) =>
    within((tx) => issue(store, { site, ...credential }, act, tx));
  return {
    issue: give,
    importCards: (site, lines, act, dryRun) => {
      const as = { kind: 'ntag424', state: 'active', notBefore: null, expiresAt: null } as const;
      const one = ({ uid, label }: CardLine, user: string) => give(site, { ...as, uid, label, user }, act);
      return importCards(store, site, lines, dryRun ? null : one);
    },
    change: (site, id, change, act) => within((tx) => changeOne(store, { _id: id, site }, change, act, tx)),
  };
};

const issue = async (
  store: Store,
  credential: NewCredential & { site: string },
  act: Act,
  tx: Tx,
): Promise<CredentialDoc | null> => {
  const model = store.models.credentials;
  const { site, kind, uid } = credential;
  const fresh = { ...credential, lockoutEndedAtMs: act.now.getTime(), retiredAt: null, createdAt: act.now };
  const known = await model.findOne({ site, kind, uid }, null, { session: tx }).lean<CredentialDoc>();
  if (known && !known.retiredAt) return null;
  const row: CredentialDoc = { counter: -1, failuresMs: [], ...known, ...fresh, _id: known?._id ?? newId() };
  if (known) await model.updateOne({ _id: row._id }, { $set: fresh }, { session: tx });
  else await model.create([row], { session: tx });
  await told(store, row, act, tx);
  return row;
};

const changeOne = async (
  store: Store,
  of: { _id: string; site: string },
  { set, expect }: CredentialChange,
  act: Act,
  tx: Tx,
): Promise<CredentialDoc | null> => {
  const model = store.models.credentials;
  const row = await model.findOne({ ...of, retiredAt: null }, null, { session: tx }).lean<CredentialDoc>();
  if (!row) return null;
  expect?.(row);
  if (Object.entries(set).every(([name, value]) => row[name as keyof CredentialDoc] === value)) return row;
  await model.updateOne(of, { $set: set }, { session: tx, runValidators: true });
  const after = { ...row, ...set };
  await told(store, after, act, tx);
  return after;
};

/** The card by its id: its number is nobody's business. */
const told = (store: Store, { _id, site, user, kind: card }: CredentialDoc, act: Act, tx: Tx): Promise<void> =>
  addNotice(store, { site, kind: act.kind, by: act.by, about: user, body: { credential: _id, card } }, act.now, tx);
