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
  /** Rises with each way to sign in that is taken away, so that two at once never take the last one. */
  signInRev?: number;
  createdAt: Date;
}

export const userSchema: Schema = new Schema<UserDoc>({
  _id: { type: String, required: true },
  name: { type: String, required: true },
  email: { type: String, default: null },
  passwordHash: { type: String, default: null },
  firstOwner: { type: Boolean, default: false },
  signInRev: { type: Number, default: 0 },
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
  /** Ids of the groups that they belong to. */
  groups: string[];
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
  groups: { type: [String], default: [] },
  faceConsent: { type: new Schema({ at: Date, recordedBy: String, text: String }, { _id: false }), default: null },
  viewsRev: { type: Number, default: 0 },
  createdAt: { type: Date, required: true },
});
membershipSchema.index({ site: 1, user: 1 }, { unique: true });
membershipSchema.index({ user: 1, site: 1 });
membershipSchema.index({ groups: 1, site: 1 });

/** How the refresh token reaches its client: never both ways. `none`: the session ends with its access token. */
export const DELIVERIES = ['cookie', 'body', 'none'] as const;
export type Delivery = (typeof DELIVERIES)[number];

export interface SessionDoc {
  _id: string;
  user: string;
  createdAt: Date;
  /** When its refresh token was last used. */
  lastUsedAt: Date;
  /** What the client called itself, cut; null when it did not. */
  userAgent: string | null;
  /** Moves on with use, never past `endsAt`. */
  expiresAt: Date;
  endsAt: Date;
  revokedAt: Date | null;
  /** When the user last proved who they are in this session (OIDC auth_time). */
  authenticatedAt: Date;
  delivery: Delivery;
  /** The newest refresh token: its place in the chain and its SHA-256. null with delivery `none`. */
  refresh: { generation: number; hash: string; rotatedAt: Date } | null;
}

const refreshSchema = new Schema({ generation: Number, hash: String, rotatedAt: Date }, { _id: false });

export const sessionSchema: Schema = new Schema<SessionDoc>({
  _id: { type: String, required: true },
  user: { type: String, required: true },
  createdAt: { type: Date, required: true },
  lastUsedAt: { type: Date, required: true },
  userAgent: { type: String, default: null },
  expiresAt: { type: Date, required: true },
  endsAt: { type: Date, required: true },
  revokedAt: { type: Date, default: null },
  authenticatedAt: { type: Date, required: true },
  delivery: { type: String, enum: DELIVERIES, required: true },
  refresh: { type: refreshSchema, default: null },
});
sessionSchema.index({ user: 1, lastUsedAt: -1 });
sessionSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

/** A personal API token: what a script signs its requests with, for a part of what its owner may do. */
export interface ApiTokenDoc {
  _id: string;
  user: string;
  name: string;
  /** SHA-256 of the token, hex. */
  hash: string;
  scopes: string[];
  createdAt: Date;
  expiresAt: Date;
  /** YYYY-MM-DD, UTC: the day is enough to see what is still in use. */
  lastUsedOn: string | null;
}

export const apiTokenSchema: Schema = new Schema<ApiTokenDoc>({
  _id: { type: String, required: true },
  user: { type: String, required: true },
  name: { type: String, required: true },
  hash: { type: String, required: true },
  scopes: { type: [String], required: true },
  createdAt: { type: Date, required: true },
  expiresAt: { type: Date, required: true },
  lastUsedOn: { type: String, default: null },
});
apiTokenSchema.index({ user: 1 });
apiTokenSchema.index({ hash: 1 }, { unique: true });
apiTokenSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
