import { Schema } from 'mongoose';

/** People of a site who are let in together; who belongs to it stands in their memberships. */
export interface GroupDoc {
  _id: string;
  site: string;
  name: string;
  /** Rises with each grant and member that is added, so that none is added to a group that goes at that moment. */
  rev: number;
  createdAt: Date;
}

export const groupSchema: Schema = new Schema<GroupDoc>({
  _id: { type: String, required: true },
  site: { type: String, required: true },
  name: { type: String, required: true },
  rev: { type: Number, default: 0 },
  createdAt: { type: Date, required: true },
});
groupSchema.index({ site: 1, _id: 1 });
