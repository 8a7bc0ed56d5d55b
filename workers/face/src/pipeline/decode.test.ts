import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decode, PICTURE_MAX_BYTES, WORKING_MAX_SIDE_PX } from './decode.ts';

const red = { width: 40, height: 20, channels: 3 as const, background: '#ff0000' };
const picture = sharp({ create: red });

/** Pixel at x, y of what was decoded. */
async function pixel(bytes: Uint8Array, x: number, y: number): Promise<number[]> {
  const decoded = await decode(bytes);
  if (!decoded.ok) throw new Error(decoded.reason);
  const at = (y * decoded.picture.width + x) * 3;
  return [...decoded.picture.rgb.subarray(at, at + 3)];
}

describe('decode', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('reads a %s as interleaved RGB', async (format) => {
    const bytes = await picture.clone().toFormat(format).toBuffer();
    const decoded = await decode(bytes);
    expect(decoded).toMatchObject({ ok: true, picture: { width: 40, height: 20 } });
    expect(decoded.ok && decoded.picture.rgb.length).toBe(40 * 20 * 3);
    const [r = 0, g = 0, b = 0] = await pixel(bytes, 10, 10);
    expect(r).toBeGreaterThan(245);
    expect(Math.max(g, b)).toBeLessThan(10);
  });

  it('turns a picture upright by its EXIF orientation', async () => {
    const half = sharp({ create: { width: 20, height: 20, channels: 3, background: '#0000ff' } });
    const twoColours = picture.clone().composite([{ input: await half.png().toBuffer(), left: 20, top: 0 }]);
    const turned = await twoColours.withMetadata({ orientation: 6 }).jpeg({ chromaSubsampling: '4:4:4' }).toBuffer();
    expect(await decode(turned)).toMatchObject({ ok: true, picture: { width: 20, height: 40 } });
    expect((await pixel(turned, 10, 5))[0]).toBeGreaterThan(245);
    expect((await pixel(turned, 10, 35))[2]).toBeGreaterThan(245);
  });

  it('makes RGB of grey, of CMYK, of 16 bits and of transparency', async () => {
    const clear = sharp({ create: { ...red, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0 } } });
    const pictures = [
      picture.clone().greyscale().jpeg(),
      picture.clone().toColourspace('cmyk').jpeg(),
      picture.clone().toColourspace('rgb16').png(),
      clear.png(),
    ];
    for (const other of pictures) expect((await pixel(await other.toBuffer(), 5, 5)).length).toBe(3);
    expect(await pixel(await clear.png().toBuffer(), 5, 5)).toEqual([128, 128, 128]);
  });

  it('shrinks a large picture', async () => {
    const large = await sharp({ create: { ...red, width: 4000, height: 3000 } })
      .jpeg()
      .toBuffer();
    expect(await decode(large)).toMatchObject({ ok: true, picture: { width: WORKING_MAX_SIDE_PX, height: 960 } });
  });

  it('refuses a decompression bomb by what its header says', async () => {
    const bomb = await sharp({ create: { ...red, width: 12_000, height: 12_000 } })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(bomb.length).toBeLessThan(2_000_000);
    expect(await decode(bomb)).toEqual({ ok: false, reason: 'too_large' });
  });

  it('refuses a file above the limit without opening it', async () => {
    expect(await decode(new Uint8Array(PICTURE_MAX_BYTES + 1))).toEqual({ ok: false, reason: 'too_large' });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('this is not a picture')],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ['the first bytes of a JPEG', Buffer.from('ffd8ffe000104a464946', 'hex')],
    ['the signature of a PNG', Buffer.from('89504e470d0a1a0a', 'hex')],
    ['a RIFF that is sound', Buffer.from('RIFF\x10\0\0\0WAVEfmt ')],
  ])('calls %s undecodable', async (_what, bytes) => {
    expect(await decode(bytes)).toEqual({ ok: false, reason: 'undecodable' });
  });

  it.each(['gif', 'tiff', 'avif'] as const)('does not open a %s', async (format) => {
    expect(await decode(await picture.clone().toFormat(format).toBuffer())).toEqual({
      ok: false,
      reason: 'undecodable',
    });
  });

  it('calls a truncated JPEG undecodable', async () => {
    const noise = sharp({
      create: { ...red, width: 200, height: 200, noise: { type: 'gaussian', mean: 128, sigma: 40 } },
    });
    const whole = await noise.jpeg().toBuffer();
    expect(await decode(whole)).toMatchObject({ ok: true });
    expect(await decode(whole.subarray(0, whole.length / 2))).toEqual({ ok: false, reason: 'undecodable' });
  });
});
