import { type MembershipDoc, ROLES } from '@smart-latch/store';
import { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import type { App, Deps } from '../deps.ts';
import { callerOf } from '../guard.ts';
import { isActive } from '../membership.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { mayManageRole, PERMISSIONS, type SiteAction, scopeOf } from '../permissions.ts';
import { isoOrNull, listOf, pageQuery } from './shapes.ts';

const ACTIONS = Object.keys(PERMISSIONS) as SiteAction[];

const permissions = z
  .object({
    site: z.string(),
    role: z.enum(ROLES),
    active: z.boolean().describe('false: disabled, not begun or over, and every scope is none'),
    notBefore: z.string().nullable(),
    expiresAt: z.string().nullable(),
    actions: z
      .record(z.string(), z.enum(['all', 'own', 'none']))
      .describe('`all`: everything at the site. `own`: what is about you. `none`: refused'),
    manages: z.array(z.enum(ROLES)).describe('Whom you may add, change and disable, if `users.write` is yours'),
  })
  .meta({
    id: 'Permissions',
    examples: [
      {
        site: exampleId('site'),
        role: 'member',
        active: true,
        notBefore: null,
        expiresAt: null,
        actions: { 'site.read': 'all', 'latches.read': 'own', 'users.write': 'none' },
        manages: [],
      },
    ],
  });

/** The one table, as it applies to this person at this site, and to this token: what the guard decides by, word for word. */
const show = (row: MembershipDoc, { token }: Caller, nowMs: number): z.output<typeof permissions> => {
  const active = isActive(row, nowMs);
  const may = (action: SiteAction): boolean => active && (token === null || token.actions.has(action));
  return {
    site: row.site,
    role: row.role,
    active,
    notBefore: isoOrNull(row.notBefore),
    expiresAt: isoOrNull(row.expiresAt),
    actions: Object.fromEntries(ACTIONS.map((action) => [action, may(action) ? scopeOf(row.role, action) : 'none'])),
    manages: may('users.write') ? ROLES.filter((role) => mayManageRole(row.role, role)) : [],
  };
};

/** What concerns the caller alone. */
export const meRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'GET',
    url: '/v1/me/permissions',
    config: { action: 'signed_in', tokenScope: 'any' },
    schema: {
      tags: ['sign-in'],
      summary: 'What I may do at each of my sites: every action of the one table and its scope',
      querystring: z.strictObject(pageQuery),
      response: { 200: listOf(permissions) },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      const rows = await deps.people.membershipsOf(callerOf(request).user, limit, cursor);
      const nowMs = deps.clock.now();
      const next = rows.length < limit ? null : (rows.at(-1)?.site ?? null);
      return { items: rows.map((row) => show(row, callerOf(request), nowMs)), next };
    },
  });
};
