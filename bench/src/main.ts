import { join, relative } from 'node:path';
import { BENCHES } from './benches.ts';
import { describeMachine, isBusy, NOISY } from './machine.ts';
import { openProgress } from './progress.ts';
import { rowsText, writeResults } from './results.ts';

const RESULTS = join(import.meta.dirname, '../results');
const known = Object.entries(BENCHES).map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`);
const HELP = `Usage: pnpm bench NAME

${known.join('\n')}

Figures go to standard output, and with plots to bench/results/NAME.json and bench/results/NAME.html.
Compare ratios, which are of one run, and not milliseconds of two machines. Leave the machine alone while it runs.`;

const over = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => over.abort());

const run = async (name: string): Promise<void> => {
  const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (!bench) {
    console.error(`There is no bench '${name}'.\n\n${HELP}`);
    process.exitCode = 2;
    return;
  }
  const machine = describeMachine();
  if (isBusy(machine))
    console.error(`Others keep this machine busy (load ${machine.loadBefore} on ${machine.cores} cores): ${NOISY}`);
  const progress = openProgress();
  try {
    const results = await bench.run({ progress, signal: over.signal });
    progress.end();
    console.log(rowsText(results.rows));
    for (const path of await writeResults(RESULTS, name, results, machine)) console.log(relative('', path));
  } catch (error) {
    progress.end();
    console.error(
      over.signal.aborted ? 'stopped' : `The bench ${name} failed: ${error instanceof Error ? error.message : error}`,
    );
    process.exitCode = over.signal.aborted ? 130 : 1;
  }
};

const wanted = process.argv.slice(2).filter((word) => word !== '--');
if (wanted.length === 1 && ['--help', '-h', 'help'].includes(wanted[0] ?? '')) console.log(HELP);
else if (wanted.length === 1) await run(wanted[0] ?? '');
else {
  console.error(`Give the name of one bench.\n\n${HELP}`);
  process.exitCode = 2;
}
process.exit();
