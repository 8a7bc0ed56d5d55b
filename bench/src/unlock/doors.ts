import { randomBytes } from 'node:crypto';
import {
  type Camera,
  type Card,
  enrolDevice,
  type Latch,
  parseClaim,
  picturesLens,
  softwareCard,
  startCamera,
  startLatch,
} from '@smart-latch/device-sim';
import type { Home } from '@smart-latch/infra';

/** One place to tap: boards of its own and a card of its own, so that taps at several doors do not wait for each other. */
export interface Door {
  readonly latch: Latch;
  /** Null at a door that the card alone opens. */
  readonly camera: Camera | null;
  readonly card: Card;
  close(): Promise<void>;
}

/** The bolt is quick and locks again as soon as the API allows, so that the next tap need not wait. */
const TRAVEL_MS = 30;
const RELOCK_MS = 1_000;

interface Created {
  readonly id: string;
}

export interface DoorPlan {
  readonly home: Home;
  /** Id of the person whose face the cameras see. */
  readonly user: string;
  /** JPEG that every camera sees. */
  readonly picture: Uint8Array;
}

/** Adds a door to the home through the public API, as its owner would, and connects its boards. */
export const openDoor = async (
  { home, user, picture }: DoorPlan,
  rule: 'dual' | 'single',
  n: number,
): Promise<Door> => {
  const { api, site } = home;
  const at = `/v1/sites/${site}`;
  const name = `${rule} ${n}`;
  const place = { name, credentialRule: rule, autoRelockMs: RELOCK_MS };
  const { id: latchId } = await api.post<Created>(`${at}/latches`, place);
  await api.post(`${at}/grants`, { user, latch: latchId });
  const camera = rule === 'dual' ? await openCamera(home, latchId, name, picture) : null;
  const latch = await startLatch({
    identity: await enrolDevice(parseClaim(await claimOf(home, `latches/${latchId}`)), 'latch'),
    travelMs: TRAVEL_MS,
    // The signed configuration says the same a moment later; until it arrives this holds.
    timing: { autoRelockMs: RELOCK_MS },
  });
  const card = await issueCard(home, user, name);
  return {
    latch,
    camera,
    card,
    close: async () => void (await Promise.all([latch.close(), camera?.close()])),
  };
};

/** The id of a person of the home by name. */
export const userNamed = async ({ api, site }: Home, name: string): Promise<string> => {
  const { items } = await api.get<{ items: { id: string; name: string }[] }>(`/v1/sites/${site}/users`);
  const found = items.find((user) => user.name === name);
  if (!found) throw new Error(`the home has no ${name}`);
  return found.id;
};

const openCamera = async (home: Home, latch: string, name: string, picture: Uint8Array): Promise<Camera> => {
  const { api, site } = home;
  const { id: camera } = await api.post<Created>(`/v1/sites/${site}/cameras`, { name });
  await api.post(`/v1/sites/${site}/pairings`, { latch, camera });
  const identity = await enrolDevice(parseClaim(await claimOf(home, `cameras/${camera}`)), 'camera');
  return startCamera({ identity, wakePort: null, lens: picturesLens([picture]) });
};

const claimOf = async ({ api, site }: Home, unit: string): Promise<string> =>
  (await api.post<{ claimUri: string }>(`/v1/sites/${site}/${unit}/claims`)).claimUri;

const issueCard = async ({ api, site }: Home, user: string, label: string): Promise<Card> => {
  const uid = `04${randomBytes(6).toString('hex')}`;
  const path = `/v1/sites/${site}/cards`;
  const { keys } = await api.post<{ keys: { keyId: number; metaReadKey: string; fileReadKey: string } }>(path, {
    user,
    uid,
    label,
  });
  return softwareCard({ kind: 'ntag424', uid, counter: 0, ...keys });
};
