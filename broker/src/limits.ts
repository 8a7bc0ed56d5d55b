import { isParty, parseTopic, type Rate, rowOf, TOPIC_NAMES } from '@smart-latch/protocol';
import type { WireLimits } from './admission.ts';
import type { Identity } from './policy.ts';

/** Fixed header, topic and packet id of a PUBLISH (MQTT 3.1.1, 3.3) on the longest topic of the table. */
const PUBLISH_OVERHEAD_BYTES = 64;
/** A CONNECT with a will of 1 KiB fits twice. */
const MAX_CONNECT_BYTES = 2_048;
/** Devices whose buckets are remembered, so that reconnecting does not refill them. */
const MAX_REMEMBERED = 20_000;
const FLOOD_AFTER_MS = 30_000;

/** A token bucket that goes into debt: `take` says how long the taker must wait for its token, ms. */
export interface Bucket {
  take(nowMs: number): number;
}

export const createBucket = ({ burst, perSecond }: Rate, startMs: number): Bucket => {
  let tokens = burst;
  let atMs = startMs;
  return {
    take: (nowMs) => {
      tokens = Math.min(burst, tokens + ((nowMs - atMs) * perSecond) / 1_000) - 1;
      atMs = nowMs;
      return tokens >= 0 ? 0 : Math.ceil((-tokens * 1_000) / perSecond);
    },
  };
};

export interface Limits {
  /** The limits of a connection; `who` is null when its certificate proves nobody. */
  of(who: Identity | null, isAdmitted: () => boolean): WireLimits;
}

/** Rates of the topic table, a bucket for each device and class: taps, frames, everything else (also PINGREQ and the like). */
export const createLimits = (nowMs: () => number): Limits => {
  const devices = new Map<string, Map<Rate, Bucket>>();
  const bucketsOf = (device: string): Map<Rate, Bucket> => {
    const buckets = devices.get(device) ?? new Map<Rate, Bucket>();
    // Back in at the young end: the map's order is that of the last connection.
    devices.delete(device);
    devices.set(device, buckets);
    const [oldest] = devices.keys();
    if (devices.size > MAX_REMEMBERED && oldest !== undefined) devices.delete(oldest);
    return buckets;
  };
  return {
    of: (who, isAdmitted) => {
      const buckets = who && who.role !== 'service' ? bucketsOf(who.name) : null;
      const admittedBytes = who ? longestPacketBytes(who) : MAX_CONNECT_BYTES;
      return {
        floodAfterMs: FLOOD_AFTER_MS,
        maxPacketBytes: () => (isAdmitted() ? admittedBytes : MAX_CONNECT_BYTES),
        waitMs: (topic) => {
          if (!buckets) return 0;
          const rate = rateOf(topic);
          const bucket = buckets.get(rate) ?? createBucket(rate, nowMs());
          buckets.set(rate, bucket);
          return bucket.take(nowMs());
        },
      };
    },
  };
};

/** What is no row of the table counts as everything else, and is refused by the policy anyway. */
const rateOf = (topic: string | null): Rate =>
  (topic === null ? null : parseTopic(topic))?.row.rate ?? rowOf('log').rate;

const longestPacketBytes = (who: Identity): number => {
  const sent = TOPIC_NAMES.map(rowOf).filter((row) => isParty(who.role, row.from));
  return Math.max(...sent.map((row) => row.maxBytes)) + PUBLISH_OVERHEAD_BYTES;
};
