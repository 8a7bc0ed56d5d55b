import { describe, expect, test } from 'vitest';
import {
  isLocalDate,
  isTimeZone,
  localMoment,
  SCHEDULE_LIMITS,
  type Schedule,
  scheduleCovers,
  scheduleProblems,
  type WeeklyWindow,
} from './schedule.ts';

const BERLIN = 'Europe/Berlin';
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7] as const;

const schedule = (changes: Partial<Schedule>): Schedule => ({
  windows: [],
  dateRanges: [],
  holidays: 'as_usual',
  holidayWindows: [],
  ...changes,
});

const daily = (from: string, to: string, days: WeeklyWindow['days'] = EVERY_DAY) =>
  schedule({ windows: [{ days, from, to }] });

/** Whether it is open at an instant, given in UTC. */
function opens(rule: Schedule, utc: string, timeZone = BERLIN, holidays: readonly string[] = []): boolean {
  const moment = localMoment(Date.parse(utc), timeZone);
  if (moment === null) throw new Error(`no moment: ${utc} ${timeZone}`);
  return scheduleCovers(rule, moment, holidays);
}

describe('a weekly window', () => {
  const office = daily('08:00', '18:00', [1, 2, 3, 4, 5]);

  test('is open from its first minute to just before its last', () => {
    // Wednesday, Berlin is two hours ahead in summer.
    expect(opens(office, '2026-07-15T05:59:59.999Z')).toBe(false);
    expect(opens(office, '2026-07-15T06:00:00Z')).toBe(true);
    expect(opens(office, '2026-07-15T15:59:59.999Z')).toBe(true);
    expect(opens(office, '2026-07-15T16:00:00Z')).toBe(false);
  });

  test('goes by the local weekday, not that of UTC', () => {
    const monday = daily('00:00', '24:00', [1]);
    expect(opens(monday, '2026-07-12T22:00:00Z')).toBe(true);
    expect(opens(monday, '2026-07-12T21:59:59Z')).toBe(false);
    expect(opens(monday, '2026-07-13T22:00:00Z')).toBe(false);
    expect(opens(monday, '2026-07-13T12:00:00Z', 'Pacific/Kiritimati')).toBe(false);
  });

  test('is closed on the days that it does not name', () => {
    expect(opens(office, '2026-07-18T10:00:00Z')).toBe(false);
  });

  test('keeps its wall time over the year', () => {
    expect(opens(office, '2026-01-14T07:00:00Z')).toBe(true);
    expect(opens(office, '2026-01-14T06:59:59Z')).toBe(false);
  });

  test('of another kind than a time is closed', () => {
    for (const [from, to] of [
      ['8:00', '18:00'],
      ['08:00', '25:00'],
      ['', ''],
      ['24:01', '08:00'],
    ] as const) {
      expect(opens(daily(from, to), '2026-07-15T10:00:00Z')).toBe(false);
    }
  });

  test('none at all is closed', () => {
    expect(opens(schedule({}), '2026-07-15T10:00:00Z')).toBe(false);
  });
});

describe('a window that crosses midnight', () => {
  const fridayNight = daily('22:00', '06:00', [5]);

  test('belongs to the day on which it begins', () => {
    expect(opens(fridayNight, '2026-07-17T19:59:00Z')).toBe(false);
    expect(opens(fridayNight, '2026-07-17T20:00:00Z')).toBe(true);
    expect(opens(fridayNight, '2026-07-17T22:00:00Z')).toBe(true);
    expect(opens(fridayNight, '2026-07-18T03:59:59Z')).toBe(true);
    expect(opens(fridayNight, '2026-07-18T04:00:00Z')).toBe(false);
    expect(opens(fridayNight, '2026-07-18T20:30:00Z')).toBe(false);
    expect(opens(fridayNight, '2026-07-16T23:00:00Z')).toBe(false);
  });

  test('ends on Monday when it begins on Sunday', () => {
    expect(opens(daily('22:00', '06:00', [7]), '2026-07-20T03:00:00Z')).toBe(true);
    expect(opens(daily('22:00', '06:00', [7]), '2026-07-19T03:00:00Z')).toBe(false);
  });

  test('of equal ends lasts a whole day', () => {
    const noonToNoon = daily('12:00', '12:00', [5]);
    expect(opens(noonToNoon, '2026-07-17T09:59:59Z')).toBe(false);
    expect(opens(noonToNoon, '2026-07-17T10:00:00Z')).toBe(true);
    expect(opens(noonToNoon, '2026-07-18T09:59:59Z')).toBe(true);
    expect(opens(noonToNoon, '2026-07-18T10:00:00Z')).toBe(false);
  });
});

