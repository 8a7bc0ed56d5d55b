import { AppError } from '@smart-latch/runtime';
import { type Expect, type GrantDoc, MAX_GRANTS_OF_ONE, newId } from '@smart-latch/store';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App, Deps } from '../deps.ts';
import { accessOf, onlyUser, ownOr404 } from '../guard.ts';
import { ifMatch, tagOf } from '../http/etag.ts';
import { exampleId } from '../openapi/example-ids.ts';
import {
  dateOrNull,
  given,
  id,
  inSite,
  inSiteWith,
  iso,
  isoOrNull,
  listOf,
  pageOf,
  pageQuery,
  timestamp,
} from './shapes.ts';

const tags = ['grants'];

const settings = {
  schedule: id.nullable().describe('null: at any time'),
  remote: z.boolean().describe('Whether the user may also open this door from afar'),
  notBefore: timestamp.nullable(),
  expiresAt: timestamp.nullable(),
  entriesLeft: z
    .int()
    .min(0)
    .max(1_000_000)
    .nullable()
    .describe("Entries that are left; null: without count. A group's grant has none"),
};
const NOT_COUNTED = 'entries are counted for one person, not for a group: give each a grant of their own';

const newGrant = z
  .strictObject({
    user: id.optional().describe('Whom it lets in: this one, or a group'),
    group: id.optional(),
    latch: id,
    schedule: settings.schedule.default(null),
    remote: settings.remote.default(false),
    notBefore: settings.notBefore.default(null),
    expiresAt: settings.expiresAt.default(null),
    entriesLeft: settings.entriesLeft.default(null),
  })
  .refine(({ user, group }) => (user === undefined) !== (group === undefined), {
    path: ['user'],
    error: 'a grant is for a user or for a group: name one of them',
  })
  .refine(({ group, entriesLeft }) => group === undefined || entriesLeft === null, {
    path: ['entriesLeft'],
    error: NOT_COUNTED,
  })
  .meta({ examples: [{ user: exampleId('user'), latch: exampleId('latch'), schedule: exampleId('schedule') }] });
const grantPatch = z
  .strictObject(settings)
  .partial()
  .meta({ examples: [{ remote: true }] });
const grant = z
  .object({
    id: z.string(),
    user: z.string().nullable(),
    group: z.string().nullable(),
    latch: z.string(),
    ...settings,
    createdAt: z.string(),
  })
  .meta({
    id: 'Grant',
    examples: [
      {
        id: exampleId('grant'),
        user: exampleId('user'),
        group: null,
        latch: exampleId('latch'),
        schedule: exampleId('schedule'),
        remote: false,
        notBefore: null,
        expiresAt: null,
        entriesLeft: null,
        createdAt: '2026-06-01T08:00:00.000Z',
      },
    ],
  });

const show = ({ _id, notBefore, expiresAt, createdAt, ...rest }: GrantDoc): z.output<typeof grant> => ({
  ...rest,
  id: _id,
  notBefore: isoOrNull(notBefore),
  expiresAt: isoOrNull(expiresAt),
  createdAt: iso(createdAt),
});

const tag = tagOf(grant, show);
const inGrant = inSiteWith({ grant: id });

