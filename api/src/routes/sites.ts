import { isLocalDate, isTimeZone } from '@smart-latch/core';
import { AppError } from '@smart-latch/runtime';
import type { SiteDoc } from '@smart-latch/store';
import { z } from 'zod';
import type { App, Deps } from '../deps.ts';
import { accessOf, callerOf } from '../guard.ts';
import { ifMatch, tagOf } from '../http/etag.ts';
import { isActive } from '../membership.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { given, inSite, iso, label, listOf, pageQuery } from './shapes.ts';

const tags = ['sites'];
/** A user may belong to this many sites. */
const MAX_SITES = 1_000;

const timeZone = z.string().max(64).refine(isTimeZone, 'must be an IANA time zone such as Europe/Berlin');
const holiday = z.strictObject({
  date: z.string().refine(isLocalDate, 'must be a date YYYY-MM-DD'),
  name: label(100),
});
const settings = {
  name: label(100),
  timeZone,
  holidays: z.array(holiday).max(400).describe('Local dates on which schedules follow their holiday rule'),
  lockdown: z.boolean().describe('Nobody is let in by a decision of the server. The exit button works'),
  acceptsUid: z.boolean().describe('Bare card numbers (kind `uid`) may open: low assurance, they can be copied'),
  remoteStepUpMaxAgeS: z
    .int()
    .min(30)
    .max(86_400)
    .nullable()
    .describe('A remote unlock asks for a password proved within so many seconds; null asks for none'),
  faceLevel: z.enum(['default', 'strict', 'maximum']),
};

const newSite = z
  .strictObject({
    name: settings.name,
    timeZone: settings.timeZone,
    holidays: settings.holidays.default([]),
    acceptsUid: settings.acceptsUid.default(false),
    remoteStepUpMaxAgeS: settings.remoteStepUpMaxAgeS.default(300),
    faceLevel: settings.faceLevel.default('default'),
  })
  .meta({ examples: [{ name: 'Home', timeZone: 'Europe/Berlin' }] });
const sitePatch = z
  .strictObject(settings)
  .partial()
  .meta({ examples: [{ holidays: [{ date: '2026-12-25', name: 'Christmas Day' }] }] });
const site = z.object({ id: z.string(), ...settings, createdAt: z.string() }).meta({
  id: 'Site',
  examples: [
    {
      id: exampleId('site'),
      name: 'Home',
      timeZone: 'Europe/Berlin',
      holidays: [{ date: '2026-12-25', name: 'Christmas Day' }],
      lockdown: false,
      acceptsUid: false,
      remoteStepUpMaxAgeS: 300,
      faceLevel: 'default',
      createdAt: '2026-06-01T08:00:00.000Z',
    },
  ],
});

export const showSite = ({ _id, createdAt, ...rest }: SiteDoc): z.output<typeof site> => ({
  ...rest,
  id: _id,
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
      const made = await deps.sites.create({ ...request.body, lockdown: false, rolesRev: 0, createdAt }, user);
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
      summary: 'Change a site: name, time zone, holidays, lockdown and its end',
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
