import { type KeyObject, sign, verify } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { AppError } from '@smart-latch/runtime';
import { type ChainHeadDoc, headsToCheckpoint, markCheckpoint, type Store } from '@smart-latch/store';
import { z } from 'zod';

const signedCheckpoint = z.strictObject({
  site: z.string(),
  seq: z.int().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  atMs: z.int().min(0),
  /** Base64 of 64 bytes. */
  signature: z.base64(),
});

/** What is signed: the chain of this site had this many events then, and the last had this hash. */
export type Checkpoint = Readonly<Omit<z.output<typeof signedCheckpoint>, 'signature'>>;

/** A checkpoint falls due after so many events, or so long after the last one when anything happened, ms. */
const EVERY_EVENTS = 1_000;
const EVERY_MS = 3_600_000;

const textOf = ({ site, seq, hash, atMs }: Checkpoint): Buffer =>
  Buffer.from(['sl1-checkpoint', site, seq, hash, atMs].join('|'));

export interface CheckpointSink {
  /** Ed25519. */
  readonly key: KeyObject;
  /** A file outside MongoDB, one JSON line a checkpoint. */
  readonly path: string;
}

/**
 * Signs the heads that are due into the sink. The line is written before it is marked: a crash between the two, or two
 * workers at once, write it twice, which says the same; the other way round it could be lost.
 */
export const writeCheckpoints = async (store: Store, sink: CheckpointSink, nowMs: number): Promise<void> => {
  const due = await headsToCheckpoint(store, { events: EVERY_EVENTS, before: new Date(nowMs - EVERY_MS) });
  for (const head of due) {
    await appendFile(sink.path, `${checkpointLine(head, sink.key, nowMs)}\n`, { mode: 0o600 });
    await markCheckpoint(store, head, new Date(nowMs));
  }
};

export const checkpointLine = (
  { _id, seq, hash }: Pick<ChainHeadDoc, '_id' | 'seq' | 'hash'>,
  key: KeyObject,
  atMs: number,
): string => {
  const checkpoint: Checkpoint = { site: _id, seq, hash, atMs };
  return JSON.stringify({ ...checkpoint, signature: sign(null, textOf(checkpoint), key).toString('base64') });
};

/** The checkpoints of a sink by site. Throws AppError for a line that is none, or is not signed by this key. */
export const readCheckpoints = (sink: string, publicKey: KeyObject): Map<string, Checkpoint[]> => {
  const bySite = new Map<string, Checkpoint[]>();
  for (const [index, line] of sink.split('\n').entries()) {
    if (line.trim() === '') continue;
    const checkpoint = readLine(line, publicKey);
    if (checkpoint === null) {
      const detail = `line ${index + 1} of the sink is not a checkpoint that this audit key signed: the sink was changed, or AUDIT_KEY_FILE is another key`;
      throw new AppError('unprocessable', detail);
    }
    const ofSite = bySite.get(checkpoint.site);
    if (ofSite) ofSite.push(checkpoint);
    else bySite.set(checkpoint.site, [checkpoint]);
  }
  return bySite;
};

const readLine = (line: string, publicKey: KeyObject): Checkpoint | null => {
  const parsed = signedCheckpoint.safeParse(jsonOf(line));
  if (!parsed.success) return null;
  const { signature, ...checkpoint } = parsed.data;
  return verify(null, textOf(checkpoint), publicKey, Buffer.from(signature, 'base64')) ? checkpoint : null;
};

const jsonOf = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
};
