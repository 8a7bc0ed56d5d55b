import { AppError } from '@smart-latch/runtime';
import type { SiteRepositories } from '@smart-latch/store';

/** How many of each a site may have: far above any house, low enough that nothing is unbounded. */
export const SITE_LIMITS = {
  memberships: 10_000,
  latches: 1_000,
  cameras: 1_000,
  credentials: 30_000,
  schedules: 1_000,
  groups: 1_000,
  invitations: 1_000,
} as const satisfies Partial<Record<keyof SiteRepositories, number>>;

/** Throws `unprocessable` when the site is full. Two at once may overshoot by one: nothing depends on the exact number. */
export const belowLimit = async (
  rows: SiteRepositories,
  site: string,
  what: keyof typeof SITE_LIMITS,
): Promise<void> => {
  if ((await rows[what].count(site, {})) >= SITE_LIMITS[what]) {
    throw new AppError('unprocessable', `a site has at most ${SITE_LIMITS[what]} ${what}; remove some first`);
  }
};
