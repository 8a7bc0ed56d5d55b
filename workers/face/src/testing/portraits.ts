import { readFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import type { FacePack } from '@smart-latch/protocol';
import sharp, { type Sharp } from 'sharp';
import { installPack } from '../models/install.ts';
import { DEFAULT_MANIFEST, DEFAULT_MODELS_DIR, readManifest } from '../models/manifest.ts';

/** For tests: faces cut at run time out of @vladmandic/face-api (MIT, a development dependency), and the default pack. */

const PORTRAITS = {
  alice: { file: 'sample5.jpg', box: [1421, 442, 1632, 653] },
  stranger: { file: 'sample1.jpg', box: [1486, 256, 1660, 430] },
  /** The same woman as `stranger`, another photograph. */
  strangerAgain: { file: 'sample3.jpg', box: [1068, 261, 1318, 511] },
} as const;

export type Portrait = keyof typeof PORTRAITS;
export const PORTRAIT_WIDTH = 640;
export const PORTRAIT_HEIGHT = 480;

/** A face with half a box around it on a grey ground, 640 x 480. */
export async function portrait(who: Portrait): Promise<Sharp> {
  const { file, box } = PORTRAITS[who];
  const [x1, y1, x2, y2] = box;
  const margin = (x2 - x1) >> 1;
  const manifest = findPackageJSON('@vladmandic/face-api', import.meta.url) ?? '';
  const face = await sharp(await readFile(join(dirname(manifest), 'demo', file)))
    .extract({ left: x1 - margin, top: y1 - margin, width: x2 - x1 + 2 * margin, height: y2 - y1 + 2 * margin })
    .resize(400, 400)
    .toBuffer();
  const ground = { width: PORTRAIT_WIDTH, height: PORTRAIT_HEIGHT, channels: 3 as const, background: '#8a8a8a' };
  const picture = sharp({ create: ground }).composite([{ input: face, left: 120, top: 40 }]);
  return sharp(await picture.png().toBuffer());
}

export const jpeg = async (picture: Sharp): Promise<Buffer> => picture.jpeg({ quality: 90 }).toBuffer();

/** The default pack, converted if it is not there yet. */
export async function defaultPack(): Promise<{ pack: FacePack; modelsDir: string }> {
  const pack = await readManifest(DEFAULT_MANIFEST);
  const modelsDir = DEFAULT_MODELS_DIR;
  await installPack({ pack, manifestPath: DEFAULT_MANIFEST, modelsDir, progress: () => {} });
  return { pack, modelsDir };
}
