import type { SequenceWindow } from '@smart-latch/core';
import { Schema } from 'mongoose';

/** One link of a site's audit chain: hash = SHA-256(prev, seq, time, kind, SHA-256(salt, body)). */
export interface EventDoc {
  /** site|seq. */
  _id: string;
  site: string;
  seq: number;
  kind: string;
  atMs: number;
  attempt: string | null;
  device: string | null;
  /** Whom the body speaks of: how export and erasure find it. Not hashed. */
  users: string[];
  /** Canonical JSON; null once erased. */
  body: string | null;
  /** Hex; null once erased. */
  salt: string | null;
  /** SHA-256(salt, body), hex: what still verifies after erasure. */
  bodyHash: string;
  prev: string;
  hash: string;
}

export const eventSchema: Schema = new Schema<EventDoc>({
  _id: { type: String, required: true },
  site: { type: String, required: true },
  seq: { type: Number, required: true },
  kind: { type: String, required: true },
  atMs: { type: Number, required: true },
  attempt: { type: String, default: null },
  device: { type: String, default: null },
  users: { type: [String], default: [] },
  body: { type: String, default: null },
  salt: { type: String, default: null },
  bodyHash: { type: String, required: true },
  prev: { type: String, required: true },
  hash: { type: String, required: true },
});
eventSchema.index({ site: 1, seq: 1 }, { unique: true });
eventSchema.index({ users: 1 });
eventSchema.index({ attempt: 1, kind: 1 }, { unique: true, partialFilterExpression: { attempt: { $type: 'string' } } });

export interface ChainHeadDoc {
  /** The site. */
  _id: string;
  seq: number;
  hash: string;
  /** Sequence and time of the last signed checkpoint. */
  checkpointSeq: number;
  checkpointAt: Date | null;
  /** Up to which event the bodies were erased because they are old. */
  retainedSeq?: number;
}

export const chainHeadSchema: Schema = new Schema<ChainHeadDoc>({
  _id: { type: String, required: true },
  seq: { type: Number, required: true },
  hash: { type: String, required: true },
  checkpointSeq: { type: Number, default: 0 },
  checkpointAt: { type: Date, default: null },
  retainedSeq: { type: Number, default: 0 },
});

/** What access has taken over of a device's own hash chain. */
export interface DeviceChainDoc {
  _id: string;
  /** The numbers that were taken. */
  taken: SequenceWindow;
  /** Of the event with the highest number. */
  hash: string;
}
export const deviceChainSchema: Schema = new Schema<DeviceChainDoc>({
  _id: { type: String, required: true },
  taken: { type: Schema.Types.Mixed, required: true },
  hash: { type: String, required: true },
});
