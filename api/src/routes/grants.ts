import { AppError } from '@smart-latch/runtime';
import { type GrantDoc, MAX_PAGE, newId } from '@smart-latch/store';
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
/** All of one user's grants fit on one page. */
export const MAX_GRANTS_OF_USER = MAX_PAGE;

const settings = {
  schedule: id.nullable().describe('null: at any time'),
  remote: z.boolean().describe('Whether the user may also open this door from afar'),
  notBefore: timestamp.nullable(),
  expiresAt: timestamp.nullable(),
  entriesLeft: z.int().min(0).max(1_000_000).nullable().describe('Entries that are left; null: without count'),
};
const newGrant = z
  .strictObject({
    user: id,
    latch: id,
    schedule: settings.schedule.default(null),
    remote: settings.remote.default(false),
    notBefore: settings.notBefore.default(null),
    expiresAt: settings.expiresAt.default(null),
    entriesLeft: settings.entriesLeft.default(null),
  })
  .meta({ examples: [{ user: exampleId('user'), latch: exampleId('latch'), schedule: exampleId('schedule') }] });
const grantPatch = z
  .strictObject(settings)
  .partial()
  .meta({ examples: [{ remote: true }] });
const grant = z
  .object({ id: z.string(), user: z.string(), latch: z.string(), ...settings, createdAt: z.string() })
  .meta({
    id: 'Grant',
    examples: [
      {
        id: exampleId('grant'),
        user: exampleId('user'),
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

/** Who may open what, and when: user x latch x schedule. */
export const grantRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/sites/:site/grants',
    config: { action: 'grants.write' },
    schema: { tags, summary: 'Let a user open a latch', params: inSite, body: newGrant, response: { 201: grant } },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      const { notBefore, expiresAt, ...rest } = request.body;
      await mustExist(deps, site, rest);
      if ((await deps.rows.grants.count(site, { user: rest.user })) >= MAX_GRANTS_OF_USER) {
        throw new AppError('conflict', `a user has at most ${MAX_GRANTS_OF_USER} grants; end one first`);
      }
      const dates = { notBefore: dateOrNull(notBefore), expiresAt: dateOrNull(expiresAt) };
      const createdAt = new Date(deps.clock.now());
      const made = { _id: newId(), site, ...rest, ...dates, createdAt };
      await deps.rows.grants.create(made);
      return reply.code(201).send(show(made));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/grants',
    config: { action: 'grants.read' },
    schema: {
      tags,
      summary: 'The grants of the site, of a user or of a latch',
      params: inSite,
      querystring: z.strictObject({
        ...pageQuery,
        user: id.optional(),
        latch: id.optional(),
        schedule: id.optional(),
      }),
      response: { 200: listOf(grant) },
    },
    handler: async (request) => {
      const { limit, cursor, user, latch, schedule } = request.query;
      if (user) ownOr404(request, user);
      const who = user ?? onlyUser(request) ?? undefined;
      const match = given({ user: who, latch, schedule });
      const rows = await deps.rows.grants.list(accessOf(request).site, match, { after: cursor, limit });
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
      ownOr404(request, row.user);
      return show(row);
    },
  });

  app.route({
    method: 'PATCH',
    url: '/v1/sites/:site/grants/:grant',
    config: { action: 'grants.write', ifMatch: true },
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
      return show(found(await deps.rows.grants.update(site, request.params.grant, set, ifMatch(request, tag))));
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

const mustExist = async (
  deps: Deps,
  site: string,
  refs: { user?: string; latch?: string; schedule?: string | null },
): Promise<void> => {
  const [user, latch, schedule] = await Promise.all([
    refs.user === undefined || deps.people.membership(site, refs.user),
    refs.latch === undefined || deps.rows.latches.get(site, refs.latch),
    refs.schedule == null || deps.rows.schedules.get(site, refs.schedule),
  ]);
  const missing = !user ? 'user' : !latch ? 'latch' : !schedule ? 'schedule' : null;
  if (missing) throw new AppError('unprocessable', `there is no ${missing} with this id at this site`);
};
