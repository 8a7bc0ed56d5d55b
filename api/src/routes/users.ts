import { AppError } from '@smart-latch/runtime';
import { type Member, type MembershipDoc, ROLES, type SiteRole, type UserDoc } from '@smart-latch/store';
import { z } from 'zod';
import { hashPassword } from '../auth/passwords.ts';
import type { App, Deps } from '../deps.ts';
import { accessOf, onlyUser, ownOr404 } from '../guard.ts';
import { ifMatch, tagOf } from '../http/etag.ts';
import { belowLimit } from '../limits.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { mayManageRole } from '../permissions.ts';
import { newPassword, refuseOwnEmail } from './accounts.ts';
import {
  dateOrNull,
  email,
  flag,
  given,
  id,
  inSite,
  inSiteWith,
  iso,
  isoOrNull,
  label,
  listOf,
  pageOf,
  pageQuery,
  timestamp,
} from './shapes.ts';

const tags = ['users'];

const role = z.enum(ROLES);
const credentialRule = z
  .enum(['dual', 'single'])
  .nullable()
  .describe('Overrides the rule of every door for this person; null follows the door');

const newUser = z
  .strictObject({
    name: label(100),
    role: role.default('member'),
    email: email.optional(),
    password: newPassword
      .optional()
      .describe('With one the person can sign in; a resident with card and face needs none'),
    credentialRule: credentialRule.default(null),
    notBefore: timestamp.nullable().default(null),
    expiresAt: timestamp.nullable().default(null),
  })
  .refine((user) => user.password === undefined || user.email !== undefined, {
    path: ['email'],
    error: 'is needed to sign in with a password',
  })
  .meta({ examples: [{ name: 'Alice', role: 'member' }] });

const userPatch = z
  .strictObject({
    name: label(100),
    role,
    disabled: z.boolean(),
    credentialRule,
    notBefore: timestamp.nullable(),
    expiresAt: timestamp.nullable(),
  })
  .partial()
  .meta({ examples: [{ disabled: true }] });

const user = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    role,
    disabled: z.boolean(),
    canSignIn: z.boolean(),
    credentialRule,
    notBefore: z.string().nullable(),
    expiresAt: z.string().nullable(),
    /** Ids; changed at groups/{group}/members. */
    groups: z.array(z.string()),
    faceConsentAt: z.string().nullable(),
    createdAt: z.string(),
  })
  .meta({
    id: 'User',
    examples: [
      {
        id: exampleId('user'),
        name: 'Alice',
        email: null,
        role: 'member',
        disabled: false,
        canSignIn: false,
        credentialRule: null,
        notBefore: null,
        expiresAt: null,
        groups: [],
        faceConsentAt: '2026-06-01T08:05:00.000Z',
        createdAt: '2026-06-01T08:00:00.000Z',
      },
    ],
  });

const show = ({ user: person, membership: member, canSignIn }: Member): z.output<typeof user> => ({
  id: person._id,
  name: person.name,
  email: person.email,
  role: member.role,
  disabled: member.disabled,
  canSignIn,
  credentialRule: member.credentialRule,
  notBefore: isoOrNull(member.notBefore),
  expiresAt: isoOrNull(member.expiresAt),
  groups: member.groups,
  faceConsentAt: isoOrNull(member.faceConsent?.at),
  createdAt: iso(member.createdAt),
});

export const userTag = tagOf(user, show);
const inUser = inSiteWith({ user: id });

/** The people of a site. */
export const userRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/sites/:site/users',
    config: { action: 'users.write' },
    schema: { tags, summary: 'Add a person', params: inSite, body: newUser, response: { 201: user } },
    handler: async (request, reply) => {
      const { site, membership } = accessOf(request);
      const { name, email, password, notBefore, expiresAt, ...rest } = request.body;
      manage(membership.role, rest.role);
      await belowLimit(deps.rows, site, 'memberships');
      if (password !== undefined) refuseOwnEmail(password, email);
      const passwordHash = password === undefined ? null : await hashPassword(password);
      const made = await deps.people.createMember(
        site,
        { name, email: email ?? null, passwordHash },
        { ...rest, notBefore: dateOrNull(notBefore), expiresAt: dateOrNull(expiresAt) },
        new Date(deps.clock.now()),
      );
      if (!made) throw new AppError('conflict', 'an account with this e-mail exists; use another e-mail');
      return reply.code(201).send(show(made));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/users',
    config: { action: 'users.read' },
    schema: {
      tags,
      summary: 'The people of the site',
      params: inSite,
      querystring: z.strictObject({ ...pageQuery, role: role.optional(), disabled: flag.optional() }),
      response: { 200: listOf(user) },
    },
    handler: async (request) => {
      const { site } = accessOf(request);
      const { limit, cursor, role, disabled } = request.query;
      const match = given({ user: onlyUser(request) ?? undefined, role, disabled });
      const rows = await deps.rows.memberships.list(site, match, { after: cursor, limit });
      const ids = rows.map((row) => row.user);
      const [persons, canSignIn] = await Promise.all([deps.people.byIds(ids), deps.people.whoCanSignIn(ids)]);
      const people = new Map(persons.map((row) => [row._id, row]));
      const { next } = pageOf(rows, limit, () => null);
      const items = rows.flatMap((row) => {
        const person = people.get(row.user);
        return person ? [show({ user: person, membership: row, canSignIn: canSignIn.has(person._id) })] : [];
      });
      return { items, next };
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/users/:user',
    config: { action: 'users.read' },
    schema: { tags, summary: 'One person', params: inUser, response: { 200: user } },
    handler: async (request) => {
      ownOr404(request, request.params.user);
      const { person, member } = await memberOf(deps, accessOf(request).site, request.params.user);
      const canSignIn = (await deps.people.whoCanSignIn([person._id])).has(person._id);
      return show({ user: person, membership: member, canSignIn });
    },
  });

  app.route({
    method: 'PATCH',
    url: '/v1/sites/:site/users/:user',
    config: { action: 'users.write', ifMatch: true },
    schema: {
      tags,
      summary: 'Change a person: role, disabled, rule, dates',
      params: inUser,
      body: userPatch,
      response: { 200: user },
    },
    handler: async (request) => {
      const { site, membership: actor } = accessOf(request);
      const { person, member } = await memberOf(deps, site, request.params.user);
      const { name, notBefore, expiresAt, ...rest } = request.body;
      manage(actor.role, member.role);
      if (rest.role) manage(actor.role, rest.role);
      const dates = {
        ...(notBefore === undefined ? {} : { notBefore: dateOrNull(notBefore) }),
        ...(expiresAt === undefined ? {} : { expiresAt: dateOrNull(expiresAt) }),
      };
      const change = { ...given({ name }), set: { ...given(rest), ...dates } };
      const changed = await deps.people.changeMember(site, person._id, change, ifMatch(request, userTag));
      if (!changed)
        throw new AppError('conflict', 'a site keeps at least one owner who can sign in; make another first');
      return show(changed);
    },
  });
};

/** Throws `forbidden` unless an `actor` may manage a `subject`. */
export const manage = (actor: SiteRole, subject: SiteRole): void => {
  if (!mayManageRole(actor, subject)) throw new AppError('forbidden', 'only an owner manages owners and admins');
};

/** A person of this site. Throws `not_found`. */
export const memberOf = async (
  deps: Deps,
  site: string,
  userId: string,
): Promise<{ person: UserDoc; member: MembershipDoc }> => {
  const [person, member] = await Promise.all([deps.people.byId(userId), deps.people.membership(site, userId)]);
  if (!person || !member) throw new AppError('not_found', 'nobody at this site has this id');
  return { person, member };
};
