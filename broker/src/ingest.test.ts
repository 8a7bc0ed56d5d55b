import { randomBytes } from 'node:crypto';
import { type DeviceJob, deviceJob, parseUplink, topicOf, type UplinkName } from '@smart-latch/protocol';
import { createLogger, createMetrics } from '@smart-latch/runtime';
import { describe, expect, it } from 'vitest';
import { framePayload, resultPayload, statePayload, tapPayload, telemetryPayload } from '../test/messages.ts';
import { createIngest, type Outlets, parseMessage } from './ingest.ts';
import { createBrokerMetrics } from './metrics.ts';
import { judgePublish } from './policy.ts';

const latch = 'a'.repeat(26);
const camera = 'b'.repeat(26);
const jpeg = Buffer.concat([Buffer.of(0xff, 0xd8), randomBytes(500)]);

const admit = (role: 'latch' | 'camera', device: string, name: UplinkName, qos = 1, retain = false) => {
  const judgement = judgePublish({ role, name: device }, { topic: topicOf(device, name), qos, retain, payload: '' });
  if (!judgement.ok) throw new Error(judgement.reason);
  return judgement;
};

const start = (outlets: Partial<Outlets> = {}) => {
  const log: string[] = [];
  const jobs: DeviceJob[] = [];
  const frames = new Map<string, Buffer>();
  const ingest = createIngest({
    outlets: {
      enqueue: async (job) => {
        log.push('job');
        jobs.push(job);
      },
      keepFrame: async (key, bytes, ttlS) => {
        log.push(`frame for ${ttlS} s`);
        frames.set(key, Buffer.from(bytes));
      },
      ...outlets,
    },
    clock: { now: () => 1_700_000_000_000 },
    log: createLogger('test', 'silent'),
    metrics: createBrokerMetrics(createMetrics('test')),
  });
  return { ingest, jobs, frames, log };
};

describe('what becomes a job', () => {
  it('a tap: one job with the very bytes of the device', async () => {
    const { ingest, jobs } = start();
    const admitted = admit('latch', latch, 'nfc/tap');
    const payload = tapPayload(latch);
    await ingest(admitted, parseMessage(admitted, payload));
    expect(jobs).toEqual([
      { device: latch, topic: 'nfc/tap', receivedAtMs: 1_700_000_000_000, payload: payload.toString('base64') },
    ]);
    expect(() => deviceJob.parse(jobs[0])).not.toThrow();
  });

  it('a frame: first the picture for 30 s, then one job with the header and the reference', async () => {
    const { ingest, jobs, frames, log } = start();
    const admitted = admit('camera', camera, 'face/frame');
    await ingest(admitted, parseMessage(admitted, framePayload(camera, latch, jpeg)));
    expect(log).toEqual(['frame for 30 s', 'job']);
    const [job] = jobs;
    expect(() => deviceJob.parse(job)).not.toThrow();
    expect(frames.get(job?.frame ?? '')).toEqual(jpeg);
    const header = parseUplink(Buffer.from(job?.payload ?? '', 'base64'));
    expect(header.rest).toHaveLength(0);
  });

  it('nothing, when the picture could not be kept', async () => {
    const { ingest, jobs } = start({ keepFrame: () => Promise.reject(new Error('OOM')) });
    const admitted = admit('camera', camera, 'face/frame');
    const parsed = parseMessage(admitted, framePayload(camera, latch, jpeg));
    await expect(ingest(admitted, parsed)).rejects.toThrow('queue_down');
    expect(jobs).toEqual([]);
  });

  it('a queue that does not answer refuses the message', async () => {
    const { ingest } = start({ enqueue: () => Promise.reject(new Error('away')) });
    const admitted = admit('latch', latch, 'nfc/tap');
    await expect(ingest(admitted, parseMessage(admitted, tapPayload(latch)))).rejects.toThrow('queue_down');
  });
});

describe('the shape of a message', () => {
  it('each kind of message has its own', () => {
    const boot = randomBytes(16);
    expect(parseMessage(admit('latch', latch, 'state', 1, true), statePayload('ready', boot)).message).toMatchObject({
      state: 'ready',
    });
    expect(() => parseMessage(admit('latch', latch, 'result/unlock'), resultPayload(latch, boot))).not.toThrow();
    expect(() => parseMessage(admit('latch', latch, 'tele/power', 0), telemetryPayload())).not.toThrow();
  });

  it.each<[string, UplinkName, Buffer]>([
    ['a tap of no bytes', 'nfc/tap', Buffer.alloc(0)],
    ['a tap without a MAC', 'nfc/tap', statePayload('ready', randomBytes(16))],
    ['a tap with bytes behind it', 'nfc/tap', Buffer.concat([tapPayload(latch), Buffer.of(0)])],
    ['a truncated tap', 'nfc/tap', tapPayload(latch).subarray(0, -1)],
    ['a result in place of a tap', 'nfc/tap', resultPayload(latch, randomBytes(16))],
    ['telemetry that is text', 'tele/power', Buffer.from('{"wakeups":1}')],
  ])('%s is refused', (_what, name, payload) => {
    const admitted = admit('latch', latch, name, name === 'tele/power' ? 0 : 1);
    expect(() => parseMessage(admitted, payload)).toThrow('bad_shape');
  });

  it('a frame without a picture is refused', () => {
    const admitted = admit('camera', camera, 'face/frame');
    expect(() => parseMessage(admitted, framePayload(camera, latch, Buffer.alloc(0)))).toThrow('bad_shape');
  });

  it('a refusal says nothing of the payload', () => {
    const secret = Buffer.from('card 04a1b2c3');
    const admitted = admit('latch', latch, 'nfc/tap');
    expect(() => parseMessage(admitted, secret)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('04a1') }),
    );
  });
});
