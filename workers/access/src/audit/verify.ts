import { type KeyObject, verify } from 'node:crypto';
import type { EventDoc } from '@smart-latch/store';
import { type Checkpoint, checkpointText } from './checkpoint.ts';
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
  readonly checkpoints: number;
  readonly broken: Break | null;
}

const GENESIS = '0'.repeat(64);

/**
 * Walks one site's chain from its first event. An erased body verifies as erased: its hash is still in the link.
 * A checkpoint that the chain does not reach, or disagrees with, says that the tail was cut or the chain rewritten.
 */
export const verifyChain = async (
  site: string,
  events: AsyncIterable<EventDoc>,
  head: { readonly seq: number; readonly hash: string },
  checkpoints: readonly Checkpoint[],
): Promise<Verdict> => {
  const bySeq = new Map(checkpoints.map((checkpoint) => [checkpoint.seq, checkpoint.hash]));
  let seq = 0;
  let prev = GENESIS;
  let erased = 0;
  const end = (what: string | null): Verdict => ({
    site,
    events: seq,
    erased,
    checkpoints: checkpoints.length,
    broken: what === null ? null : { site, seq: seq + 1, what },
  });
  for await (const event of events) {
    const wrong = wrongWith(event, seq, prev) ?? disagreement(event, bySeq.get(event.seq));
    if (wrong !== null) return end(wrong);
    if (event.body === null) erased += 1;
    seq = event.seq;
    prev = event.hash;
  }
  const last = checkpoints.at(-1);
  if (last && last.seq > seq)
    return end(`a signed checkpoint says that there were ${last.seq} events: the tail was cut`);
  if (head.seq !== seq || (seq > 0 && head.hash !== prev)) return end('the head of the chain names another last event');
  return end(null);
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

const disagreement = (event: EventDoc, signed: string | undefined): string | null =>
  signed === undefined || signed === event.hash
    ? null
    : 'a signed checkpoint has another hash: the chain was rewritten';

/** The checkpoints of one site out of the sink's lines, oldest first. Throws for a line that is none, or is not signed by this key. */
export const readCheckpoints = (lines: readonly string[], site: string, publicKey: KeyObject): Checkpoint[] =>
  lines
    .filter((line) => line.trim() !== '')
    .map((line, index) => {
      const { signature, ...checkpoint } = JSON.parse(line) as Checkpoint & { signature: string };
      if (!verify(null, Buffer.from(checkpointText(checkpoint)), publicKey, Buffer.from(signature, 'base64'))) {
        throw new Error(`checkpoint in line ${index + 1} is not signed with this audit key: the sink was changed`);
      }
      return checkpoint;
    })
    .filter((checkpoint) => checkpoint.site === site)
    .sort((a, b) => a.seq - b.seq);
