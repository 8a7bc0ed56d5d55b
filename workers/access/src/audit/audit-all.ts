import type { KeyObject } from 'node:crypto';
import { chainHeads, eventsOf, type Store } from '@smart-latch/store';
import { readCheckpoints, verifyChain } from './verify.ts';

export interface SinkContents {
  readonly lines: readonly string[];
  /** null: the checkpoints are not looked at. */
  readonly key: KeyObject | null;
}

/** Verifies the chain of every site and says a line for each. False at the first broken link, which it names. */
export const auditAll = async (store: Store, sink: SinkContents, say: (line: string) => void): Promise<boolean> => {
  const heads = await chainHeads(store);
  if (sink.key === null) say('no checkpoints were given: a cut tail would not be found');
  for (const [index, head] of heads.entries()) {
    const checkpoints = sink.key === null ? [] : readCheckpoints(sink.lines, head._id, sink.key);
    const { events, erased, broken } = await verifyChain(head._id, eventsOf(store, head._id), head, checkpoints);
    const place = `[${index + 1}/${heads.length}] site ${head._id}`;
    if (broken !== null) {
      say(`${place}: BROKEN at event ${broken.seq}: ${broken.what}`);
      return false;
    }
    say(`${place}: ${events} events hold, ${erased} of them erased, ${checkpoints.length} checkpoints agree`);
  }
  say(heads.length === 0 ? 'there is no event yet' : 'every chain holds');
  return true;
};
