import { AppError } from '@smart-latch/runtime';
import type { SessionDoc } from '@smart-latch/store';
import { z } from 'zod';
import { authenticate } from '../auth/caller.ts';
import { clearRefreshCookie, presentedToken } from '../auth/refresh-cookie.ts';
import { REFRESH_TOKEN_MAX_CHARS } from '../auth/refresh-tokens.ts';
import { endSessionOfToken, refreshSession } from '../auth/sessions.ts';
import type { App, Deps } from '../deps.ts';
import { callerOf } from '../guard.ts';
import { EXAMPLE_REFRESH_TOKEN, exampleId } from '../openapi/example-ids.ts';
import { tokens } from './accounts.ts';
import { id, iso, listOf, NO_STORE, pageOf, pageQuery } from './shapes.ts';

const tags = ['sign-in'];
const RATE = { max: 120, timeWindow: 60_000 } as const;

/** For clients that asked for delivery `body`; with the cookie it stays away. */
const withToken = z
  .strictObject({ refreshToken: z.string().max(REFRESH_TOKEN_MAX_CHARS).optional() })
  .meta({ examples: [{ refreshToken: EXAMPLE_REFRESH_TOKEN }] });

const session = z
  .object({
    id: z.string(),
    createdAt: z.string(),
    lastUsedAt: z.string().describe('When its refresh token was last used, or it was opened'),
    expiresAt: z.string().describe('Unless it is used before'),
    userAgent: z.string().nullable(),
    current: z.boolean(),
  })
  .meta({
    id: 'Session',
    examples: [
      {
        id: exampleId('session'),
        createdAt: '2026-06-01T08:00:00.000Z',
        lastUsedAt: '2026-06-01T09:30:00.000Z',
        expiresAt: '2026-06-08T09:30:00.000Z',
        userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
        current: true,
      },
    ],
  });

const show = (row: SessionDoc, current: string | null): z.output<typeof session> => ({
  id: row._id,
  createdAt: iso(row.createdAt),
  lastUsedAt: iso(row.lastUsedAt),
  expiresAt: iso(row.expiresAt),
  userAgent: row.userAgent,
  current: row._id === current,
});

/** What becomes of a session after sign-in: renewed, listed, ended. */
export const sessionRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/auth/refresh',
    // A kept answer would give a thief for a day what reuse must end.
    config: { action: 'public', ownReplayRule: true, rateLimit: RATE, problems: ['unauthenticated', 'forbidden'] },
    schema: {
      tags,
      summary: 'A new access token, and a new refresh token for the one in the cookie (with Origin) or in the body',
      body: withToken,
      response: { 200: tokens },
    },
    handler: async (request, reply) => {
      const presented = presentedToken(request, request.body.refreshToken, deps);
      if (!presented) throw new AppError('unauthenticated', 'there is no refresh token; sign in');
      return reply.headers(NO_STORE).send(await refreshSession(app, reply, deps, presented));
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/auth/sign-out',
    config: { action: 'public', rateLimit: RATE, problems: ['unauthenticated', 'forbidden'] },
    schema: {
      tags,
      summary: 'End the session of the refresh token, or else of the access token: its live streams end with it',
      body: withToken.nullish(),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const presented = presentedToken(request, request.body?.refreshToken, deps);
      if (presented) {
        await endSessionOfToken(reply, deps, presented);
      } else {
        const { user, session } = await authenticate(request, deps);
        if (session === null) throw new AppError('forbidden', 'a token is ended by DELETE /v1/me/tokens/{id}');
        await deps.sessions.end(user, session, new Date(deps.clock.now()));
      }
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/me/sessions',
    config: { action: 'signed_in' },
    schema: {
      tags,
      summary: 'Where I am signed in',
      querystring: z.strictObject(pageQuery),
      response: { 200: listOf(session) },
    },
    handler: async (request) => {
      const { user, session } = callerOf(request);
      const { limit, cursor } = request.query;
      const rows = await deps.sessions.ofUser(user, new Date(deps.clock.now()), { after: cursor, limit });
      return pageOf(rows, limit, (row) => show(row, session));
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/me/sessions/:session',
    config: { action: 'signed_in' },
    schema: {
      tags,
      summary: 'Sign me out somewhere: tokens and live streams of that session end',
      params: z.strictObject({ session: id }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { user } = callerOf(request);
      if (!(await deps.sessions.end(user, request.params.session, new Date(deps.clock.now())))) {
        throw new AppError('not_found', 'you have no session with this id');
      }
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/me/sessions',
    config: { action: 'signed_in' },
    schema: {
      tags,
      summary: 'Sign me out everywhere; keepCurrent=true leaves this session',
      querystring: z.strictObject({ keepCurrent: z.stringbool().default(false) }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { user, session } = callerOf(request);
      const { keepCurrent } = request.query;
      await deps.sessions.endAll(user, new Date(deps.clock.now()), keepCurrent && session ? session : undefined);
      if (!keepCurrent) clearRefreshCookie(reply);
      return reply.code(204).send(null);
    },
  });
};
