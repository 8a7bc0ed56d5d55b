import { REVOKED_CHANNEL } from '@smart-latch/protocol';
import type { Logger } from '@smart-latch/runtime';
import type { Redis } from 'ioredis';
import type { Broker } from './broker.ts';
import { type DevicePeer, identityOfPeer } from './device-admission.ts';
import type { Devices } from './devices.ts';
import { Refused } from './refused.ts';
import { judgeDevice } from './session.ts';

/** A lost message is made up for within this and the time of one round, ms: together under 10 s. */
const RECHECK_MS = 5_000;
/** Records asked for at once. */
const BATCH = 25;

export interface RevocationDeps {
  /** A connection of its own: Redis allows no other commands on one that subscribes. */
  readonly subscriber: Redis;
  readonly devices: Devices;
  readonly broker: Pick<Broker<DevicePeer>, 'peers' | 'disconnect'>;
  readonly log: Logger;
}

/**
 * Ends live connections of revoked devices: at once when the api says so on `sl:revoked` (the message is the device id),
 * and by asking the store again every few seconds, since Pub/Sub loses messages. Returns the function that stops it.
 */
export const watchRevocations = async (deps: RevocationDeps, recheckMs = RECHECK_MS): Promise<() => void> => {
  const { subscriber, broker, log } = deps;
  subscriber.on('message', (_channel: string, device: string) => {
    const dropped = drop(broker, device);
    if (dropped > 0) log.info({ device, dropped }, 'device revoked: connection ended');
  });
  await subscriber.subscribe(REVOKED_CHANNEL);
  let isStopped = false;
  let timer: NodeJS.Timeout;
  const round = async (): Promise<void> => {
    await recheck(deps).catch((error: unknown) => log.warn({ err: error }, 'could not check devices again'));
    if (!isStopped) timer = setTimeout(() => void round(), recheckMs);
  };
  timer = setTimeout(() => void round(), recheckMs);
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
};

/** Ends every connection of a device, also one whose CONNECT is still being judged. */
const drop = (broker: RevocationDeps['broker'], device: string): number =>
  broker.disconnect((peer) => identityOfPeer(peer)?.name === device);

/** One round over all connected devices. While the store is away connections stay: what opens a door is signed. */
export const recheck = async ({ devices, broker, log }: Omit<RevocationDeps, 'subscriber'>): Promise<void> => {
  const waiting = broker.peers().flatMap((peer) => identityOfPeer(peer) ?? []);
  while (waiting.length > 0) {
    await Promise.all(
      waiting.splice(0, BATCH).map(async (who) => {
        try {
          await judgeDevice(who, devices);
        } catch (error) {
          if (!(error instanceof Refused) || error.reason === 'store_down') throw error;
          log.info({ device: who.name, reason: error.reason, dropped: drop(broker, who.name) }, 'connection ended');
        }
      }),
    );
  }
};
