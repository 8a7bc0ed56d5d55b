import { randomBytes } from 'node:crypto';
import { encodeEmbedding } from '@smart-latch/protocol';
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Door, openDoor } from '../../test/door.ts';
import { enrolView } from '../../test/enrolled.ts';
import { openCommit } from '../commit.ts';
import { PICTURE_PATIENCE_MS } from '../proceed.ts';
import { sweep } from '../sweep.ts';
import { onAlarmClock, onDeviceMessage, onSeen } from './dispatch.ts';

let door: Door;

const open = async (rule: 'dual' | 'single' = 'dual') => {
  await door?.close();
  door = await openDoor((inject as (key: 'mongoUri') => string)('mongoUri'), 'unlock', rule);
};
afterAll(() => door.close());

const nonceOf = () => new Uint8Array(randomBytes(16));
const see = async (reading: Parameters<Door['reads']>[0] = {}) => {
  const asked = door.seen.at(-1);
  if (!asked) throw new Error('nothing was asked of the face worker');
  door.reads(reading);
  const seen = { subject: asked.subject, outcome: 'read', reading: asked.reading } as const;
  await onSeen(door.deps, seen);
  return seen;
};
const events = async () =>
  (await door.store.models.events.find({ site: door.site }).sort({ seq: 1 }).lean()).map((event) => event.kind);

describe('single: a valid card alone', () => {
  beforeEach(() => open('single'));

  test('grants with attempt, event and head in one commit, and sends one signed unlock', async () => {
    await onDeviceMessage(door.deps, await door.tap());
    expect(await door.attempt()).toMatchObject({ state: 'granted', rule: 'single', outbox: 'sent' });
    expect(await events()).toEqual(['granted']);
    expect(door.commands('unlock')).toHaveLength(1);
  });

  test('the same job twice is one attempt, one event, one command', async () => {
    const tap = await door.tap();
    await onDeviceMessage(door.deps, tap);
    await onDeviceMessage(door.deps, tap);
    expect(await door.store.models.attempts.countDocuments()).toBe(1);
    expect(await events()).toEqual(['granted']);
    expect(door.commands('unlock')).toHaveLength(1);
  });

  test('an old SUN message under a new tap id is a replay', async () => {
    await onDeviceMessage(door.deps, await door.tap({ counter: 5 }));
    await onDeviceMessage(door.deps, await door.tap({ counter: 5 }));
    expect((await events()).sort()).toEqual(['credential_replayed', 'granted']);
  });

  test('two replays at the same moment in two workers open once', async () => {
    const { store, keys, pack, clock, log } = door.deps;
    const other = { ...door.deps, commit: openCommit({ store, keys, pack: pack.packId, clock, log }) };
    const taps = [await door.tap({ counter: 9 }), await door.tap({ counter: 9 })] as const;
    await Promise.all([onDeviceMessage(door.deps, taps[0]), onDeviceMessage(other, taps[1])]);
    expect(door.commands('unlock')).toHaveLength(1);
    const chain = await store.models.events.find({ site: door.site }).sort({ seq: 1 }).lean();
    expect(chain.map((event) => event.seq)).toEqual([1, 2]);
    expect(chain[1]?.prev).toBe(chain[0]?.hash);
  });

  test('a good MAC spends its counter even when the door stays shut', async () => {
    await door.store.models.sites.updateOne({}, { lockdown: { since: new Date(), by: door.user, note: null } });
    await onDeviceMessage(door.deps, await door.tap({ counter: 7 }));
    expect((await door.attempt()).reason).toBe('lockdown');
    expect((await door.store.models.credentials.findOne().lean())?.counter).toBe(7);
  });

  test('a wrong card MAC is denied and spends nothing', async () => {
    await onDeviceMessage(door.deps, await door.tap({ counter: 7, breakMac: true }));
    expect((await door.attempt()).reason).toBe('credential_bad_mac');
    expect((await door.store.models.credentials.findOne().lean())?.counter).toBe(-1);
  });

  test('a message whose uplink MAC is wrong leaves no attempt, only an alarm', async () => {
    const tap = await door.tap();
    const bytes = Buffer.from(tap.payload, 'base64');
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await onDeviceMessage(door.deps, { ...tap, payload: bytes.toString('base64') });
    expect(await door.store.models.attempts.countDocuments()).toBe(0);
    expect(JSON.stringify(await door.deps.alarms.get())).toContain('bad_mac');
  });

  test("a tap under another device's name is refused", async () => {
    await onDeviceMessage(door.deps, { ...(await door.tap()), device: door.camera });
    expect(await door.store.models.attempts.countDocuments()).toBe(0);
  });

  test('a job that comes after its deadline is recorded as service_unavailable', async () => {
    const tap = await door.tap();
    door.clock.advance(13_000);
    await onDeviceMessage(door.deps, tap);
    expect((await door.attempt()).reason).toBe('service_unavailable');
    expect(door.commands('unlock')).toEqual([]);
  });

  test('a revocation a moment ago counts', async () => {
    await door.store.models.devices.updateOne({ _id: door.latch }, { revokedAt: new Date() });
    await onDeviceMessage(door.deps, await door.tap());
    expect((await door.attempt()).reason).toBe('device_revoked');
  });

  test('the result is recorded once, and a refusal never overwrites opened', async () => {
    await onDeviceMessage(door.deps, await door.tap());
    const id = (await door.attempt()).command?.id ?? '';
    await onDeviceMessage(door.deps, door.resultOf('unlock', id, true));
    await onDeviceMessage(door.deps, door.resultOf('unlock', id, true));
    await onDeviceMessage(door.deps, door.resultOf('unlock', id, false, { reason: 'replayed' }));
    expect((await door.attempt()).state).toBe('opened');
    expect(await events()).toEqual(['granted', 'opened']);
  });

  test('no result is unconfirmed, and a late one still says opened', async () => {
    await onDeviceMessage(door.deps, await door.tap());
    const { _id, command } = await door.attempt();
    await onAlarmClock(door.deps, { kind: 'unconfirmed', attempt: _id });
    expect((await door.attempt()).state).toBe('unconfirmed');
    await onDeviceMessage(door.deps, door.resultOf('unlock', command?.id ?? '', true));
    expect((await door.attempt()).state).toBe('opened');
  });

  test('the sweep sends a committed command again, the same bytes, until 14 s after the tap', async () => {
    const down = { ...door.deps, publish: () => Promise.reject(new Error('the broker is away')) };
    await onDeviceMessage(down, await door.tap());
    expect((await door.attempt()).outbox).toBe('pending');
    door.clock.advance(2_000);
    await sweep(door.deps);
    expect(door.commands('unlock')).toEqual([{ op: 'unlock', commandId: (await door.attempt()).command?.id }]);
    expect((await door.attempt()).outbox).toBe('sent');
  });

  test('the sweep gives a command up after 14 s', async () => {
    const down = { ...door.deps, publish: () => Promise.reject(new Error('the broker is away')) };
    await onDeviceMessage(down, await door.tap());
    door.clock.advance(14_001);
    await sweep(door.deps);
    expect(door.commands('unlock')).toEqual([]);
    expect(await door.attempt()).toMatchObject({ outbox: 'dead', state: 'unconfirmed' });
  });
});

