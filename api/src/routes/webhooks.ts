import { SECRET_OVERLAP_MS, WEBHOOK_LIMITS, webhookSecret, webhookUrlProblem } from '@smart-latch/protocol';
import { AppError } from '@smart-latch/runtime';
import { newId, WEBHOOK_OFF, type WebhookDoc } from '@smart-latch/store';
import { z } from 'zod';
import type { App, Deps } from '../deps.ts';
import { accessOf } from '../guard.ts';
import { ifMatch, tagOf } from '../http/etag.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { given, id, inSite, inSiteWith, iso, isoOrNull, listOf, NO_STORE, pageOf, pageQuery } from './shapes.ts';

const tags = ['webhooks'];
export const MAX_WEBHOOKS = 20;

const kind = z.string().regex(/^[a-z_]{1,64}$/, 'must be a kind of event, such as granted');
const settings = {
  url: z.string().max(WEBHOOK_LIMITS.urlLength),
  description: z
    .string()
    .trim()
    .max(200)
    .regex(/^[^\p{Cc}]*$/u, 'must not contain control characters'),
  kinds: z
    .array(kind)
    .min(1)
    .max(WEBHOOK_LIMITS.kinds)
    .nullable()
    .describe('Which kinds of events are sent; null: all'),
  disabled: z.boolean(),
};
const newWebhook = z
  .strictObject({
    url: settings.url,
    description: settings.description.default(''),
    kinds: settings.kinds.default(null),
    disabled: settings.disabled.default(false),
  })
  .meta({ examples: [{ url: 'https://example.org/hook', kinds: ['granted', 'opened'] }] });
const webhookPatch = z
  .strictObject(settings)
  .partial()
  .meta({ examples: [{ kinds: null }] });

const EXAMPLE = {
  id: exampleId('webhook'),
  url: 'https://example.org/hook',
  description: '',
  kinds: ['granted', 'opened'],
  disabled: false,
  disabledBecause: null,
  failingSince: null,
  previousSecretUntil: null,
  createdAt: '2026-06-01T08:00:00.000Z',
};

const webhook = z
  .object({
    id: z.string(),
    ...settings,
    disabledBecause: z
      .enum(WEBHOOK_OFF)
      .nullable()
      .describe(
        'owner: turned off here; gone: it answered 410; failing: nothing was taken while a message used all its tries',
      ),
    failingSince: z.string().nullable().describe('Since when no message was taken; null: the last one was'),
    previousSecretUntil: z.string().nullable().describe('Until when the secret before the last rotation signs too'),
    createdAt: z.string(),
  })
  .meta({ id: 'Webhook', examples: [EXAMPLE] });
