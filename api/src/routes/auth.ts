import { AppError } from '@smart-latch/runtime';
import { ROLES } from '@smart-latch/store';
import { z } from 'zod';
import { accessToken } from '../auth/access-tokens.ts';
import { requireFresh, sessionOf } from '../auth/caller.ts';
import { verifyAsserted } from '../auth/passkeys/ceremonies.ts';
import { assertion } from '../auth/passkeys/shapes.ts';
import { checkPassword, hashPassword } from '../auth/passwords.ts';
import { requireAppOrigin } from '../auth/refresh-cookie.ts';
import { expiryOf, openSession } from '../auth/sessions.ts';
import type { App, Deps } from '../deps.ts';
import { failureLimit } from '../failure-limit.ts';
import { callerOf } from '../guard.ts';
import { exampleId } from '../openapi/example-ids.ts';
import {
  accessTokenShape,
  account,
  delivery,
  knownPassword,
  newPassword,
  refuseOwnEmail,
  showAccount,
  signedIn,
} from './accounts.ts';
import { email, NO_STORE } from './shapes.ts';

const tags = ['sign-in'];
const WINDOW_MS = 15 * 60_000;
const ROLES_SHOWN = 200;
const siteRole = z
  .object({ site: z.string(), role: z.enum(ROLES) })
  .meta({ examples: [{ site: exampleId('site'), role: 'owner' }] });

const proof = z
  .strictObject({
    password: knownPassword.optional(),
    passkey: assertion.optional().describe('After /v1/auth/step-up/options'),
  })
  .refine(({ password, passkey }) => (password === undefined) !== (passkey === undefined), {
    path: ['password'],
    error: 'give either password or passkey',
  })
  .meta({ examples: [{ password: 'trombone pillow harbour nine' }] });

/** Sign-in with a password, proving it again, and changing it. */
export const authRoutes = (app: App, deps: Deps): void => {
  // An account and an address each get slow on their own: nobody is locked out by a stranger who guesses from elsewhere.
  const byAccount = failureLimit({ failures: 10, windowMs: WINDOW_MS }, deps.clock);
  const byAddress = failureLimit({ failures: 50, windowMs: WINDOW_MS }, deps.clock);

  const prove = async (ip: string, who: string, passwordHash: () => Promise<string | null>, password: string) => {
    const key = `${ip} ${who}`;
    byAccount.check(key);
    byAddress.check(ip);
    // Counted before the slow check, so that many guesses at once are all counted.
    byAccount.failed(key);
    byAddress.failed(ip);
    if (!(await checkPassword(await passwordHash(), password))) {
      throw new AppError('unauthenticated', 'the e-mail or the password is wrong');
    }
    byAccount.undo(key);
    byAddress.undo(ip);
  };

  const hashOf = (user: string) => async () => (await deps.people.byId(user))?.passwordHash ?? null;

  app.route({
    method: 'POST',
    url: '/v1/auth/sign-in',
    config: {
      action: 'public',
      rateLimit: { max: 60, timeWindow: 60_000 },
      problems: ['unauthenticated', 'forbidden'],
    },
    schema: {
      tags,
      summary: 'Sign in with e-mail and password',
      body: z.strictObject({ email, password: knownPassword, delivery }),
      response: { 200: signedIn },
    },
    handler: async (request, reply) => {
      const { email, password, delivery } = request.body;
      if (delivery === 'cookie') requireAppOrigin(request, deps);
      const user = await deps.people.byEmail(email);
      await prove(request.ip, email, async () => user?.passwordHash ?? null, password);
      if (!user) throw new AppError('unauthenticated', 'the e-mail or the password is wrong');
      const authenticatedAt = new Date(deps.clock.now());
      const session = await openSession(request, reply, deps, { user, delivery, authenticatedAt });
      return reply.headers(NO_STORE).send({ ...session, user: showAccount(user) });
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/auth/step-up',
    config: { action: 'signed_in', rateLimit: { max: 60, timeWindow: 60_000 } },
    schema: {
      tags,
      summary: 'Prove the password, or a passkey, again, for what asks for it (remote unlock)',
      body: proof,
      response: { 200: accessTokenShape },
    },
    handler: async (request, reply) => {
      const { user } = callerOf(request);
      const session = sessionOf(callerOf(request));
      const { password, passkey } = request.body;
      if (passkey) await verifyAsserted(deps, { purpose: 'step-up', session }, user, passkey);
      else await prove(request.ip, user, hashOf(user), password ?? '');
      const authenticatedAt = new Date(deps.clock.now());
      const row = await deps.sessions.get(session);
      if (!row) throw new AppError('unauthenticated', 'this session has ended; sign in again');
      await deps.sessions.prove(session, authenticatedAt, expiryOf(row.delivery, row.endsAt, deps));
      return reply.headers(NO_STORE).send(accessToken(app, { _id: session, user, authenticatedAt }));
    },
  });

  app.route({
    method: 'PUT',
    url: '/v1/me/password',
    config: {
      action: 'signed_in',
      rateLimit: { max: 60, timeWindow: 60_000 },
      problems: ['step_up_required', 'unprocessable'],
    },
    schema: {
      tags,
      summary: 'Change my password, or set the first one with a fresh sign-in; my other sessions end',
      body: z.strictObject({ currentPassword: knownPassword.optional(), newPassword }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      const { currentPassword, newPassword } = request.body;
      const account = await deps.people.byId(caller.user);
      if (!account?.email) throw new AppError('unprocessable', 'this account has no e-mail to sign in with');
      if (account.passwordHash === null) requireFresh(caller, deps);
      else if (currentPassword === undefined) throw new AppError('bad_request', 'send currentPassword too');
      else await prove(request.ip, caller.user, async () => account.passwordHash, currentPassword);
      refuseOwnEmail(newPassword, account.email);
      await deps.people.setPassword(caller.user, await hashPassword(newPassword));
      await deps.sessions.endAll(caller.user, new Date(deps.clock.now()), sessionOf(caller));
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/me',
    config: { action: 'signed_in', tokenScope: 'any' },
    schema: {
      tags,
      summary: 'Who I am, and my role at each of my sites',
      response: {
        200: z.object({ user: account, roles: z.array(siteRole) }),
      },
    },
    handler: async (request) => {
      const { user: id } = callerOf(request);
      const [user, memberships] = await Promise.all([deps.people.byId(id), deps.people.membershipsOf(id, ROLES_SHOWN)]);
      if (!user) throw new AppError('unauthenticated', 'this account is gone');
      return { user: showAccount(user), roles: memberships.map(({ site, role }) => ({ site, role })) };
    },
  });
};
