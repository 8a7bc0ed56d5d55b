import { AppError } from '@smart-latch/runtime';
import { z } from 'zod';
import { hashPassword } from '../auth/passwords.ts';
import { requireAppOrigin } from '../auth/refresh-cookie.ts';
import { openSession } from '../auth/sessions.ts';
import type { App, Deps } from '../deps.ts';
import { delivery, newPassword, refuseOwnEmail, showAccount, signedIn } from './accounts.ts';
import { email, label, NO_STORE } from './shapes.ts';

const tags = ['sign-in'];

/** The first owner of a fresh server. */
export const setupRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'GET',
    url: '/v1/setup',
    config: { action: 'public' },
    schema: {
      tags,
      summary: 'Whether this server still waits for its first owner',
      response: { 200: z.object({ needsOwner: z.boolean() }) },
    },
    handler: async () => ({ needsOwner: !(await deps.people.hasUsers()) }),
  });

  app.route({
    method: 'POST',
    url: '/v1/setup',
    config: { action: 'public', rateLimit: { max: 10, timeWindow: 60_000 }, problems: ['forbidden'] },
    schema: {
      tags,
      summary: 'Become the first owner, once, with the code that the server keeps in a file',
      body: z.strictObject({
        code: z
          .string()
          .max(200)
          .meta({ examples: ['7QK4-M2XD-9TRA-C8VE-5HJN'] }),
        name: label(100).meta({ examples: ['Olivia'] }),
        email,
        password: newPassword,
        delivery,
      }),
      response: { 201: signedIn },
    },
    handler: async (request, reply) => {
      const { code, name, email, password, delivery } = request.body;
      if (delivery === 'cookie') requireAppOrigin(request, deps);
      if (await deps.people.hasUsers()) throw setUp();
      if (!deps.setupCode.accepts(code)) {
        throw new AppError('forbidden', 'this is not the setup code: read it on the server, in the SETUP_CODE_FILE');
      }
      refuseOwnEmail(password, email);
      const passwordHash = await hashPassword(password);
      const now = new Date(deps.clock.now());
      const user = await deps.people.createFirstOwner({ name, email, passwordHash }, now);
      if (!user) throw setUp();
      await deps.setupCode.spend().catch((error: unknown) => {
        deps.log.warn({ err: error }, 'the spent setup code could not be deleted');
      });
      const session = await openSession(request, reply, deps, { user, delivery, authenticatedAt: now });
      return reply
        .code(201)
        .headers(NO_STORE)
        .send({ ...session, user: showAccount(user) });
    },
  });
};

const setUp = () => new AppError('conflict', 'this server has its first owner already; sign in instead');
