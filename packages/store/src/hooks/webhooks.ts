import mongoose from 'mongoose';
import { addNotice } from '../api/notices.ts';
import { CHANGE_DEADLINE_MS } from '../repository.ts';
import type { EventDoc } from '../schema/event.ts';
import type { DeliveryDoc, DeliveryTry, WebhookDoc, WebhookOff } from '../schema/webhook.ts';
import type { Store } from '../store.ts';

const { trusted } = mongoose;

/** Webhooks that are on, not held, and have something to send: a delivery that is due, or events that nobody looked at yet. */
export const dueWebhooks = async (store: Store, nowMs: number, most: number): Promise<string[]> => {
  const found = await store.models.webhooks.aggregate<{ _id: string }>([
    { $match: { off: null, $or: [{ heldUntilMs: null }, { heldUntilMs: { $lte: nowMs } }] } },
    { $lookup: { from: 'chainHeads', localField: 'site', foreignField: '_id', as: 'head' } },
    {
      $lookup: {
        from: 'deliveries',
        localField: '_id',
        foreignField: 'webhook',
        pipeline: [{ $match: { state: 'pending', dueAtMs: { $lte: nowMs } } }, { $limit: 1 }, { $project: { _id: 1 } }],
        as: 'due',
      },
    },
    {
      $match: {
        $expr: { $or: [{ $gt: [{ $size: '$due' }, 0] }, { $gt: [{ $first: '$head.seq' }, '$cursor'] }] },
      },
    },
    { $limit: most },
    { $project: { _id: 1 } },
  ]);
  return found.map(({ _id }) => _id);
};

export const webhookById = (store: Store, id: string): Promise<WebhookDoc | null> =>
  store.models.webhooks.findOne({ _id: id }).lean<WebhookDoc>().exec();

/** The oldest event first; a test before all. */
export const nextDelivery = (store: Store, webhook: string, nowMs: number): Promise<DeliveryDoc | null> =>
  store.models.deliveries
    .findOne({ webhook, state: 'pending', dueAtMs: trusted({ $lte: nowMs }) })
    .sort({ seq: 1, createdAt: 1 })
    .lean<DeliveryDoc>()
    .exec();

export const pendingDeliveries = (store: Store, webhook: string): Promise<number> =>
  store.models.deliveries.countDocuments({ webhook, state: 'pending' }).exec();

export const eventsAfter = (store: Store, site: string, seq: number, most: number): Promise<EventDoc[]> =>
  store.models.events
    .find({ site, seq: trusted({ $gt: seq }) })
    .sort({ seq: 1 })
    .limit(most)
    .lean<EventDoc[]>()
    .exec();

export const eventAt = (store: Store, site: string, seq: number): Promise<EventDoc | null> =>
  store.models.events.findOne({ site, seq }).lean<EventDoc>().exec();

/**
 * Makes the deliveries and moves the cursor behind them. A worker that dies between the two makes them once more, which changes nothing:
 * their ids are those of the events. False: the webhook was changed meanwhile.
 */
export const takeEvents = async (
  store: Store,
  { _id, cursor, replay }: WebhookDoc,
  deliveries: readonly DeliveryDoc[],
  to: number,
): Promise<boolean> => {
  for (const delivery of deliveries) {
    const { _id: id, ...rest } = delivery;
    await store.models.deliveries.updateOne({ _id: id }, { $setOnInsert: rest }, { upsert: true });
  }
  const moved = await store.models.webhooks.updateOne({ _id, cursor, replay }, { $set: { cursor: to } });
  return moved.matchedCount === 1;
};

/** What became of a try: of the delivery, and of its webhook. */
export interface TryOutcome {
  readonly tried: DeliveryTry;
  readonly state: DeliveryDoc['state'];
  readonly dueAtMs: number | null;
  readonly heldUntilMs: number | null;
  readonly failingSinceMs: number | null;
  /** Given: the webhook is turned off, with a notice for its site. */
  readonly off: WebhookOff | null;
}

/** Writes it, unless another worker has tried the delivery meanwhile. */
export const settleTry = async (store: Store, delivery: DeliveryDoc, outcome: TryOutcome): Promise<void> => {
  const { _id, webhook, site, tries } = delivery;
  const { tried, state, dueAtMs, heldUntilMs, failingSinceMs, off } = outcome;
  await store.transactUntil(Date.now() + CHANGE_DEADLINE_MS, async (tx) => {
    const settled = await store.models.deliveries.updateOne(
      { _id, state: 'pending', tries: trusted({ $size: tries.length }) },
      { $push: { tries: tried }, $set: { state, dueAtMs } },
      { session: tx },
    );
    if (settled.matchedCount !== 1) return;
    const set = { heldUntilMs, failingSinceMs, ...(off === null ? {} : { off }) };
    await store.models.webhooks.updateOne({ _id: webhook }, { $set: set }, { session: tx });
    if (off === null) return;
    const body = { webhook, because: off };
    await addNotice(
      store,
      { site, kind: 'webhook_disabled', by: null, about: null, body },
      new Date(tried.atMs + tried.latencyMs),
      tx,
    );
  });
};
