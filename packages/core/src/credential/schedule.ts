import { Temporal } from 'temporal-polyfill';

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** Local wall times `HH:MM`, from inclusive, to exclusive. `24:00` may end a window; `to` <= `from` ends it on the next day. */
export interface DailyWindow {
  readonly from: string;
  readonly to: string;
}

export interface WeeklyWindow extends DailyWindow {
  /** The days on which the window begins. */
  readonly days: readonly Weekday[];
}

/** Local dates `YYYY-MM-DD`, both inclusive; null is no limit on that side. */
export interface DateRange {
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * When a grant holds, in the site's local time.
 *
 * - A window is open while the clock on the wall at the door shows a time inside it. So when the clocks go forward, the
 *   skipped hour opens nothing and a window that begins inside it begins at the jump; when they go back, the repeated
 *   hour counts both times it is shown.
 * - A window belongs to the day on which it begins, also the part after midnight: that day's weekday, holiday and date
 *   range rule it. The night from the 24th still ends at 06:00 on the 25th when the 25th is a holiday.
 * - `dateRanges`: the day must lie in one of them; an empty list is every day.
 * - `holidays`: on a holiday of the site the weekly windows apply `as_usual`, or none does (`closed`), or
 *   `holidayWindows` apply in their place (`own_windows`).
 * - No window open is closed: an empty schedule never opens.
 */
export interface Schedule {
  readonly windows: readonly WeeklyWindow[];
  readonly dateRanges: readonly DateRange[];
  readonly holidays: 'as_usual' | 'closed' | 'own_windows';
  readonly holidayWindows: readonly DailyWindow[];
}

export const SCHEDULE_LIMITS = { windows: 64, dateRanges: 32, holidayWindows: 16 } as const;

interface LocalDay {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly weekday: number;
}

/** What a calendar and a clock on the wall at the site show. */
export interface LocalMoment {
  readonly today: LocalDay;
  readonly yesterday: LocalDay;
  /** Whole minutes since 00:00 as the clock shows them, 0..1439. */
  readonly minute: number;
}

/** Null when the time zone is not an IANA name that the runtime knows, or the time is outside the calendar. */
export function localMoment(epochMs: number, timeZone: string): LocalMoment | null {
  try {
    const local = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone).toPlainDateTime();
    return {
      today: localDay(local.toPlainDate()),
      yesterday: localDay(local.toPlainDate().subtract({ days: 1 })),
      minute: local.hour * 60 + local.minute,
    };
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return null;
    throw error;
  }
}

function localDay(date: Temporal.PlainDate): LocalDay {
  return { date: date.toString(), weekday: date.dayOfWeek };
}

const WALL_TIME = /^(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)$/;

/** Minutes since 00:00, 0..1440; null when the text is no wall time. */
function minuteOf(wallTime: string): number | null {
  const match = WALL_TIME.exec(wallTime);
  if (match === null) return null;
  return match[1] === undefined ? 1440 : Number(match[1]) * 60 + Number(match[2]);
}

/** Whether the schedule is open at that moment. `siteHolidays` are local dates. A malformed part is closed. */
export function scheduleCovers(schedule: Schedule, moment: LocalMoment, siteHolidays: readonly string[]): boolean {
  const { today, yesterday, minute } = moment;
  return (
    windowsOf(schedule, today, siteHolidays).some((window) => coversOnItsDay(window, minute)) ||
    windowsOf(schedule, yesterday, siteHolidays).some((window) => coversTheDayAfter(window, minute))
  );
}

/** The windows that begin on that day. */
function windowsOf(schedule: Schedule, day: LocalDay, siteHolidays: readonly string[]): readonly DailyWindow[] {
  const { dateRanges, holidays, holidayWindows, windows } = schedule;
  if (dateRanges.length > 0 && !dateRanges.some((range) => inRange(day.date, range))) return [];
  if (holidays !== 'as_usual' && siteHolidays.includes(day.date)) {
    return holidays === 'own_windows' ? holidayWindows : [];
  }
  return windows.filter((window) => window.days.some((weekday) => weekday === day.weekday));
}

/** ISO dates of four-digit years sort as text. */
function inRange(date: string, { from, to }: DateRange): boolean {
  return (from === null || from <= date) && (to === null || date <= to);
}

function coversOnItsDay({ from, to }: DailyWindow, minute: number): boolean {
  const [start, end] = [minuteOf(from), minuteOf(to)];
  if (start === null || end === null) return false;
  return start < end ? start <= minute && minute < end : start <= minute;
}

function coversTheDayAfter({ from, to }: DailyWindow, minute: number): boolean {
  const [start, end] = [minuteOf(from), minuteOf(to)];
  if (start === null || end === null) return false;
  return end <= start && minute < end;
}

