import { type DesiredMessage, signDesired, topicOf } from '@smart-latch/protocol';
import {
  type DeviceDoc,
  deviceById,
  devicesOfUnits,
  latchById,
  nextDesiredVersion,
  pairingsOf,
} from '@smart-latch/store';
import type { AccessDeps } from '../deps.ts';

/** Signs the configuration of a device and leaves it retained at the broker. Returns its version; 0 when the device is gone. */
export const publishDesired = async (deps: AccessDeps, id: string): Promise<number> => {
  const device = await deviceById(deps.store, id);
  if (!device || device.revokedAt) return 0;
  const version = await nextDesiredVersion(deps.store, id);
  const message: DesiredMessage = {
    device: id,
    version,
    ...(await timings(deps, device)),
    pairings: await peersOf(deps, device),
    issuedAtMs: deps.clock.now(),
  };
  await deps.publish(topicOf(id, 'desired'), signDesired(message, deps.keys.signing), { retain: true });
  return version;
};

const timings = async (
  deps: AccessDeps,
  device: DeviceDoc,
): Promise<Pick<DesiredMessage, 'autoRelockMs' | 'heldOpenMs'>> => {
  const latch = device.kind === 'latch' ? await latchById(deps.store, device.unit) : null;
  return { autoRelockMs: latch?.autoRelockMs ?? 0, heldOpenMs: latch?.heldOpenMs ?? 0 };
};

/** The devices that this one is paired with, and the epoch of each pairing: never a key. */
export const peersOf = async (deps: AccessDeps, device: DeviceDoc): Promise<{ peer: string; epoch: number }[]> => {
  const pairings = await pairingsOf(deps.store, device.kind, device.unit);
  const other = device.kind === 'latch' ? 'camera' : 'latch';
  const peers = await devicesOfUnits(
    deps.store,
    pairings.map((pairing) => pairing[other]),
  );
  return peers.slice(0, 8).map((peer) => ({
    peer: peer._id,
    epoch: pairings.find((pairing) => pairing[other] === peer.unit)?.epoch ?? 0,
  }));
};
