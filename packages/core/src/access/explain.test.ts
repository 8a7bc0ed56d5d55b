import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aGrant, cardTap, phoneTap, remoteUnlock, TAP_MS, withFacts } from '../../test/facts.ts';
import type { Schedule } from '../credential/schedule.ts';
import { asId, type GrantId } from '../ids.ts';
import {
  changesBetween,
  EXPLAIN,
  explainAll,
  explainAt,
  explainGrants,
  type Interval,
  intervalsOf,
} from './explain.ts';
import type { Facts } from './facts.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const spanOf = (facts: Facts, fromMs: number, untilMs: number): Interval[] => {
  const changes = changesBetween(facts, fromMs, untilMs);
  return intervalsOf([...explainAll(facts, fromMs, changes.moments)], changes.untilMs);
};
const wordOf = (facts: Facts, atMs: number): string => {
  const decision = explainAt(facts, atMs);
  return decision.outcome === 'granted' ? `${decision.rule} ${decision.grantId}` : decision.reason;
};
const said = (facts: Facts, fromMs: number, untilMs: number): string[] =>
  spanOf(facts, fromMs, untilMs).map(
    ({ fromMs: from, decision }) =>
      `${new Date(from).toISOString().slice(5, 16)} ${decision.outcome === 'granted' ? decision.rule : decision.reason}`,
  );

const office: Schedule = {
  windows: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }],
  dateRanges: [],
  holidays: 'closed',
  holidayWindows: [],
};
const night: Schedule = { ...office, windows: [{ days: [6], from: '01:30', to: '02:30' }], holidays: 'as_usual' };

describe('why at a moment', () => {
  test('what the person brings is assumed: nothing waits, and what is stored decides', () => {
    expect(wordOf(cardTap({ frames: [], camera: { paired: false, state: 'none' } }), TAP_MS)).toBe('dual grant-1');
    expect(wordOf(cardTap({ device: { connected: false } }), TAP_MS)).toBe('dual grant-1');
    expect(wordOf(cardTap({ user: { enrolledViews: 0 } }), TAP_MS)).toBe('face_not_enrolled');
    expect(wordOf(cardTap({ latch: { credentialRule: 'single' } }), TAP_MS)).toBe('single grant-1');
    expect(wordOf(remoteUnlock({ session: null }), TAP_MS)).toBe('remote grant-1');
    expect(wordOf(phoneTap({ session: null }), TAP_MS)).toBe('dual grant-1');
    expect(wordOf(cardTap({ credential: null }), TAP_MS)).toBe('unknown_credential');
    expect(wordOf(cardTap({ user: null }), TAP_MS)).toBe('user_disabled');
    expect(wordOf(cardTap({ device: { revoked: true } }), TAP_MS)).toBe('device_revoked');
  });

  test('each grant is asked alone', () => {
    const later = aGrant({ id: asId<GrantId>('later'), notBeforeMs: TAP_MS + 1 });
    const decisions = explainGrants(cardTap({ grants: [aGrant(), later] }), TAP_MS);
    expect(decisions).toEqual([
      { grantId: 'grant-1', decision: { outcome: 'granted', rule: 'dual', grantId: 'grant-1' } },
      { grantId: 'later', decision: { outcome: 'denied', reason: 'out_of_schedule' } },
    ]);
  });
});

describe('when in a span', () => {
  test('a working week with a holiday, until the grant ends', () => {
    const grant = aGrant({ schedule: office, expiresAtMs: Date.UTC(2026, 6, 17, 10, 0) });
    const facts = cardTap({ site: { holidays: ['2026-07-16'] }, grants: [grant] });
    expect(said(facts, TAP_MS, TAP_MS + 3 * DAY_MS)).toEqual([
      '07-15T08:00 dual',
      '07-15T16:00 out_of_schedule',
      '07-17T06:00 dual',
      '07-17T10:00 out_of_schedule',
    ]);
  });

  test('the clocks go forward and back', () => {
    const facts = cardTap({
      grants: [aGrant({ schedule: { ...night, windows: [{ days: [7], from: '02:30', to: '03:30' }] } })],
    });
    expect(said(facts, Date.UTC(2026, 2, 28, 22), Date.UTC(2026, 2, 29, 4))).toEqual([
      '03-28T22:00 out_of_schedule',
      '03-29T01:00 dual',
      '03-29T01:30 out_of_schedule',
    ]);
    expect(said(facts, Date.UTC(2026, 9, 24, 22), Date.UTC(2026, 9, 25, 4))).toEqual([
      '10-24T22:00 out_of_schedule',
      '10-25T00:30 dual',
      '10-25T01:00 out_of_schedule',
      '10-25T01:30 dual',
      '10-25T02:30 out_of_schedule',
    ]);
  });

  test('a lockout and anti-passback end by themselves', () => {
    const failuresMs = [1, 2, 3, 4, 5].map((n) => TAP_MS - n * 1_000);
    const locked = cardTap({ lockout: { failuresMs, endedAtMs: null } });
    expect(said(locked, TAP_MS, TAP_MS + DAY_MS)).toEqual(['07-15T08:00 locked_out', '07-15T08:14 dual']);
    const entered = cardTap({ latch: { antiPassbackS: 600 }, lastEntryMs: TAP_MS - 60_000 });
    expect(said(entered, TAP_MS, TAP_MS + DAY_MS)).toEqual(['07-15T08:00 anti_passback', '07-15T08:09 dual']);
  });

  test('ends earlier, and says where, when the schedules have too many edges', () => {
    const windows = Array.from({ length: 64 }, (_, n) => n);
    const grants = Array.from({ length: 10 }, (_, g) =>
      aGrant({
        schedule: {
          ...office,
          windows: windows.map((n) => {
            const minute = n * 20 + g;
            const from = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
            return { days: [1, 2, 3, 4, 5, 6, 7], from, to: '24:00' };
          }),
        },
      }),
    );
    const changes = changesBetween(cardTap({ grants }), TAP_MS, TAP_MS + EXPLAIN.spanMs);
    expect(changes.untilMs).toBeLessThan(TAP_MS + EXPLAIN.spanMs);
    expect(changes.moments.length).toBeLessThan(EXPLAIN.moments + 1_441);
    expect(changes.moments.at(-1)).toBeLessThan(changes.untilMs);
  });
});

