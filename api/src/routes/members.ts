import { AppError } from '@smart-latch/runtime';
import { z } from 'zod';
import { requireFresh } from '../auth/caller.ts';
import type { App, Deps } from '../deps.ts';
import { eraseFaces } from '../faces/erase.ts';
import { accessOf, callerOf, ownOr404 } from '../guard.ts';
import { ifMatch } from '../http/etag.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { id, inSite, inSiteWith } from './shapes.ts';
import { manage, memberOf, userTag } from './users.ts';

const tags = ['users'];
/** Who hands a site over has just been seen to be its owner. */
export const OWNERSHIP_FRESH_MS = 5 * 60_000;

const transfer = z
  .strictObject({ user: id, afterwards: z.enum(['admin', 'member', 'leave']).describe('What I am then') })
  .meta({ examples: [{ user: exampleId('user'), afterwards: 'admin' }] });

/** How people go from a site, and how its ownership passes on. */
export const memberRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'DELETE',
    url: '/v1/sites/:site/users/:user',
    config: { action: 'users.remove', ifMatch: true, ownNotice: true, problems: ['deadline_exceeded'] },
    schema: {
      tags,
      summary: 'Remove a person, or leave: their grants, cards and face at this site go with them',
      params: inSiteWith({ user: id }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { site, membership: actor } = accessOf(request);
      const { user } = request.params;
      ownOr404(request, user);
      const { person, member } = await memberOf(deps, site, user);
      if (user !== actor.user) manage(actor.role, member.role);
      const canSignIn = (await deps.people.whoCanSignIn([user])).has(user);
      const expect = ifMatch(request, userTag);
      // Looked at before the face is erased, and once more while the rest is written.
      expect?.({ user: person, membership: member, canSignIn });
      if (!(await deps.members.mayGo(site, user))) throw lastOwner();
      await eraseFaces(deps, { site, user }, request);
      const departure = { site, user, by: actor.user, now: new Date(deps.clock.now()) };
      const gone = await deps.members.remove(departure, expect);
      if (gone === 'last_owner') throw lastOwner();
      if (gone === 'unknown') throw new AppError('not_found', 'nobody at this site has this id');
      if (gone.photographs > 0) await eraseFaces(deps, { site, user }, request);
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/sites/:site/transfer',
    config: {
      action: 'site.transfer',
      ownNotice: true,
      rateLimit: { max: 20, timeWindow: 60_000 },
      problems: ['step_up_required', 'deadline_exceeded'],
    },
    schema: {
      tags,
      summary: 'Hand the site over: another person becomes its owner. Needs a password proved within five minutes',
      params: inSite,
      body: transfer,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { site, membership } = accessOf(request);
      requireFresh(callerOf(request), deps, OWNERSHIP_FRESH_MS);
      const { user: to, afterwards } = request.body;
      const from = membership.user;
      const fitness = to === from ? 'unfit' : await deps.members.fitness(site, to);
      if (fitness !== 'fit') throw notFit(fitness);
      if (afterwards === 'leave') await eraseFaces(deps, { site, user: from }, request);
      const done = await deps.members.transfer({ site, from, to, afterwards, now: new Date(deps.clock.now()) });
      if (done === 'not_owner') throw new AppError('forbidden', 'you are no owner of this site any more');
      if (done === 'unfit' || done === 'unknown') throw notFit(done);
      if (done.photographs > 0) await eraseFaces(deps, { site, user: from }, request);
      return reply.code(204).send(null);
    },
  });
};

const notFit = (why: 'unfit' | 'unknown') =>
  why === 'unknown'
    ? new AppError('not_found', 'nobody at this site has this id')
    : new AppError(
        'unprocessable',
        'the new owner must be somebody else, enabled, without dates, and able to sign in; see canSignIn of the user',
      );

const lastOwner = () =>
  new AppError(
    'conflict',
    'this is the last owner who can sign in: hand the site over first (POST /v1/sites/{site}/transfer)',
  );
