import { randomBytes } from 'node:crypto';
import { type CredentialProof, encodeMessage, tap as tapMessage } from '@smart-latch/protocol';
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Door, openDoor } from '../../test/door.ts';
import { eventKinds, type Inject } from '../../test/watch.ts';
import { sweep } from '../sweep.ts';
import { onAlarmClock, onDeviceMessage } from './dispatch.ts';

let door: Door;
beforeEach(async () => {
  await door?.close();
  door = await openDoor((inject as Inject)('mongoUri'), 'taps', 'single');
});
afterAll(() => door.close());

const counter = async () => (await door.store.models.credentials.findById(`${door.site}-card`).lean())?.counter;
const shown = (credential: CredentialProof) => {
  const [tapId, nonce] = [new Uint8Array(randomBytes(16)), new Uint8Array(randomBytes(16))];
  return door.sealed(
    door.latch,
    'nfc/tap',
    encodeMessage(tapMessage, { tapId, nonce, credential, cameraWoken: false }),
  );
};

describe('the SUN counter', () => {
  test('is advanced by a good message and by no replay, equal or lower', async () => {
    for (const value of [7, 7, 3]) await onDeviceMessage(door.deps, await door.tap({ counter: value }));
    expect(await eventKinds(door)).toEqual(['granted', 'credential_replayed', 'credential_replayed']);
    expect(await counter()).toBe(7);
  });

  test('is spent by a tap of a disabled user, so that the message opens nothing once they are enabled', async () => {
    await door.store.models.memberships.updateOne({}, { disabled: true });
    await onDeviceMessage(door.deps, await door.tap({ counter: 5 }));
    await door.store.models.memberships.updateOne({}, { disabled: false });
    await onDeviceMessage(door.deps, await door.tap({ counter: 5 }));
    expect(await eventKinds(door)).toEqual(['user_disabled', 'credential_replayed']);
  });
});

describe("what is nobody's", () => {
  test.each<[string, CredentialProof]>([
    ['noise', { kind: 'ntag424', keyId: 1, picc: new Uint8Array(16).fill(5), mac: new Uint8Array(8) }],
    [
      'a key id that this site never had',
      { kind: 'ntag424', keyId: 9, picc: new Uint8Array(16), mac: new Uint8Array(8) },
    ],
    ['a number', { kind: 'uid', uid: new Uint8Array([1, 2, 3, 4]) }],
    [
      'the bare number of a card that can prove itself',
      { kind: 'uid', uid: new Uint8Array(Buffer.from('04a1b2c3d4e5f6', 'hex')) },
    ],
  ])('%s is unknown_credential, even where bare numbers are accepted', async (_what, credential) => {
    await door.store.models.sites.updateOne({}, { acceptsUid: true });
    await onDeviceMessage(door.deps, shown(credential));
    expect(await door.attempt()).toMatchObject({ reason: 'unknown_credential', credential: null, user: null });
    expect(door.commands('deny')).toHaveLength(1);
  });

  test('a card of another site is unknown here', async () => {
    const tap = await door.tap();
    await door.store.models.credentials.updateOne({}, { site: 'hut' });
    await onDeviceMessage(door.deps, tap);
    expect((await door.attempt()).reason).toBe('unknown_credential');
  });
});

describe('a latch', () => {
  test('that serves another door by now opens nothing', async () => {
    await door.store.models.latches.updateOne({}, { device: 'a'.repeat(26) });
    await onDeviceMessage(door.deps, await door.tap());
    expect((await door.attempt()).reason).toBe('device_revoked');
  });

  test('whose door was deleted leaves an alarm and no attempt', async () => {
    await door.store.models.latches.deleteMany({});
    await onDeviceMessage(door.deps, await door.tap());
    expect(await door.alarms('no_latch')).toBe(1);
    expect(await door.store.models.attempts.countDocuments()).toBe(0);
  });

  test('may use the uplink key of this version and of the one before, and no other', async () => {
    const at = (uplinkVersion: number) => ({ ...door.deps, keys: { ...door.deps.keys, uplinkVersion } });
    await onDeviceMessage(at(3), await door.tap());
    expect(await door.alarms('bad_mac')).toBe(1);
    await onDeviceMessage(at(2), await door.tap());
    expect(await door.alarms('bad_mac')).toBe(1);
    expect(await door.store.models.attempts.countDocuments()).toBe(1);
  });

  test('cannot answer for another latch of the site', async () => {
    await onDeviceMessage(door.deps, await door.tap());
    const id = (await door.attempt()).command?.id ?? '';
    await door.store.models.attempts.updateOne({}, { device: 'a'.repeat(26) });
    await onDeviceMessage(door.deps, door.resultOf('unlock', id, true));
    expect((await door.attempt()).state).toBe('granted');
  });
});

describe('the sweep', () => {
  const down = () => ({ ...door.deps, publish: () => Promise.reject(new Error('the broker is away')) });
  const sent = () => door.published.map(({ payload }) => Buffer.from(payload).toString('hex'));

  test('sends the committed bytes, and the last time just before 14 s', async () => {
    await onDeviceMessage(down(), await door.tap());
    const { command } = await door.attempt();
    door.clock.advance(5_000);
    await sweep(down());
    door.clock.advance(8_999);
    await Promise.all([sweep(door.deps), sweep(door.deps)]);
    expect(new Set(sent())).toEqual(new Set([command?.bytes.toString('hex')]));
    expect((await door.attempt()).outbox).toBe('sent');
    await sweep(door.deps);
    expect(sent().length).toBeLessThanOrEqual(2);
  });

  test('at 14 s sends nothing any more', async () => {
    await onDeviceMessage(down(), await door.tap());
    door.clock.advance(14_000);
    await sweep(door.deps);
    expect(door.published).toEqual([]);
    expect((await door.attempt()).outbox).toBe('dead');
  });

  test('leaves a command alone that is still on its first way out', async () => {
    await onDeviceMessage(down(), await door.tap());
    door.clock.advance(399);
    await sweep(door.deps);
    expect(door.published).toEqual([]);
  });

  test('sends a denial too', async () => {
    await door.store.models.sites.updateOne({}, { lockdown: { since: new Date(), by: door.user, note: null } });
    await onDeviceMessage(down(), await door.tap());
    door.clock.advance(1_000);
    await sweep(door.deps);
    expect(door.commands('deny')).toHaveLength(1);
  });

  test('ends what was granted without a result, once, beside the alarm', async () => {
    await onDeviceMessage(door.deps, await door.tap());
    const { _id } = await door.attempt();
    door.clock.advance(5_001);
    await Promise.all([sweep(door.deps), onAlarmClock(door.deps, { kind: 'unconfirmed', attempt: _id })]);
    expect(await eventKinds(door)).toEqual(['granted', 'unconfirmed']);
  });
});
