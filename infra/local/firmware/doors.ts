import { randomBytes } from 'node:crypto';
import { type Card, enrolDevice, type Identity, parseClaim, softwareCard } from '@smart-latch/device-sim';
import { type ApiClient, openApiClient } from '../demo/api-client.ts';
import { issueCard, ownerOf, signIn } from '../demo/provision.ts';

/** A site whose doors ask for a card alone, so that a test waits for no face. */
export interface Doors {
  /** Signed in as the owner. */
  readonly api: ApiClient;
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

interface Created {
  readonly id: string;
}

export const provisionDoors = async (apiUrl: string, dir: string, names: readonly string[]): Promise<Doors> => {
  const api = await signIn(openApiClient(apiUrl), dir, await ownerOf(dir));
  const { id: site } = await api.post<Created>('/v1/sites', { name: 'Card doors', timeZone: 'Europe/Berlin' });
  const at = `/v1/sites/${site}`;
  const [alice, me] = await Promise.all([
    api.post<Created>(`${at}/users`, { name: 'Alice', role: 'member' }),
    api.get<{ user: Created }>('/v1/me'),
  ]);
  const card = await issueCard(api, at, alice.id, "Alice's card");
  const doors = await Promise.all(
    names.map(async (name): Promise<Door> => {
      const settings = { name, credentialRule: 'single', autoRelockMs: 1_000 };
      const { id: latch } = await api.post<Created>(`${at}/latches`, settings);
      const grant = (user: string, remote: boolean) => api.post(`${at}/grants`, { user, latch, remote });
      const [{ claimUri }] = await Promise.all([
        api.post<{ claimUri: string }>(`${at}/latches/${latch}/claims`),
        grant(alice.id, false),
        grant(me.user.id, true),
      ]);
      return { latch, claim: claimUri };
    }),
  );
  const addCamera = async (door: number): Promise<Identity> => {
    const { id: camera } = await api.post<Created>(`${at}/cameras`, { name: `Camera ${door}` });
    await api.post(`${at}/pairings`, { latch: doors[door]?.latch, camera });
    const { claimUri } = await api.post<{ claimUri: string }>(`${at}/cameras/${camera}/claims`);
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
