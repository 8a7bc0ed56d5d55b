import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Doors, type Latchd, provisionDoors, type Stack, startLatchd, startStack } from '@smart-latch/infra';
import { z } from 'zod';
import type { BenchOptions } from '../benches.ts';
import { type CountingProxy, openCountingProxy, type Wire } from './counting-proxy.ts';
import type { Credentials } from './handshakes.ts';

/** One door of the whole system with latchd at it, and a proxy that counts between it and the broker. */
export interface FirmwareDoor {
  readonly doors: Doors;
  readonly latch: Latchd;
  readonly proxy: CountingProxy;
  readonly credentials: () => Promise<Credentials>;
  /** Ends latchd alone, so that the proxy is free. */
  stopLatch(): Promise<void>;
}

const NAME = 'latchd';
const QUIET_MS = 1_500;
const QUIET_DEADLINE_MS = 15_000;

/** Boots, lends the door, and leaves nothing behind. */
export const withFirmwareDoor = async <T>(
  { progress, signal }: BenchOptions,
  use: (door: FirmwareDoor) => Promise<T>,
): Promise<T> => {
  const dir = await mkdtemp(join(tmpdir(), 'smart-latch-bench-'));
  const folder = join(dir, NAME);
  let stack: Stack | undefined;
  let latch: Latchd | undefined;
  const proxy = await openCountingProxy(0, () => {
    if (!stack) throw new Error('a device connected before the broker was there');
    return stack.broker;
  });
  const stopLatch = async (): Promise<void> => {
    await latch?.close();
    latch = undefined;
  };
  try {
    progress.begin('starting the whole system');
    const env = { api: { BROKER_PUBLIC_PORT: String(proxy.port) } };
    stack = await startStack({ dir, signal, faceWorkers: 0, accessWorkers: 1, env });
    progress.begin('enrolling latchd');
    const doors = await provisionDoors(stack.apiUrl, dir, ['Front door']);
    const claim = doors.doors[0]?.claim ?? '';
    latch = await startLatchd({ supervisor: stack.supervisor, name: NAME, folder, claim });
    return await use({ doors, latch, proxy, credentials: () => credentialsIn(folder), stopLatch });
  } finally {
    await stopLatch().catch(() => undefined);
    await stack?.stop();
    await proxy.close();
    await rm(dir, { recursive: true, force: true });
  }
};

/** What latchd keeps in its flash. */
const credentialsIn = async (folder: string): Promise<Credentials> => {
  const identity = z.object({ certificate: z.string(), brokerCa: z.string() });
  return {
    key: await readFile(join(folder, 'device.key'), 'utf8'),
    ...identity.parse(JSON.parse(await readFile(join(folder, 'identity.json'), 'utf8'))),
  };
};

/** Resolves when nothing has crossed the proxy for a while; what has crossed it until then. */
export const untilQuiet = async (proxy: CountingProxy, signal: AbortSignal): Promise<Wire> => {
  const giveUpMs = performance.now() + QUIET_DEADLINE_MS;
  for (let before = proxy.wire(); ; ) {
    await delay(QUIET_MS, undefined, { signal });
    const now = proxy.wire();
    if (now.up === before.up && now.down === before.down) return now;
    if (performance.now() > giveUpMs) throw new Error(`latchd never falls silent for ${QUIET_MS / 1000} s`);
    before = now;
  }
};

/** The next event of the rig. Rejects when it does not come in time. */
export const nextOf = async (latch: Latchd, event: 'connected' | 'moved', deadlineMs: number): Promise<void> => {
  await once(latch.rig.events, event, { signal: AbortSignal.timeout(deadlineMs) });
};
