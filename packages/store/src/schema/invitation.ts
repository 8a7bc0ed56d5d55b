import { Schema } from 'mongoose';
import { ROLES, type SiteRole } from './user.ts';

/** What somebody who is not here yet will be and have at a site, if they accept. Accepted, withdrawn or over it is gone. */
export interface InvitationDoc {
  _id: string;
  site: string;
  /** SHA-256 of the token, hex. */
  hash: string;
  name: string;
  /** The e-mail that a new account gets; null leaves it to who accepts. */
  email: string | null;
  role: SiteRole;
  grants: { latch: string; schedule: string | null; remote: boolean }[];
  /** Ids. */
  groups: string[];
  by: string;
  createdAt: Date;
  expiresAt: Date;
}

const grantSchema = new Schema({ latch: String, schedule: String, remote: Boolean }, { _id: false });

export const invitationSchema: Schema = new Schema<InvitationDoc>({
  _id: { type: String, required: true },
  site: { type: String, required: true },
  hash: { type: String, required: true },
  name: { type: String, required: true },
  email: { type: String, default: null },
  role: { type: String, enum: ROLES, required: true },
  grants: { type: [grantSchema], default: [] },
  groups: { type: [String], default: [] },
  by: { type: String, required: true },
  createdAt: { type: Date, required: true },
  expiresAt: { type: Date, required: true },
});
invitationSchema.index({ hash: 1 }, { unique: true });
invitationSchema.index({ site: 1, _id: 1 });
invitationSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
