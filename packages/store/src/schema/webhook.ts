import { Schema } from 'mongoose';

/** Why nothing is sent: its owners turned it off, it answered 410, or nothing was delivered while a message used all its tries. */
export const WEBHOOK_OFF = ['owner', 'gone', 'failing'] as const;
export type WebhookOff = (typeof WEBHOOK_OFF)[number];

/** Where a site's events are sent. Its secret is made from the installation's key (packages/protocol/src/webhook.ts), never stored. */
export interface WebhookDoc {
  _id: string;
  site: string;
  url: string;
  description: string;
  /** null: every kind. */
  kinds: string[] | null;
  /** null: it is on. */
  off: WebhookOff | null;
  /** Of the secret; until `previousUntil` the one before is good too. */
  generation: number;
  previousUntil: Date | null;
  /** The sequence of the last event of which a delivery was made, or none was wanted. */
  cursor: number;
  /** Rises with each replay, so that the same event can be delivered again. */
  replay: number;
  /** It did not answer: nothing is sent before that moment, epoch ms. */
  heldUntilMs: number | null;
  /** Since when no message was delivered, epoch ms; null: the last one was. */
  failingSinceMs: number | null;
  createdAt: Date;
}

export const webhookSchema: Schema = new Schema<WebhookDoc>({
  _id: { type: String, required: true },
  site: { type: String, required: true },
  url: { type: String, required: true },
  description: { type: String, default: '' },
  kinds: { type: [String], default: null },
  off: { type: String, enum: [...WEBHOOK_OFF, null], default: null },
  generation: { type: Number, required: true },
  previousUntil: { type: Date, default: null },
  cursor: { type: Number, required: true },
  replay: { type: Number, default: 0 },
  heldUntilMs: { type: Number, default: null },
  failingSinceMs: { type: Number, default: null },
  createdAt: { type: Date, required: true },
});
webhookSchema.index({ site: 1, _id: 1 });
webhookSchema.index({ off: 1 });

/** One try. `error`: why there was no answer. Nothing of what was answered is kept but its status. */
export interface DeliveryTry {
  atMs: number;
  status: number | null;
  error: string | null;
  latencyMs: number;
}

/** One message for one webhook. What it says is read from the chain when it leaves, so that nothing erased is sent. Gone after 30 days. */
export interface DeliveryDoc {
  /** webhook.replay.seq of an event; else webhook and a random part. */
  _id: string;
  site: string;
  webhook: string;
  /** `webhook-id`: the same for each try and each replay of one event. */
  message: string;
  type: string;
  /** null: a test. */
  seq: number | null;
  state: 'pending' | 'delivered' | 'failed';
  tries: DeliveryTry[];
  /** When it is tried next, epoch ms; null once it is settled. */
  dueAtMs: number | null;
  createdAt: Date;
}

export const deliverySchema: Schema = new Schema<DeliveryDoc>({
  _id: { type: String, required: true },
  site: { type: String, required: true },
  webhook: { type: String, required: true },
  message: { type: String, required: true },
  type: { type: String, required: true },
  seq: { type: Number, default: null },
  state: { type: String, enum: ['pending', 'delivered', 'failed'], required: true },
  tries: { type: [{ type: Schema.Types.Mixed }], default: [] },
  dueAtMs: { type: Number, default: null },
  createdAt: { type: Date, required: true },
});
deliverySchema.index({ site: 1, webhook: 1, createdAt: -1, _id: -1 });
deliverySchema.index({ webhook: 1, seq: 1, dueAtMs: 1 }, { partialFilterExpression: { state: 'pending' } });
deliverySchema.index({ createdAt: 1 }, { expireAfterSeconds: 30 * 86_400 });
