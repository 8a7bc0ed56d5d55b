import { topicOf } from '@smart-latch/protocol';
import { describe, expect, it } from 'vitest';
import { createBucket, createLimits } from './limits.ts';
import type { Identity } from './policy.ts';

const latch: Identity = { role: 'latch', name: 'a'.repeat(26) };
const camera: Identity = { role: 'camera', name: 'b'.repeat(26) };
const times = <T>(count: number, work: () => T): T[] => Array.from({ length: count }, work);

describe('a token bucket', () => {
  it('lets a burst pass, then makes each taker wait for its own token', () => {
    const bucket = createBucket({ burst: 3, perSecond: 2 }, 0);
    expect(times(5, () => bucket.take(0))).toEqual([0, 0, 0, 500, 1_000]);
  });

  it('fills up with time and never above the burst', () => {
    const bucket = createBucket({ burst: 2, perSecond: 1 }, 0);
    times(2, () => bucket.take(0));
    expect(bucket.take(500)).toBe(500);
    expect(times(3, () => bucket.take(1_000_000))).toEqual([0, 0, 1_000]);
  });
});

describe('the limits of a connection', () => {
  const start = (nowMs = () => 0) => createLimits(nowMs);
  const yes = () => true;

  it('taps pass 5 at once, then one a second; frames 10, then 5; the rest 20, then 20', () => {
    const limits = start();
    const waits = (who: Identity, name: 'nfc/tap' | 'face/frame' | 'evt/door') => {
      const { waitMs } = limits.of(who, yes);
      return times(22, () => waitMs(topicOf(who.name, name))).filter((wait) => wait > 0)[0];
    };
    expect(waits(latch, 'nfc/tap')).toBe(1_000);
    expect(waits(camera, 'face/frame')).toBe(200);
    expect(waits(latch, 'evt/door')).toBe(50);
    const { waitMs } = start().of(latch, yes);
    expect(times(6, () => waitMs(topicOf(latch.name, 'nfc/tap'))).map((wait) => wait > 0)).toEqual([
      ...times(5, () => false),
      true,
    ]);
  });

  it('a flood of one class leaves the others and other devices alone', () => {
    const limits = start();
    const flooder = limits.of(latch, yes);
    times(1_000, () => flooder.waitMs(topicOf(latch.name, 'nfc/tap')));
    expect(flooder.waitMs(topicOf(latch.name, 'evt/door'))).toBe(0);
    expect(limits.of(camera, yes).waitMs(topicOf(camera.name, 'face/frame'))).toBe(0);
  });

  it('a new connection does not refill the bucket, time does', () => {
    let nowMs = 0;
    const limits = start(() => nowMs);
    const topic = topicOf(latch.name, 'nfc/tap');
    times(5, () => limits.of(latch, yes).waitMs(topic));
    expect(limits.of(latch, yes).waitMs(topic)).toBe(1_000);
    nowMs = 2_000;
    expect(limits.of(latch, yes).waitMs(topic)).toBe(0);
  });

  it('packets without a topic and topics that do not exist count as everything else', () => {
    const { waitMs } = start().of(latch, yes);
    times(10, () => waitMs(null));
    times(10, () => waitMs('no/such/topic'));
    expect(waitMs(null)).toBe(50);
  });

  it('a service is not slowed', () => {
    const { waitMs } = start().of({ role: 'service', name: 'worker' }, yes);
    expect(times(1_000, () => waitMs(topicOf(latch.name, 'cmd/unlock'))).every((wait) => wait === 0)).toBe(true);
  });

  it('a packet is as long as the longest row of the role, and a CONNECT before that', () => {
    const bytes = (who: Identity | null, isAdmitted: boolean) =>
      start()
        .of(who, () => isAdmitted)
        .maxPacketBytes();
    expect(bytes(latch, true)).toBe(4_096 + 64);
    expect(bytes(camera, true)).toBe(131_072 + 64);
    expect([latch, camera, null].map((who) => bytes(who, false))).toEqual([2_048, 2_048, 2_048]);
  });
});
