import { readFile } from 'node:fs/promises';
import {
  enrolDevice,
  type Latch,
  parseClaim,
  picturesLens,
  silentLens,
  startCamera,
  startLatch,
} from '@smart-latch/device-sim';
import type { DoorCamera, DoorLatch, Mounting } from './boards.ts';

/** A latch of device-sim: it claims its place over HTTPS, then connects with the certificate that it was given. */
export const mountSimulatedLatch = async ({ claim }: Mounting, travelMs: number): Promise<DoorLatch> =>
  simulatedLatchAt(await startLatch({ identity: await enrolDevice(parseClaim(claim), 'latch'), travelMs }));

export const mountSimulatedCamera = async ({ claim }: Mounting): Promise<DoorCamera> => {
  const camera = await startCamera({ identity: await enrolDevice(parseClaim(claim), 'camera'), wakePort: null });
  return {
    device: camera.device,
    on: camera.on,
    off: camera.trace.off.bind(camera.trace),
    show: async (files) => {
      const pictures = await Promise.all(files.map((file) => readFile(file)));
      camera.setLens(pictures.length === 0 ? silentLens : picturesLens(pictures));
    },
    close: () => camera.close(),
  };
};

export const simulatedLatchAt = (latch: Latch): DoorLatch => ({
  device: latch.device,
  on: latch.on,
  off: latch.trace.off.bind(latch.trace),
  isLocked: () => latch.state().phase === 'Locked',
  tap: (card) => latch.tap(card),
  resend: async ({ bytes }) => {
    if (!(await latch.resend(bytes))) throw new Error('the tap could not be published again');
  },
  close: () => latch.close(),
});
