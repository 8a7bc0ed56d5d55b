import type { AttemptState, CredentialKind, FrameVerdict, Proof, Reason } from '@smart-latch/core';
import { Schema } from 'mongoose';

/** A picture that was received in time for an attempt. The bytes live behind `picture` for 30 s at most. */
export interface AttemptFrame {
  sequence: number;
  camera: string;
  /** `frame:*`; null when the camera itself said low_quality. */
  picture: string | null;
  /** Of the JPEG, hex, from the header that was MACed. */
  sha256: string | null;
  receivedAtMs: number;
  /** null until it was judged. */
  verdict: FrameVerdict | null;
  /** The user with whose views the face was compared; null while nothing was compared. */
  comparedWith: string | null;
  /** The picture had left Redis, or was not the one that its header vouches for: counts as no frame. */
  void: boolean;
  detail: string | null;
}

export interface AttemptDoc {
  _id: string;
  site: string;
  kind: 'nfc' | 'phone' | 'remote';
  latch: string;
  device: string;
  /** Hex; for a remote unlock the id of the request. Unique with `device`. */
  tapId: string;
  /** Hex; of the tap, or of the challenge when it came. */
  nonce: string | null;
  state: AttemptState;
  /** Rises by one with each transition; every update is conditional on it. */
  rev: number;
  receivedAtMs: number;
  receiveByMs: number;
  decideByMs: number;
  presented: { kind: CredentialKind; proof: Proof } | null;
  credential: string | null;
  user: string | null;
  /** Remote unlock: the session and when it last proved the password. */
  session: string | null;
  stepUpAtMs: number | null;
  /** Phone: whose passkey was asserted during the attempt, and when the api received that. */
  passkey: { user: string; receivedAtMs: number } | null;
  /** Hex ids of the `capture` commands that were sent, one for each frame asked for. */
  captureIds: string[];
  /** When a picture was last asked for, by us or by the latch; null: not yet. */
  askedAtMs: number | null;
  /** Hex id of the `challenge` that was sent, and until when it may be answered. */
  challengeId: string | null;
  nonceByMs: number | null;
  superseded: boolean;
  /** A dependency failed for good: decides service_unavailable. */
  serviceUnavailable: boolean;
  frames: AttemptFrame[];
  reason: Reason | null;
  rule: string | null;
  grant: string | null;
  endedAtMs: number | null;
  /** The signed bytes that the latch must get, and whether they left. */
  command: { id: string; topic: string; bytes: Buffer } | null;
  outbox: 'none' | 'pending' | 'sent' | 'dead';
  result: { ok: boolean; reason: string | null; atMs: number; stages: [string, number][] } | null;
  /** Set when the latch reports that nobody went in: clears anti-passback. */
  entryCleared: boolean;
}

const plain = { type: Schema.Types.Mixed, default: null };

export const attemptSchema: Schema = new Schema<AttemptDoc>({
  _id: { type: String, required: true },
  site: { type: String, required: true },
  kind: { type: String, enum: ['nfc', 'phone', 'remote'], required: true },
  latch: { type: String, required: true },
  device: { type: String, required: true },
  tapId: { type: String, required: true },
  nonce: { type: String, default: null },
  state: { type: String, required: true },
  rev: { type: Number, required: true },
  receivedAtMs: { type: Number, required: true },
  receiveByMs: { type: Number, required: true },
  decideByMs: { type: Number, required: true },
  presented: plain,
  credential: { type: String, default: null },
  user: { type: String, default: null },
  session: { type: String, default: null },
  stepUpAtMs: { type: Number, default: null },
  passkey: plain,
  captureIds: { type: [String], default: [] },
  askedAtMs: { type: Number, default: null },
  challengeId: { type: String, default: null },
  nonceByMs: { type: Number, default: null },
  superseded: { type: Boolean, default: false },
  serviceUnavailable: { type: Boolean, default: false },
  frames: { type: [{ type: Schema.Types.Mixed }], default: [] },
  reason: { type: String, default: null },
  rule: { type: String, default: null },
  grant: { type: String, default: null },
  endedAtMs: { type: Number, default: null },
  command: {
    type: new Schema({ id: String, topic: String, bytes: Buffer }, { _id: false }),
    default: null,
  },
  outbox: { type: String, enum: ['none', 'pending', 'sent', 'dead'], default: 'none' },
  result: plain,
  entryCleared: { type: Boolean, default: false },
});
attemptSchema.index({ device: 1, tapId: 1 }, { unique: true });
attemptSchema.index({ latch: 1, state: 1 });
attemptSchema.index({ device: 1, nonce: 1 });
attemptSchema.index({ 'command.id': 1 }, { sparse: true });
attemptSchema.index({ captureIds: 1 }, { sparse: true });
attemptSchema.index({ challengeId: 1 }, { sparse: true });
attemptSchema.index({ site: 1, receivedAtMs: -1 });
attemptSchema.index({ user: 1, site: 1 }, { partialFilterExpression: { user: { $type: 'string' } } });
attemptSchema.index({ credential: 1, latch: 1, endedAtMs: -1 });
attemptSchema.index({ outbox: 1 }, { partialFilterExpression: { outbox: 'pending' } });
attemptSchema.index({ state: 1, decideByMs: 1 });

/** A frame that came before its tap. Gone after 10 s. */
export interface EarlyFrameDoc {
  _id: string;
  /** Device ids. */
  latch: string;
  camera: string;
  nonce: string;
  sequence: number;
  picture: string;
  sha256: string;
  receivedAtMs: number;
  createdAt: Date;
}

export const earlyFrameSchema: Schema = new Schema<EarlyFrameDoc>({
  _id: { type: String, required: true },
  latch: { type: String, required: true },
  camera: { type: String, required: true },
  nonce: { type: String, required: true },
  sequence: { type: Number, required: true },
  picture: { type: String, required: true },
  sha256: { type: String, required: true },
  receivedAtMs: { type: Number, required: true },
  createdAt: { type: Date, required: true },
});
earlyFrameSchema.index({ latch: 1, nonce: 1 });
earlyFrameSchema.index({ createdAt: 1 }, { expireAfterSeconds: 60 });
