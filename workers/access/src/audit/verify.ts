import type { EventDoc } from '@smart-latch/store';
import type { Checkpoint } from './checkpoint.ts';
import { bodyHashOf, linkHash } from './link.ts';

/** What is wrong with a chain, at its first broken link. */
export interface Break {
  readonly site: string;
  readonly seq: number;
  readonly what: string;
}

export interface Verdict {
  readonly site: string;
  readonly events: number;
  readonly erased: number;
  readonly broken: Break | null;
}

/** Where a chain says that it ends, and up to which event it says that a checkpoint was signed. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
  readonly checkpointSeq: number;
}

export interface Chain {
  readonly site: string;
  /** In the order of `seq`. */
  readonly events: AsyncIterable<EventDoc>;
  /** Read before and after the walk: a chain that is in use grows meanwhile. */
  readonly readHead: () => Promise<Head>;
  /** Null: they are not looked at. */
  readonly checkpoints: readonly Checkpoint[] | null;
  /** Called after each event. */
  readonly onEvent?: (seq: number) => void;
}

const GENESIS = '0'.repeat(64);

/**
 * Walks one site's chain from its first event. An erased body verifies as erased: its hash is still in the link.
 * A checkpoint that the chain does not reach, or disagrees with, says that the tail was cut or the chain rewritten.
 */
export const verifyChain = async ({ site, events, readHead, checkpoints, onEvent }: Chain): Promise<Verdict> => {
  const before = await readHead();
  const signed = hashesBySeq(checkpoints ?? []);
  let seq = 0;
  let hash = GENESIS;
  let erased = 0;
  const verdict = (what: string | null): Verdict => ({
    site,
    events: seq,
    erased,
    broken: what === null ? null : { site, seq: seq + 1, what },
  });
  for await (const event of events) {
    const wrong = wrongWith(event, seq, hash) ?? disagreement(event, signed.get(event.seq) ?? [], before);
    if (wrong !== null) return verdict(wrong);
    if (event.body === null) erased += 1;
    seq = event.seq;
    hash = event.hash;
    onEvent?.(seq);
  }
  return verdict(wrongAtTheEnd({ seq, hash }, before, await readHead(), checkpoints));
};

/** Two checkpoints of one event must both agree, or the chain was rewritten between them. */
const hashesBySeq = (checkpoints: readonly Checkpoint[]): Map<number, string[]> => {
  const hashes = new Map<number, string[]>();
  for (const { seq, hash } of checkpoints) hashes.set(seq, [...(hashes.get(seq) ?? []), hash]);
  return hashes;
};

const wrongWith = (event: EventDoc, seq: number, prev: string): string | null => {
  if (event.seq !== seq + 1) return `event ${seq + 1} is missing; the next is ${event.seq}`;
  if (event.prev !== prev) return 'it does not follow the event before it';
  if ((event.body === null) !== (event.salt === null)) return 'its body is half erased';
  if (event.body !== null && event.salt !== null && bodyHashOf(event.salt, event.body) !== event.bodyHash) {
    return 'its body was changed';
  }
  return linkHash(event) === event.hash ? null : 'its number, time, kind or hash was changed';
};

const disagreement = (event: EventDoc, signed: readonly string[], head: Head): string | null => {
  if (signed.some((hash) => hash !== event.hash))
    return 'a signed checkpoint has another hash: the chain was rewritten';
  return event.seq === head.seq && event.hash !== head.hash
    ? 'the head of the chain has another hash for this event'
    : null;
};

const wrongAtTheEnd = (
  last: { readonly seq: number; readonly hash: string },
  before: Head,
  after: Head,
  checkpoints: readonly Checkpoint[] | null,
): string | null => {
  const newest = (checkpoints ?? []).reduce((most, { seq }) => Math.max(most, seq), 0);
  if (newest > last.seq) return `a signed checkpoint says that there were ${newest} events: the tail was cut`;
  if (last.seq < before.seq) return `the head of the chain says that there were ${before.seq} events: the tail was cut`;
  const isHead = last.seq < after.seq || (last.seq === after.seq && (last.seq === 0 || last.hash === after.hash));
  if (!isHead) return `the head of the chain ends at event ${after.seq}: what follows is not of the chain`;
  return checkpoints !== null && newest < before.checkpointSeq
    ? `the checkpoint of event ${before.checkpointSeq} is not in the sink: lines of it are missing`
    : null;
};
