import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Client, createClient } from '@smart-latch/client';
import type { CardData } from '@smart-latch/device-sim';
import type { Cast } from '../cast.ts';
import { SETUP_CODE_FILE } from '../keys.ts';

/** What a customer has after the first afternoon, by name. */
export interface Home {
  /** Signed in as the owner. */
  readonly api: Client;
  readonly owner: { readonly email: string; readonly password: string };
  readonly site: string;
  readonly latch: string;
  readonly camera: string;
  readonly cards: { readonly alice: CardData; readonly bob: CardData };
  readonly claims: { readonly latch: string; readonly camera: string };
}

/** Everything through the public API, in the order in which a customer would: owner, site, door, people, cards, faces. */
export const provisionHome = async (apiUrl: string, dir: string, cast: Cast): Promise<Home> => {
  const owner = await ownerOf(dir);
  const api = await signIn(createClient({ baseUrl: apiUrl }), dir, owner);
  const name = `Demo ${new Date().toISOString().slice(0, 19)}`;
  const { id: site } = await api.post('/v1/sites', { body: { name, timeZone: 'Europe/Berlin' } });
  const params = { path: { site } };
  const [latch, camera, alice, bob, me] = await Promise.all([
    api.post('/v1/sites/{site}/latches', { params, body: { name: 'Front door', autoRelockMs: 1_000 } }),
    api.post('/v1/sites/{site}/cameras', { params, body: { name: 'Front camera' } }),
    api.post('/v1/sites/{site}/users', { params, body: { name: 'Alice', role: 'member' } }),
    api.post('/v1/sites/{site}/users', { params, body: { name: 'Bob', role: 'member' } }),
    api.get('/v1/me'),
  ]);
  await api.post('/v1/sites/{site}/pairings', { params, body: { latch: latch.id, camera: camera.id } });
  const grant = (user: string, remote: boolean) =>
    api.post('/v1/sites/{site}/grants', { params, body: { user, latch: latch.id, remote } });
  const [aliceCard, bobCard, latchClaim, cameraClaim] = await Promise.all([
    issueCard(api, site, alice.id, "Alice's card"),
    issueCard(api, site, bob.id, "Bob's card"),
    api.post('/v1/sites/{site}/latches/{latch}/claims', { params: { path: { site, latch: latch.id } } }),
    api.post('/v1/sites/{site}/cameras/{camera}/claims', { params: { path: { site, camera: camera.id } } }),
    grant(alice.id, false),
    grant(bob.id, false),
    grant(me.user.id, true),
  ]);
  await enrolFaces(api, site, alice.id, [cast['alice-enrol-1'], cast['alice-enrol-2'], cast['alice-enrol-3']]);
  await enrolFaces(api, site, bob.id, [cast['bob-enrol-1'], cast['bob-enrol-2'], cast['bob-enrol-3']]);
  return {
    api,
    owner,
    site,
    latch: latch.id,
    camera: camera.id,
    cards: { alice: aliceCard, bob: bobCard },
    claims: { latch: latchClaim.claimUri, camera: cameraClaim.claimUri },
  };
};

/** The first owner of this installation: made by the first run, remembered for the next. */
export const ownerOf = async (dir: string): Promise<{ email: string; password: string }> => {
  const path = join(dir, 'owner.json');
  const known = await readFile(path, 'utf8').catch(() => null);
  if (known !== null) return JSON.parse(known);
  const owner = { email: 'owner@demo.test', password: randomBytes(12).toString('base64url') };
  await writeFile(path, JSON.stringify(owner), { mode: 0o600 });
  return owner;
};

/** Signs the owner in; with a fresh server they become it, with the code that it left in `dir`. */
export const signIn = async (
  api: Client,
  dir: string,
  { email, password }: { email: string; password: string },
): Promise<Client> => {
  const { needsOwner } = await api.get('/v1/setup');
  const { accessToken } = needsOwner
    ? await api.post('/v1/setup', { body: { code: await setupCodeIn(dir), name: 'Olivia Owner', email, password } })
    : await api.post('/v1/auth/sign-in', { body: { email, password } });
  return api.as(accessToken);
};

const setupCodeIn = async (dir: string): Promise<string> =>
  (await readFile(join(dir, 'keys', SETUP_CODE_FILE), 'utf8')).trim();

/** A card as the issuing desk makes it: the API gives the keys once, they are written on the card. */
export const issueCard = async (api: Client, site: string, user: string, label: string): Promise<CardData> => {
  const uid = `04${randomBytes(6).toString('hex')}`;
  const { keys } = await api.post('/v1/sites/{site}/cards', { params: { path: { site } }, body: { user, uid, label } });
  const { keyId, metaReadKey, fileReadKey } = keys;
  return { kind: 'ntag424', uid, keyId, metaReadKey, fileReadKey, counter: 0 };
};

export const enrolFaces = async (api: Client, site: string, user: string, files: readonly string[]): Promise<void> => {
  const photographs = await Promise.all(
    files.map(async (file) => new File([await readFile(file)], basename(file), { type: 'image/jpeg' })),
  );
  const consent = 'I agree that this site recognises my face at its doors.';
  const params = { path: { site, user } };
  const judged = await api.post('/v1/sites/{site}/users/{user}/faces', { params, body: { photographs, consent } });
  const refused = judged.photographs.filter((photograph) => !photograph.accepted);
  if (refused.length > 0)
    throw new Error(`enrolment refused a photograph: ${refused.map((one) => one.hint).join('; ')}`);
};
