import { AppError } from '@smart-latch/runtime';
import type { DeviceDoc } from '@smart-latch/store';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App, Deps } from '../deps.ts';
import { pushDesired } from '../desired.ts';
import { accessOf, callerOf } from '../guard.ts';
import { EXAMPLE_DEVICE, exampleId } from '../openapi/example-ids.ts';
import { deviceId, given, id, inSite, inSiteWith, iso, isoOrNull, listOf, pageOf, pageQuery } from './shapes.ts';

const tags = ['devices'];

const device = z
  .object({
    id: z.string(),
    kind: z.enum(['latch', 'camera']),
    unit: z.string(),
    certificateExpiresAt: z.string(),
    revokedAt: z.string().nullable(),
    releasedAt: z.string().nullable().describe('Given up: refused like a revoked one, until a new claim takes it'),
    presence: z
      .object({ state: z.string(), at: z.string() })
      .nullable()
      .describe('What the device says of itself, as info and reported: hints, never a reason to open'),
    info: z.record(z.string(), z.unknown()).nullable(),
    reported: z.record(z.string(), z.unknown()).nullable(),
    createdAt: z.string(),
  })
  .meta({
    id: 'Device',
    examples: [
      {
        id: EXAMPLE_DEVICE,
        kind: 'latch',
        unit: exampleId('latch'),
        certificateExpiresAt: '2026-08-30T08:00:00.000Z',
        revokedAt: null,
        releasedAt: null,
        presence: { state: 'ready', at: '2026-06-01T08:00:00.000Z' },
        info: null,
        reported: null,
        createdAt: '2026-06-01T08:00:00.000Z',
      },
    ],
  });

const show = (row: DeviceDoc): z.output<typeof device> => ({
  id: row._id,
  kind: row.kind,
  unit: row.unit,
  certificateExpiresAt: iso(row.certificateExpiresAt),
  revokedAt: isoOrNull(row.revokedAt),
  releasedAt: isoOrNull(row.releasedAt),
  presence: row.presence ? { state: row.presence.state, at: iso(row.presence.at) } : null,
  info: row.info,
  reported: row.reported,
  createdAt: iso(row.createdAt),
});

const inDevice = inSiteWith({ device: deviceId });

/** The hardware of a site. It comes by enrolment alone. */
export const deviceRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'GET',
    url: '/v1/sites/:site/devices',
    config: { action: 'devices.read' },
    schema: {
      tags,
      summary: 'The devices of the site, or of one latch or camera, also the revoked',
      params: inSite,
      querystring: z.strictObject({ ...pageQuery, unit: id.optional(), kind: device.shape.kind.optional() }),
      response: { 200: listOf(device) },
    },
    handler: async (request) => {
      const { limit, cursor, unit, kind } = request.query;
      const rows = await deps.rows.devices.list(accessOf(request).site, given({ unit, kind }), {
        after: cursor,
        limit,
      });
      return pageOf(rows, limit, show);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/devices/:device',
    config: { action: 'devices.read' },
    schema: { tags, summary: 'One device', params: inDevice, response: { 200: device } },
    handler: async (request) => show(found(await deps.rows.devices.get(accessOf(request).site, request.params.device))),
  });

  const end = async (request: FastifyRequest, id: string, as: 'revoked' | 'released') => {
    const how = { as, by: callerOf(request).user, now: new Date(deps.clock.now()) };
    const ended = found(await deps.enrolments.end(accessOf(request).site, id, how));
    await deps.publishRevoked(ended._id);
    // Its camera or latch forgets it.
    await pushDesired(deps, await deps.enrolments.peersOf(ended.unit), request);
    return ended;
  };

  app.route({
    method: 'POST',
    url: '/v1/sites/:site/devices/:device/release',
    config: { action: 'devices.release', ownNotice: true },
    schema: {
      tags,
      summary: 'Release a device, for another site or another door: it is refused until a new claim takes it',
      params: inDevice,
      response: { 200: device },
    },
    handler: async (request) => {
      const released = await end(request, request.params.device, 'released');
      if (!released.releasedAt)
        throw new AppError('conflict', 'this device is revoked for good: its key is of no use any more');
      return show(released);
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/sites/:site/devices/:device/revoke',
    config: { action: 'devices.write', ownNotice: true },
    schema: {
      tags,
      summary: 'Revoke a device for good: its connection falls at once, and nothing it says counts',
      params: inDevice,
      response: { 200: device },
    },
    handler: async (request) => show(await end(request, request.params.device, 'revoked')),
  });
};

const found = (row: DeviceDoc | null): DeviceDoc => {
  if (!row) throw new AppError('not_found', 'there is no device with this id here');
  return row;
};
