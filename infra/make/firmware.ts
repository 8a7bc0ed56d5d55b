/** `make firmware`: builds the boards' software for this machine, and with `test` runs its tests. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const BUILD = join(ROOT, 'firmware/build');
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

/** latchd, camerad, rigctl and the tests, in firmware/build; what is up to date is not built again. False: see above. */
export const buildFirmware = (): boolean =>
  run('cmake', ['-S', join(ROOT, 'firmware'), '-B', BUILD, '-Wno-dev']) &&
  run('cmake', ['--build', BUILD, `-j${JOBS}`]);

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

/** Builds everything and runs every test of the firmware, each of which has a deadline. */
export const testFirmware = (): FirmwareCount => {
  if (!buildFirmware()) return { passed: 0, failed: 1, failures: ['firmware: it does not build (see above)'] };
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  rmSync(REPORT, { force: true });
  const ok = run('ctest', [
    ...['--test-dir', BUILD, '--output-on-failure', '--timeout', '300', '--no-tests=error'],
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

if (import.meta.main) process.exitCode = buildFirmware() ? 0 : 1;
