import type { CollectionName, Documents } from '../store.ts';

/** A collection whose rows are about a person. */
export interface PersonRule<D> {
  /** `site`: what one site knows of them. `account`: what is theirs wherever they belong. */
  readonly of: 'site' | 'account';
  /** The field that holds their id; a list holds several. */
  readonly field: keyof D & string;
  /** What an export shows of a row; null: the rows themselves are shown by another collection, which is named. */
  readonly show: readonly (keyof D & string)[] | { readonly shownBy: CollectionName };
  /** What erasure leaves of a row: nothing, or the row with these fields. */
  readonly erase: 'delete' | ((now: Date) => Partial<D>);
  /** Rows with these fields are deleted all the same. */
  readonly deleteIf?: Partial<D>;
  /** Who may write it, and so erases it. */
  readonly by: 'api' | 'access';
}

/** Why a collection is about nobody. An id alone, of somebody whose account is gone, names nobody. */
export interface Nobodys {
  readonly nobodys: string;
}

/** Whose a credential is that was a person's who was erased: the card keeps its read counter, so that no old message of it is good again. */
export const ERASED_USER = 'erased';

/**
 * What is kept of a person, in every collection: how it refers to them, what an export shows and what erasure does. Both run from this
 * table, and a collection without a row does not compile.
 */
export const PERSON_DATA: { readonly [K in CollectionName]: PersonRule<Documents[K]> | Nobodys } = {
  users: {
    of: 'account',
    field: '_id',
    show: ['_id', 'name', 'email', 'firstOwner', 'createdAt'],
    erase: 'delete',
    by: 'api',
  },
  identities: {
    of: 'account',
    field: 'user',
    show: ['_id', 'issuer', 'subject', 'email', 'createdAt'],
    erase: 'delete',
    by: 'api',
  },
  sessions: {
    of: 'account',
    field: 'user',
    show: [
      '_id',
      'createdAt',
      'lastUsedAt',
      'userAgent',
      'expiresAt',
      'endsAt',
      'revokedAt',
      'authenticatedAt',
      'delivery',
    ],
    erase: 'delete',
    by: 'api',
  },
  apiTokens: {
    of: 'account',
    field: 'user',
    show: ['_id', 'name', 'scopes', 'createdAt', 'expiresAt', 'lastUsedOn'],
    erase: 'delete',
    by: 'api',
  },
  passkeys: {
    of: 'account',
    field: 'user',
    show: ['_id', 'name', 'createdAt', 'lastUsedAt'],
    erase: 'delete',
    by: 'api',
  },
  memberships: {
    of: 'site',
    field: 'user',
    show: [
      '_id',
      'site',
      'role',
      'disabled',
      'credentialRule',
      'notBefore',
      'expiresAt',
      'groups',
      'faceConsent',
      'createdAt',
    ],
    erase: 'delete',
    by: 'api',
  },
  credentials: {
    of: 'site',
    field: 'user',
    show: ['_id', 'site', 'kind', 'uid', 'label', 'state', 'notBefore', 'expiresAt', 'retiredAt', 'createdAt'],
    erase: (now) => ({
      user: ERASED_USER,
      label: '',
      state: 'disabled',
      retiredAt: now,
      failuresMs: [],
      lockoutEndedAtMs: null,
    }),
    // A phone's number is its user's id, and it has no counter to keep.
    deleteIf: { kind: 'phone' },
    by: 'api',
  },
  grants: {
    of: 'site',
    field: 'user',
    show: ['_id', 'site', 'latch', 'schedule', 'remote', 'notBefore', 'expiresAt', 'entriesLeft', 'createdAt'],
    erase: 'delete',
    by: 'api',
  },
  faces: {
    of: 'site',
    field: 'user',
    show: ['_id', 'site', 'state', 'reason', 'quality', 'pack', 'createdAt'],
    erase: 'delete',
    by: 'api',
  },
  views: { of: 'site', field: 'user', show: { shownBy: 'faces' }, erase: 'delete', by: 'access' },
  attempts: {
    of: 'site',
    field: 'user',
    show: [
      '_id',
      'site',
      'kind',
      'latch',
      'credential',
      'state',
      'reason',
      'rule',
      'grant',
      'receivedAtMs',
      'endedAtMs',
    ],
    erase: () => ({ user: null, credential: null, session: null, passkey: null, grant: null, frames: [] }),
    by: 'access',
  },
  events: {
    of: 'site',
    field: 'users',
    show: ['site', 'seq', 'kind', 'atMs', 'attempt', 'device', 'body', 'bodyHash', 'hash'],
    erase: () => ({ body: null, salt: null, users: [] }),
    by: 'access',
  },
  // Whom somebody invites has no account yet: the name and e-mail go with the invitation, in days.
  invitations: {
    of: 'site',
    field: 'by',
    show: ['_id', 'site', 'role', 'createdAt', 'expiresAt'],
    erase: 'delete',
    by: 'api',
  },
  groups: { nobodys: 'a name; who is in it stands in memberships' },
  recoveryCodes: { nobodys: 'a hash, and the id of who made it' },
  notices: { nobodys: 'they are events within a second, and erasure waits for that' },
  erasures: { nobodys: 'an id whose account is gone, until the erasure is done' },
  idempotencyKeys: { nobodys: 'sealed with the key of who asked, found by nobody else, gone after 24 h' },
  sites: { nobodys: 'names, rules and holidays of a place' },
  latches: { nobodys: 'a door' },
  cameras: { nobodys: 'a camera' },
  pairings: { nobodys: 'which camera sees which door' },
  devices: { nobodys: 'hardware' },
  claims: { nobodys: 'codes for hardware, gone after a day' },
  schedules: { nobodys: 'times' },
  keys: { nobodys: "a site's master keys" },
  earlyFrames: { nobodys: 'references to pictures that came before their tap, gone after a minute' },
  chainHeads: { nobodys: 'a number and a hash' },
  deviceChains: { nobodys: 'a number and a hash' },
  webhooks: { nobodys: 'an address of a server' },
  deliveries: { nobodys: 'sequences of events and how a server answered; what was sent is not kept' },
};

/** Any row of the table, for who goes through all of them. */
export type AnyRule = PersonRule<Record<string, unknown>>;

/** The collections that are about people, in the order of the table. */
export const personRules = (
  match: Partial<Pick<AnyRule, 'of' | 'by'>> = {},
): { readonly name: CollectionName; readonly rule: AnyRule }[] =>
  Object.entries(PERSON_DATA).flatMap(([name, rule]) => {
    if ('nobodys' in rule) return [];
    const any = rule as unknown as AnyRule;
    const fits = (match.of ?? any.of) === any.of && (match.by ?? any.by) === any.by;
    return fits ? [{ name: name as CollectionName, rule: any }] : [];
  });
