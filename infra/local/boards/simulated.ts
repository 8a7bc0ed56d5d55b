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
import type { Boards, Claims, DoorLatch } from './boards.ts';

/** The bolt is quick, so that nobody waits for it. */
export const TRAVEL_MS = 250;

/** Two boards of device-sim claim their places over HTTPS, then connect with the certificates that they were given. */
export const startSimulatedBoards = async (claims: Claims): Promise<Boards> => {
  const [latchIdentity, cameraIdentity] = await Promise.all([
    enrolDevice(parseClaim(claims.latch), 'latch'),
    enrolDevice(parseClaim(claims.camera), 'camera'),
  ]);
  const camera = await startCamera({ identity: cameraIdentity, wakePort: null });
  const latch = await startLatch({ identity: latchIdentity, travelMs: TRAVEL_MS });
  return {
    latch: simulatedLatchAt(latch),
    camera: {
      device: camera.device,
      on: camera.on,
      show: async (files) => {
        const pictures = await Promise.all(files.map((file) => readFile(file)));
        camera.setLens(pictures.length === 0 ? silentLens : picturesLens(pictures));
      },
      close: () => camera.close(),
    },
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
