import type { KeyObject } from 'node:crypto';
import { chainHead, chainSites, eventsOf, type Store } from '@smart-latch/store';
import { readCheckpoints } from './checkpoint.ts';
import { verifyChain } from './verify.ts';

/** The sink's text and the key that signed it. */
export interface SinkContents {
  readonly text: string;
  readonly key: KeyObject;
}

export interface AuditReport {
  /** A line that stays. */
  say(line: string): void;
  /** How far the chain is walked; called after each event. */
  progress(place: string, seq: number): void;
}

/**
 * Verifies the chain of every site and says a line for each; a site that only the sink still knows was erased whole.
 * False at the first broken link, which it names. Throws AppError when the sink cannot be believed.
 */
export const auditAll = async (store: Store, sink: SinkContents | null, report: AuditReport): Promise<boolean> => {
  if (sink === null) report.say('no checkpoints were given: a cut tail would not be found');
  const bySite = sink && readCheckpoints(sink.text, sink.key);
  const sites = [...new Set([...(await chainSites(store)), ...(bySite?.keys() ?? [])])].sort();
  for (const [index, site] of sites.entries()) {
    const place = `[${index + 1}/${sites.length}] site ${site}`;
    const checkpoints = bySite && (bySite.get(site) ?? []);
    const { events, erased, broken } = await verifyChain({
      site,
      events: eventsOf(store, site),
      readHead: () => chainHead(store, site),
      checkpoints,
      onEvent: (seq) => report.progress(place, seq),
    });
    if (broken !== null) {
      report.say(`${place}: BROKEN at event ${broken.seq}: ${broken.what}`);
      return false;
    }
    const signed = checkpoints === null ? '' : `, ${checkpoints.length} checkpoints agree`;
    report.say(`${place}: ${events} events hold, ${erased} of them erased${signed}`);
  }
  report.say(sites.length === 0 ? 'there is no event yet' : 'every chain holds');
  return true;
};
