import { rowOf } from '@smart-latch/protocol';
import type { WireLimits } from './admission.ts';
import type { Identity } from './policy.ts';

export interface Limits {
  /** The limits of a connection; null: its certificate proves nobody. */
  of(who: Identity | null): WireLimits;
}

export const createLimits = (): Limits => ({
  of: () => ({ maxPacketBytes: () => rowOf('face/frame').maxBytes + 1024, waitMs: () => 0, floodAfterMs: 30_000 }),
});
