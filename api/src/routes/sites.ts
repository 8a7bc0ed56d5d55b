import { isTimeZone } from '@smart-latch/core';
import { AppError } from '@smart-latch/runtime';
import { DEFAULT_RETENTION, MAX_HOLIDAYS, type SiteDoc } from '@smart-latch/store';
import { z } from 'zod';
import type { App, Deps } from '../deps.ts';
import { accessOf, callerOf } from '../guard.ts';
import { ifMatch, tagOf } from '../http/etag.ts';
import { isActive } from '../membership.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { holiday } from './holidays.ts';
import { given, inSite, iso, label, listOf, pageQuery } from './shapes.ts';

const tags = ['sites'];
/** A user may belong to this many sites. */
const MAX_SITES = 1_000;

const timeZone = z.string().max(64).refine(isTimeZone, 'must be an IANA time zone such as Europe/Berlin');
const settings = {
  name: label(100),
  timeZone,
  acceptsUid: z.boolean().describe('Bare card numbers (kind `uid`) may open: low assurance, they can be copied'),
  remoteStepUpMaxAgeS: z
    .int()
    .min(30)
    .max(86_400)
    .nullable()
    .describe('A remote unlock asks for a password proved within so many seconds; null asks for none'),
  faceLevel: z.enum(['default', 'strict', 'maximum']),
  retention: z
    .strictObject({ eventDays: z.int().min(30).max(3_650).nullable(), attemptDays: z.int().min(7).max(3_650) })
    .describe('After so many days the bodies of events are erased (null: never), and attempts deleted'),
};

const newSite = z
  .strictObject({
    name: settings.name,
    timeZone: settings.timeZone,
    holidays: z
      .array(holiday)
      .max(MAX_HOLIDAYS)
      .refine((all) => new Set(all.map(({ date }) => date)).size === all.length, 'must name each date once')
      .default([])
      .describe('Further ones are put one by one at holidays/{date}'),
    acceptsUid: settings.acceptsUid.default(false),
    remoteStepUpMaxAgeS: settings.remoteStepUpMaxAgeS.default(300),
    faceLevel: settings.faceLevel.default('default'),
    retention: settings.retention.default({ ...DEFAULT_RETENTION }),
  })
  .meta({ examples: [{ name: 'Home', timeZone: 'Europe/Berlin' }] });
const sitePatch = z
  .strictObject(settings)
  .partial()
  .meta({ examples: [{ name: 'Our home', faceLevel: 'strict' }] });
const site = z
  .object({
    id: z.string(),
    ...settings,
    lockdown: z.boolean().describe('Nobody is let in by a decision of the server; begun and ended at `lockdown`'),
    createdAt: z.string(),
  })
  .meta({
    id: 'Site',
    examples: [
      {
        id: exampleId('site'),
        name: 'Home',
        timeZone: 'Europe/Berlin',
        lockdown: false,
        acceptsUid: false,
        remoteStepUpMaxAgeS: 300,
        faceLevel: 'default',
        retention: { ...DEFAULT_RETENTION },
        createdAt: '2026-06-01T08:00:00.000Z',
      },
    ],
  });

export const showSite = ({ _id, lockdown, createdAt, ...rest }: SiteDoc): z.output<typeof site> => ({
  ...rest,
  id: _id,
  lockdown: lockdown !== null,
  createdAt: iso(createdAt),
});

const tag = tagOf(site, showSite);

export const siteRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/sites',
    config: { action: 'signed_in' },
    schema: { tags, summary: 'Make a site; its creator becomes its owner', body: newSite, response: { 201: site } },
    handler: async (request, reply) => {
      const { user } = callerOf(request);
      if ((await deps.people.membershipsOf(user, MAX_SITES)).length >= MAX_SITES) {
        throw new AppError('unprocessable', `you belong to ${MAX_SITES} sites; that is the most`);
      }
      const createdAt = new Date(deps.clock.now());
      const holidays = request.body.holidays.toSorted((a, b) => (a.date < b.date ? -1 : 1));
      const site = { ...request.body, holidays, lockdown: null, rolesRev: 0, createdAt };
      const made = await deps.sites.create(site, user);
      return reply.code(201).send(showSite(made));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites',
    config: { action: 'signed_in', tokenScope: 'site.read' },
    schema: {
      tags,
      summary: 'My sites, but for those where my access is disabled, not begun or over',
      querystring: z.strictObject(pageQuery),
      response: { 200: listOf(site) },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      const memberships = await deps.people.membershipsOf(callerOf(request).user, limit, cursor);
      const active = memberships.filter((row) => isActive(row, deps.clock.now())).map((row) => row.site);
      const rows = new Map((await deps.sites.byIds(active)).map((row) => [row._id, row]));
      const items = active.flatMap((one) => rows.get(one) ?? []).map(showSite);
      return { items, next: memberships.length < limit ? null : (memberships.at(-1)?.site ?? null) };
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site',
    config: { action: 'site.read' },
    schema: { tags, summary: 'One site', params: inSite, response: { 200: site } },
    handler: async (request) => showSite(found(await deps.sites.get(accessOf(request).site))),
  });

  app.route({
    method: 'PATCH',
    url: '/v1/sites/:site',
    config: { action: 'site.write', ifMatch: true },
    schema: {
      tags,
      summary: 'Change a site: name, time zone, what it accepts',
      params: inSite,
      body: sitePatch,
      response: { 200: site },
    },
    handler: async (request) => {
      const expect = ifMatch(request, tag);
      return showSite(found(await deps.sites.update(accessOf(request).site, given(request.body), expect)));
    },
  });
};

const found = (row: SiteDoc | null): SiteDoc => {
  if (!row) throw new AppError('not_found', 'you have no site with this id');
  return row;
};
