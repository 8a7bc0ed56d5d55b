import mongoose from 'mongoose';
import type { ClaimDoc, DeviceDoc } from '../schema/device.ts';
import type { Store, Tx } from '../store.ts';
import { addNotice } from './notices.ts';

export type NewDevice = Pick<DeviceDoc, '_id' | 'publicKey' | 'certificateExpiresAt'>;

export interface Ending {
  readonly as: 'revoked' | 'released';
  readonly by: string;
  readonly now: Date;
}

export interface Enrolled {
  readonly device: DeviceDoc;
  /** The devices that served this unit before and are now revoked. */
  readonly replaced: readonly string[];
}

/** Claim codes and the devices that they let in. */
export interface Enrolments {
  device(id: string): Promise<DeviceDoc | null>;
  /** Takes one of the tries of the claim with that code; null when there is none, or it is over or spent. */
  tryClaim(codeHash: string, now: Date): Promise<ClaimDoc | null>;
  /** Gives the try back that a good request took. */
  returnTry(claim: string): Promise<void>;
  /**
   * One transaction: the claim is used, the device is the unit's, an earlier one is revoked, pairings get a new epoch.
   * null when another device used the claim meanwhile, the device serves another unit or is revoked, or the unit is gone.
   * Running it again for the same device changes nothing.
   */
  enrol(claim: ClaimDoc, device: NewDevice, now: Date): Promise<Enrolled | null>;
  /** false when the device is revoked. */
  renew(device: string, certificateExpiresAt: Date): Promise<boolean>;
  /**
   * Takes the device from its unit and refuses it from now on: for good, or until another claim takes it (`release`). What
   * the unit has besides, such as the grants of a latch, stays. null when there is none at this site.
   */
  end(site: string, device: string, how: Ending): Promise<DeviceDoc | null>;
  /** The enrolled devices at the other ends of a unit's pairings. */
  peersOf(unit: string): Promise<string[]>;
}

export const enrolments = (store: Store): Enrolments => {
  const { claims, devices } = store.models;
  return {
    device: (id) => devices.findOne({ _id: id }).lean(),
    tryClaim: (codeHash, now) =>
      claims
        .findOneAndUpdate(
          { codeHash, triesLeft: mongoose.trusted({ $gt: 0 }), expiresAt: mongoose.trusted({ $gt: now }) },
          { $inc: { triesLeft: -1 } },
          { returnDocument: 'after' },
        )
        .lean(),
    returnTry: async (claim) => {
      await claims.updateOne({ _id: claim }, { $inc: { triesLeft: 1 } });
    },
    // A latch and its camera are often enrolled at the same moment, and both touch their pairing.
    enrol: (claim, device, now) =>
      store.transactUntil(Date.now() + ENROL_DEADLINE_MS, (tx) => enrol(store, claim, device, now, tx)),
    renew: async (device, certificateExpiresAt) =>
      (await devices.updateOne({ _id: device, revokedAt: null }, { $set: { certificateExpiresAt } })).matchedCount ===
      1,
    end: (site, id, how) =>
      store.transactUntil(Date.now() + ENROL_DEADLINE_MS, (tx) => end(store, { _id: id, site }, how, tx)),
    peersOf: (unit) => peersOf(store, unit),
  };
};

const ENROL_DEADLINE_MS = 3_000;

/** Revoked stays revoked: a release takes nothing back. */
const end = async (
  store: Store,
  of: { _id: string; site: string },
  { as, by, now }: Ending,
  tx: Tx,
): Promise<DeviceDoc | null> => {
  const { devices } = store.models;
  const device = await devices.findOne(of, null, { session: tx }).lean<DeviceDoc>();
  if (!device) return null;
  const isOver = device.revokedAt !== null && (as === 'released' || device.releasedAt === null);
  if (isOver) return device;
  const set = { revokedAt: device.revokedAt ?? now, releasedAt: as === 'released' ? now : null };
  await devices.updateOne(of, { $set: set }, { session: tx });
  await setDevice(store, device, { from: of._id, to: null }, tx);
  const { site, kind, unit } = device;
  const body = { device: of._id, [kind]: unit };
  await addNotice(store, { site, kind: `device_${as}`, by, about: null, body }, now, tx);
  return { ...device, ...set };
};

