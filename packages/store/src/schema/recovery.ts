import { Schema } from 'mongoose';

/** A printed code by which somebody becomes owner of the site when no owner can sign in any more. `_id` is the site. */
export interface RecoveryCodeDoc {
  _id: string;
  /** SHA-256 of the code as it is compared, hex. */
  hash: string;
  by: string;
  createdAt: Date;
}

export const recoveryCodeSchema: Schema = new Schema<RecoveryCodeDoc>({
  _id: { type: String, required: true },
  hash: { type: String, required: true },
  by: { type: String, required: true },
  createdAt: { type: Date, required: true },
});
recoveryCodeSchema.index({ hash: 1 }, { unique: true });
