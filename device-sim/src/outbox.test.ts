import { describe, expect, test } from 'vitest';
import { createOutbox, OUTBOX_LIMITS } from './outbox.ts';

const message = (name: string, log: string[], untilMs = Number.POSITIVE_INFINITY, topic = 'evt/lock' as const) => ({
  topic,
  bytes: Buffer.from(name),
  untilMs,
  done: (arrived: boolean) => log.push(`${name} ${arrived ? 'arrived' : 'dropped'}`),
});
const names = (due: readonly { bytes: Uint8Array }[]) => due.map(({ bytes }) => Buffer.from(bytes).toString());

describe('the outbox', () => {
  test('sends again what was not acknowledged in time, the same bytes', () => {
    const box = createOutbox();
    box.add(message('a', []));
    expect(names(box.due(0))).toEqual(['a']);
    expect(names(box.due(OUTBOX_LIMITS.resendMs - 1))).toEqual([]);
    expect(names(box.due(OUTBOX_LIMITS.resendMs))).toEqual(['a']);
  });

  test('never sends what is too old, and says that it was dropped', () => {
    const log: string[] = [];
    const box = createOutbox();
    box.add(message('tap', log, 5_000));
    expect(names(box.due(5_000))).toEqual(['tap']);
    expect(names(box.due(6_300))).toEqual([]);
    expect(log).toEqual(['tap dropped']);
  });

  test('keeps events over a reconnect and sends them in order', () => {
    const box = createOutbox();
    box.add(message('a', []));
    box.add(message('b', []));
    box.due(0);
    box.restart();
    expect(names(box.due(1))).toEqual(['a', 'b']);
  });

  test('settles once, however often the acknowledgement comes', () => {
    const log: string[] = [];
    const box = createOutbox();
    box.add(message('a', log));
    const [sent] = box.due(0);
    if (sent) box.acked(sent);
    if (sent) box.acked(sent);
    expect(log).toEqual(['a arrived']);
  });

  test('when it is full the oldest goes', () => {
    const log: string[] = [];
    const box = createOutbox({ ...OUTBOX_LIMITS, entries: 2 });
    for (const name of ['a', 'b', 'c']) box.add(message(name, log));
    expect(log).toEqual(['a dropped']);
    expect(box.size()).toBe(2);
  });

  test('has at most eight in flight', () => {
    const box = createOutbox();
    for (let i = 0; i < 12; i += 1) box.add(message(String(i), []));
    expect(box.due(0)).toHaveLength(OUTBOX_LIMITS.inFlight);
  });

  test('keeps to the rate of the topic table when it empties after an outage', () => {
    const box = createOutbox({ ...OUTBOX_LIMITS, inFlight: 100 });
    for (let i = 0; i < 50; i += 1) box.add(message(String(i), []));
    expect(box.due(0)).toHaveLength(20);
    expect(box.due(500)).toHaveLength(10);
  });
});
