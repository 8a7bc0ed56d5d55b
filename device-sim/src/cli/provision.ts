import { type Client, createClient } from '@smart-latch/client';
import { parseClaim } from '../claim.ts';
import { enrolDevice } from '../enrol.ts';
import { type DeviceKind, saveIdentity } from '../identity.ts';
import { type Home, identityOf, mustBeNew } from './home.ts';
import type { Say } from './timeline.ts';

export interface ProvisionOptions {
  /** Base of the API. */
  readonly api: string;
  readonly token: string;
  /** Id or name. */
  readonly site: string;
  readonly kind: DeviceKind;
  /** What the device is called here, and its latch or camera at the site unless `title` is given. */
  readonly name: string;
  readonly title?: string | undefined;
  /** Of a latch: whether the card alone opens it. */
  readonly rule?: 'dual' | 'single' | undefined;
  /** Of a camera: the latch of this home that it sees. */
  readonly sees?: string | undefined;
}

/** Adds a latch or camera to a site through the API, makes its claim and enrols a device with it. */
export const provision = async (home: Home, options: ProvisionOptions, say: Say): Promise<void> => {
  const { kind, name, title = name, rule, sees } = options;
  const folder = home.deviceFolder(name);
  await mustBeNew(folder, `device "${name}"`);
  const seen = sees === undefined ? null : await identityOf(home, sees, 'latch');
  const api = createClient({ baseUrl: options.api, token: options.token });
  const { site, label } = await siteNamed(api, options.site);
  if (seen && seen.site !== site) throw new Error(`"${sees}" belongs to another site than ${label}`);
  const params = { path: { site } };
  const made =
    kind === 'latch'
      ? await addLatch(api, site, { name: title, ...(rule ? { credentialRule: rule } : {}) })
      : await addCamera(api, site, { name: title });
  if (seen) await api.post('/v1/sites/{site}/pairings', { params, body: { latch: seen.unit, camera: made.unit } });
  const identity = await enrolDevice(parseClaim(made.claimUri), kind);
  await saveIdentity(folder, identity);
  say(`${name} is ${kind} ${identity.device} of ${label} (kept in ${folder})`);
  say(`next: ${kind === 'latch' ? nextOfLatch(title, name) : `pnpm sim camera run ${name} --face photo.jpg`}`);
};

const nextOfLatch = (title: string, name: string): string =>
  `pnpm sim latch run ${name}, and to let somebody open it: pnpm latch grants give --person NAME --door "${title}"`;

const siteNamed = async (api: Client, wanted: string): Promise<{ site: string; label: string }> => {
  const known: { id: string; name: string }[] = [];
  for await (const one of api.list('/v1/sites')) known.push(one);
  const found = known.filter(({ id, name }) => id === wanted || name === wanted);
  const [only] = found;
  if (only && found.length === 1) return { site: only.id, label: only.name };
  const names = known.map(({ id, name }) => `${name} (${id})`).join(', ') || 'none';
  throw new Error(`there ${found.length > 1 ? 'are several sites' : 'is no site'} "${wanted}"; yours: ${names}`);
};

interface Made {
  readonly unit: string;
  readonly claimUri: string;
}

const addLatch = async (
  api: Client,
  site: string,
  body: { name: string; credentialRule?: 'dual' | 'single' },
): Promise<Made> => {
  const { id: latch } = await api.post('/v1/sites/{site}/latches', { params: { path: { site } }, body });
  const params = { path: { site, latch } };
  return { unit: latch, claimUri: (await api.post('/v1/sites/{site}/latches/{latch}/claims', { params })).claimUri };
};

const addCamera = async (api: Client, site: string, body: { name: string }): Promise<Made> => {
  const { id: camera } = await api.post('/v1/sites/{site}/cameras', { params: { path: { site } }, body });
  const params = { path: { site, camera } };
  return { unit: camera, claimUri: (await api.post('/v1/sites/{site}/cameras/{camera}/claims', { params })).claimUri };
};
