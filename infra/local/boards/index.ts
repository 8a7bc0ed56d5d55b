import type { Stack } from '../stack.ts';
import type { BoardKind, Boards, Claims } from './boards.ts';
import { startFirmwareBoards } from './firmware.ts';
import { startSimulatedBoards } from './simulated.ts';

/** Both boards of a door, enrolled with their claims and connected. Those of the firmware keep their flash in `dir`. */
export const startBoards = (kind: BoardKind, stack: Stack, dir: string, claims: Claims): Promise<Boards> =>
  kind === 'simulated' ? startSimulatedBoards(claims) : startFirmwareBoards(stack.supervisor, dir, claims);
