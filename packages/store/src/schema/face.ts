import { Schema } from 'mongoose';

/** What became of one enrolment photograph. The photograph itself is never stored, the embedding only in `views`. */
export interface FaceDoc {
  /** Also the id of its view. */
  _id: string;
  site: string;
  user: string;
  state: 'pending' | 'accepted' | 'refused';
  reason: string | null;
  quality: Record<string, number> | null;
  pack: string | null;
  /** Where the api waits for the verdict, and until when. */
  answer: string | null;
  deadlineMs: number;
  createdAt: Date;
}

export const faceSchema: Schema = new Schema<FaceDoc>({
  _id: { type: String, required: true },
  site: { type: String, required: true },
  user: { type: String, required: true },
  state: { type: String, enum: ['pending', 'accepted', 'refused'], required: true },
  reason: { type: String, default: null },
  quality: { type: Schema.Types.Mixed, default: null },
  pack: { type: String, default: null },
  answer: { type: String, default: null },
  deadlineMs: { type: Number, required: true },
  createdAt: { type: Date, required: true },
});
faceSchema.index({ site: 1, user: 1 });

/** One sealed embedding: AES-256-GCM, fresh IV, associated data site|user|view|pack|key id. Only access reads it. */
export interface ViewDoc {
  _id: string;
  site: string;
  user: string;
  pack: string;
  keyId: string;
  /** iv (12 bytes), ciphertext, tag (16 bytes). */
  sealed: Buffer;
  createdAt: Date;
}

export const viewSchema: Schema = new Schema<ViewDoc>({
  _id: { type: String, required: true },
  site: { type: String, required: true },
  user: { type: String, required: true },
  pack: { type: String, required: true },
  keyId: { type: String, required: true },
  sealed: { type: Buffer, required: true },
  createdAt: { type: Date, required: true },
});
viewSchema.index({ site: 1, user: 1, pack: 1 });

/** A sealed master key of a site. `_id` = site|purpose|version, which is also the associated data of the seal. */
export interface KeyDoc {
  _id: string;
  site: string;
  purpose: 'sun-meta' | 'sun-file' | 'card-app';
  version: number;
  keyId: string;
  sealed: Buffer;
  createdAt: Date;
}

export const keySchema: Schema = new Schema<KeyDoc>({
  _id: { type: String, required: true },
  site: { type: String, required: true },
  purpose: { type: String, enum: ['sun-meta', 'sun-file', 'card-app'], required: true },
  version: { type: Number, required: true },
  keyId: { type: String, required: true },
  sealed: { type: Buffer, required: true },
  createdAt: { type: Date, required: true },
});
keySchema.index({ site: 1, purpose: 1, version: 1 }, { unique: true });
