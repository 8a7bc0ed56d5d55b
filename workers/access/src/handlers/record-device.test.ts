import { createHash } from 'node:crypto';
import {
  type DeviceEventMessage,
  type DeviceJob,
  encodeMessage,
  info,
  openDesired,
  reported,
  type StateMessage,
  state,
  UPLINK_MESSAGES,
} from '@smart-latch/protocol';
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Door, openDoor } from '../../test/door.ts';
import { eventKinds, type Inject } from '../../test/watch.ts';
import { onDeviceMessage } from './dispatch.ts';

let door: Door;
beforeEach(async () => {
  await door?.close();
  door = await openDoor((inject as Inject)('mongoUri'), 'recorddevice', 'single');
});
afterAll(() => door.close());

const send = (job: DeviceJob) => onDeviceMessage(door.deps, job);
const latchRow = () => door.store.models.devices.findById(door.latch).lean();
const boot = (byte: number) => new Uint8Array(16).fill(byte);

describe('presence', () => {
  const says = (said: StateMessage) => send(door.plain(door.latch, 'state', encodeMessage(state, said)));

  test('keeps the newest connection of a boot: an older will says nothing', async () => {
    await says({ state: 'ready', boot: boot(1), connection: 2 });
    door.clock.advance(10);
    await says({ state: 'lost', boot: boot(1), connection: 1 });
    expect((await latchRow())?.presence).toMatchObject({ state: 'ready', connection: 2 });
  });

  test('gives a device that is ready its signed configuration', async () => {
    await says({ state: 'ready', boot: boot(1), connection: 1 });
    const sent = door.published.at(-1);
    expect(sent?.retain).toBe(true);
    const opened = openDesired(sent?.payload ?? new Uint8Array(), door.deps.keys.commandKeys, door.latch);
    expect(opened.ok).toBe(true);
  });

  test('records a lost device once', async () => {
    await says({ state: 'ready', boot: boot(1), connection: 1 });
    door.clock.advance(10);
    await says({ state: 'lost', boot: boot(1), connection: 1 });
    await says({ state: 'lost', boot: boot(1), connection: 1 });
    expect((await latchRow())?.presence?.state).toBe('lost');
    expect(await eventKinds(door)).toEqual(['device_lost']);
  });
});

test('info and reported are kept as they are said, and refused when they are nothing of ours', async () => {
  const said = { model: 'm', firmware: '1', capabilities: ['nfc'], keyIds: [], boot: boot(2), resetReason: 'power' };
  await send(door.plain(door.latch, 'info', encodeMessage(info, said)));
  await send(door.plain(door.latch, 'reported', encodeMessage(reported, { batteryPercent: 80 })));
  await send(door.plain(door.latch, 'info', new Uint8Array([0xff])));
  expect(await latchRow()).toMatchObject({ info: { boot: '02'.repeat(16) }, reported: { batteryPercent: 80 } });
  expect(await door.alarms('malformed')).toBe(1);
});

describe('an event of a device', () => {
  let previous: Uint8Array;
  beforeEach(() => {
    previous = new Uint8Array(32);
  });

  /** The next event of the latch's own chain. */
  const event = (sequence: number, kind: DeviceEventMessage['kind'], change: Partial<DeviceEventMessage> = {}) => {
    const message = { sequence, previous, kind, atMs: sequence, details: [], ...change };
    const job = door.sealed(door.latch, 'evt/door', encodeMessage(UPLINK_MESSAGES['evt/door'], message));
    previous = new Uint8Array(createHash('sha256').update(Buffer.from(job.payload, 'base64')).digest());
    return job;
  };

  test('enters the site chain once, however often it is said', async () => {
    const jobs = [event(1, 'DoorStateChange'), event(2, 'door_forced_open')];
    for (const job of [...jobs, ...jobs]) await send(job);
    expect(await eventKinds(door)).toEqual(['DoorStateChange', 'door_forced_open']);
    expect(await door.alarms('device_chain_broken')).toBe(0);
  });

  test('that overtook the one before it waits for that one, and both are recorded', async () => {
    const [first, second, third] = [event(1, 'DoorStateChange'), event(2, 'door_forced_open'), event(3, 'tamper')];
    await send(first);
    await expect(send(third)).rejects.toThrow('waits for event 2');
    await send(second);
    await send(third);
    expect(await eventKinds(door)).toEqual(['DoorStateChange', 'door_forced_open', 'tamper']);
    expect(await door.alarms('device_chain_broken')).toBe(0);
  });

  test('after a gap is recorded a second later, with an alarm, and what was missing still is when it comes', async () => {
    const [first, second, third] = [event(1, 'DoorStateChange'), event(2, 'door_forced_open'), event(3, 'tamper')];
    await send(first);
    door.clock.advance(1_000);
    await send(third);
    expect(await door.alarms('device_chain_broken')).toBe(1);
    for (const job of [second, second, third]) await send(job);
    expect(await eventKinds(door)).toEqual(['DoorStateChange', 'tamper', 'door_forced_open']);
  });

  test('that does not follow the one before it is recorded, with an alarm', async () => {
    await send(event(1, 'DoorStateChange'));
    await send(event(2, 'tamper', { previous: new Uint8Array(32).fill(9) }));
    expect(await eventKinds(door)).toEqual(['DoorStateChange', 'tamper']);
    expect(await door.alarms('device_chain_broken')).toBe(1);
  });

  test('without a good MAC is not recorded', async () => {
    const job = event(1, 'DoorStateChange');
    await send({ ...job, topic: 'evt/lock' });
    await send({ ...job, payload: `${job.payload.slice(0, -4)}AAA=` });
    expect(await eventKinds(door)).toEqual([]);
  });

  test('that nobody went in clears the anti-passback of the last entry', async () => {
    await door.store.models.latches.updateOne({}, { antiPassbackS: 60 });
    await send(await door.tap());
    await send(door.resultOf('unlock', (await door.attempt()).command?.id ?? '', true));
    door.clock.advance(1_000);
    await send(await door.tap());
    expect((await door.attempt()).reason).toBe('anti_passback');
    await send(event(1, 'no_entry_after_grant'));
    door.clock.advance(1_000);
    await send(await door.tap());
    expect((await door.attempt()).state).toBe('granted');
  });
});