describe('when the clocks go forward (Berlin 2026-03-29, 02:00 becomes 03:00 at 01:00 UTC)', () => {
  test('a night that crosses the change is open on both sides of it', () => {
    const night = daily('22:00', '06:00', [6]);
    expect(opens(night, '2026-03-28T20:59:59Z')).toBe(false);
    expect(opens(night, '2026-03-28T21:00:00Z')).toBe(true);
    expect(opens(night, '2026-03-29T00:59:59Z')).toBe(true);
    expect(opens(night, '2026-03-29T01:00:00Z')).toBe(true);
    expect(opens(night, '2026-03-29T03:59:59Z')).toBe(true);
    expect(opens(night, '2026-03-29T04:00:00Z')).toBe(false);
  });

  test('a window inside the skipped hour never opens that day', () => {
    const skipped = daily('02:15', '02:45');
    for (let minute = 0; minute < 240; minute++) {
      const utc = new Date(Date.parse('2026-03-28T23:00:00Z') + minute * 60_000).toISOString();
      expect(opens(skipped, utc)).toBe(false);
    }
    expect(opens(skipped, '2026-03-30T00:30:00Z')).toBe(true);
  });

  test('a window that begins inside the skipped hour begins at the jump', () => {
    const from = daily('02:30', '05:00');
    expect(opens(from, '2026-03-29T00:59:59Z')).toBe(false);
    expect(opens(from, '2026-03-29T01:00:00Z')).toBe(true);
  });

  test('a window that ends inside the skipped hour ends at the jump', () => {
    const to = daily('00:30', '02:30');
    expect(opens(to, '2026-03-29T00:59:59Z')).toBe(true);
    expect(opens(to, '2026-03-29T01:00:00Z')).toBe(false);
  });
});

describe('when the clocks go back (Berlin 2026-10-25, 03:00 becomes 02:00 at 01:00 UTC)', () => {
  test('a night that crosses the change is open throughout, an hour longer', () => {
    const night = daily('22:00', '06:00', [6]);
    let minutes = 0;
    for (let minute = 0; minute < 24 * 60; minute++) {
      const utc = new Date(Date.parse('2026-10-24T12:00:00Z') + minute * 60_000).toISOString();
      if (opens(night, utc)) minutes++;
    }
    expect(minutes).toBe(9 * 60);
    expect(opens(night, '2026-10-25T04:59:59Z')).toBe(true);
    expect(opens(night, '2026-10-25T05:00:00Z')).toBe(false);
  });

  test('a window in the repeated hour is open both times that the clock shows it', () => {
    const repeated = daily('02:00', '02:30');
    expect(opens(repeated, '2026-10-25T00:00:00Z')).toBe(true);
    expect(opens(repeated, '2026-10-25T00:30:00Z')).toBe(false);
    expect(opens(repeated, '2026-10-25T01:00:00Z')).toBe(true);
    expect(opens(repeated, '2026-10-25T01:30:00Z')).toBe(false);
  });

  test('a change at midnight repeats the end of the day before (Havana 2026-11-01, 01:00 becomes 00:00)', () => {
    const sunday = daily('00:00', '01:00', [7]);
    expect(opens(sunday, '2026-11-01T04:30:00Z', 'America/Havana')).toBe(true);
    expect(opens(sunday, '2026-11-01T05:30:00Z', 'America/Havana')).toBe(true);
    expect(opens(sunday, '2026-11-01T06:00:00Z', 'America/Havana')).toBe(false);
  });
});

describe('date ranges', () => {
  test('include both of their days', () => {
    const week = schedule({ ...daily('00:00', '24:00'), dateRanges: [{ from: '2026-07-13', to: '2026-07-17' }] });
    expect(opens(week, '2026-07-12T21:59:59Z')).toBe(false);
    expect(opens(week, '2026-07-12T22:00:00Z')).toBe(true);
    expect(opens(week, '2026-07-17T21:59:59Z')).toBe(true);
    expect(opens(week, '2026-07-17T22:00:00Z')).toBe(false);
  });

  test('may be open on a side, and one of several is enough', () => {
    const ranges = [
      { from: null, to: '2026-01-31' },
      { from: '2026-12-01', to: null },
    ];
    const rule = schedule({ ...daily('00:00', '24:00'), dateRanges: ranges });
    expect(opens(rule, '2020-01-01T12:00:00Z')).toBe(true);
    expect(opens(rule, '2026-07-15T12:00:00Z')).toBe(false);
    expect(opens(rule, '2030-01-01T12:00:00Z')).toBe(true);
  });

  test('rule the day on which a window begins: the last night is kept to its end', () => {
    const nights = schedule({ ...daily('22:00', '06:00'), dateRanges: [{ from: '2026-07-15', to: '2026-07-15' }] });
    expect(opens(nights, '2026-07-15T03:00:00Z')).toBe(false);
    expect(opens(nights, '2026-07-16T03:59:59Z')).toBe(true);
    expect(opens(nights, '2026-07-16T20:30:00Z')).toBe(false);
  });
});

