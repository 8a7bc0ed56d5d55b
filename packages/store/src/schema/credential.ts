import { Schema } from 'mongoose';

export interface CredentialDoc {
  _id: string;
  site: string;
  user: string;
  kind: 'ntag424' | 'uid' | 'phone';
  /** Lower-case hex, as the card says it. Never logged. */
  uid: string;
  label: string;
  state: 'active' | 'disabled' | 'lost';
  notBefore: Date | null;
  expiresAt: Date | null;
  /** The highest SUN read counter that was accepted; -1 before the first. */
  counter: number;
  /** When this credential's face_no_match denials fell, epoch ms; the newest ten. */
  failuresMs: number[];
  /** When an admin last ended its lockout, epoch ms. */
  lockoutEndedAtMs: number | null;
  /** Taken away from its user (and disabled). The row stays, so that the counter survives: old SUN messages are never good again. */
  retiredAt: Date | null;
  createdAt: Date;
}

export const credentialSchema: Schema = new Schema<CredentialDoc>({
  _id: { type: String, required: true },
  site: { type: String, required: true },
  user: { type: String, required: true },
  kind: { type: String, enum: ['ntag424', 'uid', 'phone'], required: true },
  uid: { type: String, required: true },
  label: { type: String, default: '' },
  state: { type: String, enum: ['active', 'disabled', 'lost'], default: 'active' },
  notBefore: { type: Date, default: null },
  expiresAt: { type: Date, default: null },
  counter: { type: Number, default: -1 },
  failuresMs: { type: [Number], default: [] },
  lockoutEndedAtMs: { type: Number, default: null },
  retiredAt: { type: Date, default: null },
  createdAt: { type: Date, required: true },
});
credentialSchema.index({ site: 1, kind: 1, uid: 1 }, { unique: true });
credentialSchema.index({ site: 1, user: 1 });

/** user or group x latch x schedule. */
export interface GrantDoc {
  _id: string;
  site: string;
  /** One of the two is null. */
  user: string | null;
  group: string | null;
  latch: string;
  /** null: at any time. */
  schedule: string | null;
  /** Whether the user may also open this door from afar. */
  remote: boolean;
  notBefore: Date | null;
  expiresAt: Date | null;
  /** Entries that are left; null: without count, as are those of groups. */
  entriesLeft: number | null;
  createdAt: Date;
}

export const grantSchema: Schema = new Schema<GrantDoc>({
  _id: { type: String, required: true },
  site: { type: String, required: true },
  user: { type: String, default: null },
  group: { type: String, default: null },
  latch: { type: String, required: true },
  schedule: { type: String, default: null },
  remote: { type: Boolean, default: false },
  notBefore: { type: Date, default: null },
  expiresAt: { type: Date, default: null },
  entriesLeft: { type: Number, default: null },
  createdAt: { type: Date, required: true },
});
grantSchema.index({ latch: 1, user: 1 });
grantSchema.index({ group: 1, latch: 1 });
grantSchema.index({ site: 1, user: 1 });

export interface ScheduleDoc {
  _id: string;
  site: string;
  name: string;
  /** core's Schedule, checked by the api before it is stored. */
  definition: unknown;
  createdAt: Date;
}

export const scheduleSchema: Schema = new Schema<ScheduleDoc>({
  _id: { type: String, required: true },
  site: { type: String, required: true },
  name: { type: String, required: true },
  definition: { type: Schema.Types.Mixed, required: true },
  createdAt: { type: Date, required: true },
});
scheduleSchema.index({ site: 1, _id: 1 });
