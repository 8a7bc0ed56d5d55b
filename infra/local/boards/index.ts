import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stack } from '../stack.ts';
import {
  type BoardKind,
  type Boards,
  type Claims,
  type DoorCamera,
  type DoorLatch,
  type Mounting,
  TRAVEL_MS,
} from './boards.ts';
import { mountCamerad, mountLatchd } from './firmware.ts';
import { mountSimulatedCamera, mountSimulatedLatch } from './simulated.ts';

/** A latch that has claimed its place and is connected. */
export const mountLatch = (kind: BoardKind, stack: Stack, at: Mounting, travelMs = TRAVEL_MS): Promise<DoorLatch> =>
  kind === 'simulated' ? mountSimulatedLatch(at, travelMs) : mountLatchd(stack.supervisor, at, travelMs);

export const mountCamera = (kind: BoardKind, stack: Stack, at: Mounting): Promise<DoorCamera> =>
  kind === 'simulated' ? mountSimulatedCamera(at) : mountCamerad(stack.supervisor, at);

/** Both boards of a door. */
export const startBoards = async (kind: BoardKind, stack: Stack, dir: string, claims: Claims): Promise<Boards> => {
  // Each run makes a new site: a board with the flash of the last one would look for a door that is gone.
  await mkdir(dir, { recursive: true });
  const flash = await mkdtemp(join(dir, 'boards-'));
  const [camera, latch] = await Promise.all([
    mountCamera(kind, stack, { name: 'camerad', folder: join(flash, 'camerad'), claim: claims.camera }),
    mountLatch(kind, stack, { name: 'latchd', folder: join(flash, 'latchd'), claim: claims.latch }),
  ]);
  return { latch, camera };
};
