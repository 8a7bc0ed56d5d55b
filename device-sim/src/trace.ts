import { EventEmitter } from 'node:events';
import type { Op, TopicName } from '@smart-latch/protocol';

/** What a simulated device tells its test or demo, each with the epoch time in ms at which it happened. */
export interface DeviceTrace {
  connected: { atMs: number; connection: number };
  disconnected: { atMs: number; why: string };
  published: { atMs: number; topic: TopicName; bytes: Uint8Array };
  acked: { atMs: number; topic: TopicName; bytes: Uint8Array };
  /** Given up: too old, or pushed out of a full outbox. */
  dropped: { atMs: number; topic: TopicName; bytes: Uint8Array };
  received: { atMs: number; topic: TopicName; bytes: Uint8Array; retained: boolean };
  verified: { atMs: number; op: Op; commandId: string };
  refused: { atMs: number; op: Op | null; commandId: string | null; reason: string };
  shown: { atMs: number; what: string };
  moving: { atMs: number; to: 'locked' | 'unlocked' };
  moved: { atMs: number; at: 'locked' | 'unlocked' };
  phase: { atMs: number; from: string; to: string };
  result: { atMs: number; op: Op; commandId: string; ok: boolean; reason: string | null };
  event: { atMs: number; kind: string; sequence: number };
  woken: { atMs: number; by: string; nonce: string };
  /** What the operator gave cannot be sent: a picture that is too large or no JPEG. */
  mistake: { atMs: number; what: string };
  frame: { atMs: number; nonce: string; sequence: number; bytes: number };
}

export type Trace = EventEmitter<{ [K in keyof DeviceTrace]: [DeviceTrace[K]] }>;

export const createTrace = (): Trace => new EventEmitter();
