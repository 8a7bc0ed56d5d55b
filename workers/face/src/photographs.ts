import { readdir, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';

const PICTURE = /\.(jpe?g|png|webp)$/i;

/**
 * The pictures in a folder and all below it, by name, relative to it; or the one that the path itself is.
 * @throws Error that says what is wrong when there is no such folder, or no picture in it
 */
export async function listPhotographs(path: string): Promise<{ root: string; files: string[] }> {
  const root = resolve(path);
  const found = await stat(root).catch(() => null);
  if (found === null) throw new Error(`there is no folder ${root}`);
  if (found.isFile()) return { root: resolve(root, '..'), files: [relative(resolve(root, '..'), root)] };
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => !entry.isDirectory() && PICTURE.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
  if (files.length === 0) throw new Error(`there is no JPEG, PNG or WebP in ${root} or below it`);
  return { root, files };
}
