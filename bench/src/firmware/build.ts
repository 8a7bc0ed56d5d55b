import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '../../..');
const BUILD = join(ROOT, 'firmware/build');
const TARGETS = ['latchd', 'bench_core', 'rv32imc', 'lx106', 'esp32'];

/** Bytes by metric, and what of them may be at most: firmware/checks/sizes. */
const sizes = z.object({ sizes: z.record(z.string(), z.number()), budgets: z.record(z.string(), z.number()) });
/** Samples in ms by name: firmware/checks/bench. */
const times = z.record(z.string(), z.array(z.number()));

export type Sizes = z.output<typeof sizes>;
export type CoreTimes = z.output<typeof times>;

/** Runs a program to its end. Rejects with its last words unless it ends with 0, or `mayFail`. */
const run = (program: string, args: readonly string[], signal: AbortSignal, mayFail = false): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], signal });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0 || mayFail) resolve(said);
      else reject(new Error(`${program} ended with ${code}: ${said.trim().split('\n').slice(-8).join('\n')}`));
    });
  });

export const buildFirmware = async (signal: AbortSignal): Promise<void> => {
  await run('cmake', ['-S', join(ROOT, 'firmware'), '-B', BUILD, '-Wno-dev'], signal);
  await run('cmake', ['--build', BUILD, '-j2', '--target', ...TARGETS], signal);
};

/** Lets the emulated machines run once more. A budget that is broken fails the test, and is a row here all the same. */
export const measureSizes = async (signal: AbortSignal): Promise<Sizes> => {
  await run('ctest', ['--test-dir', BUILD, '-R', '^(rv32imc|lx106|sizes)$'], signal, true);
  return sizes.parse(JSON.parse(await readFile(join(BUILD, 'checks/sizes.json'), 'utf8')));
};

export const measureCore = async (signal: AbortSignal): Promise<CoreTimes> =>
  times.parse(JSON.parse(await run(join(BUILD, 'checks/bench_core'), [], signal)));
