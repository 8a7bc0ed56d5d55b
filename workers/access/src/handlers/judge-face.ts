import { type FrameVerdict, isSamePerson, meanTemplate, unitEmbedding } from '@smart-latch/core';
import { decodeEmbedding, type Reading, reading, type SeenJob } from '@smart-latch/protocol';
import { type AttemptDoc, type AttemptFrame, attemptById, siteById, type Tx, viewsOf } from '@smart-latch/store';
import type { AccessDeps } from '../deps.ts';
import { isOpen, proceed } from '../proceed.ts';

type AttemptSubject = Extract<SeenJob['subject'], { kind: 'attempt' }>;

/** Step 7: unseal the views of the user who tapped, compare 1:1, decide. */
export const judgeFace = async (deps: AccessDeps, job: SeenJob, subject: AttemptSubject): Promise<void> => {
  const [attempt, seen] = await Promise.all([
    attemptById(deps.store, subject.attempt),
    job.outcome === 'read' ? readingAt(deps, job.reading) : null,
  ]);
  const frame = attempt && frameOf(attempt, subject);
  if (!attempt || !frame || !isOpen(attempt) || frame.verdict !== null || frame.void) return;
  const verdict = await judge(deps, attempt, frame, seen);
  const advanced = await deps.commit.advance(attempt.site, {
    attempt: attempt._id,
    change: (was) => withVerdict(was, subject, verdict),
  });
  const said = verdict ? verdict.verdict : 'the picture was gone: counts as none';
  deps.log.step(7, `compared the face: ${said}`, { tap: attempt.tapId, attempt: attempt._id });
  if (advanced) await proceed(deps, advanced);
};

const frameOf = (attempt: AttemptDoc, { camera, sequence }: AttemptSubject): AttemptFrame | undefined =>
  attempt.frames.find((frame) => frame.camera === camera && frame.sequence === sequence);

interface Verdict {
  readonly verdict: FrameVerdict;
  readonly comparedWith: string | null;
  readonly detail: string | null;
}

const withVerdict = (attempt: AttemptDoc, subject: AttemptSubject, verdict: Verdict | null): AttemptDoc | null => {
  const frame = frameOf(attempt, subject);
  if (!frame || frame.verdict !== null || frame.void) return null;
  const judged: AttemptFrame = verdict ? { ...frame, ...verdict } : { ...frame, void: true };
  return { ...attempt, frames: attempt.frames.map((each) => (each === frame ? judged : each)) };
};

const readingAt = async (deps: AccessDeps, key: string): Promise<Reading | null> => {
  const parsed = reading.safeParse(await deps.reading(key));
  return parsed.success ? parsed.data : null;
};

/** Null: no frame. A reading of other bytes than the header vouches for, or by another pack, is also an alarm. */
const judge = async (
  deps: AccessDeps,
  attempt: AttemptDoc,
  frame: AttemptFrame,
  seen: Reading | null,
): Promise<Verdict | null> => {
  if (!seen) return null;
  if (seen.sha256 !== frame.sha256 || seen.packId !== deps.pack.packId || seen.purpose !== 'door') {
    const why = seen.sha256 !== frame.sha256 ? 'other_picture' : 'other_pack';
    deps.alarms.inc({ why });
    deps.log.error({ attempt: attempt._id, device: frame.camera, why }, 'a reading was refused');
    return null;
  }
  if (seen.verdict !== 'ok' || seen.embedding === null) {
    return { verdict: seen.verdict === 'ok' ? 'low_quality' : seen.verdict, comparedWith: null, detail: seen.detail };
  }
  const comparedWith = attempt.user ?? '';
  const isMatch = await isFaceOf(deps, attempt.site, comparedWith, seen.embedding);
  return { verdict: isMatch ? 'match' : 'face_no_match', comparedWith, detail: null };
};

/** The mean template is made here, in memory, from views that are sealed one by one. */
const isFaceOf = async (deps: AccessDeps, site: string, user: string, embedding: string): Promise<boolean> => {
  const { packId, thresholds } = deps.pack;
  const [views, row] = await Promise.all([unsealedViews(deps, site, user), siteById(deps.store, site)]);
  if (views.length === 0) return false;
  const level = row?.faceLevel ?? 'maximum';
  const probe = { packId, embedding: unitEmbedding(decodeEmbedding(embedding)) };
  return isSamePerson(meanTemplate(views), probe, thresholds.match[level]);
};

/** A view that does not unseal was tampered with: it is left out, and counted. */
export const unsealedViews = async (deps: AccessDeps, site: string, user: string, tx?: Tx) => {
  const { packId } = deps.pack;
  const docs = await viewsOf(deps.store, site, user, packId, tx);
  return docs.flatMap((doc) => {
    const bytes = deps.keys.unsealView({ site, user, view: doc._id, pack: packId }, doc.sealed);
    if (bytes === null) deps.alarms.inc({ why: 'view_tampered' });
    return bytes === null ? [] : [{ packId, embedding: unitEmbedding(floatsOf(bytes)), id: doc._id }];
  });
};

const floatsOf = (bytes: Uint8Array): Float32Array => {
  const view = Buffer.from(bytes);
  return Float32Array.from({ length: view.length / 4 }, (_, i) => view.readFloatLE(i * 4));
};
