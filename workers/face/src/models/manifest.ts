import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type FacePack, facePack, type ModelSource } from '@smart-latch/protocol';
import { z } from 'zod';

/** The pack that is used when no other is named. */
export const DEFAULT_MANIFEST = fileURLToPath(new URL('../../models/default.json', import.meta.url));

/** Where converted networks are kept when no other place is named: `.cache/models` at the root of the repository. */
export const DEFAULT_MODELS_DIR = fileURLToPath(new URL('../../../../.cache/models', import.meta.url));

export type ModelRole = 'detector' | 'mesh' | 'embedder';

/**
 * Reads a pack's manifest.
 * @throws Error that names the file and every field that is wrong.
 */
export async function readManifest(path: string): Promise<FacePack> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Error(`cannot read the model pack's manifest ${path}`, { cause });
  });
  const parsed = facePack.safeParse(parseJson(text, path));
  if (!parsed.success) throw new Error(`${path} is not a model pack's manifest:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${path} is not JSON`, { cause });
  }
}

/** The networks of a pack, in the order in which a picture meets them. */
export function modelsOf(pack: FacePack): { role: ModelRole; source: ModelSource }[] {
  const mesh = pack.mesh === undefined ? [] : [{ role: 'mesh' as const, source: pack.mesh.source }];
  return [
    { role: 'detector', source: pack.detector.source },
    ...mesh,
    { role: 'embedder', source: pack.embedder.source },
  ];
}
