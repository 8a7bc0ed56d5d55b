import type { GrantId, LatchId, SiteId, UserId } from '../ids.ts';
import { type LocalMoment, type Schedule, scheduleCovers } from './schedule.ts';

/** user x latch x schedule. */
export interface GrantFacts {
  readonly id: GrantId;
  readonly siteId: SiteId;
  readonly userId: UserId;
  readonly latchId: LatchId;
  /** Null is always. */
  readonly schedule: Schedule | null;
  /** The right to open from afar, besides at the door. */
  readonly remote: boolean;
  /** Epoch ms, first moment at which it holds; null is no limit. */
  readonly notBeforeMs: number | null;
  /** Epoch ms, first moment at which it no longer holds; null is no limit. */
  readonly expiresAtMs: number | null;
  /** Null is no limit; 0 is used up. */
  readonly entriesLeft: number | null;
}

/** Half-open: from inclusive, until exclusive, null is no limit. Anything but a number in range is outside. */
export function withinMs(nowMs: number, fromMs: number | null, untilMs: number | null): boolean {
  return (fromMs === null || nowMs >= fromMs) && (untilMs === null || nowMs < untilMs);
}

/** Whether the grant's dates and schedule hold now; `moment` is `nowMs` at the site. */
export function grantHoldsNow(
  grant: GrantFacts,
  nowMs: number,
  moment: LocalMoment,
  siteHolidays: readonly string[],
): boolean {
  if (!withinMs(nowMs, grant.notBeforeMs, grant.expiresAtMs)) return false;
  return grant.schedule === null || scheduleCovers(grant.schedule, moment, siteHolidays);
}

export const hasEntriesLeft = (grant: GrantFacts): boolean => grant.entriesLeft === null || grant.entriesLeft > 0;

/** The grant that an entry is booked on: one without a count before one that would be used up; else the first given. */
export function grantToUse(grants: readonly GrantFacts[]): GrantFacts | null {
  return grants.find((grant) => grant.entriesLeft === null) ?? grants[0] ?? null;
}
