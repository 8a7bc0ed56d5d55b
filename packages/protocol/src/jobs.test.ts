import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { ANSWERS, askAnswer, askJob, deviceJob, dueJob, QUEUES, seeJob, seenJob } from './jobs.ts';

const DEVICE = 'abcdefghijklmnopqrstuvwxy2';
const ask = { answer: 'answer:0123', deadlineMs: 1_790_000_000_000, request: 'r-1' };
const subject = { kind: 'attempt', attempt: 'a1', camera: DEVICE, sequence: 4 };

const VALID: readonly (readonly [string, z.ZodType, Record<string, unknown>])[] = [
  ['deviceJob', deviceJob, { device: DEVICE, topic: 'nfc/tap', receivedAtMs: 5, payload: 'AQI=' }],
  ['deviceJob', deviceJob, { device: DEVICE, topic: 'face/frame', receivedAtMs: 5, payload: 'AQI=', frame: 'frame:1' }],
  ['seeJob', seeJob, { subject, purpose: 'door', picture: 'frame:1', reading: 'reading:1', deadlineMs: 5 }],
  [
    'seeJob',
    seeJob,
    { subject: { kind: 'view', view: 'v' }, purpose: 'enrol', picture: 'enrol:1', reading: 'reading:1', deadlineMs: 5 },
  ],
  ['seenJob', seenJob, { subject, outcome: 'gone', reading: 'reading:1' }],
  ['dueJob', dueJob, { kind: 'expire-attempt', attempt: 'a1' }],
  ['askJob', askJob, { kind: 'device-secrets', device: DEVICE, ...ask }],
  ['askJob', askJob, { kind: 'card-keys', site: 's', uid: '04112233445566', use: 'card', ...ask }],
  ['askJob', askJob, { kind: 'push-desired', device: DEVICE, ...ask }],
  ['askJob', askJob, { kind: 'explain', site: 's', latch: 'l', users: ['u'], atMs: 1, untilMs: null, ...ask }],
  [
    'askJob',
    askJob,
    {
      kind: 'remote-unlock',
      site: 's',
      latch: 'l',
      user: 'u',
      session: 'x',
      stepUpAtMs: null,
      requestedAtMs: 5,
      ...ask,
    },
  ],
  ['askAnswer', askAnswer, { ok: true, value: null }],
  ['askAnswer', askAnswer, { ok: false, code: 'not_found', detail: 'there is no such device' }],
];

describe('job payloads', () => {
  test.each(VALID)('%s is taken as it is', (_, schema, job) => {
    expect(schema.parse(job)).toEqual(job);
  });

  test.each(VALID.filter(([, schema]) => schema !== askAnswer))(
    '%s is refused without any one of its required fields',
    (_, schema, job) => {
      for (const field of Object.keys(job).filter((name) => name !== 'frame' && name !== 'request')) {
        const { [field]: __, ...rest } = job;
        expect(schema.safeParse(rest).success, `without ${field}`).toBe(false);
      }
    },
  );

  test.each(VALID)('%s is refused with a field more: a picture or a secret cannot slip in', (_, schema, job) => {
    expect(schema.safeParse({ ...job, jpeg: 'AAAA' }).success).toBe(false);
  });

  test.each([
    ['another device id', deviceJob, { device: 'x', topic: 'nfc/tap', receivedAtMs: 5, payload: '' }],
    ['a topic that is no row', deviceJob, { device: DEVICE, topic: 'nfc/taps', receivedAtMs: 5, payload: '' }],
    ['a payload that is not base64', deviceJob, { device: DEVICE, topic: 'nfc/tap', receivedAtMs: 5, payload: '?' }],
    [
      'a frame elsewhere',
      deviceJob,
      { device: DEVICE, topic: 'face/frame', receivedAtMs: 5, payload: '', frame: 'answer:1' },
    ],
    ['a time before 1970', deviceJob, { device: DEVICE, topic: 'nfc/tap', receivedAtMs: -1, payload: '' }],
    [
      'a picture in a foreign place',
      seeJob,
      { subject, purpose: 'door', picture: 'answer:1', reading: 'reading:1', deadlineMs: 5 },
    ],
    [
      'a reading in a foreign place',
      seeJob,
      { subject, purpose: 'door', picture: 'frame:1', reading: 'frame:1', deadlineMs: 5 },
    ],
    ['an answer in a foreign place', askJob, { kind: 'device-secrets', device: DEVICE, ...ask, answer: 'frame:1' }],
    ['a question that nobody knows', askJob, { kind: 'all-secrets', device: DEVICE, ...ask }],
    ['a card number in upper case', askJob, { kind: 'card-keys', site: 's', uid: '04AA2233445566', ...ask }],
  ] as const)('%s is refused', (_, schema, job) => {
    expect(schema.safeParse(job).success).toBe(false);
  });

  test('every question has the shape of its answer', () => {
    const kinds = askJob.options.map((option) => option.shape.kind.value);
    expect(Object.keys(ANSWERS).sort()).toEqual([...kinds].sort());
  });

  test('a queue has one writer each', () => {
    expect(QUEUES).toEqual(['device', 'ask', 'see', 'seen', 'due', 'hook']);
  });
});
