import { CREDENTIAL_STATES } from '@smart-latch/core';
import { AppError } from '@smart-latch/runtime';
import type { Act, CredentialDoc, Expect, NewCredential } from '@smart-latch/store';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App, Deps } from '../deps.ts';
import { accessOf, callerOf, onlyUser, ownOr404 } from '../guard.ts';
import { ifMatch, tagOf } from '../http/etag.ts';
import { belowLimit } from '../limits.ts';
import { exampleId } from '../openapi/example-ids.ts';
import {
  dateOrNull,
  given,
  id,
  inSite,
  inSiteWith,
  iso,
  isoOrNull,
  label,
  listOf,
  pageOf,
  pageQuery,
  timestamp,
} from './shapes.ts';
import { memberOf } from './users.ts';

const tags = ['credentials'];

const dates = { notBefore: timestamp.nullable(), expiresAt: timestamp.nullable() };
/** A card number in hex: 4, 7 or 10 bytes (ISO/IEC 14443-3, 6.5.4). */
const uid = z
  .string()
  .toLowerCase()
  .regex(/^(?:[0-9a-f]{8}|[0-9a-f]{14}|[0-9a-f]{20})$/, 'must be 4, 7 or 10 bytes in hex');
export const ntag424Uid = z
  .string()
  .toLowerCase()
  .regex(/^[0-9a-f]{14}$/, 'must be the 7 bytes of the card in hex');

export const newCredentialFields = {
  user: id,
  label: label(100).default('card'),
  notBefore: dates.notBefore.default(null),
  expiresAt: dates.expiresAt.default(null),
};
const newCredential = z
  .strictObject({ ...newCredentialFields, kind: z.literal('uid'), uid })
  .meta({ examples: [{ user: exampleId('user'), kind: 'uid', uid: '04a1b2c3d4e5f6', label: 'Key fob' }] });
/** `lost` has routes of its own. */
const credentialPatch = z
  .strictObject({ label: label(100), state: z.enum(['active', 'disabled']), ...dates })
  .partial()
  .meta({ examples: [{ state: 'disabled' }] });

export const credential = z
  .object({
    id: z.string(),
    user: z.string(),
    kind: z.enum(['ntag424', 'uid', 'phone']),
    uid: z.string(),
    label: z.string(),
    state: z.enum(CREDENTIAL_STATES),
    ...dates,
    createdAt: z.string(),
  })
  .meta({
    id: 'Credential',
    examples: [
      {
        id: exampleId('credential'),
        user: exampleId('user'),
        kind: 'ntag424',
        uid: '04a1b2c3d4e5f6',
        label: "Alice's card",
        state: 'active',
        notBefore: null,
        expiresAt: null,
        createdAt: '2026-06-01T08:00:00.000Z',
      },
    ],
  });

export const showCredential = (row: CredentialDoc): z.output<typeof credential> => ({
  id: row._id,
  user: row.user,
  kind: row.kind,
  uid: row.uid,
  label: row.label,
  state: row.state,
  notBefore: isoOrNull(row.notBefore),
  expiresAt: isoOrNull(row.expiresAt),
  createdAt: iso(row.createdAt),
});

const tag = tagOf(credential, showCredential);
export const inCredential = inSiteWith({ credential: id });

/** What opens doors: cards (issued in cards.ts) and bare card numbers. */
export const credentialRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/sites/:site/credentials',
    config: { action: 'credentials.write', ownNotice: true },
    schema: {
      tags,
      summary: 'Accept a bare card number (kind uid) of a user: low assurance, where the site allows it',
      params: inSite,
      body: newCredential,
      response: { 201: credential },
    },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      const [row] = await Promise.all([deps.sites.get(site), memberOf(deps, site, request.body.user)]);
      if (!row?.acceptsUid) {
        throw new AppError(
          'unprocessable',
          'this site does not accept bare card numbers; set acceptsUid of the site first',
        );
      }
      return reply
        .code(201)
        .send(showCredential(await addCredential(deps, request, { ...request.body, state: 'active' })));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/credentials',
    config: { action: 'credentials.read' },
    schema: {
      tags,
      summary: 'The credentials of the site or of a user',
      params: inSite,
      querystring: z.strictObject({
        ...pageQuery,
        user: id.optional(),
        kind: credential.shape.kind.optional(),
        state: credential.shape.state.optional(),
        uid: uid.optional(),
      }),
      response: { 200: listOf(credential) },
    },
    handler: async (request) => {
      const { limit, cursor, user, kind, state, uid } = request.query;
      if (user) ownOr404(request, user);
      const who = user ?? onlyUser(request) ?? undefined;
      const match = { ...given({ user: who, kind, state, uid }), retiredAt: null };
      const rows = await deps.rows.credentials.list(accessOf(request).site, match, { after: cursor, limit });
      return pageOf(rows, limit, showCredential);
    },
  });

  changeRoutes(app, deps);
};

