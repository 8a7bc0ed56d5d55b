import { randomBytes } from 'node:crypto';
import { type DeviceJob, encodeEmbedding, encodeMessage, result, type SeeJob } from '@smart-latch/protocol';
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Door, openDoor } from '../../test/door.ts';
import { enrolView } from '../../test/enrolled.ts';
import { eventKinds, type Inject } from '../../test/watch.ts';
import { sweep } from '../sweep.ts';
import { onAlarmClock, onDeviceMessage, onSeen } from './dispatch.ts';

let door: Door;
let nonce: Uint8Array;
beforeEach(async () => {
  await door?.close();
  door = await openDoor((inject as Inject)('mongoUri'), 'frames', 'dual');
  await enrolView(door, 1);
  nonce = new Uint8Array(randomBytes(16));
});
afterAll(() => door.close());

const tapped = async () => onDeviceMessage(door.deps, await door.tap({ nonce }));
const send = (job: DeviceJob) => onDeviceMessage(door.deps, job);
const see = async (reading: Parameters<Door['reads']>[0] | 'gone' = {}) => {
  const asked = door.seen.at(-1);
  if (!asked) throw new Error('nothing was asked of the face worker');
  if (reading !== 'gone') door.reads(reading);
  const outcome = reading === 'gone' ? 'gone' : 'read';
  await onSeen(door.deps, { subject: asked.subject, outcome, reading: asked.reading });
};
const NO_FACE = { verdict: 'no_face', embedding: null } as const;
const TOO_DARK = { verdict: 'low_quality', detail: 'too_dark', embedding: null } as const;
const ring = async () => onAlarmClock(door.deps, { kind: 'expire-attempt', attempt: (await door.attempt())._id });

describe('which pictures count', () => {
  test('one that the broker received at receiveBy counts, though it is admitted after it', async () => {
    await tapped();
    const { receivedAtMs, receiveByMs } = await door.attempt();
    const alarm = door.dues.find(({ job }) => job.kind === 'expire-attempt');
    expect(receivedAtMs + (alarm?.delayMs ?? 0)).toBeGreaterThan(receiveByMs);
    door.clock.advance(10_000);
    const frame = door.frame(nonce, 1);
    expect(frame.receivedAtMs).toBe(receiveByMs);
    door.clock.advance(100);
    await send(frame);
    await ring();
    expect((await door.attempt()).state).toBe('waiting_face');
    await see();
    expect((await door.attempt()).state).toBe('granted');
  });

  test('a sequence number that was counted before is refused under another nonce, with an alarm', async () => {
    await tapped();
    await send(door.frame(nonce, 7));
    await see(NO_FACE);
    await send(door.frame(nonce, 6));
    await send(door.frame(new Uint8Array(16), 7));
    expect((await door.attempt()).frames).toHaveLength(1);
    expect(await door.alarms('sequence_replayed')).toBe(2);
  });

  test('a picture with the nonce of no tap waits and harms nobody', async () => {
    await tapped();
    await send(door.frame(new Uint8Array(16), 1));
    expect(door.seen).toEqual([]);
    expect((await door.attempt()).frames).toEqual([]);
  });

  test('at most three wait for their tap', async () => {
    for (const sequence of [1, 2, 3, 4, 5]) await send(door.frame(nonce, sequence));
    expect(await door.store.models.earlyFrames.countDocuments()).toBe(3);
    await send(await door.tap({ nonce, woken: true }));
    expect(door.seen).toHaveLength(3);
    expect(door.commands('capture')).toEqual([]);
  });

  test('a fourth picture is not looked at', async () => {
    await tapped();
    for (const sequence of [1, 2, 3, 4]) await send(door.frame(nonce, sequence));
    expect(door.seen).toHaveLength(3);
  });

  test('tap and picture at the same moment find one another', async () => {
    await Promise.all([tapped(), send(door.frame(nonce, 1))]);
    expect((await door.attempt()).frames).toHaveLength(1);
    expect(door.seen.length).toBeGreaterThan(0);
    await see();
    expect((await door.attempt()).state).toBe('granted');
  });

  test('a picture without its bytes, or of a revoked camera, is refused', async () => {
    await tapped();
    const { frame: _bytes, ...bare } = door.frame(nonce, 1);
    await send(bare);
    await door.store.models.devices.updateOne({ _id: door.camera }, { revokedAt: new Date() });
    await send(door.frame(nonce, 2));
    expect(door.seen).toEqual([]);
    expect(await door.alarms('no_picture')).toBe(1);
    expect(await door.alarms('not_paired')).toBe(1);
  });

  test('a picture whose header lost its MAC, or comes from the latch itself, is refused', async () => {
    await tapped();
    const job = door.frame(nonce, 1);
    const bytes = Buffer.from(job.payload, 'base64');
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await send({ ...job, payload: bytes.toString('base64') });
    await send({ ...job, device: door.latch });
    await send({ ...job, device: 'a'.repeat(26) });
    expect(door.seen).toEqual([]);
    expect(await door.alarms('bad_mac')).toBe(1);
    expect(await door.alarms('wrong_sender')).toBe(2);
  });
});

