import { randomBytes, randomInt } from 'node:crypto';
import { type DeviceJob, frameKey, JOB_OPTIONS, type TopicName } from '@smart-latch/protocol';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { eventually } from '../eventually.ts';
import type { Stack } from '../stack.ts';
import type { OutputLine } from '../supervisor.ts';

const HANDLED_DEADLINE_MS = 60_000;

/** A message that a device really sent, as the broker had it. */
export interface Genuine {
  readonly device: string;
  readonly topic: TopicName;
  /** What the MAC covers, without the picture of a frame. */
  readonly payload: Uint8Array;
}

/** Messages of the broker's own making, and why each of them must be refused. */
export interface Forgery {
  readonly how: string;
  readonly why: readonly string[];
  readonly make: () => Genuine;
}

/** What the queue takes of a broker is what a broken one may put into it. */
export const openForge = async (stack: Stack) => {
  const refused: string[] = [];
  const stopListening = stack.supervisor.onLine(({ record }: OutputLine) => {
    if (record?.msg === 'a message was refused') refused.push(String(record.why));
  });
  const connection = new Redis(stack.redis.queue.url('broker'), { maxRetriesPerRequest: null });
  const frames = new Redis(stack.redis.frames.url('broker'), { maxRetriesPerRequest: null });
  const queue = new Queue<DeviceJob>('device', { connection, defaultJobOptions: JOB_OPTIONS });

  const put = async ({ device, topic, payload }: Genuine): Promise<void> => {
    const job: DeviceJob = {
      device,
      topic,
      receivedAtMs: Date.now(),
      payload: Buffer.from(payload).toString('base64'),
    };
    if (topic === 'face/frame') {
      job.frame = frameKey(randomBytes(8).toString('hex'));
      await frames.set(job.frame, Buffer.from([0xff, 0xd8, 0xff]), 'EX', 30);
    }
    await queue.add(topic, job);
  };

  /** Everything in the queue has been handled. */
  const settle = (): Promise<void> =>
    eventually(
      'the platform handled every message',
      async () => (await queue.getJobCountByTypes('wait', 'active', 'delayed', 'prioritized')) === 0,
      HANDLED_DEADLINE_MS,
    );

  return {
    put,
    settle,
    /** Puts so many forgeries of one sort into the queue; resolves with what the platform said to them. */
    attack: async ({ make }: Forgery, count: number): Promise<readonly string[]> => {
      const before = refused.length;
      await Promise.all(Array.from({ length: count }, () => put(make())));
      await settle();
      await eventually('every refusal is logged', () => refused.length >= before + count, HANDLED_DEADLINE_MS).catch(
        () => undefined, // the caller counts them and says what is missing
      );
      return refused.slice(before);
    },
    close: async (): Promise<void> => {
      stopListening();
      await queue.close();
      for (const redis of [connection, frames]) redis.disconnect();
    },
  };
};

const UNREADABLE = ['bad_mac', 'malformed', 'not_deterministic', 'bad_shape', 'too_large'];

const flip = (bytes: Uint8Array): Uint8Array => {
  const spoilt = Buffer.from(bytes);
  const bit = randomInt(spoilt.length * 8);
  spoilt.writeUInt8(spoilt.readUInt8(bit >> 3) ^ (0x80 >> (bit & 7)), bit >> 3);
  return spoilt;
};

/** Forgeries of a genuine message, which the platform has not seen yet. */
export const forgeriesOf = (
  genuine: Genuine,
  { neighbour, otherKind, otherTopics }: { neighbour: string; otherKind: string; otherTopics: readonly TopicName[] },
): readonly Forgery[] => {
  const { device, topic, payload } = genuine;
  const body = payload.subarray(0, -32);
  return [
    { how: 'a bit flipped', why: UNREADABLE, make: () => ({ device, topic, payload: flip(payload) }) },
    {
      how: 'cut short',
      why: UNREADABLE,
      make: () => ({ device, topic, payload: payload.subarray(0, randomInt(payload.length)) }),
    },
    {
      how: 'another MAC',
      why: ['bad_mac'],
      make: () => ({ device, topic, payload: Buffer.concat([body, randomBytes(32)]) }),
    },
    { how: 'in the name of its neighbour', why: ['bad_mac'], make: () => ({ device: neighbour, topic, payload }) },
    {
      how: 'in the name of a device of the other kind',
      why: ['wrong_sender'],
      make: () => ({ device: otherKind, topic, payload }),
    },
    {
      how: 'on another topic',
      why: ['bad_mac'],
      make: () => ({ device, topic: otherTopics[randomInt(otherTopics.length)] ?? topic, payload }),
    },
    {
      how: 'noise',
      why: UNREADABLE,
      make: () => ({ device, topic, payload: new Uint8Array(randomBytes(randomInt(1, 512))) }),
    },
  ];
};
