import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

/**
 * The people of the demo and of the end-to-end tests. The repository holds no photograph of a person: the pictures are cut
 * at run time out of two MIT packages, @vladmandic/human 3.3.6 and @vladmandic/face-api 1.7.15, where they stay.
 */

const SHEETS = {
  facematch: { package: '@vladmandic/human', path: 'assets/screenshot-facematch.jpg' },
  faceid: { package: '@vladmandic/human', path: 'assets/screenshot-faceid.jpg' },
  facedetect: { package: '@vladmandic/human', path: 'assets/screenshot-facedetect.jpg' },
  sample1: { package: '@vladmandic/face-api', path: 'demo/sample1.jpg' },
  sample3: { package: '@vladmandic/face-api', path: 'demo/sample3.jpg' },
  sample5: { package: '@vladmandic/face-api', path: 'demo/sample5.jpg' },
} as const;

type Sheet = keyof typeof SHEETS;
/** x1, y1, x2, y2 of the face, pixels of the sheet. */
type Box = readonly [number, number, number, number];

/** Who is where. Enrolment pictures and probes of one person are different photographs. */
const FACES = {
  'alice-enrol-1': ['facematch', [1731, 757, 1792, 818]],
  'alice-enrol-2': ['facematch', [132, 531, 200, 599]],
  'alice-enrol-3': ['facematch', [1826, 416, 1898, 488]],
  'alice-probe-1': ['sample5', [1421, 442, 1632, 653]],
  'alice-probe-2': ['facematch', [239, 757, 304, 822]],
  'bob-enrol-1': ['faceid', [41, 175, 124, 258]],
  'bob-enrol-2': ['facedetect', [37, 371, 129, 463]],
  'bob-enrol-3': ['facematch', [663, 308, 729, 374]],
  'bob-probe-1': ['facematch', [1196, 311, 1258, 373]],
  'bob-probe-2': ['facematch', [1305, 309, 1370, 374]],
  'stranger-1': ['sample1', [1486, 256, 1660, 430]],
  'stranger-2': ['sample3', [1068, 261, 1318, 511]],
} as const satisfies Record<string, readonly [Sheet, Box]>;

export type CastPicture = keyof typeof FACES | 'too-dark' | 'empty-hall';
/** Path of each picture, a JPEG of 640 x 480. */
export type Cast = Readonly<Record<CastPicture, string>>;

const WIDTH = 640;
const HEIGHT = 480;
const JPEG_QUALITY = 85;
/** Of a box's side, to each side. */
const MARGIN = 0.5;
/** A crop is enlarged until it is this high, but at most threefold: as if the person stood nearer. */
const CROP_HEIGHT = 400;
const ENLARGE_MAX = 3;
/** What is left of the light in `too-dark`. */
const DARK = 0.05;

/** Writes the pictures of the cast into a folder; takes about a second. */
export async function makeCast(folder: string): Promise<Cast> {
  await mkdir(folder, { recursive: true });
  const pictures = new Map<CastPicture, Buffer>();
  const hall = await sharp(Buffer.from(HALL)).jpeg({ quality: JPEG_QUALITY }).toBuffer();
  for (const [name, [sheet, box]] of Object.entries(FACES) as [keyof typeof FACES, readonly [Sheet, Box]][])
    pictures.set(name, await atTheDoor(hall, sheet, box));
  const lit = pictures.get('alice-probe-2');
  pictures.set('too-dark', await sharp(lit).linear(DARK, 0).jpeg({ quality: JPEG_QUALITY }).toBuffer());
  pictures.set('empty-hall', hall);
  const paths: [string, string][] = [];
  for (const [name, jpeg] of pictures) {
    const path = join(folder, `${name}.jpg`);
    await writeFile(path, jpeg);
    paths.push([name, path]);
  }
  return Object.fromEntries(paths) as Cast;
}

