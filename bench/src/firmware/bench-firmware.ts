import type { BenchOptions } from '../benches.ts';
import type { Results } from '../results.ts';
import { buildFirmware, type CoreTimes, measureCore, measureSizes, type Sizes } from './build.ts';
import { withFirmwareDoor } from './door.ts';
import { type Handshakes, measureHandshakes } from './handshakes.ts';
import { firmwareResults } from './results.ts';
import { measureReconnects, measureUnlocks, type Reconnects, type UnlockWire } from './wire.ts';

export interface FirmwareFigures {
  readonly sizes: Sizes;
  readonly core: CoreTimes;
  readonly unlocks: readonly UnlockWire[];
  readonly reconnects: Reconnects;
  readonly handshakes: { readonly full: Handshakes; readonly resumed: Handshakes | null };
}

/** Builds the boards' software, weighs it, times its core, and lets latchd open a door of the whole system. */
export const benchFirmware = async (options: BenchOptions): Promise<Results> => {
  const { progress, signal } = options;
  progress.begin('building the firmware (some minutes the first time)');
  await buildFirmware(signal);
  progress.begin('the core on the emulated machines');
  const sizes = await measureSizes(signal);
  progress.begin('times of the core');
  const core = await measureCore(signal);
  const live = await withFirmwareDoor(options, async (door) => {
    const unlocks = await measureUnlocks(door, options);
    const reconnects = await measureReconnects(door, options);
    await door.stopLatch();
    const handshakes = await measureHandshakes(door.proxy, await door.credentials(), options);
    return { unlocks, reconnects, handshakes };
  });
  return firmwareResults({ sizes, core, ...live });
};
