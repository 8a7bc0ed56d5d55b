import type { Deps } from '../deps.ts';

const ERASE_DEADLINE_MS = 5_000;

/** First the rows: a photograph that is being judged finds no row and is not kept. Then, through access, what was kept. */
export const eraseFaces = async (
  deps: Deps,
  { site, user }: { readonly site: string; readonly user: string },
  { id: request }: { readonly id: string },
): Promise<void> => {
  await deps.rows.faces.removeAll(site, { user });
  const waiting = { deadlineMs: deps.clock.now() + ERASE_DEADLINE_MS, request };
  await deps.ask('erase-views', { site, user }, waiting);
};
