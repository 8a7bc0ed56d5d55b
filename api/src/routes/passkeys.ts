import { AppError } from '@smart-latch/runtime';
import { MAX_PASSKEYS_OF_USER, type PasskeyDoc } from '@smart-latch/store';
import { z } from 'zod';
import { requireFresh, sessionOf } from '../auth/caller.ts';
import { optionsToCreate, verifyCreated } from '../auth/passkeys/ceremonies.ts';
import { creationOptions, registration } from '../auth/passkeys/shapes.ts';
import type { App, Deps } from '../deps.ts';
import { callerOf } from '../guard.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { id, iso, isoOrNull, label, listOf, NO_STORE, pageOf, pageQuery } from './shapes.ts';

const tags = ['sign-in'];
const RATE = { max: 60, timeWindow: 60_000 } as const;

const name = label(100).meta({ examples: ["Olivia's phone"] });

const passkey = z
  .object({ id: z.string(), name: z.string(), createdAt: z.string(), lastUsedAt: z.string().nullable() })
  .meta({
    id: 'Passkey',
    examples: [
      { id: exampleId('passkey'), name: "Olivia's phone", createdAt: '2026-06-01T08:00:00.000Z', lastUsedAt: null },
    ],
  });

const show = (row: PasskeyDoc): z.output<typeof passkey> => ({
  id: row._id,
  name: row.name,
  createdAt: iso(row.createdAt),
  lastUsedAt: isoOrNull(row.lastUsedAt),
});

const inPasskey = z.strictObject({ passkey: id });
const unknown = () => new AppError('not_found', 'you have no passkey with this id');

/** The passkeys of the signed-in person. */
export const passkeyRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/me/passkeys/options',
    config: { action: 'signed_in', rateLimit: RATE, problems: ['step_up_required'] },
    schema: {
      tags,
      summary: 'Begin to make a passkey: what the browser is asked with, good for five minutes. Needs a fresh sign-in',
      response: { 200: creationOptions },
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      requireFresh(caller, deps);
      const user = await deps.people.byId(caller.user);
      if (!user) throw new AppError('unauthenticated', 'this account is gone');
      return reply.headers(NO_STORE).send(await optionsToCreate(deps, user, sessionOf(caller)));
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/me/passkeys',
    config: { action: 'signed_in', rateLimit: RATE, problems: ['step_up_required'] },
    schema: {
      tags,
      summary: 'Keep a passkey that the browser made; I sign in with it from now on. Needs a fresh sign-in',
      body: z.strictObject({ name, passkey: registration }),
      response: { 201: passkey },
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      requireFresh(caller, deps);
      if ((await deps.passkeys.ofUser(caller.user)).length >= MAX_PASSKEYS_OF_USER) {
        throw new AppError('unprocessable', `at most ${MAX_PASSKEYS_OF_USER} passkeys are kept; remove one first`);
      }
      const { name, passkey: made } = request.body;
      const row = await verifyCreated(deps, { user: caller.user, session: sessionOf(caller), name }, made);
      if (!(await deps.passkeys.add(row))) throw new AppError('conflict', 'this passkey is registered already');
      return reply.code(201).send(show(row));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/me/passkeys',
    config: { action: 'signed_in' },
    schema: {
      tags,
      summary: 'My passkeys',
      querystring: z.strictObject(pageQuery),
      response: { 200: listOf(passkey) },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      return pageOf(await deps.passkeys.ofUser(callerOf(request).user, { after: cursor, limit }), limit, show);
    },
  });

  app.route({
    method: 'PATCH',
    url: '/v1/me/passkeys/:passkey',
    config: { action: 'signed_in' },
    schema: {
      tags,
      summary: 'Rename a passkey',
      params: inPasskey,
      body: z.strictObject({ name }),
      response: { 200: passkey },
    },
    handler: async (request) => {
      const row = await deps.passkeys.rename(callerOf(request).user, request.params.passkey, request.body.name);
      if (!row) throw unknown();
      return show(row);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/me/passkeys/:passkey',
    config: { action: 'signed_in', problems: ['step_up_required', 'conflict'] },
    schema: {
      tags,
      summary: 'Remove a passkey; never the last way in. Needs a fresh sign-in',
      params: inPasskey,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      requireFresh(caller, deps);
      const outcome = await deps.passkeys.remove(caller.user, request.params.passkey);
      if (outcome === 'unknown') throw unknown();
      if (outcome === 'last') {
        throw new AppError('conflict', 'this is your only way in; make another, or set a password, first');
      }
      return reply.code(204).send(null);
    },
  });
};
