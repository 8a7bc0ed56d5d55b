import { answerKey, encodeEmbedding, type SeenJob } from '@smart-latch/protocol';
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Door, openDoor } from '../../test/door.ts';
import type { Inject } from '../../test/watch.ts';
import { onAsk, onSeen } from './dispatch.ts';
import { unsealedViews } from './judge-face.ts';

let door: Door;
beforeEach(async () => {
  await door?.close();
  door = await openDoor((inject as Inject)('mongoUri'), 'enrolview', 'dual');
});
afterAll(() => door.close());

/** The api keeps a row and asks; the face worker is asked to look. */
const asks = async (view: string, change: Record<string, string> = {}): Promise<string> => {
  const answer = answerKey(`to-${view}`);
  const deadlineMs = door.clock.now() + 5_000;
  const row = { _id: view, site: door.site, user: door.user, deadlineMs, createdAt: new Date(0) };
  await door.store.models.faces.create([{ ...row, state: 'pending' }]);
  const question = { kind: 'enrol-view', site: door.site, user: door.user, view, picture: `enrol:${view}` } as const;
  await onAsk(door.deps, { ...question, answer, deadlineMs, ...change });
  return answer;
};
const seenJob = (outcome: SeenJob['outcome'] = 'read'): SeenJob => {
  const asked = door.seen.at(-1);
  if (!asked) throw new Error('nothing was asked of the face worker');
  return { subject: asked.subject, outcome, reading: asked.reading };
};
const looks = async (reading: Parameters<Door['reads']>[0] = {}): Promise<SeenJob> => {
  door.reads(reading);
  const job = seenJob();
  await onSeen(door.deps, job);
  return job;
};
const face = (seed: number) => ({ embedding: encodeEmbedding(door.embeddingOf(seed)) });
const verdictOn = (answer: string) => door.answers.get(answer);
const views = () => door.store.models.views.countDocuments();

describe('an enrolment photograph', () => {
  test('that is good is kept sealed, and its verdict answered', async () => {
    const answer = await asks('v1');
    expect(door.seen).toMatchObject([{ purpose: 'enrol', picture: 'enrol:v1' }]);
    expect(verdictOn(answer)).toBeUndefined();
    await looks(face(3));
    expect(verdictOn(answer)).toEqual({ ok: true, value: { accepted: true, reason: null, quality: null } });
    const [kept] = await unsealedViews(door.deps, door.site, door.user);
    expect(kept?.embedding[0]).toBeCloseTo(door.embeddingOf(3)[0] ?? 0, 5);
    const stored = await door.store.models.views.findById('v1').lean();
    expect(stored?.sealed.toString('base64')).not.toContain(face(3).embedding.slice(0, 24));
  });

  test('that is looked at twice is kept once, with the same verdict', async () => {
    const answer = await asks('v1');
    const job = await looks(face(3));
    const first = verdictOn(answer);
    door.answers.clear();
    door.readings.clear();
    await onSeen(door.deps, job);
    expect(verdictOn(answer)).toEqual(first);
    expect(await views()).toBe(1);
  });

  test.each([
    ['of poor quality', { verdict: 'low_quality', detail: 'too_dark', embedding: null }, 'too_dark'],
    ['without a face', { verdict: 'no_face', embedding: null }, 'no_face'],
    ['seen by another pack', { packId: 'another-pack' }, 'service_unavailable'],
    ['seen for a door', { purpose: 'door' }, 'service_unavailable'],
  ] as const)('%s is refused and leaves nothing behind', async (_what, reading, reason) => {
    const answer = await asks('v1');
    await looks(reading);
    expect(verdictOn(answer)).toMatchObject({ ok: true, value: { accepted: false, reason } });
    expect(await views()).toBe(0);
  });

  test('that had left Redis is refused as service_unavailable', async () => {
    const answer = await asks('v1');
    await onSeen(door.deps, seenJob('gone'));
    expect(verdictOn(answer)).toMatchObject({ value: { accepted: false, reason: 'service_unavailable' } });
  });

  test('of somebody else than the first is refused', async () => {
    await asks('v1');
    await looks(face(3));
    const answer = await asks('v2');
    await looks(face(70));
    expect(verdictOn(answer)).toMatchObject({ value: { accepted: false, reason: 'views_disagree' } });
    expect(await views()).toBe(1);
  });

  test('judged at the same moment as another of the person is compared with it', async () => {
    const jobs: SeenJob[] = [];
    for (const [view, seed] of [
      ['v1', 3],
      ['v2', 70],
    ] as const) {
      await asks(view);
      door.reads(face(seed));
      jobs.push(seenJob());
    }
    await Promise.all(jobs.map((job) => onSeen(door.deps, job)));
    expect(await views()).toBe(1);
    const reasons = (await door.store.models.faces.find().lean()).map((row) => row.reason);
    expect(new Set(reasons)).toEqual(new Set(['views_disagree', null]));
  });

  test('erased before it was looked at is not kept', async () => {
    await asks('v1');
    await door.store.models.faces.deleteOne({ _id: 'v1' });
    await looks(face(3));
    expect(await views()).toBe(0);
  });

  test('of another site or user is not found', async () => {
    expect(verdictOn(await asks('v1', { site: 'hut' }))).toMatchObject({ ok: false, code: 'not_found' });
    expect(verdictOn(await asks('v2', { user: 'bob' }))).toMatchObject({ ok: false, code: 'not_found' });
    expect(door.seen).toEqual([]);
  });

  test('judged when nobody waits any more is settled without an answer', async () => {
    const answer = await asks('v1');
    door.clock.advance(5_000);
    await looks(face(3));
    expect(verdictOn(answer)).toBeUndefined();
    expect((await door.store.models.faces.findById('v1').lean())?.state).toBe('accepted');
  });
});
