import mongoose from 'mongoose';
import type { DeviceDoc } from '../schema/device.ts';
import type { LatchDoc, PairingDoc } from '../schema/door.ts';
import type { SiteDoc } from '../schema/site.ts';
import type { Store } from '../store.ts';

const { trusted } = mongoose;

export const deviceById = (store: Store, id: string): Promise<DeviceDoc | null> =>
  store.models.devices.findById(id).lean<DeviceDoc>().exec();

export const latchById = (store: Store, id: string): Promise<LatchDoc | null> =>
  store.models.latches.findById(id).lean<LatchDoc>().exec();

/** The pairings of a latch, or of a camera, by unit id. */
export const pairingsOf = (store: Store, kind: 'latch' | 'camera', unit: string): Promise<PairingDoc[]> =>
  store.models.pairings
    .find({ [kind]: unit })
    .limit(16)
    .lean<PairingDoc[]>()
    .exec();

export const devicesOfUnits = (store: Store, units: string[]): Promise<DeviceDoc[]> =>
  store.models.devices
    .find({ unit: trusted({ $in: units }), revokedAt: null })
    .lean<DeviceDoc[]>()
    .exec();

/** The devices in use of the cameras that are paired with a latch. */
export const camerasOf = async (store: Store, latch: string): Promise<DeviceDoc[]> =>
  store.models.pairings.collection
    .aggregate<DeviceDoc>([
      { $match: { latch } },
      { $limit: 16 },
      { $lookup: { from: 'devices', localField: 'camera', foreignField: 'unit', as: 'device' } },
      { $unwind: '$device' },
      { $replaceRoot: { newRoot: '$device' } },
      { $match: { revokedAt: null } },
    ])
    .toArray();

/** Keeps the newest presence: of one boot the higher connection number, and any other boot that was heard later. */
export const recordPresence = async (
  store: Store,
  id: string,
  presence: { state: string; boot: string; connection: number; at: Date },
): Promise<void> => {
  const heardBefore = trusted({ $lte: presence.at });
  const older = {
    $or: [
      { presence: null },
      { 'presence.boot': presence.boot, 'presence.connection': trusted({ $lt: presence.connection }) },
      { 'presence.boot': presence.boot, 'presence.connection': presence.connection, 'presence.at': heardBefore },
      { 'presence.boot': trusted({ $ne: presence.boot }), 'presence.at': heardBefore },
    ],
  };
  await store.models.devices.updateOne({ _id: id, ...older }, { $set: { presence } });
};

export const recordReport = async (
  store: Store,
  id: string,
  field: 'info' | 'reported',
  value: Record<string, unknown>,
): Promise<void> => {
  await store.models.devices.updateOne({ _id: id }, { $set: { [field]: value } });
};

/** The next number of a strictly rising counter within one boot of the device; one atomic update. */
export const nextCommandCounter = async (store: Store, id: string, boot: string): Promise<number> => {
  const next = { $add: ['$commandCounter.value', 1] };
  const value = { $cond: [{ $eq: ['$commandCounter.boot', boot] }, next, 1] };
  // The driver itself: mongoose would cast the expressions of an update by pipeline.
  const device = await store.models.devices.collection.findOneAndUpdate(
    { _id: id as never },
    [{ $set: { commandCounter: { boot, value } } }],
    { returnDocument: 'after' },
  );
  return (device as unknown as DeviceDoc | null)?.commandCounter?.value ?? 0;
};

export const nextDesiredVersion = async (store: Store, id: string): Promise<number> => {
  const device = await store.models.devices
    .findOneAndUpdate({ _id: id }, { $inc: { desiredVersion: 1 } }, { returnDocument: 'after' })
    .lean<DeviceDoc>();
  return device?.desiredVersion ?? 0;
};

export const siteById = (store: Store, id: string): Promise<SiteDoc | null> =>
  store.models.sites.findById(id).lean<SiteDoc>().exec();
