import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SigningKey } from '@smart-latch/protocol';
import type { DoorLatch } from '../boards/boards.ts';
import { freePort } from '../ports.ts';
import { startStack } from '../stack.ts';
import { provisionDoors } from './doors.ts';
import { openHostileBroker } from './hostile-broker.ts';
import { credentialsIn, startLatchd, startSimulatedLatch } from './latches.ts';
import { signingKeyOf } from './mutations.ts';

export type HostileWorld = Awaited<ReturnType<typeof openHostileWorld>>;

/**
 * The real platform, and between it and its devices a broker that somebody has broken into. The latch is the firmware's
 * (DEVICES=simulated: device-sim's); the door beside it has a latch of device-sim.
 */
export const openHostileWorld = async () => {
  const dir = await mkdtemp(join(tmpdir(), 'sl-hostile-'));
  const port = await freePort();
  const stack = await startStack({
    dir,
    faceWorkers: 0,
    accessWorkers: 1,
    env: { api: { BROKER_PUBLIC_PORT: String(port) } },
  });
  const broker = await openHostileBroker(port, stack);
  const latches: DoorLatch[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(latches.map((latch) => latch.close()));
    await stack.stop();
    await broker.close();
    await rm(dir, { recursive: true, force: true });
  };
  try {
    const doors = await provisionDoors(stack.apiUrl, dir, ['Front door', 'Back door']);
    const [front, back] = doors.doors.map(({ claim }) => claim) as [string, string];
    const folder = join(dir, 'latchd');
    broker.admit(credentialsIn(folder));
    const latch =
      process.env.DEVICES === 'simulated'
        ? await startSimulatedLatch(front, broker)
        : await startLatchd({ supervisor: stack.supervisor, name: 'latchd', folder, claim: front });
    latches.push(latch);
    const neighbour = await startSimulatedLatch(back, broker);
    latches.push(neighbour);
    const platform: SigningKey = signingKeyOf(await readFile(join(dir, 'keys/command.pem'), 'utf8'));
    return { stack, broker, doors, latch, neighbour, platform, close };
  } catch (error) {
    await close();
    throw error;
  }
};
