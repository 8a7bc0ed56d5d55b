import type { Answer } from '@smart-latch/protocol';
import { AppError } from '@smart-latch/runtime';
import type { CardLine } from '@smart-latch/store';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App, Deps } from '../deps.ts';
import { accessOf, callerOf } from '../guard.ts';
import { SITE_LIMITS } from '../limits.ts';
import { exampleId } from '../openapi/example-ids.ts';
import {
  actOf,
  addCredential,
  credential,
  foundCredential,
  inCredential,
  newCredentialFields,
  ntag424Uid,
  showCredential,
} from './credentials.ts';
import { email, id, inSite, label, NO_STORE } from './shapes.ts';
import { memberOf } from './users.ts';

const tags = ['credentials'];
const KEYS_DEADLINE_MS = 3_000;
const MAX_LINES = 500;
/** 500 lines with long labels. */
const IMPORT_MAX_BYTES = 256 * 1024;
const IMPORT_DEADLINE_MS = 60_000;

const newCard = z
  .strictObject({
    ...newCredentialFields,
    uid: ntag424Uid,
    state: z
      .enum(['active', 'disabled'])
      .default('active')
      .describe('disabled until the keys are on the card: PATCH it to active then'),
  })
  .meta({ examples: [{ user: exampleId('user'), uid: '04a1b2c3d4e5f6', label: "Alice's card" }] });

/** Keys that the card is personalised with, hex: whoever issues cards sees them. */
export const cardKeys = z
  .object({
    keyId: z.int().describe("Which version of the site's keys: also the version of the card's keys"),
    metaReadKey: z.string().describe('Key 1 of the card, SDMMetaRead: the same on all cards of the site'),
    fileReadKey: z.string().describe('Key 2, SDMFileRead'),
    masterKey: z.string().describe('Key 0: it alone rewrites the card'),
    spareKeys: z.tuple([z.string(), z.string()]).describe('Keys 3 and 4, which nothing uses'),
    url: z.string().describe("What the card's NDEF record holds; the card fills in p and c"),
  })
  .meta({
    id: 'CardKeys',
    examples: [
      {
        keyId: 1,
        metaReadKey: '00112233445566778899aabbccddeeff',
        fileReadKey: 'ffeeddccbbaa99887766554433221100',
        masterKey: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
        spareKeys: ['102132435465768798a9bacbdcedfe0f', '213243546576879809a1b2c3d4e5f607'],
        url: `https://latch.example.org/t?k=1&p=${'0'.repeat(32)}&c=${'0'.repeat(16)}`,
      },
    ],
  });

/** `door`: the latch whose tag it is; a card's URL names none. */
export const showKeys = (deps: Deps, keys: Answer<'card-keys'>, door?: string): z.output<typeof cardKeys> => ({
  ...keys,
  url: `${deps.settings.publicUrl}/t?${door === undefined ? '' : `d=${door}&`}k=${keys.keyId}&p=${'0'.repeat(32)}&c=${'0'.repeat(16)}`,
});

export const askCardKeys = (
  deps: Deps,
  { id: request }: FastifyRequest,
  { site, uid, use = 'card' }: { site: string; uid: string; use?: 'card' | 'tag' },
) => deps.ask('card-keys', { site, uid, use }, { deadlineMs: deps.clock.now() + KEYS_DEADLINE_MS, request });

/** NTAG 424 DNA cards: issued one by one with their keys, or imported when the keys are on them already. */
export const cardRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/sites/:site/cards',
    config: { action: 'cards.issue', ownNotice: true, problems: ['deadline_exceeded'] },
    schema: {
      tags,
      summary: 'Issue an NTAG 424 DNA card to a user; answers with the keys to write on it',
      params: inSite,
      body: newCard,
      response: { 201: z.object({ credential, keys: cardKeys }) },
    },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      await memberOf(deps, site, request.body.user);
      const keys = await askCardKeys(deps, request, { site, uid: request.body.uid });
      const made = await addCredential(deps, request, { ...request.body, kind: 'ntag424' });
      return reply
        .code(201)
        .headers(NO_STORE)
        .send({ credential: showCredential(made), keys: showKeys(deps, keys) });
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/sites/:site/credentials/:credential/keys',
    config: { action: 'cards.issue', ownNotice: true, problems: ['deadline_exceeded'] },
    schema: {
      tags,
      summary: 'The keys of an issued card again: to finish writing it, or to make it blank. It is recorded',
      params: inCredential,
      response: { 200: cardKeys },
    },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      const match = { _id: request.params.credential, retiredAt: null };
      const row = foundCredential(await deps.rows.credentials.find(site, match));
      if (row.kind !== 'ntag424') throw new AppError('unprocessable', 'a bare card number has no keys');
      const keys = await askCardKeys(deps, request, { site, uid: row.uid });
      const body = { credential: row._id };
      const notice = { site, kind: 'card_keys_shown', by: callerOf(request).user, about: row.user, body } as const;
      await deps.notices.add(notice, new Date(deps.clock.now()));
      return reply.headers(NO_STORE).send(showKeys(deps, keys));
    },
  });

  importRoute(app, deps);
};

const line = z
  .strictObject({ uid: ntag424Uid, user: id.optional(), email: email.optional(), label: label(100).default('card') })
  .refine(({ user, email }) => (user === undefined) !== (email === undefined), {
    path: ['user'],
    error: 'give either user or email',
  });

const OUTCOMES = ['imported', 'already', 'refused'] as const;

const newCards = z
  .strictObject({
    cards: z.array(line).min(1).max(MAX_LINES),
    dryRun: z.boolean().default(false).describe('Only say what would come of it'),
  })
  .meta({ examples: [{ cards: [{ uid: '04a1b2c3d4e5f6', email: 'alice@example.org', label: 'blue card' }] }] });

const imported = z
  .object({
    lines: z
      .array(z.object({ outcome: z.enum(OUTCOMES), credential: z.string().nullable(), detail: z.string().nullable() }))
      .describe('In the order of the cards. already: this person has this card'),
  })
  .meta({
    id: 'CardImport',
    examples: [{ lines: [{ outcome: 'imported', credential: exampleId('credential'), detail: null }] }],
  });

const importRoute = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/sites/:site/cards/import',
    config: { action: 'cards.issue', ownNotice: true, problems: ['deadline_exceeded'] },
    bodyLimit: IMPORT_MAX_BYTES,
    handlerTimeout: IMPORT_DEADLINE_MS,
    schema: {
      tags,
      summary: `Accept cards that hold keys of this site already, up to ${MAX_LINES} at once; what is imported stays when others are refused`,
      params: inSite,
      body: newCards,
      response: { 200: imported },
    },
    handler: async (request) => {
      const { site } = accessOf(request);
      const { cards, dryRun } = request.body;
      const already = await deps.rows.credentials.count(site, {});
      if (already + cards.length > SITE_LIMITS.credentials) {
        throw new AppError('unprocessable', `a site has at most ${SITE_LIMITS.credentials} cards; remove some first`);
      }
      const lines: CardLine[] = cards.map(({ user, email, ...rest }) => ({ ...rest, who: user ?? email ?? '' }));
      return { lines: await deps.credentials.importCards(site, lines, actOf(deps, request, 'card_issued'), dryRun) };
    },
  });
};
