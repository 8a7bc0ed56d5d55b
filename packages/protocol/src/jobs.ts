import { z } from 'zod';
import { DEVICE_ID_PATTERN } from './device-id.ts';
import { TOPIC_NAMES } from './topics.ts';

/**
 * One queue for each writer. `device`: broker -> access. `ask`: api -> access. `see`: access -> face. `seen`: face -> access.
 * `due`: access -> access, the alarm clock: delayed jobs at the deadlines of an attempt. `hook`: hooks -> hooks, a webhook with something
 * to send.
 */
export const QUEUES = ['device', 'ask', 'see', 'seen', 'due', 'hook'] as const;
export type QueueName = (typeof QUEUES)[number];

/**
 * BullMQ settings of every queue on the unlock path. BullMQ's own defaults take up a killed worker's job after 30 s,
 * when the nonce of the tap is long dead; with these it is taken up after 1.5 to 4 s.
 */
export const WORKER_TIMING = { lockDuration: 3_000, stalledInterval: 1_000, maxStalledCount: 3 } as const;

/** A failed job is tried again for 12 s, which is past the deadline of any tap; what a handler does then is in its own data. */
export const JOB_OPTIONS = {
  attempts: 60,
  backoff: { type: 'fixed', delay: 200 },
  removeOnComplete: { count: 100 },
  removeOnFail: { count: 1_000 },
} as const;

/** How long frames and readings live in the Redis without persistence, s. */
export const FRAME_TTL_S = 30;
/** How long an answer to the api waits to be read once, s. */
export const ANSWER_TTL_S = 10;
/** The Pub/Sub channel on the frame Redis that says "answer:{id} is there". */
export const ANSWERED_CHANNEL = 'answered';
/** The Pub/Sub channel on the queue Redis by which the api tells brokers that a device is revoked. */
export const REVOKED_CHANNEL = 'sl:revoked';

export const frameKey = (id: string): string => `frame:${id}`;
export const enrolKey = (id: string): string => `enrol:${id}`;
export const readingKey = (id: string): string => `reading:${id}`;
export const answerKey = (id: string): string => `answer:${id}`;

const id = z.string().min(1).max(64);
const epochMs = z.int().min(0);
/** Of an HTTP request, as the caller or the api chose it: what ties the lines of api and workers together. */
export const REQUEST_ID_PATTERN = /^[\w.-]{1,64}$/;
const request = z.string().regex(REQUEST_ID_PATTERN).optional();
const deviceId = z.string().regex(DEVICE_ID_PATTERN);

/** A message of a device as the broker admitted it. `payload` is base64; of a frame it is the header, the picture stays behind `frame`. */
export const deviceJob = z.strictObject({
  device: deviceId,
  topic: z.enum(TOPIC_NAMES),
  receivedAtMs: epochMs,
  payload: z.base64(),
  frame: z.string().startsWith('frame:').max(64).optional(),
});

/** What a picture is for. */
export const seeSubject = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('attempt'), attempt: id, camera: deviceId, sequence: z.int().min(0) }),
  z.strictObject({ kind: z.literal('view'), view: id }),
]);

export const seeJob = z.strictObject({
  subject: seeSubject,
  purpose: z.enum(['door', 'enrol']),
  /** `frame:*` or `enrol:*` in the frame Redis. */
  picture: z.string().regex(/^(frame|enrol):[\w-]{1,58}$/),
  /** `reading:*`: where the answer goes, chosen by access, so that a second run overwrites the first. */
  reading: z.string().regex(/^reading:[\w-]{1,80}$/),
  deadlineMs: epochMs,
  request,
});

/** `gone`: the picture had left Redis. `late`: the deadline had passed before it was looked at. */
export const seenJob = z.strictObject({
  subject: seeSubject,
  outcome: z.enum(['read', 'gone', 'late']),
  reading: z.string().regex(/^reading:[\w-]{1,80}$/),
});

export const DUE_KINDS = ['expire-attempt', 'challenge-timeout', 'unconfirmed'] as const;
export const dueJob = z.strictObject({ kind: z.enum(DUE_KINDS), attempt: id });

/** About so many users one question may be. */
export const MAX_EXPLAINED_USERS = 50;

/** This webhook has something to send: what, is in the store. */
export const hookJob = z.strictObject({ webhook: id });

/** Questions of the api. Each carries where to answer and until when anybody waits for it. */
const question = <const K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject({
    kind: z.literal(kind),
    answer: z.string().startsWith('answer:').max(64),
    deadlineMs: epochMs,
    request,
    ...shape,
  });

