import { fetchSecrets } from './enrol.ts';
import type { DeviceSecrets, Identity } from './identity.ts';

const MIN_INTERVAL_MS = 5_000;

/** The keys of a running device. They are fetched again when a message speaks of one that it does not know. */
export const createSecrets = (identity: Identity, nowMs: () => number) => {
  let current: DeviceSecrets = { commandKeys: identity.commandKeys, uplink: identity.uplink, peers: identity.peers };
  let refreshedAtMs = Number.NEGATIVE_INFINITY;
  let running: Promise<boolean> | null = null;

  const fetchNow = async (): Promise<boolean> => {
    try {
      current = await fetchSecrets(identity);
      return true;
    } catch {
      // Not now: the old keys stay, and the next message that needs a new one asks again.
      return false;
    } finally {
      running = null;
    }
  };

  return {
    commandKeys: () => current.commandKeys,
    /** The newest version; access accepts two during a rotation. */
    uplinkKey: () => {
      const newest = current.uplink.reduce((a, b) => (b.version > a.version ? b : a));
      return { version: newest.version, secret: newest.key };
    },
    peers: () => current.peers,
    peer: (device: string) => current.peers.find((peer) => peer.peer === device),
    /** At most once in 5 s; false when it did not happen or did not work. */
    refresh: (): Promise<boolean> => {
      if (running) return running;
      if (nowMs() - refreshedAtMs < MIN_INTERVAL_MS) return Promise.resolve(false);
      refreshedAtMs = nowMs();
      running = fetchNow();
      return running;
    },
  };
};

export type Secrets = ReturnType<typeof createSecrets>;
