import { AppError } from '@smart-latch/runtime';
import type { SiteDoc } from '@smart-latch/store';
import { z } from 'zod';
import type { App, Deps } from '../deps.ts';
import { accessOf, callerOf } from '../guard.ts';
import { ifMatch, tagOf } from '../http/etag.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { inSite, isoOrNull, label } from './shapes.ts';

const tags = ['sites'];

const newLockdown = z
  .strictObject({ note: label(200).optional() })
  .meta({ examples: [{ note: 'Break-in next door' }] });

const lockdown = z
  .object({
    active: z.boolean(),
    since: z.string().nullable(),
    by: z.string().nullable().describe('The user who began it'),
    note: z.string().nullable(),
  })
  .meta({
    id: 'Lockdown',
    examples: [
      { active: true, since: '2026-06-01T08:00:00.000Z', by: exampleId('olivia'), note: 'Break-in next door' },
    ],
  });

const show = ({ lockdown: begun }: SiteDoc): z.output<typeof lockdown> => ({
  active: begun !== null,
  since: isoOrNull(begun?.since),
  by: begun?.by ?? null,
  note: begun?.note ?? null,
});

const tag = tagOf(lockdown, show);

/** Nobody is let in by a decision of the server while it lasts. The exit button works. */
export const lockdownRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/sites/:site/lockdown',
    config: { action: 'lockdown.write', ownNotice: true },
    schema: {
      tags,
      summary: 'Begin a lockdown: nobody enters by a decision of the server. One that has begun stays as it is',
      params: inSite,
      body: newLockdown.nullish(),
      response: { 200: lockdown },
    },
    handler: async (request) => {
      const begun = { since: new Date(deps.clock.now()), by: callerOf(request).user, note: request.body?.note ?? null };
      return show(found(await deps.lockdowns.begin(accessOf(request).site, begun)));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/lockdown',
    config: { action: 'lockdown.read' },
    schema: {
      tags,
      summary: 'Whether there is a lockdown, since when, by whom and why',
      params: inSite,
      response: { 200: lockdown },
    },
    handler: async (request) => show(found(await deps.sites.get(accessOf(request).site))),
  });

  app.route({
    method: 'DELETE',
    url: '/v1/sites/:site/lockdown',
    config: { action: 'lockdown.write', ifMatch: true, ownNotice: true },
    schema: { tags, summary: 'End the lockdown', params: inSite, response: { 204: z.null() } },
    handler: async (request, reply) => {
      const { user } = callerOf(request);
      const now = new Date(deps.clock.now());
      found(await deps.lockdowns.end(accessOf(request).site, user, now, ifMatch(request, tag)));
      return reply.code(204).send(null);
    },
  });
};

const found = (row: SiteDoc | null): SiteDoc => {
  if (!row) throw new AppError('not_found', 'you have no site with this id');
  return row;
};
