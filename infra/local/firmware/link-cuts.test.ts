import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '@smart-latch/store';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { DoorLatch } from '../boards/boards.ts';
import { latchAt, programAt } from '../boards/firmware.ts';
import { eventually } from '../eventually.ts';
import { type Stack, startStack } from '../stack.ts';
import { type Doors, provisionDoors } from './doors.ts';
import { followEvents } from './events-told.ts';
import { certificateEnd, letCertificateEnd } from './expired-certificate.ts';
import { openPoweredLatchd, type PoweredLatchd } from './powered-latchd.ts';

const HOME_DEADLINE_MS = 10_000;
/** The longest pause before a reconnect, and the reconnect. */
const BACK_DEADLINE_MS = 20_000;
const OPEN_DEADLINE_MS = 8_000;
/** A tap that nobody acknowledged is given up after 5 s. */
const NO_SERVER_DEADLINE_MS = 8_000;
const DAY_MS = 86_400_000;
const THIRTY_YEARS_S = 30 * 365.25 * 86_400;

let dir: string;
let folder: string;
let stack: Stack;
let store: Store;
let doors: Doors;
let latch: PoweredLatchd;
let door: DoorLatch;
let events: ReturnType<typeof followEvents>;

const open = async (env: Readonly<Record<string, string>> = {}): Promise<void> => {
  latch = await openPoweredLatchd({ folder, claim: doors.doors[0]?.claim ?? '', env });
  await latch.start();
  const { device } = await latch.state();
  door = latchAt(device, latch.rig, async () => {});
  events?.close();
  events = followEvents(latch.rig, stack.supervisor);
};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sl-links-'));
  folder = join(dir, 'latchd');
  stack = await startStack({ dir, faceWorkers: 0, accessWorkers: 1 });
  store = await openStore(stack.mongo.adminUri);
  doors = await provisionDoors(stack.apiUrl, dir, ['Front door']);
  await open();
}, 120_000);

afterAll(async () => {
  await latch?.close();
  events?.close();
  await store?.close();
  await stack?.stop();
  await rm(dir, { recursive: true, force: true });
}, 60_000);

const untilLinked = (): Promise<void> =>
  eventually('the latch is back', async () => (await latch.state()).link, BACK_DEADLINE_MS);
const untilHome = (): Promise<void> =>
  eventually('the bolt is in', async () => (await latch.state()).phase === 'Locked', HOME_DEADLINE_MS);
const presence = async (): Promise<string | undefined> =>
  (await store.models.devices.findById(door.device).lean())?.presence?.state;

beforeEach(async () => {
  await untilLinked();
  await untilHome();
}, 40_000);

/** A card at the reader opens the door, and the bolt comes home. */
const opens = async (): Promise<void> => {
  const out = latch.rig.next('moved', OPEN_DEADLINE_MS, ({ at }) => at === 'unlocked');
  await door.tap(doors.card);
  expect(await out, 'the bolt moved out').not.toBeNull();
  await untilHome();
};

/** Nothing but the exit button moves the bolt out while `work` goes on. */
const staysLocked = async (work: () => Promise<void>): Promise<void> => {
  let moves = 0;
  const count = ({ to }: { to: string }): void => {
    if (to === 'unlocked') moves += 1;
  };
  latch.rig.events.on('moving', count);
  await work();
  latch.rig.events.off('moving', count);
  expect(moves, 'moves of the bolt').toBe(0);
};

const shows = (what: string, deadlineMs: number) => latch.rig.next('shown', deadlineMs, (shown) => shown.what === what);

test('without a link the panel says so before anybody waits; a tap ends after 5 s, and the door stays locked', async () => {
  const atOnce = shows('no_server', OPEN_DEADLINE_MS);
  await latch.rig.ask({ do: 'link', up: false });
  expect(await atOnce).not.toBeNull();
  await staysLocked(async () => {
    const tapped = latch.rig.next('tapped', OPEN_DEADLINE_MS);
    const givenUp = shows('no_server', NO_SERVER_DEADLINE_MS);
    const down = door.tap(doors.card).catch(() => null); // it is never published
    expect(await tapped).not.toBeNull();
    expect(await givenUp).not.toBeNull();
    await untilHome();
    await latch.rig.ask({ do: 'link', up: true });
    await untilLinked();
    await down;
  });
  await opens();
}, 60_000);

