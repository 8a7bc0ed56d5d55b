import type { BoardKind } from '@smart-latch/infra';
import { benchApi } from './api/bench-api.ts';
import { benchFace } from './face/bench-face.ts';
import { benchFirmware } from './firmware/bench-firmware.ts';
import type { Progress } from './progress.ts';
import type { Results } from './results.ts';
import { benchUnlock } from './unlock/bench-unlock.ts';

export interface BenchOptions {
  readonly progress: Progress;
  /** Ends the run, and whatever it started, when it is aborted. */
  readonly signal: AbortSignal;
  /** What stands at the doors, where there are doors. */
  readonly boards: BoardKind;
}

export interface Bench {
  readonly summary: string;
  readonly run: (options: BenchOptions) => Promise<Results>;
}

/** By the name on the command line. */
export const BENCHES: Readonly<Record<string, Bench>> = {
  unlock: {
    summary: 'tap published to signed command received, step by step, with and without the face (3 minutes)',
    run: benchUnlock,
  },
  api: {
    summary: 'a list and a write of the API beside bare Fastify and mongoose (half a minute)',
    run: benchApi,
  },
  face: {
    summary: 'each stage of the face pipeline beside the bare networks (half a minute)',
    run: benchFace,
  },
  firmware: {
    summary:
      'sizes and stack of the core, its times, bytes of an unlock, reconnects of latchd (4 minutes and its build)',
    run: benchFirmware,
  },
};
