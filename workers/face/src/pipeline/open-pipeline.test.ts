import { createHash } from 'node:crypto';
import { cosine, unitEmbedding } from '@smart-latch/core';
import { decodeEmbedding, type Reading, reading as readingSchema } from '@smart-latch/protocol';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPack, jpeg, PORTRAIT_HEIGHT, PORTRAIT_WIDTH, portrait } from '../testing/portraits.ts';
import { openPipeline, type Pipeline } from './open-pipeline.ts';
import { cv } from './opencv.ts';

let pipeline: Pipeline;
let alice: Buffer;

beforeAll(async () => {
  pipeline = await openPipeline(await defaultPack());
  alice = await jpeg(await portrait('alice'));
});
afterAll(() => pipeline?.close());

const door = (bytes: Uint8Array): Promise<Reading> => pipeline.read(bytes, 'door');
const change = async (how: (picture: Sharp) => Sharp): Promise<Reading> => door(await jpeg(how(sharp(alice))));

function similar(a: Reading, b: Reading): number {
  const [one, other] = [a, b].map(({ embedding }) => unitEmbedding(decodeEmbedding(embedding ?? '')));
  return one === undefined || other === undefined ? Number.NaN : cosine(one, other);
}

describe('a picture of one face', () => {
  it('is read with everything that access and a person need', async () => {
    const reading = await door(alice);
    expect(readingSchema.parse(JSON.parse(JSON.stringify(reading)))).toEqual(reading);
    expect(reading).toMatchObject({
      verdict: 'ok',
      detail: null,
      purpose: 'door',
      width: PORTRAIT_WIDTH,
      height: PORTRAIT_HEIGHT,
    });
    expect(reading.sha256).toBe(createHash('sha256').update(alice).digest('hex'));
    expect(reading.faces).toHaveLength(1);
    expect(decodeEmbedding(reading.embedding ?? '')).toHaveLength(192);
    expect(reading.quality?.interOcularPx).toBeGreaterThan(50);
    for (const ms of Object.values(reading.timings)) expect(ms).toBeGreaterThan(0);
  });

  it('gives the same embedding every time', async () => {
    expect((await door(alice)).embedding).toBe((await door(alice)).embedding);
  });

  it('gives nearly the same embedding turned by EXIF, tilted, larger, smaller, and as PNG', async () => {
    const reading = await door(alice);
    const turned = await sharp(alice).rotate(90).withMetadata({ orientation: 8 }).jpeg({ quality: 90 }).toBuffer();
    const others = [
      await door(turned),
      await change((picture) => picture.rotate(20, { background: '#8a8a8a' })),
      await change((picture) => picture.resize(2400)),
      await change((picture) => picture.resize(320)),
      await door(await sharp(alice).png().toBuffer()),
    ];
    for (const other of others) {
      expect(other.verdict).toBe('ok');
      expect(similar(reading, other)).toBeGreaterThan(0.9);
    }
  });

  it('at enrolment is embedded together with its mirror image', async () => {
    const mirrored = await jpeg(sharp(alice).flop());
    const views = [await pipeline.read(alice, 'enrol'), await pipeline.read(mirrored, 'enrol')] as const;
    expect(views.map(({ verdict }) => verdict)).toEqual(['ok', 'ok']);
    expect(similar(...views)).toBeGreaterThan(0.97);
    expect(similar(views[0], await door(alice))).toBeGreaterThan(0.9);
  });
});

