import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What the camera sees: the `n`th picture of one tap (from 0) as JPEG, or null when it sees nothing and stays silent. */
export type Lens = (n: number) => Promise<Uint8Array | null>;

export const silentLens: Lens = async () => null;

/** The pictures in turn; the last one again when there are no more. */
export const picturesLens =
  (pictures: readonly Uint8Array[]): Lens =>
  async (n) =>
    pictures[Math.min(n, pictures.length - 1)] ?? null;

const JPEG_START = [0xff, 0xd8, 0xff] as const;

/** Reads a JPEG file, or every *.jpg of a folder in the order of their names. */
export const loadPictures = async (path: string): Promise<Uint8Array[]> => {
  const info = await stat(path).catch(() => null);
  if (!info) throw new Error(`no picture at ${path}: give a JPEG file or a folder with some`);
  const files = info.isDirectory()
    ? (await readdir(path))
        .filter((name) => /\.jpe?g$/i.test(name))
        .sort()
        .map((name) => join(path, name))
    : [path];
  if (files.length === 0) throw new Error(`no *.jpg in ${path}: put the photographs there, or give one file`);
  return Promise.all(files.map(async (file) => checkJpeg(new Uint8Array(await readFile(file)), file)));
};

export const checkJpeg = (bytes: Uint8Array, what: string): Uint8Array => {
  if (JPEG_START.every((byte, i) => bytes[i] === byte)) return bytes;
  throw new Error(`${what} is not a JPEG: convert it first, for example with "convert photo.png photo.jpg"`);
};
