import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCast, provisionHome, type Stack, startStack } from '@smart-latch/infra';
import type { BenchOptions } from '../benches.ts';
import type { Results } from '../results.ts';
import { type Door, openDoor, openReferenceLatch, userNamed } from './doors.ts';
import { playIdle, playLoad, type Series, type Taps, warmUp } from './load.ts';
import { openRecorder } from './recorder.ts';
import { measureReferences } from './references.ts';
import { unlockResults } from './results.ts';
import { CARD_STEPS, FACE_STEPS } from './waterfall.ts';

const DOORS = 10;
/** Ten doors are set up from one address within seconds. */
const API_REQUESTS_PER_MINUTE = '100000';

/** What was played at one kind of door. */
export interface Played {
  readonly idle: Series;
  readonly load: Series;
}

/** Boots the whole system in a temporary folder, measures, and leaves nothing behind. */
export const benchUnlock = async (options: BenchOptions): Promise<Results> => {
  const { progress, signal } = options;
  const dir = await mkdtemp(join(tmpdir(), 'smart-latch-bench-'));
  let stack: Stack | undefined;
  const doors: Door[] = [];
  try {
    progress.begin('starting the whole system');
    stack = await startStack({
      dir,
      signal,
      logLevel: 'info',
      env: { api: { RATE_LIMIT_PER_MINUTE: API_REQUESTS_PER_MINUTE } },
    });
    return await measure(stack, dir, doors, options);
  } finally {
    await Promise.allSettled(doors.map((door) => door.close()));
    await stack?.stop();
    await rm(dir, { recursive: true, force: true });
  }
};

const measure = async (stack: Stack, dir: string, opened: Door[], options: BenchOptions): Promise<Results> => {
  const { progress, signal } = options;
  progress.begin('setting up a home');
  const cast = await makeCast(join(dir, 'cast'));
  const home = await provisionHome(stack.apiUrl, dir, cast);
  const user = await userNamed(home, 'Alice');
  const plan = { stack, home, boards: options.boards, dir: join(dir, 'boards'), user, picture: cast['alice-probe-1'] };
  progress.begin('setting up doors', 2 * DOORS);
  const openDoors = async (rule: 'dual' | 'single'): Promise<Door[]> => {
    const doors: Door[] = [];
    for (let n = 1; n <= DOORS; n += 1) {
      signal.throwIfAborted();
      const door = await openDoor(plan, rule, n);
      doors.push(door);
      opened.push(door);
      progress.step();
    }
    return doors;
  };
  const recorder = openRecorder(stack);
  const withCard: Taps = { doors: await openDoors('single'), steps: CARD_STEPS, recorder };
  const withFace: Taps = { doors: await openDoors('dual'), steps: FACE_STEPS, recorder };
  const play = async (what: string, taps: Taps): Promise<Played> => {
    await warmUp(what, taps, options);
    return { idle: await playIdle(what, taps, options), load: await playLoad(what, taps, options) };
  };
  const card = await play('card alone', withCard);
  const face = await play('card and face', withFace);
  const latch = await openReferenceLatch(home);
  const references = await measureReferences(stack, latch, options);
  await latch.close();
  recorder.close();
  return unlockResults({ card, face, references });
};
