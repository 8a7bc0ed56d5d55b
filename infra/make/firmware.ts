/** `make firmware`: builds the boards' software for this machine. `make test` also builds and runs its tests. */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const BUILD = join(ROOT, 'firmware/build');
const BUILD_LOG = join(ROOT, '.cache/firmware-build.log');
const REPORT = join(ROOT, '.cache/ctest.xml');

export interface FirmwareCount {
  readonly passed: number;
  readonly failed: number;
  readonly failures: readonly string[];
}

const run = (program: string, args: readonly string[]): boolean =>
  spawnSync(program, args, { cwd: ROOT, stdio: 'inherit' }).status === 0;

/** Two compilers at once: as many as the smallest machine has cores. */
const JOBS = '2';
const buildOf = (...targets: readonly string[]): string[] => [
  ...['--build', BUILD, `-j${JOBS}`],
  ...targets.flatMap((target) => ['--target', target]),
];

const configure = (): boolean => run('cmake', ['-S', join(ROOT, 'firmware'), '-B', BUILD, '-Wno-dev']);

/** What runs on this machine, in firmware/build; what is up to date is not built again. False: see above. */
export const buildPrograms = (): boolean =>
  configure() && run('cmake', buildOf('latchd', 'camerad', 'rigctl', 'clock_set_back', 'latch_replay'));

/**
 * Builds the rest, after `buildPrograms`, with what others leave of the processors: they mostly wait for doors. What it says is
 * printed when it fails.
 */
export const buildMeanwhile = (): Promise<boolean> => {
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  const log = openSync(BUILD_LOG, 'w');
  const build = spawn('nice', ['-n', '19', 'cmake', ...buildOf()], { cwd: ROOT, stdio: ['ignore', log, log] });
  return new Promise((settle) => {
    const ended = (ok: boolean): void => {
      closeSync(log);
      if (!ok) console.log(readOrUndefined(BUILD_LOG));
      settle(ok);
    };
    build.once('error', () => ended(false));
    build.once('close', (code) => ended(code === 0));
  });
};

/** Counts ctest's JUnit report (XML text). Undefined: ctest left none, which is one failure. */
export function countJunit(xml: string | undefined): FirmwareCount {
  if (xml === undefined) return { passed: 0, failed: 1, failures: ['firmware: ctest left no report'] };
  const cases = [...xml.matchAll(/<testcase name="([^"]*)"[^>]*? status="([^"]*)"/g)];
  const failures = cases
    .filter(([, , status]) => status !== 'run')
    .map(([, name, status]) => `firmware: ${name}: ${status}`);
  if (cases.length === 0) return { passed: 0, failed: 1, failures: ['firmware: ctest ran no test'] };
  return { passed: cases.length - failures.length, failed: failures.length, failures };
}

/** Runs every test of the firmware that CMake knows, each of which has a deadline; `built`: whether all was built. */
export const testFirmware = (built: boolean): FirmwareCount => {
  if (!built) return { passed: 0, failed: 1, failures: ['firmware: it does not build (see above)'] };
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  rmSync(REPORT, { force: true });
  const ok = run('ctest', [
    ...['--test-dir', BUILD, `-j${JOBS}`, '--output-on-failure', '--timeout', '300', '--no-tests=error'],
    ...['--output-junit', REPORT],
  ]);
  const count = countJunit(readOrUndefined(REPORT));
  return ok || count.failed > 0 ? count : { ...count, failed: 1, failures: ['firmware: ctest failed (see above)'] };
};

const readOrUndefined = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

if (import.meta.main) process.exitCode = buildPrograms() ? 0 : 1;
