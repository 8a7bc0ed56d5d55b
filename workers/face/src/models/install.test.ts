import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FacePack, ModelSource } from '@smart-latch/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPipeline } from '../pipeline/open-pipeline.ts';
import { defaultPack, jpeg, portrait } from '../testing/portraits.ts';
import { installPack, loadModel } from './install.ts';
import { DEFAULT_MANIFEST, modelsOf, readManifest } from './manifest.ts';

let folder: string;
let pack: FacePack;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'models-'));
  pack = await readManifest(DEFAULT_MANIFEST);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function install(changed: FacePack = pack, manifestPath = DEFAULT_MANIFEST): Promise<string[]> {
  const lines: string[] = [];
  await installPack({ pack: changed, manifestPath, modelsDir: folder, progress: (line) => lines.push(line) });
  return lines.map((line) => line.replace(/ in .*/, ''));
}

/** The default pack with one source changed. */
const withSource = (role: 'detector' | 'embedder', change: object): FacePack => ({
  ...pack,
  [role]: { ...pack[role], source: { ...pack[role].source, ...change } },
});

describe('installPack', () => {
  it('converts once and leaves nothing unfinished', async () => {
    expect(await install()).toEqual(['detector: converted', 'mesh: converted', 'embedder: converted']);
    const files = ['detector.json', 'detector.onnx', 'embedder.json', 'embedder.onnx', 'mesh.json', 'mesh.onnx'];
    expect((await readdir(join(folder, pack.packId))).sort()).toEqual(files);
    const { mtimeMs } = await stat(join(folder, pack.packId, 'mesh.onnx'));
    expect(await install()).toEqual(['detector: ready', 'mesh: ready', 'embedder: ready']);
    expect((await stat(join(folder, pack.packId, 'mesh.onnx'))).mtimeMs).toBe(mtimeMs);
  });

  it('may run twice at once', async () => {
    await Promise.all([install(), install()]);
    for (const { role } of modelsOf(pack))
      expect((await loadModel(pack, role, folder)).length).toBeGreaterThan(500_000);
  });

  it('converts again what was damaged', async () => {
    await install();
    await writeFile(join(folder, pack.packId, 'mesh.onnx'), 'half');
    await expect(loadModel(pack, 'mesh', folder)).rejects.toThrow(/make models/);
    expect(await install()).toEqual(['detector: ready', 'mesh: converted', 'embedder: ready']);
  });

  it('refuses a source whose sha256 differs and writes nothing of it', async () => {
    const { source } = pack.detector;
    const weights = source.kind === 'tfjs-graph' ? { ...source.weights, sha256: '0'.repeat(64) } : {};
    await expect(install(withSource('detector', { weights }))).rejects.toThrow(
      /blazeface\.bin is refused: its sha256 is dc9a97f/,
    );
    expect(await readdir(join(folder, pack.packId))).toEqual([]);
  });

  it('refuses another version of the package, and a package that is not there', async () => {
    await expect(install(withSource('detector', { version: '1.0.0' }))).rejects.toThrow(/installed as 3\.0\.4/);
    await expect(install(withSource('detector', { package: 'no-such-package' }))).rejects.toThrow(/pnpm install/);
  });
});

describe("an operator's pack of ready ONNX files", () => {
  const ready = (path: string, bytes: Uint8Array): ModelSource => ({
    kind: 'onnx',
    file: { path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
  });

  /** The default pack's own networks as if an operator had brought them, in a folder with a manifest. */
  async function operatorsPack(): Promise<{ manifestPath: string; own: FacePack }> {
    const converted = await defaultPack();
    const own = { ...pack, packId: 'operators-own-1' };
    for (const { role } of modelsOf(pack)) {
      const onnx = await loadModel(pack, role, converted.modelsDir);
      await writeFile(join(folder, `${role}.onnx`), onnx);
      Object.assign(own, { [role]: { ...pack[role], source: ready(`${role}.onnx`, onnx) } });
    }
    const manifestPath = join(folder, 'pack.json');
    await writeFile(manifestPath, JSON.stringify(own));
    return { manifestPath, own: await readManifest(manifestPath) };
  }

  it('is verified, copied and sees faces under its own id', async () => {
    const { manifestPath, own } = await operatorsPack();
    expect(await install(own, manifestPath)).toEqual(['detector: verified', 'mesh: verified', 'embedder: verified']);
    const pipeline = await openPipeline({ modelsDir: folder, pack: own });
    const reading = await pipeline.read(await jpeg(await portrait('alice')), 'door');
    await pipeline.close();
    expect(reading).toMatchObject({ verdict: 'ok', packId: 'operators-own-1' });
  });

  it('is refused when a file differs from its pinned sha256, before and after it was copied', async () => {
    const { manifestPath, own } = await operatorsPack();
    const original = await readFile(join(folder, 'mesh.onnx'));
    await writeFile(join(folder, 'mesh.onnx'), Buffer.concat([original, Buffer.from('x')]));
    await expect(install(own, manifestPath)).rejects.toThrow(/mesh\.onnx is refused/);
    await writeFile(join(folder, 'mesh.onnx'), original);
    await install(own, manifestPath);
    await writeFile(join(folder, own.packId, 'mesh.onnx'), original.subarray(1));
    await expect(openPipeline({ modelsDir: folder, pack: own })).rejects.toThrow(/make models/);
  });
});

describe('readManifest', () => {
  it('names the file and every field that is wrong', async () => {
    const path = join(folder, 'pack.json');
    await writeFile(path, JSON.stringify({ ...pack, packId: '../up', thresholds: { match: {}, viewsAgree: 2 } }));
    await expect(readManifest(path)).rejects.toThrow(/pack\.json(.|\n)*packId(.|\n)*thresholds/);
  });

  it('says so when there is no file, or no JSON in it', async () => {
    await expect(readManifest(join(folder, 'none.json'))).rejects.toThrow(/cannot read .*none\.json/);
    await writeFile(join(folder, 'text.json'), 'pack');
    await expect(readManifest(join(folder, 'text.json'))).rejects.toThrow(/is not JSON/);
  });
});
