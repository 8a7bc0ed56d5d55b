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
    const query = store.models.devices.findOne({ _id: id }, { kind: 1, site: 1, revokedAt: 1 });
    const row = await withinDeadline(query.maxTimeMS(QUERY_DEADLINE_MS).lean().exec());
    return row && { role: row.kind, site: row.site, revoked: row.revokedAt !== null };
  },
});

/** The server ends a slow query by itself; a server that is silent is given up here. */
const withinDeadline = async <T>(answer: Promise<T>): Promise<T> => {
  const { promise: deadline, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('the store did not answer in time')), QUERY_DEADLINE_MS);
  try {
    return await Promise.race([answer, deadline]);
  } finally {
    clearTimeout(timer);
  }
};
