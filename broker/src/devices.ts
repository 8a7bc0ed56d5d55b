import type { Store } from '@smart-latch/store';

export interface DeviceRecord {
  readonly role: 'latch' | 'camera';
  readonly site: string;
  readonly revoked: boolean;
}

/** The port to the device records. */
export interface Devices {
  /** null: not enrolled. Rejects when the store does not answer in time. */
  find(id: string): Promise<DeviceRecord | null>;
}

/** How long a CONNECT may wait for the store, ms. */
const QUERY_DEADLINE_MS = 2_000;

export const storedDevices = (store: Pick<Store, 'models'>): Devices => ({
  find: async (id) => {
    const row = await store.models.devices
      .findOne({ _id: id }, { kind: 1, site: 1, revokedAt: 1 })
      .maxTimeMS(QUERY_DEADLINE_MS)
      .lean();
    return row && { role: row.kind, site: row.site, revoked: row.revokedAt !== null };
  },
});
