import { Schema } from 'mongoose';

/** A latch of a site: the thing that an owner names. The hardware behind it is a device, and can be replaced. */
export interface LatchDoc {
  _id: string;
  site: string;
  name: string;
  credentialRule: 'dual' | 'single';
  phoneTapAllowed: boolean;
  /** Timed anti-passback, 0 to 600 s; 0 is off. */
  antiPassbackS: number;
  autoRelockMs: number;
  heldOpenMs: number;
  /** Id of the enrolled device, null until one claims this latch. */
  device: string | null;
  /** The NTAG 424 that phones read, and the highest read counter accepted from it; -1 before the first. null: it has none. */
  tag: { uid: string; counter: number } | null;
  createdAt: Date;
}

export const latchSchema: Schema = new Schema<LatchDoc>({
  _id: { type: String, required: true },
  site: { type: String, required: true },
  name: { type: String, required: true },
  credentialRule: { type: String, enum: ['dual', 'single'], default: 'dual' },
  phoneTapAllowed: { type: Boolean, default: false },
  antiPassbackS: { type: Number, default: 0, min: 0, max: 600 },
  autoRelockMs: { type: Number, default: 5_000 },
  heldOpenMs: { type: Number, default: 30_000 },
  device: { type: String, default: null },
  tag: { type: new Schema({ uid: String, counter: Number }, { _id: false }), default: null },
  createdAt: { type: Date, required: true },
});
latchSchema.index({ site: 1, _id: 1 });

export interface CameraDoc {
  _id: string;
  site: string;
  name: string;
  device: string | null;
  createdAt: Date;
}

export const cameraSchema: Schema = new Schema<CameraDoc>({
  _id: { type: String, required: true },
  site: { type: String, required: true },
  name: { type: String, required: true },
  device: { type: String, default: null },
  createdAt: { type: Date, required: true },
});
cameraSchema.index({ site: 1, _id: 1 });

/** Which camera sees which latch. A new epoch is a new peer key. */
export interface PairingDoc {
  _id: string;
  site: string;
  latch: string;
  camera: string;
  epoch: number;
  /** Which of the latch's two places for a camera it takes. */
  slot: number;
  createdAt: Date;
}

export const pairingSchema: Schema = new Schema<PairingDoc>({
  _id: { type: String, required: true },
  site: { type: String, required: true },
  latch: { type: String, required: true },
  camera: { type: String, required: true },
  epoch: { type: Number, required: true },
  slot: { type: Number, required: true, min: 0, max: 1 },
  createdAt: { type: Date, required: true },
});
pairingSchema.index({ latch: 1, camera: 1 }, { unique: true });
pairingSchema.index({ latch: 1, slot: 1 }, { unique: true });
pairingSchema.index({ camera: 1 });
