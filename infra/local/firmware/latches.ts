import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { enrolDevice, parseClaim, startLatch } from '@smart-latch/device-sim';
import { type DoorLatch, TRAVEL_MS } from '../boards/boards.ts';
import { latchAt, startBoard } from '../boards/firmware.ts';
import type { Rig } from '../boards/rig.ts';
import { simulatedLatchAt } from '../boards/simulated.ts';
import type { Supervisor } from '../supervisor.ts';
import type { Credentials, HostileBroker } from './hostile-broker.ts';

export interface LatchdOptions {
  readonly supervisor: Supervisor;
  readonly name: string;
  /** Its flash. */
  readonly folder: string;
  readonly claim: string;
  readonly more?: readonly string[];
}

export interface Latchd extends DoorLatch {
  readonly rig: Rig;
}

/** A latch of the firmware on its own. */
export const startLatchd = async ({ supervisor, name, folder, claim, more = [] }: LatchdOptions): Promise<Latchd> => {
  const board = await startBoard(supervisor, {
    program: 'latchd',
    name,
    folder,
    claim,
    more: ['--travel-ms', String(TRAVEL_MS), ...more],
  });
  const { rig, device } = board;
  const close = async (): Promise<void> => {
    rig.close();
    await supervisor.stop(name);
  };
  return { ...latchAt(device, rig, close), rig };
};

/** What a board keeps in its flash, when it is that device. Rejects before it has enrolled. */
export const credentialsIn =
  (folder: string) =>
  async (device: string): Promise<Credentials | null> => {
    const [key, text] = await Promise.all([
      readFile(join(folder, 'device.key'), 'utf8'),
      readFile(join(folder, 'identity.json'), 'utf8'),
    ]);
    const identity = JSON.parse(text) as { device: string; certificate: string };
    return identity.device === device ? { key, certificate: identity.certificate } : null;
  };

/** A latch of device-sim that the hostile broker can speak for. */
export const startSimulatedLatch = async (claim: string, broker: HostileBroker): Promise<DoorLatch> => {
  const identity = await enrolDevice(parseClaim(claim), 'latch');
  const { device, privateKey: key, certificate } = identity;
  broker.admit(async (asked) => (asked === device ? { key, certificate } : null));
  return simulatedLatchAt(await startLatch({ identity, travelMs: TRAVEL_MS }));
};
