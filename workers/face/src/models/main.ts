import { resolve } from 'node:path';
import { Command } from 'commander';
import { installPack } from './install.ts';
import { DEFAULT_MANIFEST, DEFAULT_MODELS_DIR, readManifest } from './manifest.ts';

const program = new Command('models')
  .description('Puts the networks of a face model pack, verified and as ONNX, where the face worker finds them.')
  .argument('[manifest]', "the pack's manifest (JSON)", DEFAULT_MANIFEST)
  .option('--into <folder>', 'folder that holds a folder a pack', DEFAULT_MODELS_DIR)
  .parse();

const [manifest = DEFAULT_MANIFEST] = program.processedArgs as string[];
const { into } = program.opts<{ into: string }>();

try {
  const pack = await readManifest(resolve(manifest));
  process.stdout.write(`model pack ${pack.packId}\n`);
  const progress = (line: string): void => void process.stdout.write(`  ${line}\n`);
  await installPack({ pack, manifestPath: resolve(manifest), modelsDir: resolve(into), progress });
} catch (error) {
  process.stderr.write(`models: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
