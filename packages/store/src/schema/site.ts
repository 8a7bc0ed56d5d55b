import { Schema } from 'mongoose';

/** A holiday closes every schedule for that local date unless it brings windows of its own. */
export interface Holiday {
  /** Local date, YYYY-MM-DD. */
  date: string;
  name: string;
}

/** Since when, by whom and why nobody enters by a decision of the server. */
export interface Lockdown {
  since: Date;
  by: string;
  note: string | null;
}

/** How long a site keeps what happened. */
export interface Retention {
  /** Then the bodies of its events are erased, and the chain still verifies; null: never. */
  eventDays: number | null;
  /** Then its attempts are deleted. */
  attemptDays: number;
}

export const DEFAULT_RETENTION: Retention = { eventDays: 365, attemptDays: 90 };

export interface SiteDoc {
  _id: string;
  name: string;
  /** IANA name. */
  timeZone: string;
  /** By date, each once. */
  holidays: Holiday[];
  /** null: there is none. */
  lockdown: Lockdown | null;
  /** Whether bare card numbers (kind `uid`) may open anything here: low assurance. */
  acceptsUid: boolean;
  /** How fresh a password must be for a remote unlock, s; null asks for none. */
  remoteStepUpMaxAgeS: number | null;
  faceLevel: 'default' | 'strict' | 'maximum';
  retention: Retention;
  /** Rises with each change of roles, so that two owners cannot take the role from one another at once. */
  rolesRev: number;
  createdAt: Date;
}

export const siteSchema: Schema = new Schema<SiteDoc>({
  _id: { type: String, required: true },
  name: { type: String, required: true },
  timeZone: { type: String, required: true },
  holidays: { type: [{ _id: false, date: String, name: String }], default: [] },
  lockdown: { type: new Schema({ since: Date, by: String, note: String }, { _id: false }), default: null },
  acceptsUid: { type: Boolean, default: false },
  remoteStepUpMaxAgeS: { type: Number, default: 300 },
  faceLevel: { type: String, enum: ['default', 'strict', 'maximum'], default: 'default' },
  retention: {
    type: new Schema({ eventDays: Number, attemptDays: Number }, { _id: false }),
    default: () => ({ ...DEFAULT_RETENTION }),
  },
  rolesRev: { type: Number, default: 0 },
  createdAt: { type: Date, required: true },
});
