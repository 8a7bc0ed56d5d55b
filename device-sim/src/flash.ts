import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What survives a reboot: flash on a board; here a JSON file each in the device's folder, or memory without one. */
export interface Flash {
  readonly read: (name: string) => unknown;
  readonly write: (name: string, value: unknown) => void;
}

export const openFlash = (folder: string | undefined): Flash => {
  const memory = new Map<string, unknown>();
  if (folder === undefined)
    return { read: (name) => memory.get(name), write: (name, value) => memory.set(name, value) };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = (name: string) => join(folder, `${name}.json`);
  return {
    read: (name) => {
      try {
        return JSON.parse(readFileSync(path(name), 'utf8'));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw new Error(`${path(name)} cannot be read: delete it, or the device's folder and enrol again`, {
          cause: error,
        });
      }
    },
    write: (name, value) => {
      writeFileSync(`${path(name)}.new`, JSON.stringify(value));
      renameSync(`${path(name)}.new`, path(name));
    },
  };
};
