import type { BenchOptions } from '../benches.ts';
import { type Summary, summaryOf } from '../figures.ts';
import { lessWire, type Wire } from './counting-proxy.ts';
import { type FirmwareDoor, nextOf, untilQuiet } from './door.ts';

const UNLOCKS = 10;
const CUTS = 20;
const DEADLINE_MS = 10_000;

export interface UnlockWire {
  /** All that crossed the wire for one unlock, from the card at the reader until the door is locked and all is said. */
  readonly wire: Wire;
  /** The payloads of the messages among them, COSE included. */
  readonly messages: Wire;
}

/** Each unlock for itself, when nothing else is under way. */
export const measureUnlocks = async (door: FirmwareDoor, options: BenchOptions): Promise<UnlockWire[]> => {
  const { latch, proxy, doors } = door;
  const unlocks: UnlockWire[] = [];
  options.progress.begin('bytes of an unlock', UNLOCKS);
  for (let n = 0; n < UNLOCKS; n += 1) {
    const before = await untilQuiet(proxy, options.signal);
    const messages = { up: 0, down: 0 };
    const onPublished = ({ bytes }: { bytes: Uint8Array }): void => {
      messages.up += bytes.length;
    };
    const onReceived = ({ bytes }: { bytes: Uint8Array }): void => {
      messages.down += bytes.length;
    };
    latch.on('published', onPublished);
    latch.on('received', onReceived);
    const opened = nextOf(latch, 'moved', DEADLINE_MS);
    await latch.tap(doors.card);
    await opened;
    await nextOf(latch, 'moved', DEADLINE_MS); // it locks again
    const after = await untilQuiet(proxy, options.signal);
    latch.off('published', onPublished);
    latch.off('received', onReceived);
    unlocks.push({ wire: lessWire(after, before), messages });
    options.progress.step();
  }
  return unlocks;
};

export interface Reconnects {
  /** From the cut to `ready` said again, the random wait before a CONNECT included. */
  readonly afterCut: Summary;
  /** From the connection's first packet to `ready`: TLS, CONNECT, subscriptions. */
  readonly connecting: Summary;
  /** Bytes of one whole connection until nothing is left to say. */
  readonly wire: Wire;
}

/** latchd after a cut of its connection, again and again. */
export const measureReconnects = async (door: FirmwareDoor, options: BenchOptions): Promise<Reconnects> => {
  const { latch, proxy } = door;
  const afterCut: number[] = [];
  const connecting: number[] = [];
  const wires: Wire[] = [];
  options.progress.begin('reconnects', CUTS);
  for (let n = 0; n < CUTS; n += 1) {
    const before = await untilQuiet(proxy, options.signal);
    const connected = nextOf(latch, 'connected', DEADLINE_MS);
    const cutMs = performance.now();
    proxy.cut();
    await connected;
    const readyMs = performance.now();
    afterCut.push(readyMs - cutMs);
    connecting.push(readyMs - proxy.acceptedAtMs());
    wires.push(lessWire(await untilQuiet(proxy, options.signal), before));
    options.progress.step();
  }
  return { afterCut: summaryOf(afterCut), connecting: summaryOf(connecting), wire: medianWire(wires) };
};

/** The one in the middle by its sum, so that its two directions belong together. */
export const medianWire = (wires: readonly Wire[]): Wire => {
  const sorted = wires.toSorted((a, b) => a.up + a.down - b.up - b.down);
  const median = sorted[Math.floor(sorted.length / 2)];
  if (!median) throw new RangeError('nothing was measured');
  return median;
};
