import { AppError } from '@smart-latch/runtime';
import sharp from 'sharp';

export const PHOTOGRAPH_MAX_BYTES = 8 * 1024 * 1024;
/** More than any phone makes, less than hurts the worker that decodes it. */
export const PHOTOGRAPH_MAX_PIXELS = 40_000_000;
const MIN_SIDE_PX = 64;

const FORMATS = ['jpeg', 'png', 'webp'] as const;
type Format = (typeof FORMATS)[number];

// Only these three decoders of libvips are ever reached, whatever the bytes claim to be.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] });
sharp.cache(false);

/** What the first bytes say that it is; the name and the declared type of an upload are not looked at. */
export const sniffFormat = (bytes: Buffer): Format | null => {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'jpeg';
  if (bytes.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))) return 'png';
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return 'webp';
  return null;
};

/**
 * Refuses what is no single photograph of sane size, from the header alone: nothing is decoded here.
 * Throws `unsupported_media_type`, `too_large` or `unprocessable`; `name` says which photograph.
 */
export const checkPhotograph = async (bytes: Buffer, name: string): Promise<void> => {
  const format = sniffFormat(bytes);
  if (!format) throw new AppError('unsupported_media_type', `${name}: send a JPEG, PNG or WebP photograph`);
  if (bytes.length > PHOTOGRAPH_MAX_BYTES) throw new AppError('too_large', `${name}: a photograph has at most 8 MB`);
  const header = await sharp(bytes, { limitInputPixels: false, animated: true })
    .metadata()
    .catch((cause: unknown) => {
      throw new AppError('unprocessable', `${name}: the ${format} file is damaged; take the photograph again`, {
        cause,
      });
    });
  const { width, height, pages = 1 } = header;
  if (pages > 1) throw new AppError('unprocessable', `${name}: an animation; send one still photograph`);
  if (width * height > PHOTOGRAPH_MAX_PIXELS) {
    throw new AppError('too_large', `${name}: ${width} x ${height} pixels; a photograph has at most 40 megapixels`);
  }
  if (Math.min(width, height) < MIN_SIDE_PX) {
    throw new AppError('unprocessable', `${name}: ${width} x ${height} pixels; a face cannot be seen in so few`);
  }
};
