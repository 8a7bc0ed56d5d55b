import { AppError } from '@smart-latch/runtime';
import { type LatchDoc, newId } from '@smart-latch/store';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App, Deps } from '../deps.ts';
import { pushDesired } from '../desired.ts';
import { accessOf, onlyUser } from '../guard.ts';
import { ifMatch, tagOf } from '../http/etag.ts';
import { belowLimit } from '../limits.ts';
import { EXAMPLE_DEVICE, exampleId } from '../openapi/example-ids.ts';
import { given, id, inSite, inSiteWith, iso, label, listOf, pageOf, pageQuery } from './shapes.ts';

const tags = ['latches'];

const settings = {
  name: label(100),
  credentialRule: z.enum(['dual', 'single']).describe('`dual`: card and face. `single`: the card alone'),
  phoneTapAllowed: z.boolean().describe('A phone may stand in for the card: low assurance'),
  antiPassbackS: z
    .int()
    .min(0)
    .max(600)
    .describe('The same card waits so long before it opens this door again; 0 is off'),
  autoRelockMs: z.int().min(1_000).max(3_600_000),
  heldOpenMs: z.int().min(1_000).max(3_600_000),
};
const newLatch = z
  .strictObject({
    name: settings.name,
    credentialRule: settings.credentialRule.default('dual'),
    phoneTapAllowed: settings.phoneTapAllowed.default(false),
    antiPassbackS: settings.antiPassbackS.default(0),
    autoRelockMs: settings.autoRelockMs.default(5_000),
    heldOpenMs: settings.heldOpenMs.default(30_000),
  })
  .meta({ examples: [{ name: 'Front door' }] });
const latchPatch = z
  .strictObject(settings)
  .partial()
  .meta({ examples: [{ autoRelockMs: 8_000 }] });
const latch = z
  .object({
    id: z.string(),
    ...settings,
    device: z.string().nullable(),
    hasTag: z.boolean().describe('Whether a tag for phones was written for it'),
    createdAt: z.string(),
  })
  .meta({
    id: 'Latch',
    examples: [
      {
        id: exampleId('latch'),
        name: 'Front door',
        credentialRule: 'dual',
        phoneTapAllowed: false,
        antiPassbackS: 0,
        autoRelockMs: 5_000,
        heldOpenMs: 30_000,
        device: EXAMPLE_DEVICE,
        hasTag: false,
        createdAt: '2026-06-01T08:00:00.000Z',
      },
    ],
  });

const show = ({ _id, createdAt, tag, ...rest }: LatchDoc): z.output<typeof latch> => ({
  ...rest,
  hasTag: tag !== null,
  id: _id,
  createdAt: iso(createdAt),
});

const tag = tagOf(latch, show);
const inLatch = inSiteWith({ latch: id });

/** The doors of a site. */
export const latchRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/sites/:site/latches',
    config: { action: 'latches.write' },
    schema: { tags, summary: 'Add a latch', params: inSite, body: newLatch, response: { 201: latch } },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      await belowLimit(deps.rows, site, 'latches');
      const createdAt = new Date(deps.clock.now());
      const made = await deps.rows.latches.create({
        _id: newId(),
        site,
        ...request.body,
        device: null,
        tag: null,
        createdAt,
      });
      return reply.code(201).send(show(made));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/latches',
    config: { action: 'latches.read' },
    schema: {
      tags,
      summary: 'The latches of the site; for members and guests those that they have a grant for',
      params: inSite,
      querystring: z.strictObject(pageQuery),
      response: { 200: listOf(latch) },
    },
    handler: async (request) => {
      const { site } = accessOf(request);
      const { limit, cursor } = request.query;
      const only = onlyUser(request);
      const rows = await deps.rows.latches.list(site, {}, { after: cursor, limit });
      const granted = only === null ? null : await deps.grants.latchesOf(site, accessOf(request).membership);
      const { next } = pageOf(rows, limit, show);
      return { items: rows.filter((row) => granted === null || granted.has(row._id)).map(show), next };
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/latches/:latch',
    config: { action: 'latches.read' },
    schema: { tags, summary: 'One latch', params: inLatch, response: { 200: latch } },
    handler: async (request) => {
      return show(await visibleLatch(deps, request, request.params.latch));
    },
  });

  app.route({
    method: 'PATCH',
    url: '/v1/sites/:site/latches/:latch',
    config: { action: 'latches.write', ifMatch: true },
    schema: { tags, summary: 'Change a latch', params: inLatch, body: latchPatch, response: { 200: latch } },
    handler: async (request) => {
      const { site } = accessOf(request);
      const { body, params } = request;
      const row = await deps.rows.latches.update(site, params.latch, given(body), ifMatch(request, tag));
      if (!row) throw noLatch();
      await pushDesired(deps, [row.device], request);
      return show(row);
    },
  });
};

const noLatch = () => new AppError('not_found', 'there is no latch with this id here');

/** A latch of the site, for members and guests one that they have a grant for, themselves or by a group. Throws `not_found`. */
export const visibleLatch = async (deps: Deps, request: FastifyRequest, id: string): Promise<LatchDoc> => {
  const { site, membership } = accessOf(request);
  const row = await deps.rows.latches.get(site, id);
  if (!row) throw noLatch();
  const seesAll = onlyUser(request) === null;
  if (!seesAll && !(await deps.grants.latchesOf(site, membership, id)).has(id)) throw noLatch();
  return row;
};
