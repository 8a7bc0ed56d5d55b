import { Schema } from 'mongoose';

/** A person. Sign-in is optional: a resident needs only a card and a face. */
export interface UserDoc {
  _id: string;
  name: string;
  /** Lower case; unique among those who can sign in. */
  email: string | null;
  /** PHC string of argon2id; null for who does not sign in with a password. */
  passwordHash: string | null;
  /** Who set this server up. Unique, so that two who try at once cannot both become it. */
  firstOwner: boolean;
  createdAt: Date;
}

export const userSchema: Schema = new Schema<UserDoc>({
  _id: { type: String, required: true },
  name: { type: String, required: true },
  email: { type: String, default: null },
  passwordHash: { type: String, default: null },
  firstOwner: { type: Boolean, default: false },
  createdAt: { type: Date, required: true },
});
userSchema.index({ email: 1 }, { unique: true, partialFilterExpression: { passwordHash: { $type: 'string' } } });
userSchema.index({ firstOwner: 1 }, { unique: true, partialFilterExpression: { firstOwner: true } });

export const ROLES = ['owner', 'admin', 'member', 'guest'] as const;
export type SiteRole = (typeof ROLES)[number];

/** A user at a site: everything about the person that the site decides. */
export interface MembershipDoc {
  _id: string;
  site: string;
  user: string;
  role: SiteRole;
  disabled: boolean;
  /** Overrides the rule of the door for this person. */
  credentialRule: 'dual' | 'single' | null;
  notBefore: Date | null;
  expiresAt: Date | null;
  /** When and by whom consent to face processing was recorded. */
  faceConsent: { at: Date; recordedBy: string; text: string } | null;
  /** Rises with each view of their face that is judged, so that two are never judged past each other. */
  viewsRev: number;
  createdAt: Date;
}

export const membershipSchema: Schema = new Schema<MembershipDoc>({
  _id: { type: String, required: true },
  site: { type: String, required: true },
  user: { type: String, required: true },
  role: { type: String, enum: ROLES, required: true },
  disabled: { type: Boolean, default: false },
  credentialRule: { type: String, enum: ['dual', 'single', null], default: null },
  notBefore: { type: Date, default: null },
  expiresAt: { type: Date, default: null },
  faceConsent: { type: new Schema({ at: Date, recordedBy: String, text: String }, { _id: false }), default: null },
  viewsRev: { type: Number, default: 0 },
  createdAt: { type: Date, required: true },
});
membershipSchema.index({ site: 1, user: 1 }, { unique: true });
membershipSchema.index({ user: 1 });

export interface SessionDoc {
  _id: string;
  user: string;
  createdAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  /** When the user last proved their password in this session (OIDC auth_time). */
  authenticatedAt: Date;
}

export const sessionSchema: Schema = new Schema<SessionDoc>({
  _id: { type: String, required: true },
  user: { type: String, required: true },
  createdAt: { type: Date, required: true },
  expiresAt: { type: Date, required: true },
  revokedAt: { type: Date, default: null },
  authenticatedAt: { type: Date, required: true },
});
sessionSchema.index({ user: 1 });
sessionSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
