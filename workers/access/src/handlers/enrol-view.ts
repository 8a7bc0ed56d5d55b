import { unitEmbedding, VIEWS_MAX, viewsAgree } from '@smart-latch/core';
import { decodeEmbedding, type Reading, reading, type SeenJob } from '@smart-latch/protocol';
import { type FaceDoc, faceById, isConflict, keepView, settleFace, type Tx, takeTurnAtViews } from '@smart-latch/store';
import type { AccessDeps } from '../deps.ts';
import { unsealedViews } from './judge-face.ts';

type ViewSubject = Extract<SeenJob['subject'], { kind: 'view' }>;

/** An enrolment photograph was looked at: keep its view sealed when it is good and agrees with the others, and say so. */
export const enrolSeenView = async (deps: AccessDeps, job: SeenJob, subject: ViewSubject): Promise<void> => {
  const face = await faceById(deps.store, subject.view);
  if (!face) return;
  if (face.state === 'pending') await settle(deps, face, job);
  const settled = await faceById(deps.store, subject.view);
  if (!settled?.answer || deps.clock.now() >= settled.deadlineMs) return;
  const { state, reason, quality } = settled;
  await deps.answer(settled.answer, { ok: true, value: { accepted: state === 'accepted', reason, quality } });
};

/** How long a verdict tries against others on the same person; what fails then is tried again as a job, ms. */
const SETTLE_DEADLINE_MS = 5_000;

/** One transaction, so that two photographs of a person that are judged at once are compared with each other. */
const settle = async (deps: AccessDeps, face: FaceDoc, job: SeenJob): Promise<void> => {
  const parsed = job.outcome === 'read' ? reading.safeParse(await deps.reading(job.reading)) : null;
  const seen = parsed?.success ? parsed.data : null;
  await deps.store.transactUntil(
    deps.clock.now() + SETTLE_DEADLINE_MS,
    (tx) => settleOnce(deps, face, seen, tx),
    isConflict,
  );
};

const settleOnce = async (deps: AccessDeps, face: FaceDoc, seen: Reading | null, tx: Tx): Promise<void> => {
  const { _id, site, user } = face;
  const refusal = seen ? await refusalOf(deps, face, seen, tx) : 'service_unavailable';
  const quality = seen?.quality ?? null;
  if (refusal !== null || !seen?.embedding) {
    await settleFace(deps.store, _id, { state: 'refused', reason: refusal ?? 'no_face', quality, pack: null }, tx);
    return;
  }
  const pack = deps.pack.packId;
  // Whoever withdrew their consent a moment ago leaves nothing behind.
  if (!(await settleFace(deps.store, _id, { state: 'accepted', reason: null, quality, pack }, tx))) return;
  const sealed = deps.keys.sealView({ site, user, view: _id, pack }, Buffer.from(seen.embedding, 'base64'));
  const createdAt = new Date(deps.clock.now());
  await keepView(deps.store, { _id, site, user, pack, keyId: deps.keys.sealKeyId, sealed, createdAt }, tx);
};

/** Why a photograph cannot be enrolled, or null. */
const refusalOf = async (deps: AccessDeps, face: FaceDoc, seen: Reading, tx: Tx): Promise<string | null> => {
  const { packId } = deps.pack;
  if (seen.packId !== packId || seen.purpose !== 'enrol') return 'service_unavailable';
  if (seen.verdict !== 'ok' || seen.embedding === null) return seen.detail ?? seen.verdict;
  if (!(await takeTurnAtViews(deps.store, face.site, face.user, tx))) return 'user_disabled';
  const others = await unsealedViews(deps, face.site, face.user, tx);
  if (others.length >= VIEWS_MAX) return 'too_many_views';
  const mine = { packId, embedding: unitEmbedding(decodeEmbedding(seen.embedding)) };
  return viewsAgree([...others, mine], deps.pack.thresholds.viewsAgree).ok ? null : 'views_disagree';
};
