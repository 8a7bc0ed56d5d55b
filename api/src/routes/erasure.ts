import { AppError } from '@smart-latch/runtime';
import type { Erased } from '@smart-latch/store';
import { z } from 'zod';
import { requireFresh } from '../auth/caller.ts';
import type { App, Deps } from '../deps.ts';
import { accessOf, callerOf } from '../guard.ts';
import { mayManageRole } from '../permissions.ts';
import { id, inSiteWith } from './shapes.ts';
import { memberOf } from './users.ts';

/** Erasing people. What access must do of it follows within seconds; the audit chain stays whole (docs/adr/0022-erasure.md). */
export const erasureRoutes = (app: App, deps: Deps): void => {
  const now = () => new Date(deps.clock.now());

  app.route({
    method: 'DELETE',
    url: '/v1/me',
    config: {
      action: 'signed_in',
      problems: ['step_up_required', 'conflict'],
      rateLimit: { max: 20, timeWindow: 60_000 },
    },
    schema: {
      tags: ['sign-in'],
      summary: 'Erase my account and what every site knows of me, for good. Needs a password proved within ten minutes',
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      requireFresh(caller, deps);
      refuse(await deps.erasures.account(caller.user, now()));
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/sites/:site/users/:user/erase',
    config: { action: 'users.write', ownNotice: true },
    schema: {
      tags: ['users'],
      summary:
        'Remove a person and erase what the site knows of them, for good: face, cards, attempts, what events say',
      params: inSiteWith({ user: id }),
      body: z.strictObject({ confirm: z.literal('erase') }).meta({ examples: [{ confirm: 'erase' }] }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { site, membership: actor } = accessOf(request);
      const { member } = await memberOf(deps, site, request.params.user);
      if (!mayManageRole(actor.role, member.role)) {
        throw new AppError('forbidden', 'only an owner erases owners and admins');
      }
      refuse(await deps.erasures.member({ site, user: member.user, by: actor.user }, now()));
      return reply.code(204).send(null);
    },
  });
};

const refuse = (erased: Erased): void => {
  if (erased === 'erased') return;
  if (erased === 'not_found') throw new AppError('not_found', 'nobody has this id');
  throw new AppError(
    'conflict',
    `site ${erased.lastOwnerOf} would have no owner who can sign in; make somebody else owner first`,
  );
};
