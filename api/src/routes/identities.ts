import { AppError } from '@smart-latch/runtime';
import { type IdentityDoc, MAX_IDENTITIES_OF_USER } from '@smart-latch/store';
import { z } from 'zod';
import { requireFresh, sessionOf } from '../auth/caller.ts';
import type { App, Deps } from '../deps.ts';
import { callerOf } from '../guard.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { beginAt, issuerId, returnPath } from './oidc.ts';
import { id, iso, listOf, NO_STORE, pageOf, pageQuery } from './shapes.ts';

const tags = ['sign-in'];

const identity = z
  .object({
    id: z.string(),
    issuer: z.string().nullable().describe('Id of the issuer; null when it is not configured any more'),
    label: z.string(),
    email: z.string().nullable(),
    createdAt: z.string(),
  })
  .meta({
    id: 'Identity',
    examples: [
      {
        id: exampleId('identity'),
        issuer: 'google',
        label: 'Google',
        email: 'olivia@example.org',
        createdAt: '2026-06-01T08:00:00.000Z',
      },
    ],
  });

/** Accounts elsewhere by which the signed-in person signs in: linked on their own word alone. */
export const identityRoutes = (app: App, deps: Deps): void => {
  const show = (row: IdentityDoc): z.output<typeof identity> => {
    const issuer = deps.settings.oidc.issuers.find(({ url }) => url === row.issuer);
    const { email, createdAt } = row;
    return {
      id: row._id,
      issuer: issuer?.id ?? null,
      label: issuer?.label ?? row.issuer,
      email,
      createdAt: iso(createdAt),
    };
  };

  app.route({
    method: 'POST',
    url: '/v1/me/identities',
    config: {
      action: 'signed_in',
      rateLimit: { max: 60, timeWindow: 60_000 },
      problems: ['step_up_required', 'not_found'],
    },
    schema: {
      tags,
      summary: 'Begin to link an account at an issuer: send the browser to `url`. Needs a fresh password',
      body: z.strictObject({ issuer: issuerId, returnTo: returnPath }),
      response: {
        200: z.object({
          url: z.string().meta({ examples: ['https://accounts.google.com/o/oauth2/v2/auth?client_id=...'] }),
        }),
      },
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      requireFresh(caller, deps);
      const linked = await deps.identities.ofUser(caller.user, { limit: MAX_IDENTITIES_OF_USER });
      if (linked.length >= MAX_IDENTITIES_OF_USER) {
        throw new AppError('unprocessable', `at most ${MAX_IDENTITIES_OF_USER} accounts are linked; unlink one first`);
      }
      const { issuer, returnTo } = request.body;
      const link = { user: caller.user, session: sessionOf(caller) };
      return reply
        .headers(NO_STORE)
        .send({ url: await beginAt(reply, deps, issuer, { returnTo, link, invitation: null }) });
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/me/identities',
    config: { action: 'signed_in' },
    schema: {
      tags,
      summary: 'With which accounts elsewhere I sign in',
      querystring: z.strictObject(pageQuery),
      response: { 200: listOf(identity) },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      const rows = await deps.identities.ofUser(callerOf(request).user, { after: cursor, limit });
      return pageOf(rows, limit, show);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/me/identities/:identity',
    config: { action: 'signed_in', problems: ['step_up_required', 'conflict'] },
    schema: {
      tags,
      summary: 'Unlink an account elsewhere; never the last way in. Needs a fresh password',
      params: z.strictObject({ identity: id }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      requireFresh(caller, deps);
      const outcome = await deps.identities.unlink(caller.user, request.params.identity);
      if (outcome === 'unknown') throw new AppError('not_found', 'you have no linked account with this id');
      if (outcome === 'last') {
        throw new AppError('conflict', 'this is your only way in; link another, or set a password, first');
      }
      return reply.code(204).send(null);
    },
  });
};
