import { AppError } from '@smart-latch/runtime';
import { type CameraDoc, newId } from '@smart-latch/store';
import { z } from 'zod';
import type { App, Deps } from '../deps.ts';
import { accessOf } from '../guard.ts';
import { ifMatch, tagOf } from '../http/etag.ts';
import { belowLimit } from '../limits.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { id, inSite, inSiteWith, iso, label, listOf, pageOf, pageQuery } from './shapes.ts';

const tags = ['cameras'];
const body = z.strictObject({ name: label(100) }).meta({ examples: [{ name: 'Hall' }] });
const camera = z
  .object({ id: z.string(), name: z.string(), device: z.string().nullable(), createdAt: z.string() })
  .meta({
    id: 'Camera',
    examples: [{ id: exampleId('camera'), name: 'Hall', device: null, createdAt: '2026-06-01T08:00:00.000Z' }],
  });

const show = ({ _id, name, device, createdAt }: CameraDoc): z.output<typeof camera> => ({
  id: _id,
  name,
  device,
  createdAt: iso(createdAt),
});

const tag = tagOf(camera, show);
const inCamera = inSiteWith({ camera: id });

/** The cameras of a site. */
export const cameraRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/sites/:site/cameras',
    config: { action: 'cameras.write' },
    schema: { tags, summary: 'Add a camera', params: inSite, body, response: { 201: camera } },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      await belowLimit(deps.rows, site, 'cameras');
      const createdAt = new Date(deps.clock.now());
      const made = { _id: newId(), site, name: request.body.name, device: null, createdAt };
      await deps.rows.cameras.create(made);
      return reply.code(201).send(show(made));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/cameras',
    config: { action: 'cameras.read' },
    schema: {
      tags,
      summary: 'The cameras of the site',
      params: inSite,
      querystring: z.strictObject(pageQuery),
      response: { 200: listOf(camera) },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      const rows = await deps.rows.cameras.list(accessOf(request).site, {}, { after: cursor, limit });
      return pageOf(rows, limit, show);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/cameras/:camera',
    config: { action: 'cameras.read' },
    schema: { tags, summary: 'One camera', params: inCamera, response: { 200: camera } },
    handler: async (request) => show(found(await deps.rows.cameras.get(accessOf(request).site, request.params.camera))),
  });

  app.route({
    method: 'PATCH',
    url: '/v1/sites/:site/cameras/:camera',
    config: { action: 'cameras.write', ifMatch: true },
    schema: { tags, summary: 'Rename a camera', params: inCamera, body, response: { 200: camera } },
    handler: async (request) => {
      const { body, params } = request;
      const expect = ifMatch(request, tag);
      return show(found(await deps.rows.cameras.update(accessOf(request).site, params.camera, body, expect)));
    },
  });
};

const found = (row: CameraDoc | null): CameraDoc => {
  if (!row) throw new AppError('not_found', 'there is no camera with this id here');
  return row;
};
