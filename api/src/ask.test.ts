import { randomBytes } from 'node:crypto';
import { ANSWERED_CHANNEL, type AskJob, answerKey } from '@smart-latch/protocol';
import { systemClock } from '@smart-latch/runtime';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Asker, openAsker } from './ask.ts';

declare module 'vitest' {
  /** What infra/local/test-services.ts provides, for every test of this package. */
  interface ProvidedContext {
    mongoUri: string;
    redisUrl: string;
  }
}

const prefix = `ask-${randomBytes(4).toString('hex')}`;
const open = (options = {}) => new Redis(inject('redisUrl'), { maxRetriesPerRequest: null, ...options });
const DEVICE = 'a'.repeat(26);

let redis: { queue: Redis; frames: Redis; subscriber: Redis; prefix: string };
let asker: Asker;
let jobs: Queue<AskJob>;
beforeAll(async () => {
  redis = { queue: open(), frames: open(), subscriber: open(), prefix };
  asker = await openAsker(redis, systemClock);
  jobs = new Queue('ask', { connection: redis.queue, prefix });
});
afterAll(async () => {
  await asker.close();
  await jobs.close();
  for (const one of [redis.queue, redis.frames, redis.subscriber]) one.disconnect();
});

/** Waits for the one job that is there, and takes it. */
const nextJob = async (): Promise<AskJob> => {
  let job: AskJob | undefined;
  await expect
    .poll(async () => {
      const [found] = await jobs.getJobs(['waiting']);
      job = found?.data;
      await found?.remove();
      return job;
    })
    .toBeDefined();
  return job as AskJob;
};

const answer = async (name: string, said: unknown, tell = true) => {
  await redis.frames.set(name, JSON.stringify(said), 'EX', 10);
  if (tell) await redis.frames.publish(ANSWERED_CHANNEL, name.slice('answer:'.length));
};

const ask = (inMs = 5_000) =>
  asker.ask('push-desired', { device: DEVICE }, { deadlineMs: Date.now() + inMs, request: 'r-1' });

/** What a question ended with, caught at once. */
const failureOf = (question: Promise<unknown>): Promise<unknown> =>
  question.then(
    () => null,
    (error: unknown) => error,
  );

describe('asking access', () => {
  it('puts a job with the name of an answer, and reads the answer once', async () => {
    const pending = ask();
    const job = await nextJob();
    expect(job).toMatchObject({ kind: 'push-desired', device: DEVICE });
    expect(job.answer).toMatch(/^answer:[0-9a-f]{32}$/);
    await answer(job.answer, { ok: true, value: { version: 4 } });
    expect(await pending).toEqual({ version: 4 });
    expect(await redis.frames.exists(job.answer)).toBe(0);
  });

  it('finds an answer at the deadline whose announcement was lost', async () => {
    const pending = ask(500);
    const job = await nextJob();
    await answer(job.answer, { ok: true, value: { version: 5 } }, false);
    expect(await pending).toEqual({ version: 5 });
  });

  it('gives each of many at once its own answer', async () => {
    const pending = [1, 2, 3].map(() => ask());
    const first = [await nextJob(), await nextJob(), await nextJob()];
    for (const [index, job] of first.reverse().entries())
      await answer(job.answer, { ok: true, value: { version: index } });
    expect((await Promise.all(pending)).map(({ version }) => version).toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
  });

  it('throws what access refused, and anything unknown as service_unavailable', async () => {
    for (const [code, expected] of [
      ['not_found', 'not_found'],
      ['who_knows', 'service_unavailable'],
    ]) {
      const failure = failureOf(ask());
      await answer((await nextJob()).answer, { ok: false, code, detail: 'because' });
      expect(await failure).toMatchObject({ code: expected, message: 'because' });
    }
  });

  it('never passes on an answer of another shape', async () => {
    const failure = failureOf(ask());
    await answer((await nextJob()).answer, { ok: true, value: { version: 'x', more: 1 } });
    expect(await failure).toMatchObject({ name: 'ZodError' });
  });

  it('ends at the deadline', async () => {
    const begun = Date.now();
    const failure = failureOf(ask(200));
    await nextJob();
    expect(await failure).toMatchObject({ code: 'deadline_exceeded' });
    expect(Date.now() - begun).toBeLessThan(2_000);
  });

  it('ignores an announcement that nobody waits for', async () => {
    await redis.frames.publish(ANSWERED_CHANNEL, 'nobody');
    const pending = ask();
    await answer((await nextJob()).answer, { ok: true, value: { version: 1 } });
    expect(await pending).toEqual({ version: 1 });
    expect(await redis.frames.exists(answerKey('nobody'))).toBe(0);
  });

  it('fails at once while Redis is away', async () => {
    const away = { ...redis, queue: open({ enableOfflineQueue: false, maxRetriesPerRequest: 1 }) };
    await new Promise((resolve) => away.queue.once('ready', resolve));
    const other = await openAsker(away, systemClock);
    away.queue.on('error', () => undefined);
    away.queue.disconnect();
    const begun = Date.now();
    const question = other.ask('push-desired', { device: DEVICE }, { deadlineMs: Date.now() + 5_000, request: 'r-1' });
    await expect(question).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(Date.now() - begun).toBeLessThan(1_000);
  });
});