describe('how an attempt that waits for a face ends', () => {
  test('after three pictures, with the most telling verdict', async () => {
    await tapped();
    for (const [sequence, reading] of [TOO_DARK, NO_FACE, NO_FACE].entries()) {
      await send(door.frame(nonce, sequence));
      await see(reading);
    }
    expect(await door.attempt()).toMatchObject({ state: 'denied', reason: 'low_quality' });
    expect(door.commands('deny')).toHaveLength(1);
    expect(door.commands('capture').length).toBeLessThanOrEqual(3);
  });

  test('at receiveBy, with what was seen until then', async () => {
    await tapped();
    await send(door.frame(nonce, 1));
    await see(NO_FACE);
    door.clock.advance(10_250);
    await ring();
    expect((await door.attempt()).reason).toBe('no_face');
  });

  test('at decideBy when a picture that came in time is never judged', async () => {
    await tapped();
    await send(door.frame(nonce, 1));
    door.clock.advance(10_250);
    await ring();
    expect((await door.attempt()).state).toBe('waiting_face');
    expect(door.dues.at(-1)).toMatchObject({ job: { kind: 'expire-attempt' }, delayMs: 1_750 });
    door.clock.advance(1_750);
    await ring();
    await ring();
    expect((await door.attempt()).reason).toBe('service_unavailable');
    expect(await eventKinds(door)).toEqual(['service_unavailable']);
  });

  test('by the sweep, when no alarm rang', async () => {
    await tapped();
    door.clock.advance(12_001);
    await Promise.all([sweep(door.deps), sweep(door.deps)]);
    expect(await eventKinds(door)).toEqual(['second_factor_timeout']);
  });

  test('a face that matches too late opens nothing', async () => {
    await tapped();
    await send(door.frame(nonce, 1));
    door.clock.advance(12_000);
    await see();
    expect(await door.attempt()).toMatchObject({ state: 'denied', reason: 'service_unavailable' });
    expect(door.commands('unlock')).toEqual([]);
  });

  test('with face_unavailable at once when the only camera is lost', async () => {
    const presence = { state: 'lost', boot: '00'.repeat(16), connection: 1, at: new Date(0) };
    await door.store.models.devices.updateOne({ _id: door.camera }, { presence });
    await tapped();
    expect((await door.attempt()).reason).toBe('face_unavailable');
  });

  test('a picture that had left Redis counts as none, and another is asked for', async () => {
    await tapped();
    await send(door.frame(nonce, 1));
    await see('gone');
    expect((await door.attempt()).frames[0]).toMatchObject({ void: true, verdict: null });
    expect(door.commands('capture')).toHaveLength(2);
  });

  test('a reading made for an enrolment is none', async () => {
    await tapped();
    await send(door.frame(nonce, 1));
    await see({ purpose: 'enrol' });
    expect((await door.attempt()).frames[0]?.void).toBe(true);
  });
});

