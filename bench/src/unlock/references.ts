import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Latch } from '@smart-latch/device-sim';
import type { Stack } from '@smart-latch/infra';
import { encodeMessage, JOB_OPTIONS, jobUpdate, WORKER_TIMING } from '@smart-latch/protocol';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import type { BenchOptions } from '../benches.ts';
import { type Summary, summaryOf } from '../figures.ts';

/** Bare hops of the same run, ms: what any system of these parts has to pay. */
export interface References {
  /** PUBLISH to PUBACK over TLS, with the broker's policy and the job in Redis that the PUBACK promises. */
  readonly mqtt: Summary;
  /** A BullMQ job from add() to the start of its processor, both in one process. */
  readonly bullmq: Summary;
  /** One MongoDB insert with majority and journal. */
  readonly mongodb: Summary;
  /** A transaction of an insert and an update, majority and journal. */
  readonly transaction: Summary;
}

const SAMPLES = 100;
const WARM_UP = 10;
/** Below the 20 messages a second that a device may send. */
const PAUSE_MS = 60;
const HOP_DEADLINE_MS = 5_000;

/** Measures the bare hops on the stores and the broker of the running stack. */
export const measureReferences = async (stack: Stack, latch: Latch, options: BenchOptions): Promise<References> => {
  const mqtt = await sampled('a bare MQTT exchange', options, () => mqttExchange(latch));
  const bullmq = await withBullmq(stack, (hop) => sampled('a bare BullMQ hop', options, hop));
  const [mongodb, transaction] = await withMongodb(stack, async ({ insert, transact }) => [
    await sampled('a bare MongoDB write', options, insert),
    await sampled('a bare MongoDB transaction', options, transact),
  ]);
  return { mqtt, bullmq, mongodb, transaction };
};

const sampled = async (
  what: string,
  { progress, signal }: BenchOptions,
  hop: () => Promise<number>,
): Promise<Summary> => {
  const took: number[] = [];
  progress.begin(what, SAMPLES + WARM_UP);
  for (let n = -WARM_UP; n < SAMPLES; n += 1) {
    await delay(PAUSE_MS, undefined, { signal });
    const ms = await hop();
    if (n >= 0) took.push(ms);
    progress.step();
  }
  return summaryOf(took);
};

/** `job/update` carries no MAC and access does nothing with it. */
const mqttExchange = (latch: Latch): Promise<number> =>
  new Promise((resolve, reject) => {
    const bytes = encodeMessage(jobUpdate, { job: `bench-${randomUUID()}`, status: 'IN_PROGRESS' });
    let sentMs = 0;
    const onSent = (sent: { bytes: Uint8Array; atMs: number }): void => {
      if (sent.bytes === bytes) sentMs = sent.atMs;
    };
    const onAcked = (acked: { bytes: Uint8Array; atMs: number }): void => {
      if (acked.bytes !== bytes) return;
      finish();
      resolve(acked.atMs - sentMs);
    };
    const finish = (): void => {
      clearTimeout(timer);
      latch.trace.off('published', onSent).off('acked', onAcked);
    };
    const timer = setTimeout(() => {
      finish();
      reject(new Error(`no PUBACK within ${HOP_DEADLINE_MS / 1000} s`));
    }, HOP_DEADLINE_MS);
    latch.trace.on('published', onSent).on('acked', onAcked);
    latch.publishRaw('job/update', bytes);
  });

const withBullmq = async <T>(stack: Stack, use: (hop: () => Promise<number>) => Promise<T>): Promise<T> => {
  const connect = () => new Redis(stack.redis.queue.url('access'), { maxRetriesPerRequest: null });
  const [adding, taking] = [connect(), connect()];
  const queue = new Queue('bench', { connection: adding, defaultJobOptions: JOB_OPTIONS });
  let started: (atMs: number) => void = () => undefined;
  const worker = new Worker('bench', async () => started(performance.now()), { connection: taking, ...WORKER_TIMING });
  try {
    await worker.waitUntilReady();
    return await use(async () => {
      const atMs = new Promise<number>((resolve) => {
        started = resolve;
      });
      const beganMs = performance.now();
      await queue.add('hop', {});
      return (await atMs) - beganMs;
    });
  } finally {
    await worker.close();
    await queue.close();
    for (const redis of [adding, taking]) redis.disconnect();
  }
};

interface MongoHops {
  readonly insert: () => Promise<number>;
  readonly transact: () => Promise<number>;
}

const withMongodb = async <T>(stack: Stack, use: (hops: MongoHops) => Promise<T>): Promise<T> => {
  const connection = await mongoose.createConnection(stack.mongo.adminUri).asPromise();
  try {
    const writes = connection.collection<{ _id: string; n: number }>('bench', {
      writeConcern: { w: 'majority', journal: true },
    });
    await writes.insertOne({ _id: 'head', n: 0 });
    const timed = async (work: () => Promise<unknown>): Promise<number> => {
      const beganMs = performance.now();
      await work();
      return performance.now() - beganMs;
    };
    return await use({
      insert: () => timed(() => writes.insertOne({ _id: randomUUID(), n: 0 })),
      transact: () =>
        timed(() =>
          connection.transaction(
            async (session) => {
              await writes.updateOne({ _id: 'head' }, { $inc: { n: 1 } }, { session });
              await writes.insertOne({ _id: randomUUID(), n: 0 }, { session });
            },
            { writeConcern: { w: 'majority', journal: true } },
          ),
        ),
    });
  } finally {
    await connection.close();
  }
};