/** Who may open what, and when: user or group x latch x schedule. */
export const grantRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/sites/:site/grants',
    config: { action: 'grants.write' },
    schema: {
      tags,
      summary: 'Let a user or a group open a latch',
      params: inSite,
      body: newGrant,
      response: { 201: grant },
    },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      const { user, group, notBefore, expiresAt, ...rest } = request.body;
      await mustExist(deps, site, request.body);
      const dates = { notBefore: dateOrNull(notBefore), expiresAt: dateOrNull(expiresAt) };
      const createdAt = new Date(deps.clock.now());
      const whom = { user: user ?? null, group: group ?? null };
      const made = { _id: newId(), site, ...whom, ...rest, ...dates, createdAt };
      const done = await deps.grants.create(made);
      if (done === 'no_group') throw missingRef('group');
      if (done === 'full') {
        throw new AppError('conflict', `a user or group has at most ${MAX_GRANTS_OF_ONE} grants; end one first`);
      }
      return reply.code(201).send(show(made));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/grants',
    config: { action: 'grants.read' },
    schema: {
      tags,
      summary: 'The grants of the site; for members and guests those that they have, themselves or by a group',
      params: inSite,
      querystring: z.strictObject({
        ...pageQuery,
        user: id.optional(),
        group: id.optional(),
        latch: id.optional(),
        schedule: id.optional(),
      }),
      response: { 200: listOf(grant) },
    },
    handler: async (request) => {
      const { limit, cursor, fields: _, ...equal } = request.query;
      if (equal.user) ownOr404(request, equal.user);
      const { site, membership } = accessOf(request);
      const page = { after: cursor, limit };
      const rows =
        onlyUser(request) === null
          ? await deps.rows.grants.list(site, given(equal), page)
          : await deps.grants.ofPerson(site, membership, given(equal), page);
      return pageOf(rows, limit, show);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/grants/:grant',
    config: { action: 'grants.read' },
    schema: { tags, summary: 'One grant', params: inGrant, response: { 200: grant } },
    handler: async (request) => {
      const row = found(await deps.rows.grants.get(accessOf(request).site, request.params.grant));
      if (row.group === null || !accessOf(request).membership.groups.includes(row.group)) ownOr404(request, row.user);
      return show(row);
    },
  });

  app.route({
    method: 'PATCH',
    url: '/v1/sites/:site/grants/:grant',
    config: { action: 'grants.write', ifMatch: true, problems: ['unprocessable'] },
    schema: { tags, summary: 'Change a grant', params: inGrant, body: grantPatch, response: { 200: grant } },
    handler: async (request) => {
      const { site } = accessOf(request);
      const { notBefore, expiresAt, ...rest } = request.body;
      await mustExist(deps, site, given(rest));
      const dates = {
        ...(notBefore === undefined ? {} : { notBefore: dateOrNull(notBefore) }),
        ...(expiresAt === undefined ? {} : { expiresAt: dateOrNull(expiresAt) }),
      };
      const set = { ...given(rest), ...dates };
      return show(found(await deps.rows.grants.update(site, request.params.grant, set, changeable(request))));
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/sites/:site/grants/:grant',
    config: { action: 'grants.write', ifMatch: true },
    schema: {
      tags,
      summary: 'Take a grant away; it counts at the next decision',
      params: inGrant,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const expect = ifMatch(request, tag);
      if (!(await deps.rows.grants.remove(accessOf(request).site, request.params.grant, expect))) found(null);
      return reply.code(204).send(null);
    },
  });
};

const found = (row: GrantDoc | null): GrantDoc => {
  if (!row) throw new AppError('not_found', 'there is no grant with this id here');
  return row;
};

/** In the transaction that writes. */
const changeable = (request: FastifyRequest): Expect<GrantDoc> | undefined => {
  const expect = ifMatch(request, tag);
  const { entriesLeft } = request.body as z.output<typeof grantPatch>;
  if (entriesLeft === undefined || entriesLeft === null) return expect;
  return (row) => {
    expect?.(row);
    if (row.group !== null) throw new AppError('bad_request', NOT_COUNTED);
  };
};

const mustExist = async (
  deps: Deps,
  site: string,
  refs: { user?: string | undefined; latch?: string; schedule?: string | null },
): Promise<void> => {
  const [user, latch, schedule] = await Promise.all([
    refs.user === undefined || deps.people.membership(site, refs.user),
    refs.latch === undefined || deps.rows.latches.get(site, refs.latch),
    refs.schedule == null || deps.rows.schedules.get(site, refs.schedule),
  ]);
  const missing = !user ? 'user' : !latch ? 'latch' : !schedule ? 'schedule' : null;
  if (missing) throw missingRef(missing);
};

const missingRef = (what: string) => new AppError('unprocessable', `there is no ${what} with this id at this site`);
