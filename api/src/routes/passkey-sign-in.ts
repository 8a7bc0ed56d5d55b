import { AppError } from '@smart-latch/runtime';
import { z } from 'zod';
import { sessionOf } from '../auth/caller.ts';
import { optionsToGet, verifyAsserted } from '../auth/passkeys/ceremonies.ts';
import { assertion, requestOptions } from '../auth/passkeys/shapes.ts';
import { requireAppOrigin } from '../auth/refresh-cookie.ts';
import { openSession } from '../auth/sessions.ts';
import type { App, Deps } from '../deps.ts';
import { callerOf } from '../guard.ts';
import { delivery, showAccount, signedIn } from './accounts.ts';
import { NO_STORE } from './shapes.ts';

const tags = ['sign-in'];
const RATE = { max: 60, timeWindow: 60_000 } as const;

/** Signing in with a passkey, without a name or a password. */
export const passkeySignInRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/auth/passkey/options',
    config: { action: 'public', rateLimit: RATE },
    schema: {
      tags,
      summary: 'Begin to sign in with a passkey: what the browser is asked with, good once within five minutes',
      response: { 200: requestOptions },
    },
    handler: async (_request, reply) =>
      reply.headers(NO_STORE).send(await optionsToGet(deps, { purpose: 'sign-in', session: null }, null)),
  });

  app.route({
    method: 'POST',
    url: '/v1/auth/passkey',
    config: { action: 'public', rateLimit: RATE, problems: ['unauthenticated', 'forbidden'] },
    schema: {
      tags,
      summary: 'Sign in with a passkey',
      body: z.strictObject({ passkey: assertion, delivery }),
      response: { 200: signedIn },
    },
    handler: async (request, reply) => {
      const { passkey, delivery } = request.body;
      if (delivery === 'cookie') requireAppOrigin(request, deps);
      const proven = await verifyAsserted(deps, { purpose: 'sign-in', session: null }, null, passkey);
      const user = await deps.people.byId(proven.user);
      if (!user) throw new AppError('unauthenticated', 'this account is gone');
      const authenticatedAt = new Date(deps.clock.now());
      const session = await openSession(request, reply, deps, { user, delivery, authenticatedAt });
      return reply.headers(NO_STORE).send({ ...session, user: showAccount(user) });
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/auth/step-up/options',
    config: { action: 'signed_in', rateLimit: RATE },
    schema: {
      tags,
      summary: 'Begin to prove myself again with a passkey: the answer goes to /v1/auth/step-up',
      response: { 200: requestOptions },
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      const use = { purpose: 'step-up', session: sessionOf(caller) } as const;
      return reply.headers(NO_STORE).send(await optionsToGet(deps, use, caller.user));
    },
  });
};
