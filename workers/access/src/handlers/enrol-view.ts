import { unitEmbedding, VIEWS_MAX, viewsAgree } from '@smart-latch/core';
import { decodeEmbedding, type Reading, reading, type SeenJob } from '@smart-latch/protocol';
import { eraseView, type FaceDoc, faceById, keepView, settleFace } from '@smart-latch/store';
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

const settle = async (deps: AccessDeps, face: FaceDoc, job: SeenJob): Promise<void> => {
  const parsed = job.outcome === 'read' ? reading.safeParse(await deps.reading(job.reading)) : null;
  const seen = parsed?.success ? parsed.data : null;
  const refusal = seen ? await refusalOf(deps, face, seen) : 'service_unavailable';
  const quality = seen?.quality ?? null;
  if (refusal !== null || !seen?.embedding) {
    await settleFace(deps.store, face._id, { state: 'refused', reason: refusal ?? 'no_face', quality, pack: null });
    return;
  }
  const { _id, site, user } = face;
  const pack = deps.pack.packId;
  const sealed = deps.keys.sealView({ site, user, view: _id, pack }, Buffer.from(seen.embedding, 'base64'));
  await keepView(deps.store, {
    _id,
    site,
    user,
    pack,
    keyId: deps.keys.sealKeyId,
    sealed,
    createdAt: new Date(deps.clock.now()),
  });
  // Whoever withdrew their consent a moment ago leaves nothing behind.
  const stands = await settleFace(deps.store, _id, { state: 'accepted', reason: null, quality, pack });
  if (!stands) await eraseView(deps.store, _id);
};

/** Why a photograph cannot be enrolled, or null. */
const refusalOf = async (deps: AccessDeps, face: FaceDoc, seen: Reading): Promise<string | null> => {
  const { packId } = deps.pack;
  if (seen.packId !== packId || seen.purpose !== 'enrol') return 'service_unavailable';
  if (seen.verdict !== 'ok' || seen.embedding === null) return seen.detail ?? seen.verdict;
  const others = (await unsealedViews(deps, face.site, face.user)).filter((view) => view.id !== face._id);
  if (others.length >= VIEWS_MAX) return 'too_many_views';
  const mine = { packId, embedding: unitEmbedding(decodeEmbedding(seen.embedding)) };
  return viewsAgree([...others, mine], deps.pack.thresholds.viewsAgree).ok ? null : 'views_disagree';
};
