import type { DueJob, FacePack, SeeJob } from '@smart-latch/protocol';
import type { Clock, Logger, Metrics } from '@smart-latch/runtime';
import type { Store } from '@smart-latch/store';
import type { Commit } from './commit.ts';
import type { Keys } from './keys.ts';

/** What the handlers are given: ports to the outside, and the one way to commit. */
export interface AccessDeps {
  readonly store: Store;
  readonly keys: Keys;
  readonly commit: Commit;
  /** Which pack's templates count, and from which cosine on. */
  readonly pack: Pick<FacePack, 'packId' | 'thresholds'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly alarms: ReturnType<Metrics['counter']>;
  /** Publishes to a device; resolves at the broker's PUBACK, rejects when it does not come in time. */
  publish(topic: string, payload: Uint8Array, options?: { retain?: boolean }): Promise<void>;
  /** Adds a job for the face worker. The same id again is the same job. */
  see(id: string, job: SeeJob): Promise<void>;
  /** Sets the alarm clock. */
  due(job: DueJob, delayMs: number): Promise<void>;
  /** Reads `reading:*`; null when it is gone. */
  reading(key: string): Promise<unknown>;
  /** Writes `answer:*` for 10 s and tells the api. */
  answer(key: string, value: unknown): Promise<void>;
}
