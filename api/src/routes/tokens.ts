import { AppError } from '@smart-latch/runtime';
import { type ApiTokenDoc, MAX_API_TOKENS_OF_USER } from '@smart-latch/store';
import { z } from 'zod';
import { apiTokenHash, newApiToken, requireFresh } from '../auth/caller.ts';
import { TOKEN_SCOPES } from '../auth/scopes.ts';
import type { App, Deps } from '../deps.ts';
import { callerOf } from '../guard.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { id, iso, label, listOf, NO_STORE, pageOf, pageQuery, timestamp } from './shapes.ts';

const tags = ['sign-in'];
const MAX_LIFE_MS = 366 * 86_400_000;

const newToken = z
  .strictObject({
    name: label(100),
    scopes: z
      .array(z.enum(TOKEN_SCOPES))
      .min(1)
      .max(TOKEN_SCOPES.length)
      .describe('Actions of the table of permissions, or `read` and `write` for all that end so'),
    expiresAt: timestamp.describe('Within a year'),
  })
  .meta({ examples: [{ name: 'Backup script', scopes: ['read'], expiresAt: '2027-06-01T00:00:00Z' }] });

const EXAMPLE = {
  id: exampleId('token'),
  name: 'Backup script',
  scopes: ['read'],
  createdAt: '2026-06-01T08:00:00.000Z',
  expiresAt: '2027-06-01T00:00:00.000Z',
  lastUsedOn: null,
};

const token = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.string()),
    createdAt: z.string(),
    expiresAt: z.string(),
    lastUsedOn: z.string().nullable().describe('A day, UTC; null until it is used'),
  })
  .meta({ id: 'ApiToken', examples: [EXAMPLE] });
const madeToken = token.extend({ token: z.string() }).meta({ examples: [{ ...EXAMPLE, token: 'sl_pat_mJ0c3q...' }] });

const show = ({ _id, name, scopes, createdAt, expiresAt, lastUsedOn }: ApiTokenDoc): z.output<typeof token> => ({
  id: _id,
  name,
  scopes,
  createdAt: iso(createdAt),
  expiresAt: iso(expiresAt),
  lastUsedOn,
});

/** Personal API tokens: a script does with one a part of what its owner may do. */
export const tokenRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/me/tokens',
    config: { action: 'signed_in', rateLimit: { max: 60, timeWindow: 60_000 }, problems: ['step_up_required'] },
    schema: {
      tags,
      summary: 'Make a token for a script; it is shown this once. Needs a password proved within ten minutes',
      body: newToken,
      response: { 201: madeToken },
    },
    handler: async (request, reply) => {
      requireFresh(callerOf(request), deps);
      const { name, scopes } = request.body;
      const createdAt = new Date(deps.clock.now());
      const expiresAt = new Date(request.body.expiresAt);
      const lifeMs = expiresAt.getTime() - createdAt.getTime();
      if (lifeMs <= 0 || lifeMs > MAX_LIFE_MS) {
        throw new AppError('unprocessable', 'expiresAt must be in the future and within a year');
      }
      const text = newApiToken();
      const { user } = callerOf(request);
      const hash = apiTokenHash(text);
      const made = await deps.apiTokens.create({
        user,
        name,
        scopes: [...new Set(scopes)],
        hash,
        createdAt,
        expiresAt,
      });
      if (!made) {
        throw new AppError('unprocessable', `you have ${MAX_API_TOKENS_OF_USER} tokens; revoke one first`);
      }
      return reply
        .code(201)
        .headers(NO_STORE)
        .send({ ...show(made), token: text });
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/me/tokens',
    config: { action: 'signed_in' },
    schema: {
      tags,
      summary: 'My tokens, without what they are',
      querystring: z.strictObject(pageQuery),
      response: { 200: listOf(token) },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      const page = { after: cursor, limit };
      return pageOf(await deps.apiTokens.ofUser(callerOf(request).user, new Date(deps.clock.now()), page), limit, show);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/me/tokens/:token',
    config: { action: 'signed_in' },
    schema: {
      tags,
      summary: 'Revoke a token: requests and live streams with it end',
      params: z.strictObject({ token: id }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      if (!(await deps.apiTokens.remove(callerOf(request).user, request.params.token))) {
        throw new AppError('not_found', 'you have no token with this id');
      }
      return reply.code(204).send(null);
    },
  });
};
