import { type Rate, rowOf, type TopicName } from '@smart-latch/protocol';

export interface Outgoing {
  readonly topic: TopicName;
  readonly bytes: Uint8Array;
  /** Monotonic ms after which nobody wants it any more; `Infinity` for what must arrive (events, results). */
  readonly untilMs: number;
  /** True at PUBACK; false when it grew too old or was pushed out. Called once. */
  readonly done: (arrived: boolean) => void;
}

interface Entry extends Outgoing {
  /** Monotonic ms of the last send on the connection of now; null when it has not been sent on it. */
  sentAtMs: number | null;
}

export interface OutboxLimits {
  readonly entries: number;
  readonly inFlight: number;
  /** How long a PUBACK may take before the same bytes are sent again. */
  readonly resendMs: number;
}

export const OUTBOX_LIMITS: OutboxLimits = { entries: 256, inFlight: 8, resendMs: 1_200 };

/**
 * What waits for a PUBACK, oldest first. Pure bookkeeping: `due(now)` says what to send now, within the rates of the topic table,
 * and drops what is too old; the caller sends it. A reconnect (`restart`) sends everything again.
 */
export const createOutbox = (limits: OutboxLimits = OUTBOX_LIMITS) => {
  let entries: Entry[] = [];
  const buckets = new Map<Rate, { tokens: number; atMs: number }>();

  const settle = (entry: Entry, arrived: boolean): void => {
    if (!entries.includes(entry)) return;
    entries = entries.filter((other) => other !== entry);
    entry.done(arrived);
  };

  const takeToken = (topic: TopicName, nowMs: number): boolean => {
    const { rate } = rowOf(topic);
    const bucket = buckets.get(rate) ?? { tokens: rate.burst, atMs: nowMs };
    const tokens = Math.min(rate.burst, bucket.tokens + ((nowMs - bucket.atMs) / 1000) * rate.perSecond);
    const enough = tokens >= 1;
    buckets.set(rate, { tokens: enough ? tokens - 1 : tokens, atMs: nowMs });
    return enough;
  };

  const expire = (nowMs: number): void => {
    for (const entry of entries.filter((e) => nowMs > e.untilMs)) settle(entry, false);
  };

  return {
    expire,
    size: () => entries.length,
    add(message: Outgoing): void {
      const oldest = entries.length >= limits.entries ? entries[0] : undefined;
      if (oldest) settle(oldest, false);
      entries.push({ ...message, sentAtMs: null });
    },
    /** What is to be sent now; each is marked as sent. */
    due(nowMs: number): readonly Outgoing[] {
      expire(nowMs);
      const waiting = (e: Entry) => e.sentAtMs !== null && nowMs - e.sentAtMs < limits.resendMs;
      let free = limits.inFlight - entries.filter(waiting).length;
      const out: Entry[] = [];
      for (const entry of entries) {
        if (free <= 0) break;
        if (waiting(entry) || !takeToken(entry.topic, nowMs)) continue;
        entry.sentAtMs = nowMs;
        free -= 1;
        out.push(entry);
      }
      return out;
    },
    acked: (message: Outgoing): void => settle(message as Entry, true),
    /** A new connection knows nothing of the old one's packets. */
    restart(): void {
      for (const entry of entries) entry.sentAtMs = null;
    },
    clear(): void {
      for (const entry of [...entries]) settle(entry, false);
    },
  };
};
