import { randomBytes } from 'node:crypto';
import { type Client, createClient } from '@smart-latch/client';
import { type Card, enrolDevice, type Identity, parseClaim, softwareCard } from '@smart-latch/device-sim';
import { issueCard, ownerOf, signIn } from '../demo/provision.ts';

/** A site whose doors ask for a card alone, so that a test waits for no face. */
export interface Doors {
  /** Signed in as the owner. */
  readonly api: Client;
  readonly site: string;
  readonly doors: readonly Door[];
  /** Opens every door. */
  readonly card: Card;
  /** Enrols a camera of device-sim at a door, paired with its latch. It stays unconnected. */
  addCamera(door: number): Promise<Identity>;
}

export interface Door {
  readonly latch: string;
  /** What the QR code of its claim says. */
  readonly claim: string;
}

export const provisionDoors = async (apiUrl: string, dir: string, names: readonly string[]): Promise<Doors> => {
  const api = await signIn(createClient({ baseUrl: apiUrl }), dir, await ownerOf(dir));
  const { id: site } = await api.post('/v1/sites', { body: { name: 'Card doors', timeZone: 'Europe/Berlin' } });
  const params = { path: { site } };
  const [alice, me] = await Promise.all([
    api.post('/v1/sites/{site}/users', { params, body: { name: 'Alice', role: 'member' } }),
    api.get('/v1/me'),
  ]);
  const card = await issueCard(api, site, alice.id, "Alice's card");
  const doors = await Promise.all(
    names.map(async (name): Promise<Door> => {
      const body = { name, credentialRule: 'single', autoRelockMs: 1_000 } as const;
      const { id: latch } = await api.post('/v1/sites/{site}/latches', { params, body });
      const grant = (user: string, remote: boolean) =>
        api.post('/v1/sites/{site}/grants', { params, body: { user, latch, remote } });
      const [{ claimUri }] = await Promise.all([
        api.post('/v1/sites/{site}/latches/{latch}/claims', { params: { path: { site, latch } } }),
        grant(alice.id, false),
        grant(me.user.id, true),
      ]);
      return { latch, claim: claimUri };
    }),
  );
  const addCamera = async (door: number): Promise<Identity> => {
    const { id: camera } = await api.post('/v1/sites/{site}/cameras', { params, body: { name: `Camera ${door}` } });
    await api.post('/v1/sites/{site}/pairings', { params, body: { latch: doors[door]?.latch ?? '', camera } });
    const { claimUri } = await api.post('/v1/sites/{site}/cameras/{camera}/claims', {
      params: { path: { site, camera } },
    });
    return enrolDevice(parseClaim(claimUri), 'camera');
  };
  return { api, site, doors, card: softwareCard(card), addCamera };
};

/** Genuine, but of another system: its keys are none of ours. */
export const strangersCard = (): Card =>
  softwareCard({
    kind: 'ntag424',
    uid: `04${randomBytes(6).toString('hex')}`,
    keyId: 1,
    metaReadKey: randomBytes(16).toString('hex'),
    fileReadKey: randomBytes(16).toString('hex'),
    counter: 0,
  });