describe('whose face it must be', () => {
  test('a card that changed hands after the comparison opens for nobody', async () => {
    const { models } = door.store;
    await models.memberships.create([
      { _id: 'bob', site: door.site, user: 'bob', role: 'member', createdAt: new Date(0) },
    ]);
    await enrolView(door, 9, 'bob', 'view-bob');
    await tapped();
    await send(door.frame(nonce, 1));
    const commit = {
      ...door.deps.commit,
      advance: async (...args: Parameters<typeof door.deps.commit.advance>) => {
        await models.credentials.updateOne({}, { user: 'bob' });
        await models.attempts.updateOne({}, { user: 'bob' });
        await models.grants.updateOne({}, { user: 'bob' });
        return door.deps.commit.advance(...args);
      },
    };
    door.reads({});
    const { subject, reading } = door.seen.at(-1) as SeeJob;
    await onSeen({ ...door.deps, commit }, { subject, outcome: 'read', reading });
    expect((await door.attempt()).frames[0]).toMatchObject({ verdict: 'match', comparedWith: door.user });
    expect((await door.attempt()).state).not.toBe('granted');
    expect(door.commands('unlock')).toEqual([]);
  });

  test('a face that matches nobody enrolled here is no match, whoever else has it at another site', async () => {
    await enrolView(door, 2, door.user, 'view-2');
    await door.store.models.views.updateOne({ _id: 'view-2' }, { site: 'hut' });
    await tapped();
    await send(door.frame(nonce, 1));
    await see({ embedding: encodeEmbedding(door.embeddingOf(2)) });
    expect((await door.attempt()).frames[0]?.verdict).toBe('face_no_match');
  });
});

describe('a camera that refuses its own picture', () => {
  const refusal = async () => {
    const commandId = new Uint8Array(Buffer.from((await door.attempt()).captureIds.at(-1) ?? '', 'hex'));
    const said = { commandId, ok: false, reason: 'low_quality', stages: [] };
    return door.sealed(door.camera, 'result/capture', encodeMessage(result, said));
  };

  test('counts as one picture, said twice or not, and is asked again', async () => {
    await tapped();
    const job = await refusal();
    await send(job);
    await send(job);
    const { frames, state } = await door.attempt();
    expect(frames).toMatchObject([{ verdict: 'low_quality', picture: null }]);
    expect(state).toBe('waiting_face');
    expect(door.commands('capture')).toHaveLength(2);
  });

  test('three times ends the attempt as low_quality', async () => {
    await tapped();
    for (let i = 0; i < 3; i += 1) {
      await send(await refusal());
      door.clock.advance(10);
    }
    expect(await door.attempt()).toMatchObject({ state: 'denied', reason: 'low_quality' });
  });
});

describe('a tap after another', () => {
  test('that is denied at once leaves the waiting one alone', async () => {
    await tapped();
    const first = (await door.attempt())._id;
    door.clock.advance(1_000);
    await onDeviceMessage(door.deps, await door.tap({ breakMac: true }));
    expect((await door.attempt()).reason).toBe('credential_bad_mac');
    expect((await door.store.models.attempts.findById(first).lean())?.state).toBe('waiting_face');
  });

  test('ends the waiting one also when the worker died before it could, and the job runs again', async () => {
    await tapped();
    const first = (await door.attempt())._id;
    door.clock.advance(1_000);
    const second = await door.tap();
    const commit = {
      ...door.deps.commit,
      advance: async (...args: Parameters<typeof door.deps.commit.advance>) => {
        await door.deps.commit.advance(...args);
        throw new Error('killed');
      },
    };
    await expect(onDeviceMessage({ ...door.deps, commit }, second)).rejects.toThrow('killed');
    await onDeviceMessage(door.deps, second);
    expect((await door.store.models.attempts.findById(first).lean())?.reason).toBe('superseded');
    expect((await door.attempt()).state).toBe('waiting_face');
  });

  test('that was received earlier but handled later is itself superseded', async () => {
    const older = await door.tap({ counter: 9 });
    door.clock.advance(1_000);
    await onDeviceMessage(door.deps, await door.tap({ counter: 5 }));
    const newer = (await door.attempt())._id;
    await onDeviceMessage(door.deps, older);
    expect((await door.store.models.attempts.findById(newer).lean())?.state).toBe('waiting_face');
    expect(await door.store.models.attempts.countDocuments({ reason: 'superseded' })).toBe(1);
  });
});
