import { randomBytes } from 'node:crypto';
import { fileKeyFor, makeSun } from '@smart-latch/core';
import { type AskJob, answerKey, encodeEmbedding, encodeMessage, tap as tapMessage } from '@smart-latch/protocol';
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Door, openDoor } from '../../test/door.ts';
import { enrolView } from '../../test/enrolled.ts';
import { eventKinds, type Inject } from '../../test/watch.ts';
import { onAlarmClock, onAsk, onDeviceMessage, onSeen } from './dispatch.ts';

const TAG = '04111111111111';

let door: Door;
let latch: string;
beforeEach(async () => {
  await door?.close();
  door = await openDoor((inject as Inject)('mongoUri'), 'phone', 'dual');
  latch = `${door.site}-door`;
  const { models } = door.store;
  await models.latches.updateOne({ _id: latch }, { phoneTapAllowed: true, tag: { uid: TAG, counter: -1 } });
  const soon = new Date(door.clock.now() + 600_000);
  const times = { createdAt: new Date(0), lastUsedAt: new Date(0), authenticatedAt: new Date(0) };
  const session = { user: door.user, delivery: 'none', expiresAt: soon, endsAt: soon, ...times } as const;
  await models.sessions.create([{ _id: 'session', ...session }]);
});
afterAll(() => door.close());

type Ask<K extends AskJob['kind']> = Omit<Extract<AskJob, { kind: K }>, 'kind' | 'answer' | 'deadlineMs'>;
/** What access answers: a value, or a code. */
const ask = async <K extends AskJob['kind']>(kind: K, question: Ask<K>) => {
  const answer = answerKey(randomBytes(8).toString('hex'));
  await onAsk(door.deps, { kind, answer, deadlineMs: door.clock.now() + 5_000, ...question } as unknown as AskJob);
  return door.answers.get(answer) as { ok: boolean; value?: Record<string, unknown>; code?: string };
};

/** What the tag says when it is read for the `counter`th time. */
const read = async (counter: number, change: { uid?: string; use?: 'card' | 'tag'; latch?: string } = {}) => {
  const keys = await door.deps.keys.issuingCard(door.site);
  const uid = new Uint8Array(Buffer.from(change.uid ?? TAG, 'hex'));
  const fileKey = fileKeyFor(keys.file, uid, keys.version, change.use ?? 'tag');
  const sun = makeSun({ metaKey: keys.meta, fileKey, uid, counter });
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  return { latch: change.latch ?? latch, keyId: keys.version, picc: hex(sun.picc), mac: hex(sun.mac) };
};

const tapId = () => randomBytes(16).toString('hex');
const begin = (change: Partial<Ask<'phone-attempt'>> = {}) =>
  ask('phone-attempt', {
    site: door.site,
    latch,
    user: door.user,
    session: 'session',
    tap: tapId(),
    receivedAtMs: door.clock.now(),
    ...change,
  });
const selfie = async (sequence: number, change: Partial<Ask<'phone-frame'>> = {}) =>
  ask('phone-frame', {
    attempt: (await door.attempt())._id,
    session: 'session',
    sequence,
    picture: `enrol:${sequence}`,
    sha256: Buffer.alloc(32, sequence).toString('hex'),
    receivedAtMs: door.clock.now(),
    ...change,
  });
/** The face worker has looked at the newest selfie. */
const judged = async (reading: Parameters<Door['reads']>[0] = {}) => {
  door.reads(reading);
  const { subject, reading: key } = door.seen.at(-1) ?? {};
  if (!subject || !key) throw new Error('no selfie was looked at');
  await onSeen(door.deps, { subject, outcome: 'read', reading: key });
};
const answerNonce = async () => {
  const { challengeId } = await door.attempt();
  const nonce = new Uint8Array(randomBytes(16));
  await onDeviceMessage(door.deps, door.resultOf('challenge', challengeId ?? '', true, { nonce }));
};