test('the link is cut between a tap and its command: the command finds nobody, and opens nothing when the link is back', async () => {
  await staysLocked(async () => {
    await stack.supervisor.kill('access', 'SIGSTOP');
    const { arrived, tapId } = await door.tap(doors.card);
    expect(await arrived).toBe(true);
    await latch.rig.ask({ do: 'link', up: false });
    await stack.supervisor.kill('access', 'SIGCONT');
    await eventually(
      'the platform sent its command',
      async () => (await store.models.attempts.findOne({ tapId }).lean())?.outbox === 'sent',
      OPEN_DEADLINE_MS,
    );
    await latch.rig.ask({ do: 'link', up: true });
    await untilLinked();
  });
  await opens();
}, 60_000);

test('people leave while there is no link, and the platform hears of it afterwards', async () => {
  await latch.rig.ask({ do: 'link', up: false });
  const out = latch.rig.next('moved', OPEN_DEADLINE_MS, ({ at }) => at === 'unlocked');
  await latch.rig.ask({ do: 'exit' });
  expect(await out).not.toBeNull();
  await latch.rig.ask({ do: 'door', open: true });
  await latch.rig.ask({ do: 'door', open: false });
  await untilHome();
  await latch.rig.ask({ do: 'link', up: true });
  await untilLinked();
  await eventually(
    'the exit is recorded',
    async () => (await store.models.events.countDocuments({ device: door.device, kind: 'exit_button' })) === 1,
    BACK_DEADLINE_MS,
  );
  await events.untilRecorded(store, door.device);
}, 60_000);

test('the broker dies while the door is unlocked: it locks by itself, and is back when the broker is', async () => {
  const out = latch.rig.next('moved', OPEN_DEADLINE_MS, ({ at }) => at === 'unlocked');
  const lost = latch.rig.next('disconnected', OPEN_DEADLINE_MS);
  await door.tap(doors.card);
  expect(await out).not.toBeNull();
  await stack.supervisor.kill('broker', 'SIGKILL');
  expect(await lost).not.toBeNull();
  await untilHome();
  await stack.supervisor.untilReady('broker');
  await untilLinked();
  await eventually('the platform sees it again', async () => (await presence()) === 'ready', BACK_DEADLINE_MS);
  await opens();
}, 60_000);

test('the broker restarts four times in a row: the latch is back after the last', async () => {
  await staysLocked(async () => {
    for (let times = 0; times < 4; times += 1) {
      await stack.supervisor.kill('broker', 'SIGKILL');
      await stack.supervisor.untilReady('broker');
    }
    await untilLinked();
  });
  await opens();
}, 90_000);

test('its certificate has ended: the latch stays locked, has it renewed with the same key and is back by itself', async () => {
  await latch.stop();
  await letCertificateEnd(folder, stack.authority, 3);
  expect(await certificateEnd(folder)).toBeLessThan(Date.now());
  await latch.start();
  await staysLocked(untilLinked);
  expect(await certificateEnd(folder)).toBeGreaterThan(Date.now() + 80 * DAY_MS);
  await opens();
}, 60_000);

test('its clock is set back 30 years: it believes the date of its build and opens as before', async () => {
  await latch.close();
  await open({
    LD_PRELOAD: await programAt('libclock_set_back.so'),
    CLOCK_SET_BACK_S: String(THIRTY_YEARS_S),
  });
  await untilLinked();
  await opens();
  const { atMs } = (await latch.state()) ?? { atMs: 0 };
  expect(atMs, 'what the latch holds for the date').toBeLessThan(Date.now() - 29 * 365 * DAY_MS);
  await latch.close();
  await open();
}, 60_000);

test('no event was lost and the chain of the device holds, after all of this', async () => {
  await events.untilRecorded(store, door.device);
  expect(events.alarms).toEqual([]);
});

test('it is revoked: cut off at once, it stays locked and comes back no more; people still leave', async () => {
  const lost = latch.rig.next('disconnected', OPEN_DEADLINE_MS);
  await doors.api.post('/v1/sites/{site}/devices/{device}/revoke', {
    params: { path: { site: doors.site, device: door.device } },
  });
  expect(await lost).not.toBeNull();
  await staysLocked(async () => {
    const noServer = shows('no_server', NO_SERVER_DEADLINE_MS);
    const down = door.tap(doors.card).catch(() => null);
    expect(await noServer).not.toBeNull();
    await down;
    expect(await latch.state()).toMatchObject({ link: false, phase: 'Locked' });
  });
  const out = latch.rig.next('moved', OPEN_DEADLINE_MS, ({ at }) => at === 'unlocked');
  await latch.rig.ask({ do: 'exit' });
  expect(await out).not.toBeNull();
  await untilHome();
  expect(latch.log.some((line) => line.includes('not connected'))).toBe(true);
  expect((await store.models.devices.findById(door.device).lean())?.revokedAt).not.toBeNull();
}, 60_000);
