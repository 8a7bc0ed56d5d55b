import { FRAME_TTL_S, type Reading, type SeeJob, type SeenJob, seeJob } from '@smart-latch/protocol';
import type { Clock } from '@smart-latch/runtime';

/** The frame Redis, as far as a face worker may use it. */
export interface Pictures {
  /** Null when the picture has left. */
  get(key: string): Promise<Uint8Array | null>;
  putReading(key: string, json: string, ttlS: number): Promise<void>;
}

export interface SeeDeps {
  readonly clock: Clock;
  readonly pictures: Pictures;
  readonly read: (bytes: Uint8Array, purpose: SeeJob['purpose']) => Promise<Reading>;
  /** Adds the job that tells access; resolves when Redis has it. */
  readonly tell: (seen: SeenJob) => Promise<void>;
}

/** What a run of the handler did, for the log; `reading` is null unless the picture was read. */
export interface Seen {
  readonly job: SeeJob;
  readonly outcome: SeenJob['outcome'];
  readonly reading: Reading | null;
}

/**
 * Handles one `see` job: picture in, reading out, then tells access. Whatever the picture holds is an answer; only a Redis
 * that does not answer is thrown, for BullMQ to try again. Running it twice writes the same reading under the same key.
 * @throws ZodError when the payload is not a SeeJob: nobody can ever handle it
 */
export async function see(payload: unknown, deps: SeeDeps): Promise<Seen> {
  const job = seeJob.parse(payload);
  const finish = async (outcome: SeenJob['outcome'], reading: Reading | null): Promise<Seen> => {
    await deps.tell({ subject: job.subject, outcome, reading: job.reading });
    return { job, outcome, reading };
  };
  if (deps.clock.now() > job.deadlineMs) return finish('late', null);
  const bytes = await deps.pictures.get(job.picture);
  if (bytes === null) return finish('gone', null);
  const reading = await deps.read(bytes, job.purpose);
  await deps.pictures.putReading(job.reading, JSON.stringify(reading), FRAME_TTL_S);
  return finish('read', reading);
}