/** Cuts a face with its surroundings out of a sheet and puts it, its edges faded, in front of the hall. */
async function atTheDoor(hall: Buffer, sheet: Sheet, [x1, y1, x2, y2]: Box): Promise<Buffer> {
  const source = sharp(await readSheet(sheet));
  const { width, height } = await source.metadata();
  const margin = Math.round((x2 - x1) * MARGIN);
  const left = Math.max(0, x1 - margin);
  const top = Math.max(0, y1 - margin);
  const region = { left, top, width: Math.min(width, x2 + margin) - left, height: Math.min(height, y2 + margin) - top };
  const scale = Math.min(ENLARGE_MAX, CROP_HEIGHT / region.height);
  const size = { width: Math.round(region.width * scale), height: Math.round(region.height * scale) };
  const crop = await source
    .extract(region)
    .resize({ ...size, kernel: 'lanczos3' })
    .ensureAlpha()
    .composite([{ input: Buffer.from(fade(size.width, size.height)), blend: 'dest-in' }])
    .png()
    .toBuffer();
  const place = { left: (WIDTH - size.width) >> 1, top: (HEIGHT - size.height) >> 1 };
  return sharp(hall)
    .composite([{ input: crop, ...place }])
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer();
}

async function readSheet(sheet: Sheet): Promise<Buffer> {
  const { package: name, path } = SHEETS[sheet];
  const manifest = findPackageJSON(name, import.meta.url);
  return readFile(join(dirname(manifest ?? ''), path));
}

/** An oval, opaque in the middle, clear at the edges, where sheets carry text and neighbours. */
const fade = (width: number, height: number): string => `
<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
  <filter id="soft" x="0" y="0" width="1" height="1"><feGaussianBlur stdDeviation="${width / 40}"/></filter>
  <ellipse cx="50%" cy="47%" rx="40%" ry="43%" filter="url(#soft)"/>
</svg>`;

/** A hallway with nobody in it, drawn. */
const HALL = `
<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
  <defs>
    <linearGradient id="left" x1="0" x2="1"><stop offset="0" stop-color="#b9b2a4"/><stop offset="1" stop-color="#8f897d"/></linearGradient>
    <linearGradient id="right" x1="1" x2="0"><stop offset="0" stop-color="#c4bdae"/><stop offset="1" stop-color="#979184"/></linearGradient>
    <linearGradient id="floor" x1="0" y1="1" x2="0" y2="0"><stop offset="0" stop-color="#7d6a55"/><stop offset="1" stop-color="#54483b"/></linearGradient>
    <linearGradient id="ceiling" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#e2ded4"/><stop offset="1" stop-color="#b3aea3"/></linearGradient>
  </defs>
  <rect width="640" height="480" fill="#a39d90"/>
  <path d="M0 0 H640 L400 170 H240 Z" fill="url(#ceiling)"/>
  <path d="M0 480 H640 L400 310 H240 Z" fill="url(#floor)"/>
  <path d="M0 0 L240 170 V310 L0 480 Z" fill="url(#left)"/>
  <path d="M640 0 L400 170 V310 L640 480 Z" fill="url(#right)"/>
  <rect x="285" y="205" width="70" height="105" fill="#5d4a38"/>
  <rect x="291" y="211" width="58" height="99" fill="#6e5843"/>
  <circle cx="342" cy="262" r="2" fill="#c9b26a"/>
  <path d="M60 120 L130 145 V390 L60 438 Z" fill="#6a5440"/>
  <path d="M66 128 L124 150 V388 L66 428 Z" fill="#79614a"/>
  <path d="M520 140 L585 117 V436 L520 392 Z" fill="#6a5440"/>
  <path d="M286 60 H354 L342 84 H298 Z" fill="#fbf7ea"/>
  <path d="M300 118 H340 L335 130 H305 Z" fill="#f4efe0"/>
  <path d="M0 462 L240 303 V310 L0 480 Z M640 462 L400 303 V310 L640 480 Z" fill="#efe9dc" opacity=".55"/>
</svg>`;
