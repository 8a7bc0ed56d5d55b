import { AppError } from '@smart-latch/runtime';
import type { Recovering } from '@smart-latch/store';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { authenticate, requireFresh, sessionOf } from '../auth/caller.ts';
import { hashPassword } from '../auth/passwords.ts';
import { newRecoveryCode, RECOVERY_CODE_MAX_CHARS, recoveryCodeHash } from '../auth/recovery-code.ts';
import { requireAppOrigin } from '../auth/refresh-cookie.ts';
import { openSession } from '../auth/sessions.ts';
import type { App, Deps } from '../deps.ts';
import { failureLimit } from '../failure-limit.ts';
import { accessOf, callerOf } from '../guard.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { delivery, newPassword, refuseOwnEmail, showAccount, signedIn } from './accounts.ts';
import { OWNERSHIP_FRESH_MS } from './members.ts';
import { email, inSite, iso, isoOrNull, label, NO_STORE } from './shapes.ts';

const tags = ['recovery'];
const WINDOW_MS = 15 * 60_000;

const EXAMPLE_CODE = '8GQ2-M4XW-7KTA-0C9E-VN3D-5HJR-S1PB';

const withCode = z
  .strictObject({
    code: z.string().min(1).max(RECOVERY_CODE_MAX_CHARS),
    name: label(100).optional().describe('With email and password it makes an account, for who has none'),
    email: email.optional(),
    password: newPassword.optional(),
    delivery,
  })
  .refine(
    ({ name, email, password }) => [name, email, password].every((one) => (one === undefined) === (name === undefined)),
    {
      error: 'name, email and password come together, or sign in and send none of them',
    },
  )
  .meta({ examples: [{ code: EXAMPLE_CODE }] });
const newCode = z
  .object({ code: z.string(), createdAt: z.string() })
  .meta({ examples: [{ code: EXAMPLE_CODE, createdAt: '2026-06-01T08:00:00.000Z' }] });
const recoveryCode = z
  .object({ exists: z.boolean(), createdAt: z.string().nullable() })
  .meta({ id: 'RecoveryCode', examples: [{ exists: true, createdAt: '2026-06-01T08:00:00.000Z' }] });
const recovered = z
  .object({ site: z.string(), session: signedIn.nullable() })
  .meta({ examples: [{ site: exampleId('site'), session: null }] });
type WithCode = z.output<typeof withCode>;

/** A site gets an owner again when no owner can sign in any more: by a code that was printed while all was well. */
export const recoveryRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/sites/:site/recovery-code',
    config: {
      action: 'recovery.write',
      ownNotice: true,
      rateLimit: { max: 20, timeWindow: 60_000 },
      problems: ['step_up_required'],
    },
    schema: {
      tags,
      summary:
        'A code to print: it is shown this once, and the one before ends. Needs a password proved within five minutes',
      params: inSite,
      body: z
        .strictObject({})
        .meta({ examples: [{}] })
        .nullish(),
      response: { 201: newCode },
    },
    handler: async (request, reply) => {
      const { user } = callerOf(request);
      requireFresh(callerOf(request), deps, OWNERSHIP_FRESH_MS);
      const code = newRecoveryCode();
      const createdAt = new Date(deps.clock.now());
      const hash = recoveryCodeHash(code) ?? '';
      await deps.recoveryCodes.replace({ _id: accessOf(request).site, hash, by: user, createdAt });
      return reply
        .code(201)
        .headers(NO_STORE)
        .send({ code, createdAt: iso(createdAt) });
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/recovery-code',
    config: { action: 'recovery.read' },
    schema: {
      tags,
      summary: 'Whether there is a recovery code, and since when; never what it is',
      params: inSite,
      response: { 200: recoveryCode },
    },
    handler: async (request) => {
      const code = await deps.recoveryCodes.get(accessOf(request).site);
      return { exists: code !== null, createdAt: isoOrNull(code?.createdAt) };
    },
  });

  useRoute(app, deps);
};

const useRoute = (app: App, deps: Deps): void => {
  const byAddress = failureLimit({ failures: 5, windowMs: WINDOW_MS }, deps.clock);

  app.route({
    method: 'POST',
    url: '/v1/recovery',
    config: {
      action: 'public',
      rateLimit: { max: 10, timeWindow: 60_000 },
      problems: ['unauthenticated', 'forbidden'],
    },
    schema: {
      tags,
      summary:
        'Become owner of a site by its printed code, once: signed in, or with name, email and password of a new account',
      body: withCode,
      response: { 200: recovered },
    },
    handler: async (request, reply) => {
      const { body } = request;
      if (body.delivery === 'cookie') requireAppOrigin(request, deps);
      const user = await signedInUser(request, deps);
      if (user === null && body.name === undefined) {
        throw new AppError('unauthenticated', 'sign in, or send name, email and password for a new account');
      }
      if (user !== null && body.name !== undefined) {
        throw new AppError('bad_request', 'you are signed in: send no name, email or password');
      }
      const hash = recoveryCodeHash(body.code);
      if (hash === null)
        throw new AppError('bad_request', 'a character of the code is mistyped; compare it with the print');
      byAddress.check(request.ip);
      // Counted before it is looked at, so that many guesses at once are all counted.
      byAddress.failed(request.ip);
      if (!(await deps.recoveryCodes.has(hash))) throw noSuchCode();
      const who: Recovering = user === null ? { newUser: await newUserOf(body) } : { user };
      const now = new Date(deps.clock.now());
      const done = await deps.recoveryCodes.use(hash, who, now);
      if (done === 'unknown') throw noSuchCode();
      byAddress.undo(request.ip);
      if (done === 'email_taken') {
        throw new AppError('conflict', 'an account with this e-mail exists: sign in with it and send the code again');
      }
      const opened = user === null && { user: done.user, delivery: body.delivery, authenticatedAt: now };
      const session = opened && { ...(await openSession(request, reply, deps, opened)), user: showAccount(done.user) };
      return reply.headers(NO_STORE).send({ site: done.site, session: session || null });
    },
  });
};

/** Of a public route: who is signed in, if they say so. Throws `unauthenticated` for what is no sign-in. */
export const signedInUser = async (request: FastifyRequest, deps: Deps): Promise<string | null> => {
  if (request.headers.authorization === undefined) return null;
  const caller = await authenticate(request, deps);
  if (caller.token) throw new AppError('forbidden', 'a personal API token may not do this; sign in as yourself');
  sessionOf(caller);
  return caller.user;
};

const newUserOf = async ({ name = '', email = '', password = '' }: WithCode) => {
  refuseOwnEmail(password, email);
  return { name, email, passwordHash: await hashPassword(password) };
};

const noSuchCode = () =>
  new AppError('forbidden', 'this code is good for nothing: it is wrong, was used or was replaced');
