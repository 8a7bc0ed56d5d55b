import { Schema } from 'mongoose';

/** A request that is carried out at most once: its key, and the answer that a repetition gets. */
export interface IdempotencyKeyDoc {
  /** A MAC of the key and of who sent it, hex: neither can be read or guessed from it. */
  _id: string;
  /** A MAC of method, path and body, hex. */
  fingerprint: string;
  state: 'running' | 'done';
  /** Random, new for each run: tells whether a later run took the key over. */
  run: string;
  /** Until then whoever carries it out is believed to be alive. */
  leaseUntil: Date;
  /** Sealed (api/src/http/idempotency-key.ts); null while it runs, and when it ended after its caller had been told that it took too long. */
  answer: Buffer | null;
  expiresAt: Date;
}

export const idempotencyKeySchema: Schema = new Schema<IdempotencyKeyDoc>({
  _id: { type: String, required: true },
  fingerprint: { type: String, required: true },
  state: { type: String, enum: ['running', 'done'], required: true },
  run: { type: String, required: true },
  leaseUntil: { type: Date, required: true },
  answer: { type: Buffer, default: null },
  expiresAt: { type: Date, required: true },
});
idempotencyKeySchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
