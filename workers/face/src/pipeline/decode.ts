import sharp from 'sharp';

/** Largest file that is looked at. */
export const PICTURE_MAX_BYTES = 8 * 1024 * 1024;
/** Most pixels that a file may unfold to: 40 megapixels are 120 MB of RGB. Decided from the header, before decoding. */
export const PICTURE_MAX_PIXELS = 40_000_000;
/** Larger pictures are shrunk while decoding; the detector sees 256 px, so no face is lost by it. */
export const WORKING_MAX_SIDE_PX = 1280;
/** libvips gives up on a single picture after this. */
const DECODE_DEADLINE_S = 2;

sharp.concurrency(1);
sharp.cache(false);

/** Interleaved 8-bit sRGB, upright. */
export interface Picture {
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export type Decoded =
  | { readonly ok: true; readonly picture: Picture }
  | { readonly ok: false; readonly reason: 'undecodable' | 'too_large' };

/**
 * Decodes a JPEG, PNG or WebP, turned upright by its EXIF orientation. Other formats never reach their decoders.
 * Never throws for what a file holds.
 */
export async function decode(bytes: Uint8Array): Promise<Decoded> {
  if (bytes.length > PICTURE_MAX_BYTES) return { ok: false, reason: 'too_large' };
  if (!isKnownFormat(bytes)) return { ok: false, reason: 'undecodable' };
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: PICTURE_MAX_PIXELS, failOn: 'error', pages: 1 })
      .autoOrient()
      .resize({ width: WORKING_MAX_SIDE_PX, height: WORKING_MAX_SIDE_PX, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#808080' })
      .toColourspace('srgb')
      .timeout({ seconds: DECODE_DEADLINE_S })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) return { ok: false, reason: 'undecodable' };
    return { ok: true, picture: { rgb: data, width: info.width, height: info.height } };
  } catch (error) {
    const bomb = error instanceof Error && /exceeds pixel limit|timeout/i.test(error.message);
    return { ok: false, reason: bomb ? 'too_large' : 'undecodable' };
  }
}

/** By the first bytes: JPEG (ITU-T T.81 SOI), PNG (RFC 2083 3.1), WebP (RFC 9649 2.4). */
function isKnownFormat(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 12)).toString('latin1');
  return (
    head.startsWith('\xff\xd8\xff') ||
    head.startsWith('\x89PNG\r\n\x1a\n') ||
    (head.startsWith('RIFF') && head.endsWith('WEBP'))
  );
}