const changeRoutes = (app: App, deps: Deps): void => {
  const change = async (
    request: FastifyRequest,
    id: string,
    set: Partial<Omit<CredentialDoc, '_id' | 'site'>>,
    expect?: Expect<CredentialDoc>,
  ) => {
    const { site } = accessOf(request);
    foundCredential(await deps.rows.credentials.find(site, { _id: id, retiredAt: null }));
    return foundCredential(await deps.rows.credentials.update(site, id, set, expect));
  };

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/credentials/:credential',
    config: { action: 'credentials.read' },
    schema: { tags, summary: 'One credential', params: inCredential, response: { 200: credential } },
    handler: async (request) => {
      const match = { _id: request.params.credential, retiredAt: null };
      const row = foundCredential(await deps.rows.credentials.find(accessOf(request).site, match));
      ownOr404(request, row.user);
      return showCredential(row);
    },
  });

  app.route({
    method: 'PATCH',
    url: '/v1/sites/:site/credentials/:credential',
    config: { action: 'credentials.write', ifMatch: true },
    schema: {
      tags,
      summary: 'Change a credential: disable it, its dates; a lost one stays lost until it is found',
      params: inCredential,
      body: credentialPatch,
      response: { 200: credential },
    },
    handler: async (request) => {
      const { notBefore, expiresAt, ...rest } = request.body;
      const set = {
        ...given(rest),
        ...(notBefore === undefined ? {} : { notBefore: dateOrNull(notBefore) }),
        ...(expiresAt === undefined ? {} : { expiresAt: dateOrNull(expiresAt) }),
      };
      const matches = ifMatch(request, tag);
      const expect = (row: CredentialDoc) => {
        matches?.(row);
        if (row.state === 'lost' && set.state !== undefined) {
          throw new AppError('conflict', 'this card is reported lost: POST .../found, or take it from its user');
        }
      };
      return showCredential(await change(request, request.params.credential, set, expect));
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/sites/:site/credentials/:credential',
    config: { action: 'credentials.write', ifMatch: true, ownNotice: true },
    schema: {
      tags,
      summary: 'Take a credential from its user; its read counter is kept, so that old messages stay useless',
      params: inCredential,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      const act = actOf(deps, request, 'card_retired');
      const set = { state: 'disabled', retiredAt: act.now, label: '' } as const;
      const matches = ifMatch(request, tag);
      const expect = (row: CredentialDoc) => {
        matches?.(row);
        // It would come back with the next tap: what stays disabled stays.
        if (row.kind === 'phone') throw new AppError('conflict', 'a phone is not taken away: disable it');
      };
      foundCredential(await deps.credentials.change(site, request.params.credential, { set, expect }, act));
      return reply.code(204).send(null);
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/sites/:site/credentials/:credential/end-lockout',
    config: { action: 'credentials.write' },
    schema: {
      tags,
      summary: 'End the lockout after too many faces that did not match',
      params: inCredential,
      response: { 200: credential },
    },
    handler: async (request) =>
      showCredential(await change(request, request.params.credential, { lockoutEndedAtMs: deps.clock.now() })),
  });
};

export const foundCredential = (row: CredentialDoc | null): CredentialDoc => {
  if (!row) throw new AppError('not_found', 'there is no credential with this id here');
  return row;
};

/** Whoever calls, and when. */
export const actOf = (deps: Deps, request: FastifyRequest, kind: Act['kind']): Act => ({
  kind,
  by: callerOf(request).user,
  now: new Date(deps.clock.now()),
});

interface Fresh extends Omit<NewCredential, 'notBefore' | 'expiresAt'> {
  readonly notBefore: string | null;
  readonly expiresAt: string | null;
}

/** Throws `conflict` for a card that is somebody's. */
export const addCredential = async (
  deps: Deps,
  request: FastifyRequest,
  { notBefore, expiresAt, ...rest }: Fresh,
): Promise<CredentialDoc> => {
  const { site } = accessOf(request);
  await belowLimit(deps.rows, site, 'credentials');
  const fresh = { ...rest, notBefore: dateOrNull(notBefore), expiresAt: dateOrNull(expiresAt) };
  const made = await deps.credentials.issue(site, fresh, actOf(deps, request, 'card_issued'));
  if (!made) throw new AppError('conflict', 'this card is issued already; take it from its user first');
  return made;
};
