import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { FacePack, ModelSource } from '@smart-latch/protocol';
import { z } from 'zod';
import { convertToOnnx } from './convert.ts';
import { readGraphModel } from './graph-model.ts';
import { type ModelRole, modelsOf } from './manifest.ts';
import { mendPreluSignAndFusedRelu } from './mend.ts';

/** Part of the stamp: a change of the conversion makes set-up convert again. */
const CONVERSION = 2;

/** Beside each network: from which source and by which conversion it came, and its own hash. */
const stamp = z.strictObject({ conversion: z.literal(CONVERSION), source: z.string(), sha256: z.string() });

export interface InstallRequest {
  readonly pack: FacePack;
  /** Operator's files are named relative to this file's folder. */
  readonly manifestPath: string;
  /** Each pack gets a folder of its id in here. */
  readonly modelsDir: string;
  readonly progress: (line: string) => void;
}

const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Puts every network of a pack into the models folder as ONNX: verifies each source's sha256, converts what is a tfjs graph,
 * copies what is ONNX. Safe to run again and by two processes at once: files appear whole, by rename.
 * @throws Error if a source is missing or its sha256 differs; nothing of that network is written then.
 */
export async function installPack({ pack, manifestPath, modelsDir, progress }: InstallRequest): Promise<void> {
  const folder = join(modelsDir, pack.packId);
  await mkdir(folder, { recursive: true });
  for (const { role, source } of modelsOf(pack)) {
    if ((await loadModel(pack, role, modelsDir).catch(() => null)) !== null) {
      progress(`${role}: ready`);
      continue;
    }
    const began = performance.now();
    const onnx =
      source.kind === 'onnx' ? await readVerified(dirname(manifestPath), source.file) : await convert(role, source);
    const note = { conversion: CONVERSION, source: hashOf(JSON.stringify(source)), sha256: hashOf(onnx) };
    await writeWhole(join(folder, `${role}.onnx`), onnx);
    await writeWhole(join(folder, `${role}.json`), JSON.stringify(note));
    const verb = source.kind === 'onnx' ? 'verified' : 'converted';
    progress(`${role}: ${verb} in ${((performance.now() - began) / 1000).toFixed(2)} s`);
  }
}

/**
 * The bytes of an installed network, verified against the manifest: a ready ONNX by its pinned sha256, a converted one by
 * the stamp that the conversion left.
 * @throws Error that says to run the set-up when it is missing, of another source, or damaged.
 */
export async function loadModel(pack: FacePack, role: ModelRole, modelsDir: string): Promise<Uint8Array> {
  const source = modelsOf(pack).find((model) => model.role === role)?.source;
  if (source === undefined) throw new Error(`pack ${pack.packId} has no ${role}`);
  const path = join(modelsDir, pack.packId, role);
  try {
    const onnx = await readFile(`${path}.onnx`);
    const note = stamp.parse(JSON.parse(await readFile(`${path}.json`, 'utf8')));
    const expected = source.kind === 'onnx' ? source.file.sha256 : note.sha256;
    if (note.source !== hashOf(JSON.stringify(source))) throw new Error('it came from another source');
    if (hashOf(onnx) !== expected) throw new Error('its sha256 differs');
    return onnx;
  } catch (cause) {
    throw new Error(`the ${role} of pack ${pack.packId} is not ready in ${modelsDir}: run \`make models\``, { cause });
  }
}

type TfjsSource = Extract<ModelSource, { kind: 'tfjs-graph' }>;
type PinnedFile = TfjsSource['graph'];

async function convert(role: ModelRole, source: TfjsSource): Promise<Uint8Array> {
  const folder = await packageFolder(source);
  const graph = readGraphModel(await readVerified(folder, source.graph), await readVerified(folder, source.weights));
  const whole = source.mend === undefined ? graph : mendPreluSignAndFusedRelu(graph);
  return convertToOnnx(whole, role, source.outputs);
}

async function packageFolder({ package: name, version }: TfjsSource): Promise<string> {
  const manifest = manifestOf(name);
  if (manifest === undefined) throw new Error(`the package ${name} ${version} is not installed: run pnpm install`);
  const installed = z.object({ version: z.string() }).parse(JSON.parse(await readFile(manifest, 'utf8'))).version;
  if (installed !== version) throw new Error(`${name} is installed as ${installed}, the manifest asks for ${version}`);
  return dirname(manifest);
}

function manifestOf(name: string): string | undefined {
  try {
    return findPackageJSON(name, import.meta.url);
  } catch {
    return undefined;
  }
}

/** @throws Error if the file is missing, or its length or sha256 differ from what the manifest pins. */
export async function readVerified(folder: string, file: PinnedFile): Promise<Uint8Array> {
  const path = resolve(folder, file.path);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new Error(`the model file ${path} cannot be read`, { cause });
  });
  const found = hashOf(bytes);
  if (bytes.length !== file.bytes || found !== file.sha256) {
    throw new Error(
      `${path} is refused: its sha256 is ${found} (${bytes.length} bytes), the manifest pins ${file.sha256}`,
    );
  }
  return bytes;
}

async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(unfinished, content);
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}
