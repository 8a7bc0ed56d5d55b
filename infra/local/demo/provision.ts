import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CardData } from '@smart-latch/device-sim';
import type { Cast } from '../cast.ts';
import { SETUP_CODE_FILE } from '../keys.ts';
import { type ApiClient, openApiClient } from './api-client.ts';

/** What a customer has after the first afternoon, by name. */
export interface Home {
  /** Signed in as the owner. */
  readonly api: ApiClient;
  readonly owner: { readonly email: string; readonly password: string };
  readonly site: string;
  readonly latch: string;
  readonly camera: string;
  readonly cards: { readonly alice: CardData; readonly bob: CardData };
  readonly claims: { readonly latch: string; readonly camera: string };
}

interface Created {
  readonly id: string;
}

/** Everything through the public API, in the order in which a customer would: owner, site, door, people, cards, faces. */
export const provisionHome = async (apiUrl: string, dir: string, cast: Cast): Promise<Home> => {
  const owner = await ownerOf(dir);
  const api = await signIn(openApiClient(apiUrl), dir, owner);
  const { id: site } = await api.post<Created>('/v1/sites', {
    name: `Demo ${new Date().toISOString().slice(0, 19)}`,
    timeZone: 'Europe/Berlin',
  });
  const at = `/v1/sites/${site}`;
  const [latch, camera, alice, bob, me] = await Promise.all([
    api.post<Created>(`${at}/latches`, { name: 'Front door', autoRelockMs: 1_000 }),
    api.post<Created>(`${at}/cameras`, { name: 'Front camera' }),
    api.post<Created>(`${at}/users`, { name: 'Alice', role: 'member' }),
    api.post<Created>(`${at}/users`, { name: 'Bob', role: 'member' }),
    api.get<{ user: Created }>('/v1/me'),
  ]);
  await api.post(`${at}/pairings`, { latch: latch.id, camera: camera.id });
  const grant = (user: string, remote: boolean) => api.post(`${at}/grants`, { user, latch: latch.id, remote });
  const [aliceCard, bobCard, latchClaim, cameraClaim] = await Promise.all([
    issueCard(api, at, alice.id, "Alice's card"),
    issueCard(api, at, bob.id, "Bob's card"),
    api.post<{ claimUri: string }>(`${at}/latches/${latch.id}/claims`),
    api.post<{ claimUri: string }>(`${at}/cameras/${camera.id}/claims`),
    grant(alice.id, false),
    grant(bob.id, false),
    grant(me.user.id, true),
  ]);
  await enrolFaces(api, at, alice.id, [cast['alice-enrol-1'], cast['alice-enrol-2'], cast['alice-enrol-3']]);
  await enrolFaces(api, at, bob.id, [cast['bob-enrol-1'], cast['bob-enrol-2'], cast['bob-enrol-3']]);
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
  api: ApiClient,
  dir: string,
  { email, password }: { email: string; password: string },
): Promise<ApiClient> => {
  const { needsOwner } = await api.get<{ needsOwner: boolean }>('/v1/setup');
  const { accessToken } = needsOwner
    ? await api.post<{ accessToken: string }>('/v1/setup', {
        code: (await readFile(join(dir, 'keys', SETUP_CODE_FILE), 'utf8')).trim(),
        name: 'Olivia Owner',
        email,
        password,
      })
    : await api.post<{ accessToken: string }>('/v1/auth/sign-in', { email, password });
  return api.as(accessToken);
};

/** A card as the issuing desk makes it: the API gives the keys once, they are written on the card. */
export const issueCard = async (api: ApiClient, at: string, user: string, label: string): Promise<CardData> => {
  const uid = `04${randomBytes(6).toString('hex')}`;
  const { keys } = await api.post<{ keys: { keyId: number; metaReadKey: string; fileReadKey: string } }>(
    `${at}/cards`,
    {
      user,
      uid,
      label,
    },
  );
  const { keyId, metaReadKey, fileReadKey } = keys;
  return { kind: 'ntag424', uid, keyId, metaReadKey, fileReadKey, counter: 0 };
};

interface Verdicts {
  readonly photographs: readonly { readonly accepted: boolean; readonly hint?: string | null }[];
}

const enrolFaces = async (api: ApiClient, at: string, user: string, files: readonly string[]): Promise<void> => {
  const form = new FormData();
  form.append('consent', 'I agree that this site recognises my face at its doors.');
  for (const file of files) {
    form.append('photographs', new Blob([await readFile(file)], { type: 'image/jpeg' }), basename(file));
  }
  const { photographs } = await api.upload<Verdicts>(`${at}/users/${user}/faces`, form);
  const refused = photographs.filter((photograph) => !photograph.accepted);
  if (refused.length > 0)
    throw new Error(`enrolment refused a photograph: ${refused.map((one) => one.hint).join('; ')}`);
};
