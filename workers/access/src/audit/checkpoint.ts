import { type KeyObject, sign } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { type ChainHeadDoc, headsToCheckpoint, markCheckpoint, type Store } from '@smart-latch/store';

/** What is signed: the chain of this site had this many events then, and the last had this hash. */
export interface Checkpoint {
  readonly site: string;
  readonly seq: number;
  readonly hash: string;
  readonly atMs: number;
}

/** A checkpoint falls due after so many events, or so long after the last one when anything happened, ms. */
const EVERY_EVENTS = 1_000;
const EVERY_MS = 3_600_000;

export const checkpointText = ({ site, seq, hash, atMs }: Checkpoint): string =>
  ['sl1-checkpoint', site, seq, hash, atMs].join('|');

export interface CheckpointSink {
  /** Ed25519. */
  readonly key: KeyObject;
  /** A file outside MongoDB, one JSON line a checkpoint. */
  readonly path: string;
}

/**
 * Signs the heads that are due into the sink. The line is written before it is marked: a crash between the two writes
 * it twice, which says the same; the other way round it could be lost.
 */
export const writeCheckpoints = async (store: Store, sink: CheckpointSink, nowMs: number): Promise<void> => {
  const due = await headsToCheckpoint(store, { events: EVERY_EVENTS, before: new Date(nowMs - EVERY_MS) });
  for (const head of due) {
    await appendFile(sink.path, `${signedLine(head, sink.key, nowMs)}\n`, { mode: 0o600 });
    await markCheckpoint(store, head, new Date(nowMs));
  }
};

const signedLine = ({ _id, seq, hash }: ChainHeadDoc, key: KeyObject, atMs: number): string => {
  const checkpoint: Checkpoint = { site: _id, seq, hash, atMs };
  const signature = sign(null, Buffer.from(checkpointText(checkpoint)), key).toString('base64');
  return JSON.stringify({ ...checkpoint, signature });
};