describe('dual: the card and the face of the same user', () => {
  beforeEach(async () => {
    await open('dual');
    await enrolView(door, 1);
  });

  test('waits for a face, asks the camera, opens at the match', async () => {
    const nonce = nonceOf();
    await onDeviceMessage(door.deps, await door.tap({ nonce }));
    expect(door.commands('capture')).toHaveLength(1);
    expect(door.commands('unlock')).toEqual([]);
    await onDeviceMessage(door.deps, door.frame(nonce, 1));
    await see();
    expect(await door.attempt()).toMatchObject({ state: 'granted', rule: 'dual' });
    expect((await door.attempt()).frames[0]).toMatchObject({ verdict: 'match', comparedWith: door.user });
  });

  test('a picture that comes before its tap opens too', async () => {
    const nonce = nonceOf();
    await onDeviceMessage(door.deps, door.frame(nonce, 1));
    expect(door.seen).toEqual([]);
    await onDeviceMessage(door.deps, await door.tap({ nonce }));
    await see();
    expect((await door.attempt()).state).toBe('granted');
  });

  test('frame and reading twice change nothing', async () => {
    const nonce = nonceOf();
    await onDeviceMessage(door.deps, await door.tap({ nonce }));
    const frame = door.frame(nonce, 1);
    await onDeviceMessage(door.deps, frame);
    await onDeviceMessage(door.deps, frame);
    expect((await door.attempt()).frames).toHaveLength(1);
    await onSeen(door.deps, await see());
    expect(await events()).toEqual(['granted']);
    expect(door.commands('unlock')).toHaveLength(1);
  });

  test('the second face of somebody else ends it, and counts for the lockout', async () => {
    const nonce = nonceOf();
    await onDeviceMessage(door.deps, await door.tap({ nonce }));
    for (const sequence of [1, 2]) {
      await onDeviceMessage(door.deps, door.frame(nonce, sequence));
      await see({ embedding: encodeEmbedding(door.embeddingOf(50 + sequence)) });
    }
    expect((await door.attempt()).reason).toBe('face_no_match');
    expect((await door.store.models.credentials.findOne().lean())?.failuresMs).toHaveLength(1);
  });

  test('a reading of other bytes than the header vouches for is no frame, and an alarm', async () => {
    const nonce = nonceOf();
    await onDeviceMessage(door.deps, await door.tap({ nonce }));
    await onDeviceMessage(door.deps, door.frame(nonce, 1));
    await see({ sha256: '00'.repeat(32) });
    expect(await door.attempt()).toMatchObject({ state: 'waiting_face' });
    expect((await door.attempt()).frames[0]).toMatchObject({ void: true, verdict: null });
    expect(JSON.stringify(await door.deps.alarms.get())).toContain('other_picture');
  });

  test('a reading by another pack is no frame', async () => {
    const nonce = nonceOf();
    await onDeviceMessage(door.deps, await door.tap({ nonce }));
    await onDeviceMessage(door.deps, door.frame(nonce, 1));
    await see({ packId: 'another-pack' });
    expect((await door.attempt()).frames[0]?.void).toBe(true);
  });

  test("a view that was swapped in from another person's record does not unseal, so it opens nothing", async () => {
    await enrolView(door, 2, 'mallory', 'view-m');
    const foreign = await door.store.models.views.findById('view-m').lean();
    await door.store.models.views.updateOne({ _id: 'view-1' }, { sealed: foreign?.sealed as Buffer });
    const nonce = nonceOf();
    await onDeviceMessage(door.deps, await door.tap({ nonce }));
    await onDeviceMessage(door.deps, door.frame(nonce, 1));
    await see({ embedding: encodeEmbedding(door.embeddingOf(2)) });
    expect((await door.attempt()).state).toBe('waiting_face');
    expect(JSON.stringify(await door.deps.alarms.get())).toContain('view_tampered');
  });

  test('a picture after receiveBy does not count, and the attempt has timed out', async () => {
    const nonce = nonceOf();
    await onDeviceMessage(door.deps, await door.tap({ nonce }));
    const { _id } = await door.attempt();
    door.clock.advance(10_001);
    await onDeviceMessage(door.deps, door.frame(nonce, 1));
    await onAlarmClock(door.deps, { kind: 'expire-attempt', attempt: _id });
    expect((await door.attempt()).reason).toBe('second_factor_timeout');
    expect(door.seen).toEqual([]);
  });

  test('a camera that is not paired with the latch is refused', async () => {
    await door.store.models.pairings.deleteMany({});
    await onDeviceMessage(door.deps, door.frame(nonceOf(), 1));
    expect(await door.store.models.earlyFrames.countDocuments()).toBe(0);
  });

  test('a later tap that waits itself ends the earlier one as superseded', async () => {
    await onDeviceMessage(door.deps, await door.tap());
    const first = (await door.attempt())._id;
    door.clock.advance(1_000);
    await onDeviceMessage(door.deps, await door.tap());
    expect((await door.store.models.attempts.findById(first).lean())?.reason).toBe('superseded');
    expect((await door.attempt()).state).toBe('waiting_face');
  });

  test('of two taps of the same millisecond one is superseded, not both', async () => {
    const taps = [await door.tap(), await door.tap()];
    await Promise.all(taps.map((tap) => onDeviceMessage(door.deps, tap)));
    const states = (await door.store.models.attempts.find().lean()).map(({ state }) => state);
    expect(states.sort()).toEqual(['denied', 'waiting_face']);
  });

  test('a picture that does not come is asked for again, three times at most', async () => {
    await onDeviceMessage(door.deps, await door.tap());
    for (let i = 0; i < 5; i += 1) {
      door.clock.advance(2_600);
      await sweep(door.deps);
    }
    expect(door.commands('capture')).toHaveLength(3);
  });

  test('a worker killed between commit and question: the second run of the job asks the camera when its patience is over', async () => {
    const tap = await door.tap();
    const commit = {
      ...door.deps.commit,
      advance: async (...args: Parameters<typeof door.deps.commit.advance>) => {
        await door.deps.commit.advance(...args);
        throw new Error('killed');
      },
    };
    await expect(onDeviceMessage({ ...door.deps, commit }, tap)).rejects.toThrow('killed');
    expect(door.commands('capture')).toEqual([]);
    door.clock.advance(PICTURE_PATIENCE_MS);
    await onDeviceMessage(door.deps, tap);
    expect(door.commands('capture')).toHaveLength(1);
  });

  test('four copies of one tap at once ask for one picture', async () => {
    const tap = await door.tap();
    await Promise.all([1, 2, 3, 4].map(() => onDeviceMessage(door.deps, tap)));
    expect(await door.store.models.attempts.countDocuments()).toBe(1);
    expect(door.commands('capture')).toHaveLength(1);
  });

  test('nobody enrolled: face_not_enrolled', async () => {
    await door.store.models.views.deleteMany({});
    await onDeviceMessage(door.deps, await door.tap());
    expect((await door.attempt()).reason).toBe('face_not_enrolled');
  });
});