const enrol = async (store: Store, claim: ClaimDoc, given: NewDevice, now: Date, tx: Tx): Promise<Enrolled | null> => {
  const { claims, devices, pairings } = store.models;
  const { site, kind, unit } = claim;
  const session = { session: tx };
  const mine = mongoose.trusted({ $in: [null, given._id] });
  const used = await claims.updateOne({ _id: claim._id, usedBy: mine }, { $set: { usedBy: given._id } }, session);
  if (used.matchedCount === 0) return null;
  const known = await devices.findOne({ _id: given._id }, null, session).lean<DeviceDoc>();
  if (known && !mayTake(known, claim)) return null;
  const isNew = known === null || known.releasedAt !== null;
  const taken = { ...given, site, kind, unit };
  // Its counters go on: what it signed or counted before is never good again.
  const device: DeviceDoc = {
    ...NEVER_SEEN,
    createdAt: now,
    ...known,
    ...(isNew ? { ...ANEW, createdAt: now } : {}),
    ...taken,
  };
  if (known) await devices.updateOne({ _id: given._id }, { $set: device }, session);
  else await devices.create([device], session);
  if (!(await setDevice(store, device, { to: given._id }, tx))) return null;
  const others = { site, unit, kind, revokedAt: null, _id: mongoose.trusted({ $ne: given._id }) };
  const replaced = (await devices.find(others, { _id: 1 }, session).lean()).map((row) => row._id);
  await devices.updateMany(others, { $set: { revokedAt: now } }, session);
  if (!isNew) return { device, replaced };
  await pairings.updateMany({ site, [kind]: unit }, { $inc: { epoch: 1 } }, session);
  const body = { device: given._id, [kind]: unit, ...(replaced[0] === undefined ? {} : { replaced: replaced[0] }) };
  const what = replaced.length > 0 ? 'device_replaced' : 'device_enrolled';
  await addNotice(store, { site, kind: what, by: null, about: null, body }, now, tx);
  return { device, replaced };
};

/** Whether a known key may serve what the claim is for: what it serves already, or anything once its site released it. */
export const mayTake = (known: DeviceDoc, claim: Pick<ClaimDoc, 'site' | 'kind' | 'unit'>): boolean => {
  if (known.releasedAt !== null) return true;
  const isSame = known.site === claim.site && known.unit === claim.unit && known.kind === claim.kind;
  return isSame && known.revokedAt === null;
};

/** What is not true any more of a device that begins at another place. */
const ANEW = {
  revokedAt: null,
  releasedAt: null,
  uplinkVersion: 0,
  presence: null,
  info: null,
  reported: null,
} as const;

const NEVER_SEEN = {
  ...ANEW,
  commandCounter: null,
  desiredVersion: 0,
  framesTaken: null,
} as const satisfies Partial<DeviceDoc>;

const setDevice = async (
  store: Store,
  { site, kind, unit }: DeviceDoc,
  change: { from?: string; to: string | null },
  tx: Tx,
): Promise<boolean> => {
  const filter = { _id: unit, site, ...(change.from === undefined ? {} : { device: change.from }) };
  const set = { $set: { device: change.to } };
  const { latches, cameras } = store.models;
  const result =
    kind === 'latch'
      ? await latches.updateOne(filter, set, { session: tx })
      : await cameras.updateOne(filter, set, { session: tx });
  return result.matchedCount === 1;
};

const peersOf = async (store: Store, unit: string): Promise<string[]> => {
  const { pairings, latches, cameras } = store.models;
  const rows = await pairings.find({ $or: [{ latch: unit }, { camera: unit }] }).lean();
  const ids = mongoose.trusted({ $in: rows.map((row) => (row.latch === unit ? row.camera : row.latch)) });
  const units = await Promise.all([latches.find({ _id: ids }).lean(), cameras.find({ _id: ids }).lean()]);
  return units.flat().flatMap(({ device }) => (device === null ? [] : [device]));
};