describe('the tag of a door', () => {
  test('is believed once for each reading', async () => {
    const first = await read(1);
    expect(await ask('phone-tap', first)).toEqual({ ok: true, value: { site: door.site, latch } });
    expect(await ask('phone-tap', first)).toMatchObject({ ok: false, code: 'unprocessable' });
    expect(await ask('phone-tap', await read(1))).toMatchObject({ ok: false });
    expect(await ask('phone-tap', await read(2))).toMatchObject({ ok: true });
  });

  test('spends one of two readings that come at once', async () => {
    const same = await read(7);
    const answers = await Promise.all([ask('phone-tap', same), ask('phone-tap', same)]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test('is refused in one way, whatever is wrong: another door, a card, a forged or a removed tag', async () => {
    const { models } = door.store;
    const other = { _id: 'other-door', site: door.site, name: 'other', createdAt: new Date(0) };
    await models.latches.create([{ ...other, tag: { uid: '04222222222222', counter: -1 } }]);
    const forged = await read(5);
    const refused = [
      await ask('phone-tap', await read(5, { latch: 'other-door' })),
      await ask('phone-tap', await read(5, { uid: '04222222222222' })),
      await ask('phone-tap', await read(5, { use: 'card' })),
      await ask('phone-tap', await read(5, { uid: '04a1b2c3d4e5f6', use: 'card' })),
      await ask('phone-tap', { ...forged, mac: '00'.repeat(8) }),
      await ask('phone-tap', { ...forged, keyId: 2 }),
      await ask('phone-tap', { ...forged, latch: 'nowhere' }),
    ];
    await models.latches.updateOne({ _id: latch }, { tag: null });
    refused.push(await ask('phone-tap', await read(6)));
    expect(new Set(refused.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(refused[0]).toMatchObject({ ok: false, code: 'unprocessable' });
  });

  test('is no card: what it says opens nothing at a reader, even if its number were a card', async () => {
    await door.store.models.credentials.updateOne({}, { uid: TAG });
    const { keyId, picc, mac } = await read(9);
    const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
    const [id, nonce] = [new Uint8Array(randomBytes(16)), new Uint8Array(randomBytes(16))];
    const credential = { kind: 'ntag424', keyId, picc: bytes(picc), mac: bytes(mac) } as const;
    const message = encodeMessage(tapMessage, { tapId: id, nonce, credential, cameraWoken: false });
    await onDeviceMessage(door.deps, door.sealed(door.latch, 'nfc/tap', message));
    expect((await door.attempt()).reason).toBe('credential_bad_mac');
  });
});

describe('a phone attempt', () => {
  test('opens with a selfie of the one who is signed in, on a fresh nonce of the latch', async () => {
    await enrolView(door, 1);
    expect(await begin()).toMatchObject({ ok: true, value: { state: 'waiting_face', reason: null } });
    expect(door.commands('capture')).toEqual([]);
    expect(await selfie(1)).toMatchObject({ ok: true });
    expect(door.seen.at(-1)).toMatchObject({ purpose: 'door', picture: 'enrol:1' });
    await judged();
    expect(await door.attempt()).toMatchObject({ kind: 'phone', state: 'waiting_nonce' });
    expect(door.commands('challenge')).toHaveLength(1);
    await answerNonce();
    expect(await door.attempt()).toMatchObject({ state: 'granted', rule: 'dual' });
    expect(door.commands('unlock')).toHaveLength(1);
    expect(await eventKinds(door)).toEqual(['granted']);
  });

  test('asked for twice, or a selfie sent twice, is one attempt and one look', async () => {
    await enrolView(door, 1);
    const tap = tapId();
    const [first, again] = [await begin({ tap }), await begin({ tap })];
    expect(again).toEqual(first);
    for (let n = 0; n < 2; n += 1) await selfie(1);
    expect((await door.attempt()).frames).toHaveLength(1);
    expect(await door.store.models.credentials.countDocuments({ kind: 'phone' })).toBe(1);
  });

  test('is denied where phones are not allowed, which is every door unless its owner says so', async () => {
    await enrolView(door, 1);
    await door.store.models.latches.updateOne({ _id: latch }, { phoneTapAllowed: false });
    expect(await begin()).toMatchObject({ value: { state: 'denied', reason: 'unknown_credential' } });
  });

  test('never opens by the rule single: a phone always needs a face', async () => {
    await door.store.models.latches.updateOne({ _id: latch }, { credentialRule: 'single' });
    expect(await begin()).toMatchObject({ value: { state: 'denied', reason: 'face_not_enrolled' } });
  });

  test('is denied with a lost or disabled phone, without a grant, and in a session that has ended', async () => {
    await enrolView(door, 1);
    await begin();
    const { models } = door.store;
    for (const [state, reason] of [
      ['lost', 'credential_lost'],
      ['disabled', 'credential_disabled'],
    ] as const) {
      await models.credentials.updateOne({ kind: 'phone' }, { state });
      expect(await begin()).toMatchObject({ value: { state: 'denied', reason } });
    }
    await models.credentials.updateOne({ kind: 'phone' }, { state: 'active' });
    await models.sessions.updateOne({}, { revokedAt: new Date() });
    expect(await begin()).toMatchObject({ value: { state: 'denied', reason: 'credential_expired' } });
    await models.sessions.updateOne({}, { revokedAt: null });
    await models.grants.deleteMany();
    expect(await begin()).toMatchObject({ value: { state: 'denied', reason: 'no_grant' } });
  });

  test('is that of somebody who left the site and came back', async () => {
    await enrolView(door, 1);
    await begin();
    const left = { user: 'erased', state: 'disabled', retiredAt: new Date() } as const;
    await door.store.models.credentials.updateOne({ kind: 'phone' }, left);
    expect(await begin()).toMatchObject({ value: { state: 'waiting_face' } });
    expect(await door.store.models.credentials.countDocuments({ kind: 'phone' })).toBe(1);
  });

  test('takes no selfie of another session, none that came late, and no picture of the camera', async () => {
    await enrolView(door, 1);
    await begin();
    expect(await selfie(1, { session: 'another' })).toMatchObject({ ok: false, code: 'not_found' });
    const { receiveByMs } = await door.attempt();
    expect(await selfie(1, { receivedAtMs: receiveByMs + 1 })).toMatchObject({ ok: false, code: 'gone' });
    await onDeviceMessage(door.deps, door.frame(new Uint8Array(16), 1));
    expect((await door.attempt()).frames).toEqual([]);
    expect(await selfie(2, { receivedAtMs: receiveByMs })).toMatchObject({ ok: true });
    expect((await door.attempt()).frames).toHaveLength(1);
  });

  test('ends with the second face of somebody else, and counts for the lockout of the phone', async () => {
    await enrolView(door, 1);
    await begin();
    for (const sequence of [1, 2]) {
      await selfie(sequence);
      await judged({ embedding: encodeEmbedding(door.embeddingOf(9)) });
    }
    expect(await door.attempt()).toMatchObject({ state: 'denied', reason: 'face_no_match' });
    const phone = await door.store.models.credentials.findOne({ kind: 'phone' }).lean();
    expect(phone?.failuresMs).toHaveLength(1);
  });

  test('ends without a selfie, and when the latch gives no nonce', async () => {
    await enrolView(door, 1);
    await begin();
    const { _id, receiveByMs } = await door.attempt();
    expect(receiveByMs - door.clock.now()).toBe(20_000);
    door.clock.advance(20_250);
    await onAlarmClock(door.deps, { kind: 'expire-attempt', attempt: _id });
    expect(await door.attempt()).toMatchObject({ state: 'denied', reason: 'second_factor_timeout' });
  });
});

describe('a passkey in place of a face', () => {
  const passkey = async (change: Partial<Ask<'phone-passkey'>> = {}) =>
    ask('phone-passkey', {
      attempt: (await door.attempt())._id,
      session: 'session',
      user: door.user,
      receivedAtMs: door.clock.now(),
      ...change,
    });
  const register = () =>
    door.store.models.passkeys.create([
      {
        _id: 'p',
        user: door.user,
        credentialId: 'c',
        publicKey: 'k',
        counter: 0,
        name: 'phone',
        createdAt: new Date(0),
      },
    ]);

  test('opens for somebody who has no face enrolled', async () => {
    await register();
    expect(await begin()).toMatchObject({ value: { state: 'waiting_face' } });
    expect(await passkey()).toMatchObject({ value: { state: 'waiting_nonce' } });
    await answerNonce();
    expect(await door.attempt()).toMatchObject({ state: 'granted', rule: 'passkey' });
  });

  test('does nothing for somebody who has one, nor of another user, another session, or late', async () => {
    await register();
    await begin();
    expect(await passkey({ session: 'another' })).toMatchObject({ ok: false, code: 'not_found' });
    const { receiveByMs } = await door.attempt();
    expect(await passkey({ receivedAtMs: receiveByMs + 1 })).toMatchObject({ ok: false, code: 'gone' });
    expect(await passkey({ user: 'somebody' })).toMatchObject({ value: { state: 'waiting_face' } });
    await enrolView(door, 1);
    door.clock.advance(1_000);
    await begin();
    expect(await passkey()).toMatchObject({ value: { state: 'waiting_face' } });
  });
});
