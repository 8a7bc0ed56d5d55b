import { Schema } from 'mongoose';

/** What an act of a person at a site is called in the site's chain of events. */
export const NOTICE_KINDS = [
  'changed',
  'refresh_token_reused',
  'lockdown_begun',
  'lockdown_ended',
  'member_removed',
  'member_left',
  'ownership_transferred',
  'recovery_code_made',
  'owner_recovered',
  'invitation_made',
  'invitation_accepted',
  'invitation_withdrawn',
  'webhook_disabled',
  'person_erased',
  'card_issued',
  'card_keys_shown',
  'tag_written',
  'card_retired',
  'card_reported_lost',
  'card_found',
  'device_enrolled',
  'device_replaced',
  'device_revoked',
  'device_released',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/**
 * An act of a person, on its way into the audit chain of its site: written in the transaction of the act itself, so that
 * neither is there without the other, and taken from here by access, which alone writes the chain.
 */
export interface NoticeDoc {
  _id: string;
  site: string;
  kind: NoticeKind;
  /** Who did it; null: the system. */
  by: string | null;
  /** To whom; null: to nobody. */
  about: string | null;
  /** Ids, numbers and flags: no names, no secrets. */
  body: Readonly<Record<string, string | number | boolean | null>>;
  atMs: number;
}

export const noticeSchema: Schema = new Schema<NoticeDoc>({
  _id: { type: String, required: true },
  site: { type: String, required: true },
  kind: { type: String, enum: NOTICE_KINDS, required: true },
  by: { type: String, default: null },
  about: { type: String, default: null },
  body: { type: Schema.Types.Mixed, required: true },
  atMs: { type: Number, required: true },
});
noticeSchema.index({ atMs: 1, _id: 1 });
