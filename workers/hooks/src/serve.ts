import {
  SECRET_OVERLAP_MS,
  webhookHeaders,
  webhookMessageId,
  webhookPayload,
  webhookSecret,
} from '@smart-latch/protocol';
import type { Clock, Logger, Metrics } from '@smart-latch/runtime';
import {
  type DeliveryDoc,
  eventAt,
  eventsAfter,
  nextDelivery,
  pendingDeliveries,
  type Store,
  settleTry,
  type TryOutcome,
  takeEvents,
  type WebhookDoc,
  webhookById,
} from '@smart-latch/store';
import type { Post, Posted } from './post.ts';

export interface HooksDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  /** Of the secrets of all webhooks. */
  readonly secretKey: Uint8Array;
  readonly post: Post;
  /** After the first try, the second... */
  readonly retryMs: readonly number[];
  /** 0 to 1. */
  readonly chance: () => number;
  readonly tries: ReturnType<Metrics['counter']>;
}

/** Then other webhooks have their turn. */
const TURN_MS = 20_000;
const EVENTS_AT_ONCE = 100;
/** While so many messages wait to be tried again, no further event is taken. */
const MAX_PENDING = 1_000;
/** A wait is longer or shorter by this share of it, so that what failed together does not come back together. */
const JITTER = 0.2;

/**
 * Sends what a webhook is due, one message after the other, oldest event first. An endpoint that does not answer (no connection, 5xx, 429)
 * holds up what follows, so that order is kept; a message that it refuses is set aside and tried again by itself. Safe to be killed, and to
 * run twice: what was sent and not noted is sent again with the same id.
 */
export const serveWebhook = async (deps: HooksDeps, id: string): Promise<void> => {
  const { store, clock } = deps;
  const endsMs = clock.now() + TURN_MS;
  while (clock.now() < endsMs) {
    const webhook = await webhookById(store, id);
    if (!webhook || webhook.off !== null || (webhook.heldUntilMs ?? 0) > clock.now()) return;
    const delivery = await nextDelivery(store, id, clock.now());
    if (delivery) await tryDelivery(deps, webhook, delivery);
    else if (!(await takeMore(deps, webhook))) return;
  }
};

const takeMore = async ({ store, clock }: HooksDeps, webhook: WebhookDoc): Promise<boolean> => {
  if ((await pendingDeliveries(store, webhook._id)) >= MAX_PENDING) return false;
  const events = await eventsAfter(store, webhook.site, webhook.cursor, EVENTS_AT_ONCE);
  const last = events.at(-1);
  if (!last) return false;
  const { _id, site, kinds, replay } = webhook;
  const createdAt = new Date(clock.now());
  const deliveries = events
    .filter(({ kind }) => kinds === null || kinds.includes(kind))
    .map(
      ({ seq, kind }): DeliveryDoc => ({
        _id: `${_id}.${replay}.${seq}`,
        site,
        webhook: _id,
        message: webhookMessageId(_id, String(seq)),
        type: `event.${kind}`,
        seq,
        state: 'pending',
        tries: [],
        dueAtMs: createdAt.getTime(),
        createdAt,
      }),
    );
  await takeEvents(store, webhook, deliveries, last.seq);
  return true;
};

const tryDelivery = async (deps: HooksDeps, webhook: WebhookDoc, delivery: DeliveryDoc): Promise<void> => {
  const { store, clock, log } = deps;
  const atMs = clock.now();
  const body = await bodyOf(store, delivery);
  const message = { id: delivery.message, timestampS: Math.floor(atMs / 1_000), body };
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Smart-Latch-Webhooks',
    ...webhookHeaders(secretsOf(deps.secretKey, webhook, atMs), message),
  };
  const posted = await deps.post(webhook.url, headers, body);
  const outcome = outcomeOf(deps, webhook, delivery, posted, atMs);
  await settleTry(store, delivery, outcome);
  deps.tries.inc({ outcome: posted.error ?? `${Math.floor((posted.status ?? 0) / 100)}xx` });
  log.info({ webhook: webhook._id, delivery: delivery._id, ...posted, state: outcome.state }, 'webhook');
};

/** The event as it stands now: what was erased meanwhile is not sent. */
const bodyOf = async (store: Store, { site, webhook, type, seq, createdAt }: DeliveryDoc): Promise<string> => {
  const event = seq === null ? null : await eventAt(store, site, seq);
  const payload = event
    ? webhookPayload(site, event)
    : { type, timestamp: createdAt.toISOString(), site, data: { webhook } };
  return JSON.stringify(payload);
};

const secretsOf = (key: Uint8Array, { site, _id, generation, previousUntil }: WebhookDoc, nowMs: number): string[] => {
  const untilMs = previousUntil?.getTime() ?? 0;
  const both = nowMs < untilMs && untilMs - nowMs <= SECRET_OVERLAP_MS && generation > 1;
  return [generation, ...(both ? [generation - 1] : [])].map((one) =>
    webhookSecret(key, { site, webhook: _id, generation: one }),
  );
};

const outcomeOf = (
  { clock, retryMs, chance }: HooksDeps,
  webhook: WebhookDoc,
  delivery: DeliveryDoc,
  { status, error }: Posted,
  atMs: number,
): TryOutcome => {
  const nowMs = clock.now();
  const tried = { atMs, status, error, latencyMs: nowMs - atMs };
  const settled = { tried, dueAtMs: null, heldUntilMs: null };
  if (status !== null && status >= 200 && status < 300) {
    return { ...settled, state: 'delivered', failingSinceMs: null, off: null };
  }
  const failingSinceMs = webhook.failingSinceMs ?? atMs;
  if (status === 410) return { ...settled, state: 'failed', failingSinceMs, off: 'gone' };
  const waitMs = retryMs[delivery.tries.length];
  if (waitMs === undefined) {
    const firstMs = delivery.tries[0]?.atMs ?? atMs;
    return { ...settled, state: 'failed', failingSinceMs, off: failingSinceMs <= firstMs ? 'failing' : null };
  }
  const dueAtMs = nowMs + Math.round(waitMs * (1 - JITTER + 2 * JITTER * chance()));
  const answers = status !== null && status < 500 && status !== 429;
  return { tried, state: 'pending', dueAtMs, heldUntilMs: answers ? null : dueAtMs, failingSinceMs, off: null };
};
