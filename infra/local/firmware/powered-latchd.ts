import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { TRAVEL_MS } from '../boards/boards.ts';
import { LATCHD, programAt } from '../boards/firmware.ts';
import { openRig, type Rig, type RigEvents } from '../boards/rig.ts';
import { startOrphanGuard } from '../orphan-guard.ts';
import { type RunningProcess, startProcess } from '../process.ts';

const STATE_DEADLINE_MS = 5_000;
const LOOK_MS = 20;

export interface PowerOptions {
  /** Its flash. */
  readonly folder: string;
  readonly claim: string;
  readonly more?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A latch of the firmware whose power the test holds in its hand. */
export interface PoweredLatchd {
  readonly rig: Rig;
  /** Everything that it logged, a line each. */
  readonly log: readonly string[];
  /** Resolves when it is connected. */
  powerOn(): Promise<void>;
  /** The same without waiting for a broker. */
  start(): Promise<void>;
  isOn(): boolean;
  /** Resolves when its power is gone. */
  untilOff(): Promise<void>;
  /** In order, as before a sleep. */
  stop(): Promise<void>;
  state(): Promise<RigEvents['state']>;
  close(): Promise<void>;
}

export const openPoweredLatchd = async ({
  folder,
  claim,
  more = [],
  env = {},
}: PowerOptions): Promise<PoweredLatchd> => {
  const command = await programAt(LATCHD);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const socket = join(folder, 'rig.sock');
  const guard = startOrphanGuard();
  const log: string[] = [];
  let running: RunningProcess | null = null;
  let rig: Rig | null = null;

  const start = async (): Promise<void> => {
    const spec = {
      name: LATCHD,
      command,
      args: ['--state', folder, '--socket', socket, '--claim', claim, '--travel-ms', String(TRAVEL_MS), ...more],
      env,
      ready: { line: /"ready":true/ },
    };
    const mine = await startProcess(spec, guard, (_stream, text) => log.push(text));
    running = mine;
    mine.ready.catch(() => undefined); // `powerOn` hears it
    void mine.exited.then(() => {
      if (running === mine) running = null;
    });
    rig ??= await openRig(socket);
  };
  const theRig = (): Rig => {
    if (!rig) throw new Error('the latch has not been started yet');
    return rig;
  };
  return {
    get rig() {
      return theRig();
    },
    log,
    start,
    powerOn: async () => {
      await start();
      await running?.ready;
    },
    isOn: () => running !== null,
    untilOff: async () => {
      while (running) await delay(LOOK_MS);
    },
    stop: async () => running?.stop(),
    state: async () => {
      const state = theRig().next('state', STATE_DEADLINE_MS);
      await theRig().ask({ do: 'state' });
      const told = await state;
      if (!told) throw new Error('the latch does not say how it is');
      return told;
    },
    close: async () => {
      rig?.close();
      await running?.stop();
      guard.close();
    },
  };
};