const withSecret = webhook
  .extend({ secret: z.string() })
  .meta({ id: 'WebhookWithSecret', examples: [{ ...EXAMPLE, secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD' }] });

const show = (row: WebhookDoc): z.output<typeof webhook> => ({
  id: row._id,
  url: row.url,
  description: row.description,
  kinds: row.kinds,
  disabled: row.off !== null,
  disabledBecause: row.off,
  failingSince: row.failingSinceMs === null ? null : iso(new Date(row.failingSinceMs)),
  previousSecretUntil: isoOrNull(row.previousUntil),
  createdAt: iso(row.createdAt),
});

const tag = tagOf(webhook, show);
export const inWebhook = inSiteWith({ webhook: id });

/** Where the events of a site are sent. */
export const webhookRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/sites/:site/webhooks',
    config: { action: 'webhooks.write' },
    schema: {
      tags,
      summary: 'Send the events of the site, from now on, to a URL; the secret of its signatures is shown this once',
      params: inSite,
      body: newWebhook,
      response: { 201: withSecret },
    },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      const made = await create(deps, site, request.body);
      return reply
        .code(201)
        .headers(NO_STORE)
        .send({ ...show(made), secret: secretOf(deps, made) });
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/webhooks',
    config: { action: 'webhooks.read' },
    schema: {
      tags,
      summary: 'The webhooks of the site, without their secrets',
      params: inSite,
      querystring: z.strictObject(pageQuery),
      response: { 200: listOf(webhook) },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      const rows = await deps.rows.webhooks.list(accessOf(request).site, {}, { after: cursor, limit });
      return pageOf(rows, limit, show);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/webhooks/:webhook',
    config: { action: 'webhooks.read' },
    schema: { tags, summary: 'One webhook', params: inWebhook, response: { 200: webhook } },
    handler: async (request) => show(await webhookOf(deps, accessOf(request).site, request.params.webhook)),
  });

  app.route({
    method: 'PATCH',
    url: '/v1/sites/:site/webhooks/:webhook',
    config: { action: 'webhooks.write', ifMatch: true, problems: ['unprocessable'] },
    schema: {
      tags,
      summary: 'Change a webhook; turned on again, it goes on where it stopped',
      params: inWebhook,
      body: webhookPatch,
      response: { 200: webhook },
    },
    handler: async (request) => {
      const { disabled, ...rest } = request.body;
      if (rest.url !== undefined) requireUrl(deps, rest.url);
      const anew = { off: null, heldUntilMs: null, failingSinceMs: null };
      const state = disabled === undefined ? {} : disabled ? { off: 'owner' as const } : anew;
      const { site } = accessOf(request);
      const set = { ...given(rest), ...state };
      const row = await deps.rows.webhooks.update(site, request.params.webhook, set, ifMatch(request, tag));
      return show(row ?? notFound());
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/sites/:site/webhooks/:webhook',
    config: { action: 'webhooks.write', ifMatch: true },
    schema: { tags, summary: 'Send no more, and forget what was sent', params: inWebhook, response: { 204: z.null() } },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      const { webhook: one } = request.params;
      if (!(await deps.rows.webhooks.remove(site, one, ifMatch(request, tag)))) notFound();
      await deps.webhooks.forget(site, one);
      return reply.code(204).send(null);
    },
  });
  addRotation(app, deps);
};

const addRotation = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/sites/:site/webhooks/:webhook/rotate-secret',
    config: { action: 'webhooks.write' },
    schema: {
      tags,
      summary: 'Make a new secret, shown this once; for a day the one before signs too',
      params: inWebhook,
      body: z.strictObject({}).nullish(),
      response: { 200: withSecret },
    },
    handler: async (request, reply) => {
      const until = new Date(deps.clock.now() + SECRET_OVERLAP_MS);
      const row = await deps.webhooks.rotate(accessOf(request).site, request.params.webhook, until);
      if (!row) return notFound();
      return reply.headers(NO_STORE).send({ ...show(row), secret: secretOf(deps, row) });
    },
  });
};

const secretOf = ({ settings }: Deps, { site, _id, generation }: WebhookDoc): string =>
  webhookSecret(settings.webhooks.secretKey, { site, webhook: _id, generation });

const create = async (
  deps: Deps,
  site: string,
  { disabled, ...rest }: z.output<typeof newWebhook>,
): Promise<WebhookDoc> => {
  requireUrl(deps, rest.url);
  if ((await deps.rows.webhooks.count(site, {})) >= MAX_WEBHOOKS) {
    throw new AppError('unprocessable', `a site has at most ${MAX_WEBHOOKS} webhooks; remove one first`);
  }
  return deps.rows.webhooks.create({
    _id: newId(),
    site,
    ...rest,
    off: disabled ? 'owner' : null,
    generation: 1,
    previousUntil: null,
    cursor: await deps.history.lastSeq(site),
    replay: 0,
    heldUntilMs: null,
    failingSinceMs: null,
    createdAt: new Date(deps.clock.now()),
  });
};

const requireUrl = ({ settings: { webhooks } }: Deps, url: string): void => {
  const problem = webhookUrlProblem(url, webhooks.policy);
  if (problem !== null) throw new AppError('unprocessable', `url: ${problem}`);
};

const notFound = (): never => {
  throw new AppError('not_found', 'there is no webhook with this id here');
};

/** Throws `not_found`. */
export const webhookOf = async (deps: Deps, site: string, one: string): Promise<WebhookDoc> =>
  (await deps.rows.webhooks.get(site, one)) ?? notFound();
