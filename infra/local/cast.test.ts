import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FaceView, isSamePerson, meanTemplate, similarity, unitEmbedding, viewsAgree } from '@smart-latch/core';
import { decodeEmbedding, type FacePack, type Reading } from '@smart-latch/protocol';
import { DEFAULT_MANIFEST, installPack, openPipeline, type Pipeline, readManifest } from '@smart-latch/worker-face';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cast, type CastPicture, makeCast } from './cast.ts';

let folder: string;
let pack: FacePack;
let pipeline: Pipeline;
let cast: Cast;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cast-'));
  pack = await readManifest(DEFAULT_MANIFEST);
  const modelsDir = join(folder, 'models');
  await installPack({ pack, manifestPath: DEFAULT_MANIFEST, modelsDir, progress: () => {} });
  pipeline = await openPipeline({ modelsDir, pack });
  cast = await makeCast(join(folder, 'cast'));
});
afterAll(async () => {
  await pipeline?.close();
  await rm(folder, { recursive: true, force: true });
});

const read = async (name: CastPicture): Promise<Reading> =>
  pipeline.read(await readFile(cast[name]), name.includes('enrol') ? 'enrol' : 'door');

async function view(name: CastPicture): Promise<FaceView> {
  const { verdict, detail, embedding, packId } = await read(name);
  expect({ name, verdict, detail }).toEqual({ name, verdict: 'ok', detail: null });
  return { packId, embedding: unitEmbedding(decodeEmbedding(embedding ?? '')) };
}

const enrol = async (who: 'alice' | 'bob'): Promise<FaceView[]> => [
  await view(`${who}-enrol-1`),
  await view(`${who}-enrol-2`),
  await view(`${who}-enrol-3`),
];

describe('the cast', () => {
  it('is pictures as a door camera takes them', async () => {
    for (const path of Object.values(cast)) {
      const { format, width, height } = await sharp(path).metadata();
      expect({ path, format, width, height }).toEqual({ path, format: 'jpeg', width: 640, height: 480 });
      expect((await readFile(path)).length).toBeLessThan(60_000);
    }
  });

  it.each([
    ['alice', 0.6, 'bob'],
    ['bob', 0.76, 'alice'],
  ] as const)('%s can be enrolled, is known by other photographs, and nobody else is', async (who, least, other) => {
    const views = await enrol(who);
    expect(viewsAgree(views, pack.thresholds.viewsAgree)).toMatchObject({ ok: true });
    const template = meanTemplate(views);
    for (const name of [`${who}-probe-1`, `${who}-probe-2`] as const) {
      const probe = await view(name);
      expect(similarity(template, probe)).toBeGreaterThan(least);
      expect(isSamePerson(template, probe, pack.thresholds.match.default)).toBe(true);
    }
    for (const name of [`${other}-probe-1`, `${other}-probe-2`, 'stranger-1', 'stranger-2'] as const) {
      const probe = await view(name);
      expect(similarity(template, probe)).toBeLessThan(0.2);
      expect(isSamePerson(template, probe, pack.thresholds.match.default)).toBe(false);
    }
  });

  it('shows one stranger twice', async () => {
    const template = meanTemplate([await view('stranger-1')]);
    expect(similarity(template, await view('stranger-2'))).toBeGreaterThan(0.7);
  });

  it('would not be enrolled as one person if the photographs were mixed up', async () => {
    const views = [await view('alice-enrol-1'), await view('bob-enrol-2'), await view('alice-enrol-3')];
    expect(viewsAgree(views, pack.thresholds.viewsAgree)).toMatchObject({ ok: false, index: 1 });
  });

  it('has a picture that is too dark and one of nobody', async () => {
    expect(await read('too-dark')).toMatchObject({ verdict: 'low_quality', detail: 'too_dark', embedding: null });
    expect(await read('empty-hall')).toMatchObject({ verdict: 'no_face', detail: null, embedding: null });
  });
});