const wall = fc
  .integer({ min: 0, max: 1440 })
  .map((minute) =>
    minute === 1440
      ? '24:00'
      : `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
  );
const daily = fc.record({ from: wall.filter((time) => time !== '24:00'), to: wall });
const days = fc.uniqueArray(fc.constantFrom(1, 2, 3, 4, 5, 6, 7), { minLength: 1 });
/** Around changes of the clock: Berlin twice, Lord Howe (half an hour), Santiago at midnight, and a plain day. */
const where = fc.constantFrom(
  ['Europe/Berlin', Date.UTC(2026, 2, 28, 12)],
  ['Europe/Berlin', Date.UTC(2026, 9, 24, 12)],
  ['Australia/Lord_Howe', Date.UTC(2026, 3, 4, 3)],
  ['America/Santiago', Date.UTC(2026, 8, 5, 12)],
  ['Pacific/Apia', Date.UTC(2011, 11, 29, 12)],
  ['UTC', TAP_MS],
) as fc.Arbitrary<[string, number]>;
const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** Facts whose every moment is a whole minute, so that looking at each minute misses nothing. */
const worlds = where.chain(([timeZone, startMs]) => {
  const soon = fc.option(fc.integer({ min: -60, max: 3_000 }).map((minute) => startMs + minute * MINUTE_MS));
  const date = fc.integer({ min: -1, max: 3 }).map((day) => dateOf(startMs + day * DAY_MS));
  const schedule = fc.record({
    windows: fc.array(fc.record({ days, ...{ from: wall.filter((time) => time !== '24:00'), to: wall } }), {
      maxLength: 4,
    }),
    dateRanges: fc.array(fc.record({ from: fc.option(date), to: fc.option(date) }), { maxLength: 1 }),
    holidays: fc.constantFrom('as_usual', 'closed', 'own_windows'),
    holidayWindows: fc.array(daily, { maxLength: 2 }),
  });
  const grant = fc.record({
    schedule: fc.option(schedule, { freq: 8 }),
    notBeforeMs: soon,
    expiresAtMs: soon,
    entriesLeft: fc.constantFrom(null, null, 1, 0),
  });
  return fc.record({
    timeZone: fc.constant(timeZone),
    startMs: fc.constant(startMs),
    holidays: fc.uniqueArray(date, { maxLength: 2 }),
    grants: fc.array(grant, { maxLength: 3 }),
    notBeforeMs: soon,
    expiresAtMs: soon,
    fromMs: soon,
    untilMs: soon,
    entered: fc.option(fc.integer({ min: 0, max: 10 })),
    failures: fc.boolean(),
  });
});

test('the intervals are what decide says at each minute', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const { startMs, timeZone, holidays, notBeforeMs, expiresAtMs, fromMs, untilMs } = world;
      const facts = withFacts(cardTap(), {
        site: { timeZone, holidays },
        credential: { notBeforeMs, expiresAtMs },
        user: { fromMs, untilMs },
        grants: world.grants.map((grant, n) => aGrant({ ...(grant as object), id: asId<GrantId>(`grant-${n}`) })),
        latch: { antiPassbackS: world.entered === null ? 0 : 600 },
        lastEntryMs: world.entered === null ? null : startMs - world.entered * MINUTE_MS,
        lockout: {
          failuresMs: world.failures ? [1, 2, 3, 4, 5].map((n) => startMs - n * MINUTE_MS) : [],
          endedAtMs: null,
        },
      });
      const endMs = startMs + 2 * DAY_MS;
      const intervals = spanOf(facts, startMs, endMs);
      expect(intervals[0]?.fromMs).toBe(startMs);
      expect(intervals.at(-1)?.untilMs).toBe(endMs);
      let at = 0;
      for (let minuteMs = startMs; minuteMs < endMs; minuteMs += MINUTE_MS) {
        while ((intervals[at]?.untilMs ?? endMs) <= minuteMs) at += 1;
        const decision = intervals[at]?.decision;
        const word = decision?.outcome === 'granted' ? `${decision.rule} ${decision.grantId}` : decision?.reason;
        if (word !== wordOf(facts, minuteMs))
          expect(`${new Date(minuteMs).toISOString()} ${word}`).toBe(wordOf(facts, minuteMs));
      }
    }),
    { numRuns: 25 },
  );
}, 60_000);
