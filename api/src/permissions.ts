import type { SiteRole } from '@smart-latch/store';

/** `all`: everything at the site. `own`: what is about the user, and the doors that the user has a grant for. */
export type Scope = 'all' | 'own' | 'none';
type Row = Readonly<Record<SiteRole, Scope>>;

const row = (owner: Scope, admin: Scope, member: Scope, guest: Scope): Row => ({ owner, admin, member, guest });
const EVERYBODY = row('all', 'all', 'all', 'all');
const OWNER = row('all', 'none', 'none', 'none');
const STAFF = row('all', 'all', 'none', 'none');
const STAFF_AND_OWN = row('all', 'all', 'own', 'own');

/** Who may do what at a site: the one table. A route names its action; what is not here is not allowed. */
export const PERMISSIONS = {
  'site.read': EVERYBODY,
  'site.write': STAFF,
  /** Who began it and why; that there is one the site itself shows to everybody. */
  'lockdown.read': STAFF,
  'lockdown.write': STAFF,
  'holidays.read': EVERYBODY,
  'holidays.write': STAFF,
  'users.read': STAFF_AND_OWN,
  'users.write': STAFF,
  /** Anybody may leave. */
  'users.remove': STAFF_AND_OWN,
  'site.transfer': OWNER,
  /** The printed code by which a site gets an owner again. */
  'recovery.read': OWNER,
  'recovery.write': OWNER,
  'groups.read': STAFF,
  'groups.write': STAFF,
  'guests.read': STAFF,
  'guests.write': STAFF,
  'invitations.read': STAFF,
  'invitations.write': STAFF,
  'latches.read': STAFF_AND_OWN,
  'latches.write': STAFF,
  /** Asking for it: whether the door opens is decided by the grant's remote right. */
  'latches.unlock': STAFF_AND_OWN,
  'cameras.read': STAFF,
  'cameras.write': STAFF,
  'pairings.read': STAFF,
  'pairings.write': STAFF,
  'claims.write': STAFF,
  'devices.read': STAFF,
  'devices.write': STAFF,
  /** Gives the hardware away: another site may claim it then. */
  'devices.release': OWNER,
  'credentials.read': STAFF_AND_OWN,
  'credentials.write': STAFF,
  /** Everybody may say that their own card is lost. */
  'credentials.report_lost': STAFF_AND_OWN,
  /** The keys of a card are shown by this. */
  'cards.issue': STAFF,
  'grants.read': STAFF_AND_OWN,
  'grants.write': STAFF,
  /** Why a door opens for somebody, and when; and for whom it opens. */
  'access.read': STAFF_AND_OWN,
  'schedules.read': STAFF,
  'schedules.write': STAFF,
  'faces.read': STAFF_AND_OWN,
  'faces.write': STAFF,
  /** Anybody may withdraw consent to their own face. */
  'faces.erase': STAFF_AND_OWN,
  'webhooks.read': STAFF,
  'webhooks.write': STAFF,
  'attempts.read': STAFF_AND_OWN,
  'events.read': STAFF,
} as const satisfies Record<string, Row>;

export type SiteAction = keyof typeof PERMISSIONS;

/** Routes that belong to no site. `device`: signed by a device's key. */
export const OTHER_ACTIONS = ['public', 'signed_in', 'device'] as const;
export type Action = SiteAction | (typeof OTHER_ACTIONS)[number];

export const isSiteAction = (action: Action): action is SiteAction => Object.hasOwn(PERMISSIONS, action);

export const scopeOf = (role: SiteRole, action: SiteAction): Scope => PERMISSIONS[action][role];

/** Whom an admin may manage: members and guests. Only an owner makes or changes owners and admins. */
export const mayManageRole = (actor: SiteRole, role: SiteRole): boolean =>
  actor === 'owner' || (actor === 'admin' && (role === 'member' || role === 'guest'));