/** Whether the text is a real local date `YYYY-MM-DD`. */
export function isLocalDate(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

/** Whether the runtime knows the text as an IANA time zone name; offsets such as `+01:00` are none, they have no DST. */
export function isTimeZone(text: string): boolean {
  return /^[A-Za-z]/.test(text) && localMoment(0, text) !== null;
}

/** What is wrong with a schedule, each with what to write instead; empty when it is sound. */
export function scheduleProblems(schedule: Schedule): string[] {
  const problems: string[] = [];
  for (const [name, max] of Object.entries(SCHEDULE_LIMITS) as [keyof typeof SCHEDULE_LIMITS, number][]) {
    if (schedule[name].length > max) problems.push(`${name}: at most ${max}`);
  }
  schedule.windows.forEach((window, index) => {
    problems.push(...windowProblems(window, `windows[${index}]`));
    const days = new Set<number>(window.days);
    if (
      days.size === 0 ||
      days.size !== window.days.length ||
      ![...days].every((day) => [1, 2, 3, 4, 5, 6, 7].includes(day))
    ) {
      problems.push(`windows[${index}].days: name each day once, 1 (Monday) to 7 (Sunday)`);
    }
  });
  schedule.holidayWindows.forEach((window, index) => {
    problems.push(...windowProblems(window, `holidayWindows[${index}]`));
  });
  schedule.dateRanges.forEach(({ from, to }, index) => {
    for (const date of [from, to]) {
      if (date !== null && !isLocalDate(date)) problems.push(`dateRanges[${index}]: write a date as YYYY-MM-DD`);
    }
    if (from !== null && to !== null && from > to) problems.push(`dateRanges[${index}]: from is after to`);
  });
  if (schedule.holidays !== 'own_windows' && schedule.holidayWindows.length > 0) {
    problems.push('holidayWindows: they apply only with holidays own_windows');
  }
  return problems;
}

function windowProblems({ from, to }: DailyWindow, where: string): string[] {
  const problems: string[] = [];
  if (minuteOf(from) === null || from === '24:00') problems.push(`${where}.from: write a time from 00:00 to 23:59`);
  if (minuteOf(to) === null) problems.push(`${where}.to: write a time from 00:00 to 24:00`);
  return problems;
}

/** The wall times at which a schedule may open or close, as minutes 0..1439; midnight is always one: days and ranges end there. */
export function edgesOf({ windows, holidayWindows }: Schedule): number[] {
  const times = [...windows, ...holidayWindows].flatMap(({ from, to }) => [minuteOf(from), minuteOf(to)]);
  return [...new Set([0, ...times.flatMap((minute) => (minute === null ? [] : [minute % 1440]))])];
}

/**
 * Every moment (epoch ms) after `fromMs` and before `untilMs` at which the clock on the wall begins to show one of these minutes, twice
 * where an hour repeats, and at which it is put forward or back; in order, day by day, until there are `most` of them.
 * `untilMs` of the answer is how far they reach. Null where `localMoment` is.
 */
export function clockMoments(
  minutes: readonly number[],
  timeZone: string,
  { fromMs, untilMs, most }: { readonly fromMs: number; readonly untilMs: number; readonly most: number },
): { readonly moments: number[]; readonly untilMs: number } | null {
  if (localMoment(fromMs, timeZone) === null || localMoment(untilMs, timeZone) === null) return null;
  const at = (epochMs: number) => Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone);
  const jumps: number[] = [];
  for (let next = at(fromMs).getTimeZoneTransition('next'); next !== null && next.epochMilliseconds < untilMs; ) {
    jumps.push(next.epochMilliseconds);
    next = next.getTimeZoneTransition('next');
  }
  const moments = new Set<number>();
  const keep = (epochMs: number) => void (fromMs < epochMs && epochMs < untilMs && moments.add(epochMs));
  jumps.forEach(keep);
  const last = at(untilMs).toPlainDate();
  for (let day = at(fromMs).toPlainDate(); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    if (moments.size >= most) {
      const reachMs = day.toZonedDateTime({ timeZone }).epochMilliseconds;
      return { moments: inOrder(moments).filter((epochMs) => epochMs < reachMs), untilMs: reachMs };
    }
    for (const minute of minutes) {
      const shown = day.toPlainDateTime({ hour: Math.floor(minute / 60), minute: minute % 60 });
      for (const disambiguation of ['earlier', 'later'] as const)
        keep(shown.toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds);
    }
  }
  return { moments: inOrder(moments), untilMs };
}

const inOrder = (moments: Iterable<number>): number[] => [...moments].sort((earlier, later) => earlier - later);
