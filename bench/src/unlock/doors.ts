import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Card, enrolDevice, type Latch, parseClaim, softwareCard, startLatch } from '@smart-latch/device-sim';
import {
  type BoardKind,
  type DoorCamera,
  type DoorLatch,
  type Home,
  mountCamera,
  mountLatch,
  type Stack,
} from '@smart-latch/infra';

/** One place to tap: boards of its own and a card of its own, so that taps at several doors do not wait for each other. */
export interface Door {
  readonly latch: DoorLatch;
  /** Null at a door that the card alone opens. */
  readonly camera: DoorCamera | null;
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
  readonly stack: Stack;
  readonly home: Home;
  readonly boards: BoardKind;
  /** Where boards keep their flash. */
  readonly dir: string;
  /** Id of the person whose face the cameras see. */
  readonly user: string;
  /** JPEG file that every camera sees. */
  readonly picture: string;
}

/** Adds a door to the home through the public API, as its owner would, and connects its boards. */
export const openDoor = async (plan: DoorPlan, rule: 'dual' | 'single', n: number): Promise<Door> => {
  const { home, user, stack, boards, dir } = plan;
  const name = `${rule}-${n}`;
  const latchId = await addLatch(home, name, rule);
  await home.api.post(`/v1/sites/${home.site}/grants`, { user, latch: latchId });
  const camera = rule === 'dual' ? await openCamera(plan, latchId, name) : null;
  const claim = await claimOf(home, `latches/${latchId}`);
  const at = { name: `latch-${name}`, folder: join(dir, `latch-${name}`), claim };
  const latch = await mountLatch(boards, stack, at, TRAVEL_MS);
  const card = await issueCard(home, user, name);
  return {
    latch,
    camera,
    card,
    close: async () => void (await Promise.all([latch.close(), camera?.close()])),
  };
};

/** A latch of device-sim that nobody taps at: the bare exchanges are measured on its connection. */
export const openReferenceLatch = async (home: Home): Promise<Latch> => {
  const claim = await claimOf(home, `latches/${await addLatch(home, 'reference', 'single')}`);
  return startLatch({ identity: await enrolDevice(parseClaim(claim), 'latch') });
};

const addLatch = async ({ api, site }: Home, name: string, credentialRule: 'dual' | 'single'): Promise<string> =>
  (await api.post<Created>(`/v1/sites/${site}/latches`, { name, credentialRule, autoRelockMs: RELOCK_MS })).id;

/** The id of a person of the home by name. */
export const userNamed = async ({ api, site }: Home, name: string): Promise<string> => {
  const { items } = await api.get<{ items: { id: string; name: string }[] }>(`/v1/sites/${site}/users`);
  const found = items.find((user) => user.name === name);
  if (!found) throw new Error(`the home has no ${name}`);
  return found.id;
};

const openCamera = async (plan: DoorPlan, latch: string, name: string): Promise<DoorCamera> => {
  const { home, stack, boards, dir, picture } = plan;
  const { api, site } = home;
  const { id } = await api.post<Created>(`/v1/sites/${site}/cameras`, { name });
  await api.post(`/v1/sites/${site}/pairings`, { latch, camera: id });
  const claim = await claimOf(home, `cameras/${id}`);
  const at = { name: `camera-${name}`, folder: join(dir, `camera-${name}`), claim };
  const camera = await mountCamera(boards, stack, at);
  await camera.show([picture]);
  return camera;
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
