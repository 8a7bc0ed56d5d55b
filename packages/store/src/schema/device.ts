import type { SequenceWindow } from '@smart-latch/core';
import { Schema } from 'mongoose';

/** Hardware with a key of its own. `_id` is derived from that key (docs/protocol.md). */
export interface DeviceDoc {
  _id: string;
  site: string;
  kind: 'latch' | 'camera';
  /** The latch or camera that it serves. */
  unit: string;
  /** DER SubjectPublicKeyInfo, base64. */
  publicKey: string;
  certificateExpiresAt: Date;
  revokedAt: Date | null;
  /** Given up by its site: refused everywhere like a revoked one, until another claim takes it. null: never, or taken since. */
  releasedAt: Date | null;
  /** Version of the uplink key that it was last given. */
  uplinkVersion: number;
  /** Newest pair of boot and connection number, and what it said. A hint: never a reason to open. */
  presence: { state: string; boot: string; connection: number; at: Date } | null;
  info: Record<string, unknown> | null;
  reported: Record<string, unknown> | null;
  /** Strictly rising within one boot: binds lock, challenge and reboot. */
  commandCounter: { boot: string; value: number } | null;
  desiredVersion: number;
  /** Camera: the numbers of the frames that counted; null before the first. */
  framesTaken: SequenceWindow | null;
  createdAt: Date;
}

/** Plain values that only our own code writes: mongoose does not cast conditions inside a nested schema as it should. */
const mixed = { type: Schema.Types.Mixed, default: null };

export const deviceSchema: Schema = new Schema<DeviceDoc>({
  _id: { type: String, required: true },
  site: { type: String, required: true },
  kind: { type: String, enum: ['latch', 'camera'], required: true },
  unit: { type: String, required: true },
  publicKey: { type: String, required: true },
  certificateExpiresAt: { type: Date, required: true },
  revokedAt: { type: Date, default: null },
  releasedAt: { type: Date, default: null },
  uplinkVersion: { type: Number, required: true },
  presence: mixed,
  info: mixed,
  reported: mixed,
  commandCounter: mixed,
  desiredVersion: { type: Number, default: 0 },
  framesTaken: mixed,
  createdAt: { type: Date, required: true },
});
deviceSchema.index({ site: 1, kind: 1 });
deviceSchema.index({ unit: 1 });

/** A one-use code by which a device becomes the device of a latch or camera. */
export interface ClaimDoc {
  _id: string;
  site: string;
  kind: 'latch' | 'camera';
  unit: string;
  /** SHA-256 of the 128-bit code, hex. */
  codeHash: string;
  triesLeft: number;
  expiresAt: Date;
  usedBy: string | null;
}

export const claimSchema: Schema = new Schema<ClaimDoc>({
  _id: { type: String, required: true },
  site: { type: String, required: true },
  kind: { type: String, enum: ['latch', 'camera'], required: true },
  unit: { type: String, required: true },
  codeHash: { type: String, required: true },
  triesLeft: { type: Number, required: true },
  expiresAt: { type: Date, required: true },
  usedBy: { type: String, default: null },
});
claimSchema.index({ codeHash: 1 }, { unique: true });
claimSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 86_400 });
