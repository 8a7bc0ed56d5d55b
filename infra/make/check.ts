/** `make check`: everything that judges the code without running it, side by side. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

export interface StepResult {
  readonly name: string;
  readonly ok: boolean;
  readonly durationMs: number;
  /** What the command printed on both streams. */
  readonly output: string;
}

const ROOT = join(import.meta.dirname, '../..');

// Oxlint sees what Biome does not: promises of other workspace packages, unfinished switches, import cycles.
export const STEPS: readonly Step[] = [
  {
    name: 'format and lint (biome)',
    command: ['biome', 'ci', '--error-on-warnings', '--colors=off', '--max-diagnostics=20', '.'],
  },
  {
    name: 'promises and cycles (oxlint)',
    command: ['oxlint', '-c', 'infra/make/oxlint.json', '--type-aware', '--deny-warnings'],
  },
  { name: 'types (tsc)', command: ['tsc', '-b', '--pretty', 'false'] },
  { name: 'the OpenAPI document (redocly)', command: [process.execPath, 'infra/make/lint-openapi.ts'] },
  { name: 'house style and import rules (tidy)', command: [process.execPath, 'infra/make/tidy.ts'] },
];

/** Runs the steps in parallel; prints each as it ends, with its time and, when it failed, its output. */
export async function runSteps(
  steps: readonly Step[],
  print: (text: string) => void,
  cwd = ROOT,
): Promise<StepResult[]> {
  return Promise.all(
    steps.map(async (step) => {
      const result = await runStep(step, cwd);
      print(`${result.ok ? 'ok  ' : 'FAIL'} ${(result.durationMs / 1000).toFixed(1).padStart(5)} s  ${result.name}`);
      if (!result.ok) print(result.output.trimEnd());
      return result;
    }),
  );
}

function runStep({ name, command: [program, ...args] }: Step, cwd: string): Promise<StepResult> {
  const began = performance.now();
  const bin = join(ROOT, 'node_modules/.bin');
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = (ok: boolean): StepResult => ({ name, ok, durationMs: performance.now() - began, output });
  return new Promise((resolve) => {
    child.on('error', (error) => {
      output += `${program}: ${error.message}`;
      resolve(ended(false));
    });
    child.on('close', (code) => resolve(ended(code === 0)));
  });
}

if (import.meta.main) {
  const results = await runSteps(STEPS, console.log);
  process.exitCode = results.every((result) => result.ok) ? 0 : 1;
}
