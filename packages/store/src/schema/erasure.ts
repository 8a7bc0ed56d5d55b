import { Schema } from 'mongoose';

/**
 * Somebody left a site and what it knows of them goes: the part of the work that access alone may do. Written in the transaction of the
 * part that the api does, and deleted when all is done, so that a process that dies in between loses nothing.
 */
export interface ErasureDoc {
  _id: string;
  site: string;
  user: string;
  requestedAt: Date;
}

export const erasureSchema: Schema = new Schema<ErasureDoc>({
  _id: { type: String, required: true },
  site: { type: String, required: true },
  user: { type: String, required: true },
  requestedAt: { type: Date, required: true },
});
erasureSchema.index({ site: 1, user: 1 }, { unique: true });
