/**
 * `make fuzz`: each fuzz target of the firmware for a while, from the seeds and from what earlier runs have grown. What breaks
 * one is kept in firmware/build/fuzz/found, and running that target with the file as its argument shows it again.
 */
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const BUILD = join(ROOT, 'firmware/build');
const FUZZ = join(BUILD, 'fuzz');
const DEFAULT_SECONDS = 60;
/** One input may take this long; the longest of the corpus takes milliseconds. */
const INPUT_SECONDS = 5;
/** A command of the protocol at its largest, and a byte in front. */
const MAX_BYTES = 4_200;

const run = (program: string, args: readonly string[]): boolean =>
  spawnSync(program, args, { cwd: ROOT, stdio: 'inherit' }).status === 0;

/** False when it broke, or could not be built. */
const fuzzAll = (seconds: number): boolean => {
  const isBuilt =
    run('cmake', ['-S', join(ROOT, 'firmware'), '-B', BUILD, '-Wno-dev']) &&
    run('cmake', ['--build', BUILD, '-j2', '--target', 'corpus', 'fuzz_programs']);
  if (!isBuilt) return false;
  const targets = globSync(join(ROOT, 'firmware/fuzz/*.cpp')).map((path) => basename(path, '.cpp'));
  const broken = targets.filter((name) => {
    const [grown, found] = [join(FUZZ, 'grown', name), join(FUZZ, 'found')];
    for (const folder of [grown, found]) mkdirSync(folder, { recursive: true });
    console.log(`\n${name}: ${seconds} s`);
    return !run(join(FUZZ, `project/fuzz_${name}`), [
      ...[`-max_total_time=${seconds}`, `-timeout=${INPUT_SECONDS}`, `-max_len=${MAX_BYTES}`],
      ...['-print_final_stats=1', `-artifact_prefix=${join(found, `${name}-`)}`, grown, join(FUZZ, 'seeds', name)],
    ]);
  });
  console.log(broken.length === 0 ? `\n${targets.length} targets held` : `\nbroken: ${broken.join(', ')}`);
  return broken.length === 0;
};

if (import.meta.main) {
  const seconds = Number(process.argv[2] ?? DEFAULT_SECONDS);
  if (!Number.isInteger(seconds) || seconds < 1) {
    console.error('SECONDS is a whole number of seconds for each target, 1 or more: make fuzz SECONDS=600');
    process.exit(2);
  }
  process.exitCode = fuzzAll(seconds) ? 0 : 1;
}
