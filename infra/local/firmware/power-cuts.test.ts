import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '@smart-latch/store';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { latchAt } from '../boards/firmware.ts';
import { eventually } from '../eventually.ts';
import { type Stack, startStack } from '../stack.ts';
import { type Doors, provisionDoors } from './doors.ts';
import { followEvents } from './events-told.ts';
import { openPoweredLatchd, type PoweredLatchd } from './powered-latchd.ts';

const CUTS = inject('soak') ? 500 : 25;
/** An unlock and the relock after it write about so much: two events and the marks that they arrived. */
const BYTES_OF_AN_UNLOCK = 700;
const HOME_DEADLINE_MS = 10_000;
const DOWN_DEADLINE_MS = 15_000;

let dir: string;
let stack: Stack;
let store: Store;
let doors: Doors;
let latch: PoweredLatchd;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sl-power-'));
  stack = await startStack({ dir, faceWorkers: 0, accessWorkers: 1 });
  store = await openStore(stack.mongo.adminUri);
  doors = await provisionDoors(stack.apiUrl, dir, ['Front door']);
  latch = await openPoweredLatchd({ folder: join(dir, 'latchd'), claim: doors.doors[0]?.claim ?? '' });
  await latch.powerOn();
}, 120_000);

afterAll(async () => {
  await latch?.close();
  await store?.close();
  await stack?.stop();
  await rm(dir, { recursive: true, force: true });
}, 60_000);

const untilHome = (): Promise<void> =>
  eventually('the bolt is in', async () => (await latch.state()).phase === 'Locked', HOME_DEADLINE_MS);

test(`${CUTS} power cuts in the middle of unlocks: the bolt ends locked, no event is lost, the chain holds`, async () => {
  const { device } = await latch.state();
  const door = latchAt(device, latch.rig, async () => {});
  const events = followEvents(latch.rig, stack.supervisor);
  const bolt = { isOut: false };
  latch.rig.events.on('moving', ({ to }) => {
    if (to === 'unlocked') bolt.isOut = true;
  });
  latch.rig.events.on('moved', ({ at }) => {
    bolt.isOut = at !== 'locked';
  });
  let darkWhileOut = 0;
  for (let cut = 1; cut <= CUTS; cut += 1) {
    await untilHome();
    bolt.isOut = false;
    await latch.rig.ask({ do: 'power cut', afterBytes: randomInt(BYTES_OF_AN_UNLOCK) });
    const giveUpMs = Date.now() + DOWN_DEADLINE_MS;
    while (latch.isOn()) {
      if (Date.now() > giveUpMs) throw new Error('the latch wrote nothing that its power could fail in');
      const tapped = door.tap(doors.card).catch(() => undefined); // its power may go, or the bolt still moves
      await Promise.race([tapped, latch.untilOff()]);
      await eventually('a move is over', async () => !latch.isOn() || !bolt.isOut, HOME_DEADLINE_MS);
    }
    if (bolt.isOut) darkWhileOut += 1;
    await latch.powerOn();
  }
  await untilHome();
  expect(darkWhileOut, 'cuts while the bolt was out').toBeGreaterThan(CUTS / 5);
  expect(events.published.size).toBeGreaterThan(CUTS);
  await events.untilRecorded(store, device);
  expect(events.alarms).toEqual([]);
  events.close();
}, 3_600_000);