export const askJob = z.discriminatedUnion('kind', [
  /** Secrets of one device: uplink key, command keys, peer keys. */
  question('device-secrets', { device: deviceId }),
  /** The keys that a card of this site is personalised with. */
  question('card-keys', { site: id, uid: z.string().regex(/^[0-9a-f]{14}$/), use: z.enum(['card', 'tag']) }),
  /** Verify what a phone read of the tag of a door, and spend it. */
  question('phone-tap', {
    latch: id,
    keyId: z.int().min(0).max(255),
    picc: z.string().regex(/^[0-9a-f]{32}$/),
    mac: z.string().regex(/^[0-9a-f]{16}$/),
  }),
  /** Begin an attempt of somebody who is signed in, with a tap that was verified. */
  question('phone-attempt', {
    site: id,
    latch: id,
    user: id,
    session: id,
    tap: z.string().regex(/^[0-9a-f]{32}$/),
    receivedAtMs: epochMs,
  }),
  /** A selfie for that attempt, in `enrol:*`; SHA-256 of the JPEG in hex. */
  question('phone-frame', {
    attempt: id,
    session: id,
    sequence: z.int().min(1).max(3),
    picture: z.string().startsWith('enrol:').max(64),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    receivedAtMs: epochMs,
  }),
  /** The api verified a passkey of this user during that attempt. */
  question('phone-passkey', { attempt: id, session: id, user: id, receivedAtMs: epochMs }),
  /** Judge a photograph in `enrol:*` and keep its view when it is good enough. */
  question('enrol-view', { site: id, user: id, view: id, picture: z.string().startsWith('enrol:').max(64) }),
  /** Forget the views of a user. */
  question('erase-views', { site: id, user: id }),
  /** Open a door from afar, on a session's word. */
  question('remote-unlock', {
    site: id,
    latch: id,
    user: id,
    session: id,
    stepUpAtMs: epochMs.nullable(),
    requestedAtMs: epochMs,
  }),
  /** Publish the signed configuration of a device again. */
  question('push-desired', { device: deviceId }),
  /**
   * What the decision would be for these users at this latch: at a moment, by every way, and until another moment; without one, by the
   * ways until the first that opens.
   */
  question('explain', {
    site: id,
    latch: id,
    users: z.array(id).min(1).max(MAX_EXPLAINED_USERS),
    atMs: epochMs,
    untilMs: epochMs.nullable(),
  }),
]);

export type DeviceJob = z.output<typeof deviceJob>;
export type SeeJob = z.output<typeof seeJob>;
export type SeeSubject = z.output<typeof seeSubject>;
export type SeenJob = z.output<typeof seenJob>;
export type HookJob = z.output<typeof hookJob>;
export type DueJob = z.output<typeof dueJob>;
export type AskJob = z.output<typeof askJob>;
export type AskKind = AskJob['kind'];

/** What access writes to `answer:*`. */
export const askAnswer = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), code: z.string().max(64), detail: z.string().max(300) }),
]);
export type AskAnswer = z.output<typeof askAnswer>;

const base64 = z.base64();
const phoneAttempt = z.strictObject({
  attempt: id,
  state: z.string().max(32),
  reason: z.string().max(64).nullable(),
  /** Until when a selfie or a passkey counts, epoch ms. */
  receiveByMs: epochMs,
});
const cardKey = z.string().regex(/^[0-9a-f]{32}$/);

/** A decision, as core names it. */
const verdict = {
  outcome: z.enum(['granted', 'denied']),
  reason: z.string().max(64).nullable(),
  rule: z.string().max(32).nullable(),
  grant: id.nullable(),
};

/** One way in: a credential at the door, or `remote`. */
const way = z.strictObject({
  by: z.enum(['nfc', 'phone', 'remote']),
  credential: id.nullable(),
  ...verdict,
  /** The same with each of the user's grants here alone. */
  grants: z.array(z.strictObject({ id, ...verdict, grant: z.null() })).max(200),
  /** Null when no span was asked for. */
  intervals: z.array(z.strictObject({ fromMs: epochMs, untilMs: epochMs, ...verdict })).nullable(),
});

/** The value of the answer to each question. */
export const ANSWERS = {
  'device-secrets': z.strictObject({
    uplink: z
      .array(z.strictObject({ version: z.int().min(0).max(255), key: base64 }))
      .min(1)
      .max(2),
    commandKeys: z
      .array(z.strictObject({ kid: base64, publicKey: base64 }))
      .min(1)
      .max(2),
    peers: z.array(z.strictObject({ peer: deviceId, epoch: z.int().min(0), key: base64 })).max(8),
  }),
  'card-keys': z.strictObject({
    keyId: z.int().min(0).max(255),
    /** SDMMetaReadKey of the site and SDMFileReadKey of this card, 16 bytes each, hex. */
    metaReadKey: cardKey,
    fileReadKey: cardKey,
    /** Of this card: key 0, which may rewrite it, and keys 3 and 4, which nobody uses. */
    masterKey: cardKey,
    spareKeys: z.tuple([cardKey, cardKey]),
  }),
  'enrol-view': z.strictObject({
    accepted: z.boolean(),
    reason: z.string().max(64).nullable(),
    quality: z.record(z.string(), z.number()).nullable(),
  }),
  'erase-views': z.strictObject({ erased: z.int().min(0) }),
  'remote-unlock': z.strictObject({ attempt: id, state: z.string().max(32), reason: z.string().max(64).nullable() }),
  'push-desired': z.strictObject({ version: z.int().min(0) }),
  explain: z.strictObject({ users: z.array(z.strictObject({ user: id, ways: z.array(way).min(1).max(64) })) }),
  'phone-tap': z.strictObject({ site: id, latch: id }),
  'phone-attempt': phoneAttempt,
  'phone-frame': phoneAttempt,
  'phone-passkey': phoneAttempt,
} as const satisfies Record<AskKind, z.ZodType>;

export type Answer<K extends AskKind> = z.output<(typeof ANSWERS)[K]>;
