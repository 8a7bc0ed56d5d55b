import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { checkPhotograph, PHOTOGRAPH_MAX_BYTES, sniffFormat } from './photograph.ts';

const plain = (width = 640, height = 480) =>
  sharp({ create: { width, height, channels: 3, background: { r: 120, g: 90, b: 70 } } });

const codeOf = (bytes: Buffer) =>
  checkPhotograph(bytes, 'photograph 1').then(
    () => 'accepted',
    (error: { code: string }) => error.code,
  );

/** A PNG that says it has this many pixels and brings hardly any bytes. */
const pngThatClaims = (width: number, height: number): Buffer => {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const head = Buffer.alloc(4);
    head.writeUInt32BE(data.length);
    const tail = Buffer.alloc(4);
    tail.writeUInt32BE(crc32(body));
    return Buffer.concat([head, body, tail]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.alloc(1_000_000));
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
};

describe('a photograph', () => {
  it('is a JPEG, a PNG or a WebP', async () => {
    for (const bytes of await Promise.all([
      plain().jpeg().toBuffer(),
      plain().png().toBuffer(),
      plain().webp().toBuffer(),
    ])) {
      expect(await codeOf(bytes)).toBe('accepted');
    }
  });

  it('is known by its content, never by its name', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"/>');
    const others = [
      await plain().gif().toBuffer(),
      await plain().tiff().toBuffer(),
      svg,
      Buffer.from('hello'),
      Buffer.alloc(0),
    ];
    for (const bytes of others) {
      expect(sniffFormat(bytes)).toBeNull();
      expect(await codeOf(bytes)).toBe('unsupported_media_type');
    }
  });

  it('has at most 8 MB and 40 megapixels', async () => {
    const jpeg = await plain().jpeg().toBuffer();
    expect(await codeOf(Buffer.concat([jpeg, Buffer.alloc(PHOTOGRAPH_MAX_BYTES)]))).toBe('too_large');
    expect(await codeOf(pngThatClaims(30_000, 30_000))).toBe('too_large');
    expect(await codeOf(pngThatClaims(2_000_000_000, 1))).not.toBe('accepted');
    expect(await codeOf(await plain(32, 32).jpeg().toBuffer())).toBe('unprocessable');
  });

  it('is one picture, not an animation', async () => {
    const frames = await sharp(
      [await plain(100, 100).png().toBuffer(), await plain(100, 100).negate().png().toBuffer()],
      {
        join: { animated: true },
      },
    )
      .webp()
      .toBuffer();
    expect(await codeOf(frames)).toBe('unprocessable');
  });

  it('that is damaged is refused with a word about it', async () => {
    const jpeg = await plain().jpeg().toBuffer();
    await expect(checkPhotograph(jpeg.subarray(0, 30), 'photograph 2')).rejects.toThrow(
      /photograph 2: the jpeg file is damaged/,
    );
    for (const bytes of [
      jpeg.subarray(0, 3),
      Buffer.from('RIFF....WEBPgarbage'),
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    ]) {
      expect(await codeOf(bytes)).toBe('unprocessable');
    }
  });
});
