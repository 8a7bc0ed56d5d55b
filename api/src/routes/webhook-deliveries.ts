import { webhookMessageId } from '@smart-latch/protocol';
import { AppError } from '@smart-latch/runtime';
import { type DeliveryCursor, type DeliveryDoc, newId } from '@smart-latch/store';
import { z } from 'zod';
import type { App, Deps } from '../deps.ts';
import { accessOf } from '../guard.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { BAD_CURSOR, id, inSiteWith, iso, isoOfMs, listOf, pageQuery } from './shapes.ts';
import { inWebhook, webhookOf } from './webhooks.ts';

const tags = ['webhooks'];
const STATES = ['pending', 'delivered', 'failed'] as const;

const delivery = z
  .object({
    id: z.string(),
    message: z.string().describe('webhook-id of the request: the same for every try and replay of one event'),
    type: z.string(),
    seq: z.int().nullable().describe("The event's; null: a test"),
    state: z.enum(STATES),
    nextTryAt: z.string().nullable().describe('When it is tried next; null once it is settled'),
    tries: z
      .array(
        z.object({ at: z.string(), status: z.int().nullable(), error: z.string().nullable(), latencyMs: z.number() }),
      )
      .describe('error: why there was no answer. What was answered beside the status is not kept'),
    createdAt: z.string(),
  })
  .meta({
    id: 'WebhookDelivery',
    examples: [
      {
        id: `${exampleId('webhook')}.0.42`,
        message: 'msg_Jh3bXK0m2c7v9Qe4Tq8sYzWn1pA',
        type: 'event.granted',
        seq: 42,
        state: 'delivered',
        nextTryAt: null,
        tries: [{ at: '2026-06-01T08:00:02.000Z', status: 204, error: null, latencyMs: 87 }],
        createdAt: '2026-06-01T08:00:02.000Z',
      },
    ],
  });

const show = (row: DeliveryDoc): z.output<typeof delivery> => ({
  id: row._id,
  message: row.message,
  type: row.type,
  seq: row.seq,
  state: row.state,
  nextTryAt: row.dueAtMs === null ? null : isoOfMs(row.dueAtMs),
  tries: row.tries.map(({ atMs, status, error, latencyMs }) => ({ at: isoOfMs(atMs), status, error, latencyMs })),
  createdAt: iso(row.createdAt),
});

/** `{createdAtMs}_{id}`. */
const cursor = z
  .string()
  .regex(/^\d{1,15}_[\w.-]{1,100}$/, BAD_CURSOR)
  .transform((text): DeliveryCursor => {
    const at = text.indexOf('_');
    return { createdAtMs: Number(text.slice(0, at)), id: text.slice(at + 1) };
  });

const SENDING = { max: 60, timeWindow: 60_000 } as const;

/** What was sent to a webhook, and sending it again. */
export const deliveryRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'GET',
    url: '/v1/sites/:site/webhooks/:webhook/deliveries',
    config: { action: 'webhooks.read' },
    schema: {
      tags,
      summary: 'What was sent within 30 days and how it was answered, newest first',
      params: inWebhook,
      querystring: z.strictObject({ ...pageQuery, cursor: cursor.optional(), state: z.enum(STATES).optional() }),
      response: { 200: listOf(delivery) },
    },
    handler: async (request) => {
      const { site } = accessOf(request);
      const { limit, cursor: after, state } = request.query;
      const { _id } = await webhookOf(deps, site, request.params.webhook);
      const rows = await deps.webhooks.deliveries(site, _id, { state }, { limit, ...(after ? { after } : {}) });
      const last = rows.length < limit ? undefined : rows.at(-1);
      return { items: rows.map(show), next: last ? `${last.createdAt.getTime()}_${last._id}` : null };
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/sites/:site/webhooks/:webhook/test',
    config: { action: 'webhooks.write', rateLimit: SENDING },
    schema: {
      tags,
      summary: 'Send a message of type webhook.test; the log says how it was answered',
      params: inWebhook,
      body: z.strictObject({}).nullish(),
      response: { 202: delivery },
    },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      const { _id } = await webhookOf(deps, site, request.params.webhook);
      const message = webhookMessageId(_id, newId());
      const sent = await deps.webhooks.send({ site, webhook: _id, message, type: 'webhook.test', seq: null }, now());
      return reply.code(202).send(show(sent));
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/sites/:site/webhooks/:webhook/deliveries/:delivery/replay',
    config: { action: 'webhooks.write', rateLimit: SENDING },
    schema: {
      tags,
      summary: 'Send a message again, with the same webhook-id',
      params: inSiteWith({ webhook: id, delivery: z.string().regex(/^[\w.-]{1,100}$/) }),
      body: z.strictObject({}).nullish(),
      response: { 202: delivery },
    },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      const { _id } = await webhookOf(deps, site, request.params.webhook);
      const row = await deps.webhooks.delivery(site, _id, request.params.delivery);
      if (!row) throw new AppError('not_found', 'this webhook has no such delivery');
      const { message, type, seq } = row;
      return reply.code(202).send(show(await deps.webhooks.send({ site, webhook: _id, message, type, seq }, now())));
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/sites/:site/webhooks/:webhook/replay',
    config: { action: 'webhooks.write', rateLimit: SENDING },
    schema: {
      tags,
      summary: 'Send again every event from this sequence on, each with the webhook-id that it had',
      params: inWebhook,
      body: z
        .strictObject({ fromSeq: z.int().min(1).max(Number.MAX_SAFE_INTEGER) })
        .meta({ examples: [{ fromSeq: 42 }] }),
      response: {
        202: z.object({ fromSeq: z.int(), toSeq: z.int() }).meta({ examples: [{ fromSeq: 42, toSeq: 57 }] }),
      },
    },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      const { fromSeq } = request.body;
      const { _id } = await webhookOf(deps, site, request.params.webhook);
      const toSeq = await deps.history.lastSeq(site);
      if (fromSeq > toSeq) throw new AppError('unprocessable', `the last event of this site is ${toSeq}`);
      await deps.webhooks.replayFrom(site, _id, fromSeq);
      return reply.code(202).send({ fromSeq, toSeq });
    },
  });

  const now = () => new Date(deps.clock.now());
};
