import mongoose from 'mongoose';
import { newId } from '../new-id.ts';
import { MAX_PAGE } from '../repository.ts';
import type { DeliveryDoc, WebhookDoc } from '../schema/webhook.ts';
import type { Store } from '../store.ts';

/** Where a page of deliveries, newest first, goes on. */
export interface DeliveryCursor {
  readonly createdAtMs: number;
  readonly id: string;
}

export interface DeliveryFilter {
  readonly state?: DeliveryDoc['state'] | undefined;
}

/** What the api does with webhooks beside reading and changing their rows. */
export interface Webhooks {
  /** The next generation of its secret, and until when the one before is good. null: there is none here. */
  rotate(site: string, id: string, previousUntil: Date): Promise<WebhookDoc | null>;
  /** Sends again every event from this sequence on. */
  replayFrom(site: string, id: string, seq: number): Promise<boolean>;
  deliveries(
    site: string,
    webhook: string,
    match: DeliveryFilter,
    page: { after?: DeliveryCursor; limit: number },
  ): Promise<DeliveryDoc[]>;
  delivery(site: string, webhook: string, id: string): Promise<DeliveryDoc | null>;
  /** One message more, to be sent at once. */
  send(of: Pick<DeliveryDoc, 'site' | 'webhook' | 'message' | 'type' | 'seq'>, now: Date): Promise<DeliveryDoc>;
  /** With its deliveries. */
  forget(site: string, id: string): Promise<void>;
}

export const webhooks = (store: Store): Webhooks => {
  const { webhooks: rows, deliveries } = store.models;
  return {
    rotate: (site, id, previousUntil) =>
      rows
        .findOneAndUpdate(
          { _id: id, site },
          { $inc: { generation: 1 }, $set: { previousUntil } },
          { returnDocument: 'after' },
        )
        .lean<WebhookDoc>()
        .exec(),
    replayFrom: async (site, id, seq) =>
      (await rows.updateOne({ _id: id, site }, { $inc: { replay: 1 }, $set: { cursor: seq - 1 } })).matchedCount === 1,
    deliveries: (site, webhook, match, { after, limit }) =>
      deliveries
        .find({
          ...(match.state === undefined ? {} : { state: match.state }),
          site,
          webhook,
          ...(after ? older(after) : {}),
        })
        .sort({ createdAt: -1, _id: -1 })
        .limit(Math.min(limit, MAX_PAGE))
        .lean<DeliveryDoc[]>()
        .exec(),
    delivery: (site, webhook, id) => deliveries.findOne({ _id: id, site, webhook }).lean<DeliveryDoc>().exec(),
    send: async (of, now) => {
      const doc: DeliveryDoc = {
        _id: `${of.webhook}.${newId()}`,
        ...of,
        state: 'pending',
        tries: [],
        dueAtMs: now.getTime(),
        createdAt: now,
      };
      await deliveries.create([doc]);
      return doc;
    },
    forget: async (site, webhook) => {
      await deliveries.deleteMany({ site, webhook });
    },
  };
};

const older = ({ createdAtMs, id }: DeliveryCursor) => {
  const createdAt = new Date(createdAtMs);
  return {
    $or: [{ createdAt: mongoose.trusted({ $lt: createdAt }) }, { createdAt, _id: mongoose.trusted({ $lt: id }) }],
  };
};
