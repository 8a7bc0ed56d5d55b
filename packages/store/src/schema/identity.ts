import { Schema } from 'mongoose';

/** An account at an OpenID Connect issuer that its owner linked with their account here. */
export interface IdentityDoc {
  _id: string;
  user: string;
  /** The issuer's URL, as its ID tokens say it. */
  issuer: string;
  /** `sub`: the account at the issuer, for ever (OpenID Connect Core, 2). */
  subject: string;
  /** What the issuer last said; for display alone. */
  email: string | null;
  createdAt: Date;
}

export const identitySchema: Schema = new Schema<IdentityDoc>({
  _id: { type: String, required: true },
  user: { type: String, required: true },
  issuer: { type: String, required: true },
  subject: { type: String, required: true },
  email: { type: String, default: null },
  createdAt: { type: Date, required: true },
});
identitySchema.index({ issuer: 1, subject: 1 }, { unique: true });
identitySchema.index({ user: 1 });
