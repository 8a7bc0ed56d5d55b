import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPrograms } from '../../make/firmware.ts';
import { type Stack, startStack } from '../stack.ts';
import { type Doors, provisionDoors } from './doors.ts';
import { type Latchd, startLatchd } from './latches.ts';

const PROGRAM = join(import.meta.dirname, '../../../firmware/build/latchd');

let dir: string;
let stack: Stack;
let doors: Doors;
let latch: Latchd;

beforeAll(async () => {
  const isBuilt = existsSync(PROGRAM) || buildPrograms();
  if (!isBuilt) throw new Error('the firmware does not build (see above)');
  dir = await mkdtemp(join(tmpdir(), 'sl-latchd-'));
  stack = await startStack({ dir, faceWorkers: 0, accessWorkers: 1 });
  doors = await provisionDoors(stack.apiUrl, dir, ['Front door']);
  const claim = doors.doors[0]?.claim ?? '';
  latch = await startLatchd({ supervisor: stack.supervisor, name: 'latchd', folder: join(dir, 'latchd'), claim });
}, 600_000);

afterAll(async () => {
  await latch?.close();
  await stack?.stop();
  await rm(dir, { recursive: true, force: true });
}, 60_000);

test('a card at the reader of the C++ latch moves its bolt, and the platform has the result', async () => {
  const moved = latch.rig.next('moved', 8_000, ({ at }) => at === 'unlocked');
  const result = latch.rig.next('result', 8_000, ({ op }) => op === 'unlock');
  const acked = latch.rig.next('acked', 8_000, ({ topic }) => topic === 'result/unlock');
  const { arrived } = await latch.tap(doors.card);
  expect(await arrived).toBe(true);
  expect(await moved).toMatchObject({ at: 'unlocked' });
  expect(await result).toMatchObject({ ok: true, reason: null });
  expect(await acked).not.toBeNull();
});

test('its bolt is in again when nobody went through, and the next card opens as well', async () => {
  const locked = latch.rig.next('moved', 8_000, ({ at }) => at === 'locked');
  expect(await locked).not.toBeNull();
  const moved = latch.rig.next('moved', 8_000, ({ at }) => at === 'unlocked');
  await latch.tap(doors.card);
  expect(await moved).not.toBeNull();
});

test('the exit button opens it', async () => {
  expect(await latch.rig.next('moved', 8_000, ({ at }) => at === 'locked')).not.toBeNull();
  const moved = latch.rig.next('moved', 3_000, ({ at }) => at === 'unlocked');
  await latch.rig.ask({ do: 'exit' });
  expect(await moved).not.toBeNull();
});
