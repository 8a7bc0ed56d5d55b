import { AppError } from '@smart-latch/runtime';
import type { Guest } from '@smart-latch/store';
import { z } from 'zod';
import type { App, Deps } from '../deps.ts';
import { accessOf } from '../guard.ts';
import { belowLimit } from '../limits.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { email, id, inSite, isoOrNull, label, listOf, pageQuery, timestamp } from './shapes.ts';

const tags = ['guests'];
const MAX_LATCHES = 20;

const newGuest = z
  .strictObject({
    name: label(100),
    from: timestamp,
    until: timestamp.describe('The first moment at which they are a guest no more'),
    latches: z
      .array(id)
      .min(1)
      .max(MAX_LATCHES)
      .refine((all) => new Set(all).size === all.length, 'must name each latch once'),
    schedule: id.nullable().default(null).describe('null: at any time of the stay'),
    entries: z
      .int()
      .min(1)
      .max(1_000_000)
      .nullable()
      .default(null)
      .describe('How often each door opens, counted at each door by itself; null: without count'),
    remote: z.boolean().default(false).describe('Whether they may also open these doors from afar'),
    email: email.optional(),
  })
  .meta({
    examples: [
      {
        name: 'Gustav',
        from: '2026-06-01T14:00:00+02:00',
        until: '2026-06-08T10:00:00+02:00',
        latches: [exampleId('latch')],
        entries: 20,
      },
    ],
  });

const guest = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    from: z.string().nullable(),
    until: z.string().nullable(),
    state: z.enum(['upcoming', 'staying', 'left']),
    grants: z.array(
      z.object({
        id: z.string(),
        latch: z.string(),
        schedule: z.string().nullable(),
        remote: z.boolean(),
        entriesLeft: z.int().nullable(),
      }),
    ),
  })
  .meta({
    id: 'Guest',
    examples: [
      {
        id: exampleId('guest'),
        name: 'Gustav',
        email: null,
        from: '2026-06-01T12:00:00.000Z',
        until: '2026-06-08T08:00:00.000Z',
        state: 'staying',
        grants: [{ id: exampleId('grant'), latch: exampleId('latch'), schedule: null, remote: false, entriesLeft: 17 }],
      },
    ],
  });

const show = ({ user, membership, grants }: Guest, nowMs: number): z.output<typeof guest> => ({
  id: user._id,
  name: user.name,
  email: user.email,
  from: isoOrNull(membership.notBefore),
  until: isoOrNull(membership.expiresAt),
  state: stateOf(membership, nowMs),
  grants: grants.map(({ _id, latch, schedule, remote, entriesLeft }) => ({
    id: _id,
    latch,
    schedule,
    remote,
    entriesLeft,
  })),
});

const stateOf = ({ notBefore, expiresAt }: Guest['membership'], nowMs: number): z.output<typeof guest>['state'] => {
  if (expiresAt && nowMs >= expiresAt.getTime()) return 'left';
  return notBefore && nowMs < notBefore.getTime() ? 'upcoming' : 'staying';
};

/** Who stays from one moment until another. Afterwards a guest is a user like any other: changed and removed as one. */
export const guestRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/sites/:site/guests',
    config: { action: 'guests.write' },
    schema: {
      tags,
      summary: 'Let somebody in from one moment until another: the person and a grant for each latch, all or nothing',
      params: inSite,
      body: newGuest,
      response: { 201: guest },
    },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      const { name, latches, schedule, entries: entriesLeft, remote, email = null } = request.body;
      const nowMs = deps.clock.now();
      const [from, until] = [new Date(request.body.from), new Date(request.body.until)];
      if (from >= until || until.getTime() <= nowMs) {
        throw new AppError('unprocessable', 'until must be after from, and not be over yet');
      }
      await belowLimit(deps.rows, site, 'memberships');
      await mustBeHere(deps, site, latches, schedule);
      const grant = { schedule, remote, entriesLeft };
      const made = await deps.guests.create({ site, name, email, from, until, latches, grant }, new Date(nowMs));
      return reply.code(201).send(show(made, nowMs));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/guests',
    config: { action: 'guests.read' },
    schema: {
      tags,
      summary: 'The guests of the site, with their grants and the entries that are left',
      params: inSite,
      querystring: z.strictObject(pageQuery),
      response: { 200: listOf(guest) },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      const rows = await deps.guests.list(accessOf(request).site, { after: cursor, limit });
      const next = rows.length < limit ? null : (rows.at(-1)?.membership._id ?? null);
      return { items: rows.map((row) => show(row, deps.clock.now())), next };
    },
  });
};

/** Throws `unprocessable` unless the site has them. */
const mustBeHere = async (
  deps: Deps,
  site: string,
  latches: readonly string[],
  schedule: string | null,
): Promise<void> => {
  const found = await Promise.all(latches.map((latch) => deps.rows.latches.get(site, latch)));
  const isWhole = schedule === null || (await deps.rows.schedules.get(site, schedule)) !== null;
  const missing = found.includes(null) ? 'latch' : isWhole ? null : 'schedule';
  if (missing) throw new AppError('unprocessable', `there is no ${missing} with this id at this site`);
};
