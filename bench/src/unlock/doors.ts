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
  await home.api.post('/v1/sites/{site}/grants', { ...siteOf(home), body: { user, latch: latchId } });
  const camera = rule === 'dual' ? await openCamera(plan, latchId, name) : null;
  const claim = await claimOfLatch(home, latchId);
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
  const claim = await claimOfLatch(home, await addLatch(home, 'reference', 'single'));
  return startLatch({ identity: await enrolDevice(parseClaim(claim), 'latch') });
};

const siteOf = ({ site }: Home) => ({ params: { path: { site } } });

const addLatch = async (home: Home, name: string, credentialRule: 'dual' | 'single'): Promise<string> => {
  const body = { name, credentialRule, autoRelockMs: RELOCK_MS };
  return (await home.api.post('/v1/sites/{site}/latches', { ...siteOf(home), body })).id;
};

/** The id of a person of the home by name. */
export const userNamed = async (home: Home, name: string): Promise<string> => {
  const { items } = await home.api.get('/v1/sites/{site}/users', siteOf(home));
  const found = items.find((user) => user.name === name);
  if (!found) throw new Error(`the home has no ${name}`);
  return found.id;
};

const openCamera = async (plan: DoorPlan, latch: string, name: string): Promise<DoorCamera> => {
  const { home, stack, boards, dir, picture } = plan;
  const { api, site } = home;
  const { id } = await api.post('/v1/sites/{site}/cameras', { ...siteOf(home), body: { name } });
  await api.post('/v1/sites/{site}/pairings', { ...siteOf(home), body: { latch, camera: id } });
  const params = { path: { site, camera: id } };
  const { claimUri: claim } = await api.post('/v1/sites/{site}/cameras/{camera}/claims', { params });
  const at = { name: `camera-${name}`, folder: join(dir, `camera-${name}`), claim };
  const camera = await mountCamera(boards, stack, at);
  await camera.show([picture]);
  return camera;
};

const claimOfLatch = async ({ api, site }: Home, latch: string): Promise<string> =>
  (await api.post('/v1/sites/{site}/latches/{latch}/claims', { params: { path: { site, latch } } })).claimUri;

const issueCard = async (home: Home, user: string, label: string): Promise<Card> => {
  const uid = `04${randomBytes(6).toString('hex')}`;
  const { keys } = await home.api.post('/v1/sites/{site}/cards', { ...siteOf(home), body: { user, uid, label } });
  return softwareCard({ kind: 'ntag424', uid, counter: 0, ...keys });
};
