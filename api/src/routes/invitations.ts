import { AppError } from '@smart-latch/runtime';
import { type InvitationDoc, MAX_GROUPS_OF_USER, newId, ROLES } from '@smart-latch/store';
import { z } from 'zod';
import { invitationHash, invitationLink, newInvitationToken } from '../auth/invitation-token.ts';
import type { App, Deps } from '../deps.ts';
import { accessOf, callerOf } from '../guard.ts';
import { ifMatch, tagOf } from '../http/etag.ts';
import { belowLimit } from '../limits.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { email, id, inSite, inSiteWith, iso, label, listOf, NO_STORE, pageOf, pageQuery, timestamp } from './shapes.ts';
import { manage } from './users.ts';

const tags = ['invitations'];
const MAX_LIFE_MS = 30 * 86_400_000;
const MAX_GRANTS = 20;

const grant = z.strictObject({
  latch: id,
  schedule: id.nullable().default(null),
  remote: z.boolean().default(false),
});
const newInvitation = z
  .strictObject({
    name: label(100),
    email: email.optional().describe('The e-mail that a new account gets; without it who accepts chooses'),
    role: z.enum(ROLES),
    expiresAt: timestamp.describe('Within 30 days'),
    grants: z.array(grant).max(MAX_GRANTS).default([]).describe('What they may open once they have accepted'),
    groups: z.array(id).max(MAX_GROUPS_OF_USER).default([]),
  })
  .meta({ examples: [{ name: 'Mia', role: 'member', expiresAt: '2026-06-08T08:00:00Z' }] });

const EXAMPLE = {
  id: exampleId('invitation'),
  name: 'Mia',
  email: null,
  role: 'member',
  grants: [{ latch: exampleId('latch'), schedule: null, remote: false }],
  groups: [],
  by: exampleId('olivia'),
  createdAt: '2026-06-01T08:00:00.000Z',
  expiresAt: '2026-06-08T08:00:00.000Z',
} as const;
const shape = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  role: z.enum(ROLES),
  grants: z.array(z.object({ latch: z.string(), schedule: z.string().nullable(), remote: z.boolean() })),
  groups: z.array(z.string()),
  by: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
});
const invitation = shape.meta({ id: 'Invitation', examples: [EXAMPLE] });
const TOKEN = 'sl_inv_Yk3...';
const withToken = shape.extend({ token: z.string(), link: z.string() }).meta({
  id: 'NewInvitation',
  examples: [{ ...EXAMPLE, token: TOKEN, link: `https://latch.example.org/invitations#${TOKEN}` }],
});

const show = (row: InvitationDoc): z.output<typeof invitation> => ({
  id: row._id,
  name: row.name,
  email: row.email,
  role: row.role,
  grants: row.grants.map(({ latch, schedule, remote }) => ({ latch, schedule: schedule ?? null, remote })),
  groups: row.groups,
  by: row.by,
  createdAt: iso(row.createdAt),
  expiresAt: iso(row.expiresAt),
});

const tag = tagOf(invitation, show);
const inInvitation = inSiteWith({ invitation: id });

/** Ways into a site for people who are not there yet; open ones are listed, used and withdrawn ones are events. */
export const invitationRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/sites/:site/invitations',
    config: { action: 'invitations.write', ownNotice: true },
    schema: {
      tags,
      summary: 'Invite somebody: the token, and the link with it, are shown this once',
      params: inSite,
      body: newInvitation,
      response: { 201: withToken },
    },
    handler: async (request, reply) => {
      const { site, membership } = accessOf(request);
      const { email = null, role, grants, groups, ...rest } = request.body;
      manage(membership.role, role);
      const createdAt = new Date(deps.clock.now());
      const expiresAt = new Date(rest.expiresAt);
      const lifeMs = expiresAt.getTime() - createdAt.getTime();
      if (lifeMs <= 0 || lifeMs > MAX_LIFE_MS) {
        throw new AppError('unprocessable', 'expiresAt must be in the future and within 30 days');
      }
      await belowLimit(deps.rows, site, 'invitations');
      await mustBeHere(deps, site, request.body);
      const token = newInvitationToken();
      const what = { name: rest.name, email, role, grants, groups: [...new Set(groups)] };
      const by = callerOf(request).user;
      const made = { _id: newId(), site, hash: invitationHash(token), ...what, by, createdAt, expiresAt };
      await deps.invitations.create(made);
      return reply
        .code(201)
        .headers(NO_STORE)
        .send({ ...show(made), token, link: invitationLink(deps.settings.publicUrl, token) });
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/invitations',
    config: { action: 'invitations.read' },
    schema: {
      tags,
      summary: 'Invitations that are open',
      params: inSite,
      querystring: z.strictObject(pageQuery),
      response: { 200: listOf(invitation) },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      const rows = await deps.rows.invitations.list(accessOf(request).site, {}, { after: cursor, limit });
      return pageOf(rows, limit, show);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/invitations/:invitation',
    config: { action: 'invitations.read' },
    schema: { tags, summary: 'One invitation', params: inInvitation, response: { 200: invitation } },
    handler: async (request) => {
      const row = await deps.rows.invitations.get(accessOf(request).site, request.params.invitation);
      if (!row) throw noInvitation();
      return show(row);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/sites/:site/invitations/:invitation',
    config: { action: 'invitations.write', ifMatch: true, ownNotice: true },
    schema: { tags, summary: 'Withdraw an invitation', params: inInvitation, response: { 204: z.null() } },
    handler: async (request, reply) => {
      const { site, membership } = accessOf(request);
      const match = ifMatch(request, tag);
      const expect = (row: InvitationDoc) => {
        match?.(row);
        manage(membership.role, row.role);
      };
      const now = new Date(deps.clock.now());
      const gone = await deps.invitations.withdraw(site, request.params.invitation, membership.user, now, expect);
      if (!gone) throw noInvitation();
      return reply.code(204).send(null);
    },
  });
};

const noInvitation = () => new AppError('not_found', 'there is no open invitation with this id here');

/** Throws `unprocessable` unless the site has all that the invitation promises. */
const mustBeHere = async (
  { rows }: Deps,
  site: string,
  { grants, groups }: Pick<z.output<typeof newInvitation>, 'grants' | 'groups'>,
): Promise<void> => {
  const all = async <T>(get: (id: string) => Promise<T | null>, ids: readonly string[]) =>
    !(await Promise.all([...new Set(ids)].map(get))).includes(null);
  const missing = !(await all(
    (one) => rows.latches.get(site, one),
    grants.map(({ latch }) => latch),
  ))
    ? 'latch'
    : !(await all(
          (one) => rows.schedules.get(site, one),
          grants.flatMap(({ schedule }) => schedule ?? []),
        ))
      ? 'schedule'
      : !(await all((one) => rows.groups.get(site, one), groups))
        ? 'group'
        : null;
  if (missing) throw new AppError('unprocessable', `there is no ${missing} with this id at this site`);
};
