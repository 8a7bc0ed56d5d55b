import { X509Certificate } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { access, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchSecrets, renewCertificate } from '../enrol.ts';
import { type DeviceKind, type Identity, loadIdentity, saveIdentity } from '../identity.ts';

const RENEW_BEFORE_MS = 30 * 86_400_000;
const NAME = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** The folder of one simulated household: `devices/{name}/`, `cards/{name}.json`. */
export interface Home {
  readonly folder: string;
  deviceFolder(name: string): string;
  cardFile(name: string): string;
}

export const homeAt = (folder: string): Home => ({
  folder,
  deviceFolder: (name) => join(folder, 'devices', checkName(name)),
  cardFile: (name) => join(folder, 'cards', `${checkName(name)}.json`),
});

const checkName = (name: string): string => {
  if (NAME.test(name)) return name;
  throw new Error(`"${name}" is no name: use 1 to 32 of a-z, 0-9 and -, for example front-door`);
};

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Refuses to write over a device or card that is there already. */
export const mustBeNew = async (path: string, what: string): Promise<void> => {
  if (await exists(path))
    throw new Error(`${what} exists already (${path}): choose another --name, or delete it first`);
};

export const cardFolder = (home: Home): Promise<unknown> =>
  mkdir(join(home.folder, 'cards'), { recursive: true, mode: 0o700 });

export interface Named {
  readonly name: string;
  readonly folder: string;
  readonly identity: Identity;
}

/** What a device of the home knows of itself, whether or not it is running. */
export const identityOf = async (home: Home, name: string, kind: DeviceKind): Promise<Identity> => {
  const folder = home.deviceFolder(name);
  if (!(await exists(folder))) throw new Error(`there is no device "${name}": ${await hint(home, kind)}`);
  const identity = await loadIdentity(folder);
  if (identity.kind === kind) return identity;
  throw new Error(`"${name}" is a ${identity.kind}, not a ${kind}: ${await hint(home, kind)}`);
};

/** A device of the home by name; its certificate is renewed when it has less than 30 days left. */
export const openNamed = async (home: Home, name: string, kind: DeviceKind): Promise<Named> => {
  const identity = await identityOf(home, name, kind);
  const folder = home.deviceFolder(name);
  lock(folder, name);
  const current = await refreshed(identity);
  await saveIdentity(folder, current);
  return { name, folder, identity: current };
};

/** The keys of today, and a new certificate in time. Without the API the device goes on with what it has. */
const refreshed = async (identity: Identity): Promise<Identity> => {
  const secrets = await fetchSecrets(identity).catch(() => ({}));
  const left = new X509Certificate(identity.certificate).validToDate.getTime() - Date.now();
  return { ...(left > RENEW_BEFORE_MS ? identity : await renewCertificate(identity)), ...secrets };
};

/** The names of the home's devices, by kind. */
export const namesOf = async (home: Home, kind: DeviceKind): Promise<string[]> => {
  const names = await readdir(join(home.folder, 'devices')).catch((): string[] => []);
  const found = await Promise.all(
    names.map(async (name) => ({ name, kind: (await loadIdentity(home.deviceFolder(name)).catch(() => null))?.kind })),
  );
  return found
    .filter((device) => device.kind === kind)
    .map((device) => device.name)
    .sort();
};

const hint = async (home: Home, kind: DeviceKind): Promise<string> => {
  const names = await namesOf(home, kind);
  const known = names.length > 0 ? `this home has ${names.join(', ')}` : `this home has no ${kind} yet`;
  return `${known}; enrol one with "pnpm sim enrol --claim URI --name NAME" (home: ${home.folder})`;
};

/** Two processes as one device would throw each other off the broker for ever: the folder belongs to one until it ends. */
const lock = (folder: string, name: string): void => {
  const path = join(folder, 'running.pid');
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
  } catch {
    const holder = Number(readFileSync(path, 'utf8'));
    if (holder !== process.pid && isAlive(holder)) {
      throw new Error(
        `"${name}" is running already, in process ${holder}: use it there (type "tap CARD"), or stop it first`,
      );
    }
    writeFileSync(path, String(process.pid));
  }
  process.once('exit', () => rmSync(path, { force: true }));
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
