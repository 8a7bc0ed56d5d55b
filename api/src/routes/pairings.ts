import { AppError } from '@smart-latch/runtime';
import { isDuplicateKey, newId, type PairingDoc } from '@smart-latch/store';
import { z } from 'zod';
import type { App, Deps } from '../deps.ts';
import { pushDesired } from '../desired.ts';
import { accessOf } from '../guard.ts';
import { ifMatch, tagOf } from '../http/etag.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { given, id, inSite, inSiteWith, iso, listOf, pageOf, pageQuery } from './shapes.ts';

const tags = ['pairings'];
/** A latch has at most two cameras: one place each. */
const SLOTS = [0, 1] as const;
/** What fits into a camera's configuration (packages/protocol, `desired`). */
const MAX_LATCHES_OF_CAMERA = 8;

const newPairing = z.strictObject({ latch: id, camera: id });
const pairing = z
  .object({ id: z.string(), latch: z.string(), camera: z.string(), epoch: z.int(), createdAt: z.string() })
  .meta({
    id: 'Pairing',
    examples: [
      {
        id: exampleId('pairing'),
        latch: exampleId('latch'),
        camera: exampleId('camera'),
        epoch: 1_780_300_800,
        createdAt: '2026-06-01T08:00:00.000Z',
      },
    ],
  });

const show = ({ _id, latch, camera, epoch, createdAt }: PairingDoc): z.output<typeof pairing> => ({
  id: _id,
  latch,
  camera,
  epoch,
  createdAt: iso(createdAt),
});

const tag = tagOf(pairing, show);
const inPairing = inSiteWith({ pairing: id });

/** Which camera sees which latch. */
export const pairingRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/sites/:site/pairings',
    config: { action: 'pairings.write' },
    schema: {
      tags,
      summary: 'Let a camera see a latch; at most two cameras a latch',
      params: inSite,
      body: newPairing,
      response: { 201: pairing },
    },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      const [latch, camera] = await Promise.all([
        deps.rows.latches.get(site, request.body.latch),
        deps.rows.cameras.get(site, request.body.camera),
      ]);
      if (!latch || !camera)
        throw new AppError('unprocessable', `there is no ${latch ? 'camera' : 'latch'} with this id here`);
      if ((await deps.rows.pairings.count(site, { camera: camera._id })) >= MAX_LATCHES_OF_CAMERA) {
        throw new AppError('conflict', `a camera sees at most ${MAX_LATCHES_OF_CAMERA} latches`);
      }
      const made = await takeSlot(deps, site, latch._id, camera._id);
      await pushDesired(deps, [latch.device, camera.device], request);
      return reply.code(201).send(show(made));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/pairings',
    config: { action: 'pairings.read' },
    schema: {
      tags,
      summary: 'The pairings of the site, of a latch or of a camera',
      params: inSite,
      querystring: z.strictObject({ ...pageQuery, latch: id.optional(), camera: id.optional() }),
      response: { 200: listOf(pairing) },
    },
    handler: async (request) => {
      const { limit, cursor, latch, camera } = request.query;
      const match = given({ latch, camera });
      const rows = await deps.rows.pairings.list(accessOf(request).site, match, { after: cursor, limit });
      return pageOf(rows, limit, show);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/pairings/:pairing',
    config: { action: 'pairings.read' },
    schema: { tags, summary: 'One pairing', params: inPairing, response: { 200: pairing } },
    handler: async (request) =>
      show(found(await deps.rows.pairings.get(accessOf(request).site, request.params.pairing))),
  });

  app.route({
    method: 'DELETE',
    url: '/v1/sites/:site/pairings/:pairing',
    config: { action: 'pairings.write', ifMatch: true },
    schema: {
      tags,
      summary: 'End a pairing: pictures of that camera no longer count for that latch',
      params: inPairing,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      const row = found(await deps.rows.pairings.get(site, request.params.pairing));
      if (!(await deps.rows.pairings.remove(site, row._id, ifMatch(request, tag)))) found(null);
      const [latch, camera] = await Promise.all([
        deps.rows.latches.get(site, row.latch),
        deps.rows.cameras.get(site, row.camera),
      ]);
      await pushDesired(deps, [latch?.device ?? null, camera?.device ?? null], request);
      return reply.code(204).send(null);
    },
  });
};

const found = (row: PairingDoc | null): PairingDoc => {
  if (!row) throw new AppError('not_found', 'there is no pairing with this id here');
  return row;
};

/** The unique index on {latch, slot} keeps the limit, also when two ask at once. */
const takeSlot = async (deps: Deps, site: string, latch: string, camera: string): Promise<PairingDoc> => {
  const nowMs = deps.clock.now();
  for (const slot of SLOTS) {
    // Seconds since 1970: an epoch, and so a peer key, never comes again when a pairing is made anew.
    const epoch = Math.floor(nowMs / 1_000);
    const row = { _id: newId(), site, latch, camera, epoch, slot, createdAt: new Date(nowMs) };
    try {
      return await deps.rows.pairings.create(row);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      if (await deps.rows.pairings.find(site, { latch, camera }))
        throw new AppError('conflict', 'these two are paired already');
    }
  }
  throw new AppError('conflict', `a latch has at most ${SLOTS.length} cameras; end a pairing first`);
};
