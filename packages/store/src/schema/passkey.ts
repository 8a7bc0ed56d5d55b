import { Schema } from 'mongoose';

/** A WebAuthn credential by which its owner signs in, and which stands for a face that they have not enrolled. */
export interface PasskeyDoc {
  _id: string;
  user: string;
  /** The authenticator's own id for it, base64url. */
  credentialId: string;
  /** COSE key, base64. */
  publicKey: string;
  /** The highest signature counter seen; 0 for ever at authenticators that have none. */
  counter: number;
  transports: string[];
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

export const passkeySchema: Schema = new Schema<PasskeyDoc>({
  _id: { type: String, required: true },
  user: { type: String, required: true },
  credentialId: { type: String, required: true },
  publicKey: { type: String, required: true },
  counter: { type: Number, required: true },
  transports: { type: [String], default: [] },
  name: { type: String, required: true },
  createdAt: { type: Date, required: true },
  lastUsedAt: { type: Date, default: null },
});
passkeySchema.index({ credentialId: 1 }, { unique: true });
passkeySchema.index({ user: 1 });
