/** `make test`: the checks, then every test. A check counts as one test; the last line is `N passed, N failed`. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BoardKind } from '../local/boards/boards.ts';
import { runSteps, STEPS } from './check.ts';
import { buildMeanwhile, buildPrograms, testFirmware } from './firmware.ts';

const ROOT = join(import.meta.dirname, '../..');

export interface Count {
  readonly passed: number;
  readonly failed: number;
  /** What failed, a line each, as it is told at the very end. */
  readonly failures: readonly string[];
}

/** The part of vitest's JSON report that is counted. */
interface Report {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly TestResult[];
  }[];
}

interface TestResult {
  readonly status: string;
  readonly fullName: string;
  readonly failureMessages?: readonly string[];
}

/**
 * Counts a vitest report (JSON text). A file that failed outside its tests (it does not load, its hooks throw) counts as one
 * failure, and so does a run that failed outside its files (an unhandled rejection), or that left no report at all.
 */
export function countReport(json: string | undefined): Count {
  if (json === undefined) return { passed: 0, failed: 1, failures: ['the test runner left no report'] };
  const report = JSON.parse(json) as Report;
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const tests = assertionResults.filter(isFailed);
    if (tests.length > 0)
      return tests.map((test) => `${name}: ${test.fullName}: ${firstLine(test.failureMessages?.[0])}`);
    return isFailed({ status }) ? [`${name}: ${firstLine(message)}`] : [];
  });
  if (failures.length === 0 && !report.success) failures.push('the test runner failed outside every file (see above)');
  return { passed: report.numPassedTests, failed: failures.length, failures };
}

const isFailed = ({ status }: { status: string }): boolean => status === 'failed';
const firstLine = (text = ''): string => text.split('\n')[0]?.slice(0, 300) ?? '';

/** Real processes against real deadlines: it runs after the others, with the machine to itself. */
const WHOLE_ROUTE = 'infra/local/route.test.ts';

function runVitest(root: string, select: readonly string[], env: Readonly<Record<string, string>> = {}): Count {
  const out = join(root, '.cache/vitest.json');
  mkdirSync(join(root, '.cache'), { recursive: true });
  rmSync(out, { force: true });
  const args = [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...select,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${out}`,
  ];
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  const count = countReport(readOrUndefined(out));
  if (status === 0 || count.failed > 0) return count;
  return { ...count, failed: 1, failures: [`the test runner ended with ${status} (see above)`] };
}

const named = (where: string, count: Count): Count => ({
  ...count,
  failures: count.failures.map((failure) => `${where}: ${failure}`),
});

function readOrUndefined(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

const route = (DEVICES: BoardKind): Count => named(`on ${DEVICES} boards`, runVitest(ROOT, [WHOLE_ROUTE], { DEVICES }));

/** The latch of device-sim and that of the firmware side by side. */
const TWO_LANGUAGES = 'firmware/tests';
/** Hostile broker, power cuts, link cuts: real processes against real deadlines too. */
const TRIALS = 'infra/local/firmware';
/** The trials mostly wait: their files run side by side. */
const TRIALS_AT_ONCE = '--maxWorkers=3';

/** Half of a test's time it waits for MongoDB, Redis or a process, which have a core of their own. */
const SIDE_BY_SIDE = '--maxWorkers=2';
/** Files of one worker share the modules that they import: loading them anew for each took longer than many tests. */
const SHARED_MODULES = '--no-isolate';
const INFRA = 'infra/';
const without = (...globs: string[]): string[] => globs.map((glob) => `--exclude=${glob}`);

/** What is in infra boots systems with settings of their own for the whole process: nothing is shared there. */
const platformRuns = (): Count[] => [
  runVitest(ROOT, [SIDE_BY_SIDE, SHARED_MODULES, ...without(`${INFRA}**`, `${TWO_LANGUAGES}/**`)]),
  runVitest(ROOT, [INFRA, SIDE_BY_SIDE, ...without(WHOLE_ROUTE, `${TRIALS}/**`)]),
  route('simulated'),
];

/** Everything of the boards that needs their programs. The rest is compiled meanwhile. */
const boardRuns = async (others: () => Count[]): Promise<Count[]> => {
  if (!buildPrograms()) return [...others(), testFirmware(false)];
  const built = buildMeanwhile();
  const runs = [...others(), runVitest(ROOT, [TRIALS, TRIALS_AT_ONCE]), route('firmware')];
  return [...runs, testFirmware(await built), runVitest(ROOT, [TWO_LANGUAGES])];
};

if (import.meta.main) {
  const checks = await runSteps(STEPS, console.log);
  const broken = checks.filter((check) => !check.ok);
  const runs = await boardRuns(process.argv[2] === 'firmware' ? () => [] : platformRuns);
  const sum = (of: 'passed' | 'failed') => runs.reduce((total, run) => total + run[of], 0);
  const tests = { passed: sum('passed'), failed: sum('failed') };
  for (const { name } of broken) console.log(`FAIL ${name} (see above)`);
  for (const failure of runs.flatMap(({ failures }) => failures)) console.log(`FAIL ${failure}`);
  const failed = tests.failed + broken.length;
  const line = `${tests.passed + checks.length - broken.length} passed, ${failed} failed`;
  writeFileSync(join(ROOT, '.cache/test-count'), `${line}\n`); // for .ci/run
  console.log(line);
  process.exitCode = failed === 0 ? 0 : 1;
}
