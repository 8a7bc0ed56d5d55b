import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type FacePurpose, QUALITY_HINTS, VERDICT_HINTS } from '@smart-latch/core';
import type { Reading } from '@smart-latch/protocol';
import { Command, Option } from 'commander';
import { accuracyOf } from './accuracy/measure.ts';
import { accuracyPage, accuracyTable } from './accuracy/report.ts';
import { installPack } from './models/install.ts';
import { DEFAULT_MANIFEST, DEFAULT_MODELS_DIR, readManifest } from './models/manifest.ts';
import { listPhotographs } from './photographs.ts';
import { openPipeline, type Pipeline } from './pipeline/open-pipeline.ts';

interface Options {
  readonly purpose: FacePurpose;
  readonly pack: string;
  readonly models: string;
  readonly html?: string;
}

const progress = (line: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
};

/** One line of `face embed`. The embedding is there whenever a face was found, so that refused pictures can be studied too. */
function embedLine(file: string, reading: Reading, embedding: Float32Array | null): string {
  const { verdict, detail, quality, stretched, width, height, meanLuma, faces, timings, packId, purpose, sha256 } =
    reading;
  const hint =
    detail !== null
      ? QUALITY_HINTS[detail]
      : verdict === 'no_face' || verdict === 'many_faces'
        ? VERDICT_HINTS[verdict]
        : null;
  return JSON.stringify({
    file,
    ok: verdict === 'ok',
    reason: verdict === 'ok' ? null : verdict,
    detail,
    hint,
    quality,
    embedding: embedding === null ? null : Array.from(embedding, (value) => Number(value.toFixed(7))),
    packId,
    purpose,
    stretched,
    picture: { sha256, width, height, meanLuma },
    faces,
    timings,
  });
}

async function open({ pack: manifestPath, models }: Options): Promise<Pipeline> {
  const pack = await readManifest(resolve(manifestPath));
  await installPack({ pack, manifestPath: resolve(manifestPath), modelsDir: resolve(models), progress });
  progress('');
  return openPipeline({ modelsDir: resolve(models), pack });
}

async function embed(folder: string, options: Options): Promise<void> {
  const { root, files } = await listPhotographs(folder);
  const pipeline = await open(options);
  for (const [done, file] of files.entries()) {
    progress(`${done} of ${files.length}`);
    const { reading, embedding } = await pipeline.study(await readFile(join(root, file)), options.purpose);
    if (!process.stdout.write(`${embedLine(file, reading, embedding)}\n`)) await once(process.stdout, 'drain');
  }
  progress('');
  await pipeline.close();
}

async function accuracy(folder: string, options: Options): Promise<void> {
  const { root, files } = await listPhotographs(folder);
  const pipeline = await open(options);
  const read = (file: string, done: number): Promise<Uint8Array> => {
    progress(`${done} of ${files.length}`);
    return readFile(join(root, file));
  };
  const figures = await accuracyOf(files, read, pipeline);
  progress('');
  await pipeline.close();
  process.stdout.write(accuracyTable(figures));
  if (options.html !== undefined) await writeFile(options.html, accuracyPage(figures));
}

const pack = new Option('--pack <file>', 'manifest of the model pack').default(DEFAULT_MANIFEST, 'the default pack');
const models = new Option('--models <folder>', 'where converted networks are kept').default(
  DEFAULT_MODELS_DIR,
  '.cache/models',
);
const program = new Command('face').description('Tools of the face worker.');
program
  .command('embed')
  .description('Prints one JSON line for each photograph: file, ok, reason, quality, embedding.')
  .argument('<folder>', 'photographs (JPEG, PNG, WebP), searched with its sub-folders')
  .addOption(new Option('--purpose <gates>', 'which gates judge').choices(['door', 'enrol']).default('door'))
  .addOption(pack)
  .addOption(models)
  .action(embed);
program
  .command('accuracy')
  .description('Compares all photographs with one another: true and false accept rates, and the time of each stage.')
  .argument('<folder>', 'one sub-folder for each person')
  .addOption(pack)
  .addOption(models)
  .option('--html <file>', 'also write a page with a plot')
  .action(accuracy);

process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
try {
  await program.parseAsync();
} catch (error) {
  progress('');
  process.stderr.write(`face: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