describe('a picture that is not good enough', () => {
  it.each([
    [
      'bytes that are no picture',
      async () => Buffer.from('no picture'),
      { detail: 'undecodable', width: 0, meanLuma: null },
    ],
    [
      'a face far away',
      async () => jpeg(sharp(alice).resize(120).extend({ left: 260, right: 260, background: '#8a8a8a' })),
      { detail: 'too_small' },
    ],
    ['deep dusk', async () => jpeg(sharp(alice).linear(0.06, 0)), { detail: 'too_dark' }],
    ['a lens cap', async () => jpeg(sharp(alice).linear(0.001, 0)), { detail: 'too_dark', faces: [], quality: null }],
    ['the sun behind the camera', async () => jpeg(sharp(alice).linear(0.35, 215)), { detail: 'too_bright' }],
    ['a lens that is out of focus', async () => jpeg(sharp(alice).blur(6)), { detail: 'blurred' }],
    ['fog', async () => jpeg(sharp(alice).linear(0.15, 110)), { detail: 'low_contrast' }],
  ])('%s is low_quality and says why', async (_what, bytes, expected) => {
    expect(await door(await bytes())).toMatchObject({ verdict: 'low_quality', embedding: null, ...expected });
  });

  it('of nobody is no_face', async () => {
    const ground = { width: 640, height: 480, channels: 3 as const, background: '#8a8a8a' };
    expect(await door(await jpeg(sharp({ create: ground })))).toMatchObject({
      verdict: 'no_face',
      detail: null,
      faces: [],
      quality: null,
    });
  });

  it('still has an embedding for who studies the gates', async () => {
    const { reading, embedding } = await pipeline.study(await jpeg(sharp(alice).blur(6)), 'door');
    expect(reading).toMatchObject({ verdict: 'low_quality', embedding: null });
    expect(embedding).toHaveLength(192);
  });
});

describe('a dark face at the door', () => {
  it('is stretched once and then recognised', async () => {
    const dusk = await change((picture) => picture.linear(0.22, 0));
    expect(dusk).toMatchObject({ verdict: 'ok', stretched: true });
    expect(similar(dusk, await door(alice))).toBeGreaterThan(0.55);
  });

  it('is refused at enrolment', async () => {
    const dusk = await jpeg(sharp(alice).linear(0.22, 0));
    expect(await pipeline.read(dusk, 'enrol')).toMatchObject({ detail: 'too_dark', stretched: false });
  });
});

describe('two faces', () => {
  /** The stranger beside Alice, at a share of her size. */
  async function couple(share: number): Promise<Buffer> {
    const face = { left: 120, top: 40, width: 400, height: 400 };
    const [one, other] = await Promise.all([
      sharp(alice).extract(face).toBuffer(),
      (await portrait('stranger'))
        .extract(face)
        .resize(Math.round(400 * share))
        .toBuffer(),
    ]);
    const ground = { width: 840, height: 440, channels: 3 as const, background: '#8a8a8a' };
    const pieces = [
      { input: one, left: 10, top: 20 },
      { input: other, left: 430, top: 20 },
    ];
    return jpeg(sharp(await sharp({ create: ground }).composite(pieces).png().toBuffer()));
  }

  it('of one size are many_faces', async () => {
    expect(await door(await couple(1))).toMatchObject({
      verdict: 'many_faces',
      detail: null,
      quality: null,
      embedding: null,
    });
  });

  it('at the door the nearer one counts, at enrolment neither', async () => {
    const bytes = await couple(0.5);
    const reading = await door(bytes);
    expect(reading.faces).toHaveLength(2);
    expect(reading.verdict).toBe('ok');
    expect(similar(reading, await door(alice))).toBeGreaterThan(0.9);
    expect((await pipeline.read(bytes, 'enrol')).verdict).toBe('many_faces');
  });
});

describe('300 pictures', () => {
  it('leave nothing in the heap of OpenCV', async () => {
    /** Where the next small block would go: it moves up when earlier ones were not freed. */
    const nextAddress = (): number => {
      const mat = new cv.Mat(64, 64, cv.CV_8UC3);
      const address = mat.data.byteOffset;
      mat.delete();
      return address;
    };
    const kinds = [
      alice,
      await jpeg(sharp(alice).linear(0.22, 0)),
      await jpeg(sharp(alice).blur(6)),
      Buffer.from('none'),
    ];
    const readAll = async (rounds: number): Promise<void> => {
      for (let i = 0; i < rounds; i++)
        await pipeline.read(kinds[i % kinds.length] ?? alice, i % 8 < 4 ? 'door' : 'enrol');
    };
    await readAll(8);
    const before = { heap: cv.HEAPU8.length, address: nextAddress() };
    await readAll(300);
    expect({ heap: cv.HEAPU8.length, address: nextAddress() }).toEqual(before);
  }, 180_000);
});
