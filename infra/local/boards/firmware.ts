import { access, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { formatTapUrl } from '@smart-latch/core';
import type { Card, Tapped } from '@smart-latch/device-sim';
import type { CredentialProof } from '@smart-latch/protocol';
import type { Supervisor } from '../supervisor.ts';
import type { DoorCamera, DoorLatch, Mounting } from './boards.ts';
import { openRig, type Rig } from './rig.ts';

/** Where `make firmware` puts the two programs. */
const PROGRAMS = resolve(fileURLToPath(import.meta.url), '../../../../firmware/build');
const BUILD = 'cmake -S firmware -B firmware/build && cmake --build firmware/build -j2';
const CARD_STAYS_MS = 400;
/** Nobody changes cards faster; the reader must see that the first has left before it takes the next. */
const CARD_CHANGE_MS = 600;
const TAP_DEADLINE_MS = 5_000;
const PUBACK_DEADLINE_MS = 6_000;

export interface BoardSpec {
  readonly program: 'latchd' | 'camerad';
  /** Its name among the processes of the supervisor. */
  readonly name: string;
  /** Its flash. */
  readonly folder: string;
  readonly claim: string;
  readonly more?: readonly string[];
}

export interface Board {
  readonly rig: Rig;
  readonly device: string;
}

export const LATCHD = 'latchd';

/** Where a program of the firmware is; rejects when it has not been built. */
export const programAt = async (program: string): Promise<string> => {
  const path = join(PROGRAMS, program);
  await access(path).catch(() => {
    throw new Error(`firmware/build/${program} is not built: ${BUILD}`);
  });
  return path;
};

/** A board of the firmware: a process that keeps its flash in a folder and comes back when its power was cut. */
export const startBoard = async (supervisor: Supervisor, spec: BoardSpec): Promise<Board> => {
  const { program, name, folder, claim, more = [] } = spec;
  const command = await programAt(program);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const socket = join(folder, 'rig.sock');
  await supervisor.start({
    name,
    command,
    args: ['--state', folder, '--socket', socket, '--claim', claim, ...more],
    ready: { line: /"ready":true/ },
  });
  const rig = await openRig(socket);
  const state = rig.next('state', TAP_DEADLINE_MS);
  await rig.ask({ do: 'state' });
  const device = (await state)?.device;
  if (!device) throw new Error(`${name} does not say who it is`);
  return { rig, device };
};

/** A latch of the firmware, a process of the supervisor. */
export const mountLatchd = async (
  supervisor: Supervisor,
  { name, folder, claim }: Mounting,
  travelMs: number,
): Promise<DoorLatch> => {
  const more = ['--travel-ms', String(travelMs)];
  const { device, rig } = await startBoard(supervisor, { program: 'latchd', name, folder, claim, more });
  return latchAt(device, rig, () => unmount(supervisor, name, rig));
};

export const mountCamerad = async (supervisor: Supervisor, { name, folder, claim }: Mounting): Promise<DoorCamera> => {
  const { device, rig } = await startBoard(supervisor, { program: 'camerad', name, folder, claim });
  return cameraAt(device, rig, () => unmount(supervisor, name, rig));
};

const unmount = async (supervisor: Supervisor, name: string, rig: Rig): Promise<void> => {
  rig.close();
  await supervisor.stop(name);
};

export const latchAt = (device: string, rig: Rig, close: () => Promise<void>): DoorLatch => {
  let phase = 'Locked';
  let readerFreeAtMs = 0;
  rig.events.on('phase', ({ to }) => {
    phase = to;
  });
  return {
    device,
    on: rig.trace.on.bind(rig.trace),
    off: rig.trace.off.bind(rig.trace),
    isLocked: () => phase === 'Locked',
    tap: async (card) => {
      await delay(Math.max(0, readerFreeAtMs - Date.now()));
      readerFreeAtMs = Date.now() + CARD_STAYS_MS + CARD_CHANGE_MS;
      return tapAt(rig, card);
    },
    resend: ({ tapId }) => rig.ask({ do: 'resend', tapId }),
    close,
  };
};

const cameraAt = (device: string, rig: Rig, close: () => Promise<void>): DoorCamera => ({
  device,
  on: rig.trace.on.bind(rig.trace),
  off: rig.trace.off.bind(rig.trace),
  show: (pictures) => rig.ask({ do: 'lens', files: pictures.map((file) => resolve(file)) }),
  close,
});

/** Holds a card to the reader and waits until the tap is published. */
const tapAt = async (rig: Rig, card: Card): Promise<Tapped> => {
  const isTap = ({ topic }: { topic: string }) => topic === 'nfc/tap';
  const tapped = rig.next('tapped', TAP_DEADLINE_MS);
  const untapped = rig.next('untapped', TAP_DEADLINE_MS);
  const published = rig.next('published', TAP_DEADLINE_MS, isTap);
  const acked = rig.next('acked', TAP_DEADLINE_MS + PUBACK_DEADLINE_MS, isTap);
  await rig.ask({ do: 'present', ms: CARD_STAYS_MS, ...presentation(await card.present()) });
  const first = await Promise.race([tapped, untapped]);
  if (first === null || 'why' in first)
    throw new Error(`the latch takes no tap now: ${first?.why ?? 'it says nothing'}`);
  const bytes = (await published)?.bytes;
  if (!bytes) throw new Error('the latch did not publish the tap');
  const { tapId, nonce } = first;
  return { tapId, nonce, bytes, arrived: acked.then((ack) => ack !== null) };
};

const presentation = (proof: CredentialProof) => {
  if (proof.kind === 'uid') return { uid: Buffer.from(proof.uid).toString('hex') };
  return { url: `https://door.example${formatTapUrl(proof)}` };
};
