import { randomBytes } from 'node:crypto';
import { type AskJob, answerKey } from '@smart-latch/protocol';
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Door, openDoor } from '../../test/door.ts';
import { eventKinds, type Inject } from '../../test/watch.ts';
import { onAlarmClock, onAsk, onDeviceMessage } from './dispatch.ts';

let door: Door;
beforeEach(async () => {
  await door?.close();
  door = await openDoor((inject as Inject)('mongoUri'), 'remote', 'dual');
  const { models } = door.store;
  await models.grants.updateOne({}, { remote: true });
  const times = {
    createdAt: new Date(0),
    lastUsedAt: new Date(0),
    expiresAt: new Date(door.clock.now() + 60_000),
    endsAt: new Date(door.clock.now() + 60_000),
    authenticatedAt: new Date(0),
  };
  await models.sessions.create([{ _id: 'session', user: door.user, delivery: 'none', ...times }]);
});
afterAll(() => door.close());

type RemoteUnlock = Extract<AskJob, { kind: 'remote-unlock' }>;
const ask = (change: Partial<RemoteUnlock> = {}): RemoteUnlock => ({
  kind: 'remote-unlock',
  answer: answerKey(randomBytes(8).toString('hex')),
  deadlineMs: door.clock.now() + 5_000,
  site: door.site,
  latch: `${door.site}-door`,
  user: door.user,
  session: 'session',
  stepUpAtMs: door.clock.now() - 1_000,
  requestedAtMs: door.clock.now(),
  ...change,
});
const nonceOf = () => new Uint8Array(randomBytes(16));
const challengeId = async () => (await door.attempt()).challengeId ?? '';

describe('an unlock from afar', () => {
  test('challenges the latch and opens with its fresh nonce', async () => {
    const question = ask();
    await onAsk(door.deps, question);
    expect(door.answers.get(question.answer)).toMatchObject({ ok: true, value: { state: 'waiting_nonce' } });
    expect(door.commands('challenge')).toHaveLength(1);
    expect(door.commands('unlock')).toEqual([]);
    const nonce = nonceOf();
    const job = door.resultOf('challenge', await challengeId(), true, { nonce });
    await onDeviceMessage(door.deps, job);
    expect(await door.attempt()).toMatchObject({
      state: 'granted',
      rule: 'remote',
      nonce: Buffer.from(nonce).toString('hex'),
    });
    expect(door.commands('unlock')).toHaveLength(1);
  });

  test('asked or answered twice is one attempt, one challenge, one command', async () => {
    const question = ask();
    await onAsk(door.deps, question);
    await onAsk(door.deps, question);
    const job = door.resultOf('challenge', await challengeId(), true, { nonce: nonceOf() });
    await onDeviceMessage(door.deps, job);
    await onDeviceMessage(door.deps, job);
    await onDeviceMessage(door.deps, door.resultOf('challenge', await challengeId(), true, { nonce: nonceOf() }));
    expect(door.commands('challenge')).toHaveLength(1);
    expect(door.commands('unlock')).toHaveLength(1);
    expect(await eventKinds(door)).toEqual(['granted']);
  });

  test('reads its facts again at the answer: a session that was revoked meanwhile opens nothing', async () => {
    await onAsk(door.deps, ask());
    await door.store.models.sessions.updateOne({}, { revokedAt: new Date() });
    await onDeviceMessage(door.deps, door.resultOf('challenge', await challengeId(), true, { nonce: nonceOf() }));
    expect(await door.attempt()).toMatchObject({ state: 'denied', reason: 'credential_expired' });
    expect(door.commands('unlock')).toEqual([]);
  });

  test('ends as device_offline when the latch does not answer in 3 s, and a later answer changes nothing', async () => {
    await onAsk(door.deps, ask());
    const { _id } = await door.attempt();
    expect(door.dues).toContainEqual({ job: { kind: 'challenge-timeout', attempt: _id }, delayMs: 3_250 });
    door.clock.advance(3_250);
    await onAlarmClock(door.deps, { kind: 'challenge-timeout', attempt: _id });
    await onAlarmClock(door.deps, { kind: 'challenge-timeout', attempt: _id });
    await onDeviceMessage(door.deps, door.resultOf('challenge', await challengeId(), true, { nonce: nonceOf() }));
    expect(await eventKinds(door)).toEqual(['device_offline']);
    expect(door.commands('unlock')).toEqual([]);
  });

  test('does not count an answer that came after its 3 s, even before the alarm rang', async () => {
    await onAsk(door.deps, ask());
    door.clock.advance(3_001);
    await onDeviceMessage(door.deps, door.resultOf('challenge', await challengeId(), true, { nonce: nonceOf() }));
    expect(door.commands('unlock')).toEqual([]);
    await onAlarmClock(door.deps, { kind: 'challenge-timeout', attempt: (await door.attempt())._id });
    expect((await door.attempt()).reason).toBe('device_offline');
  });

  test('is not opened by the word of the challenge alone: a refused challenge, or one without a nonce', async () => {
    await onAsk(door.deps, ask());
    const id = await challengeId();
    await onDeviceMessage(door.deps, door.resultOf('challenge', id, true));
    await onDeviceMessage(door.deps, door.resultOf('challenge', id, false, { reason: 'expired' }));
    await onDeviceMessage(door.deps, door.resultOf('unlock', id, true));
    expect((await door.attempt()).state).toBe('waiting_nonce');
  });

  test.each([
    ['no session', { session: 'nobody' }, 'unknown_credential'],
    ['no step-up', { stepUpAtMs: null }, 'step_up_required'],
    ['an old step-up', { stepUpAtMs: 1 }, 'step_up_required'],
    ['a session of somebody else', { user: 'mallory' }, 'user_disabled'],
  ] as const)('is denied with %s', async (_what, change, reason) => {
    const question = ask(change);
    await onAsk(door.deps, question);
    expect(door.answers.get(question.answer)).toMatchObject({ value: { state: 'denied', reason } });
    expect(door.published).toEqual([]);
  });

  test('is denied without the right, and at once when the latch is away', async () => {
    await door.store.models.grants.updateOne({}, { remote: false });
    await onAsk(door.deps, ask());
    await door.store.models.grants.updateOne({}, { remote: true });
    await door.store.models.devices.updateOne({ _id: door.latch }, { presence: null });
    await onAsk(door.deps, ask());
    expect(await eventKinds(door)).toEqual(['no_grant', 'device_offline']);
  });

  test('is not found at another site, and not answered past its deadline', async () => {
    const foreign = ask({ site: 'hut' });
    await onAsk(door.deps, foreign);
    expect(door.answers.get(foreign.answer)).toMatchObject({ ok: false, code: 'not_found' });
    const late = ask({ deadlineMs: door.clock.now() });
    await onAsk(door.deps, late);
    expect(door.answers.has(late.answer)).toBe(false);
    expect(await door.store.models.attempts.countDocuments()).toBe(0);
  });
});

test('the latch can conclude an unlock only by the id of the unlock itself', async () => {
  await onAsk(door.deps, ask());
  const challenged = await challengeId();
  await onDeviceMessage(door.deps, door.resultOf('challenge', challenged, true, { nonce: nonceOf() }));
  await onDeviceMessage(door.deps, door.resultOf('unlock', challenged, true));
  expect((await door.attempt()).state).toBe('granted');
});