describe('holidays of the site', () => {
  const christmas = ['2026-12-25'];
  const day = '2026-12-25T11:00:00Z';
  const rule = daily('08:00', '18:00');

  test('close, count as usual, or have windows of their own', () => {
    expect(opens(rule, day, BERLIN, christmas)).toBe(true);
    expect(opens({ ...rule, holidays: 'closed' }, day, BERLIN, christmas)).toBe(false);
    const own: Schedule = { ...rule, holidays: 'own_windows', holidayWindows: [{ from: '12:00', to: '13:00' }] };
    expect(opens(own, '2026-12-25T10:59:59Z', BERLIN, christmas)).toBe(false);
    expect(opens(own, '2026-12-25T11:00:00Z', BERLIN, christmas)).toBe(true);
    expect(opens(own, '2026-12-25T12:00:00Z', BERLIN, christmas)).toBe(false);
    expect(opens(own, '2026-12-26T14:00:00Z', BERLIN, christmas)).toBe(true);
  });

  test('rule the day on which a window begins: the night before is kept, the night of the holiday is not', () => {
    const nights: Schedule = { ...daily('22:00', '06:00'), holidays: 'closed' };
    expect(opens(nights, '2026-12-25T04:59:59Z', BERLIN, christmas)).toBe(true);
    expect(opens(nights, '2026-12-25T21:30:00Z', BERLIN, christmas)).toBe(false);
    expect(opens(nights, '2026-12-26T04:00:00Z', BERLIN, christmas)).toBe(false);
  });

  test('with windows of their own may reach into the next day', () => {
    const own: Schedule = { ...rule, holidays: 'own_windows', holidayWindows: [{ from: '23:00', to: '01:00' }] };
    expect(opens(own, '2026-12-25T23:30:00Z', BERLIN, christmas)).toBe(true);
    expect(opens(own, '2026-12-26T00:00:00Z', BERLIN, christmas)).toBe(false);
  });
});

describe('a moment', () => {
  test('knows the day before across a month and a year', () => {
    expect(localMoment(Date.parse('2026-12-31T23:30:00Z'), BERLIN)).toEqual({
      today: { date: '2027-01-01', weekday: 5 },
      yesterday: { date: '2026-12-31', weekday: 4 },
      minute: 30,
    });
  });

  test.each(['Europe/Nowhere', '', 'Berlin', '../etc'])('is null in the unknown zone %j', (zone) => {
    expect(localMoment(0, zone)).toBeNull();
    expect(isTimeZone(zone)).toBe(false);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1.5, 9e15])('is null at the impossible time %d', (epochMs) => {
    expect(localMoment(epochMs, BERLIN)).toBeNull();
  });

  test('a zone is an IANA name and not an offset', () => {
    expect([BERLIN, 'UTC', 'America/Argentina/Ushuaia'].every(isTimeZone)).toBe(true);
    expect(isTimeZone('+01:00')).toBe(false);
  });

  test('a local date is a real day', () => {
    expect(['2026-02-28', '2028-02-29'].every(isLocalDate)).toBe(true);
    for (const text of ['2026-02-29', '2026-13-01', '26-01-01', '2026-1-1', '20260101', '']) {
      expect(isLocalDate(text)).toBe(false);
    }
  });
});

describe('the problems of a schedule', () => {
  test('are none when it is sound', () => {
    const ranges = [{ from: '2026-01-01', to: null }];
    const sound = schedule({
      ...daily('22:00', '24:00', [1, 7]),
      dateRanges: ranges,
      holidays: 'own_windows',
      holidayWindows: [{ from: '00:00', to: '06:00' }],
    });
    expect(scheduleProblems(sound)).toEqual([]);
  });

  test.each<[string, Partial<Schedule>]>([
    ['windows[0].from: write a time from 00:00 to 23:59', daily('24:00', '08:00')],
    ['windows[0].to: write a time from 00:00 to 24:00', daily('08:00', '8pm')],
    ['windows[0].days: name each day once, 1 (Monday) to 7 (Sunday)', daily('08:00', '09:00', [])],
    ['windows[0].days: name each day once, 1 (Monday) to 7 (Sunday)', daily('08:00', '09:00', [1, 1])],
    ['windows[0].days: name each day once, 1 (Monday) to 7 (Sunday)', daily('08:00', '09:00', [0 as 1])],
    ['dateRanges[0]: write a date as YYYY-MM-DD', { dateRanges: [{ from: '1.1.2026', to: null }] }],
    ['dateRanges[0]: from is after to', { dateRanges: [{ from: '2026-02-01', to: '2026-01-01' }] }],
    ['holidayWindows: they apply only with holidays own_windows', { holidayWindows: [{ from: '08:00', to: '09:00' }] }],
    [
      'holidayWindows[0].to: write a time from 00:00 to 24:00',
      { holidays: 'own_windows', holidayWindows: [{ from: '08:00', to: '' }] },
    ],
    [
      `windows: at most ${SCHEDULE_LIMITS.windows}`,
      {
        windows: Array.from({ length: SCHEDULE_LIMITS.windows + 1 }, () => ({ days: [1], from: '08:00', to: '09:00' })),
      },
    ],
  ])('%s', (problem, changes) => {
    expect(scheduleProblems(schedule(changes))).toContain(problem);
  });
});
