import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { type BoardKind, boardKind } from '@smart-latch/infra';
import { BENCHES } from './benches.ts';
import { describeMachine, isBusy, NOISY } from './machine.ts';
import { openProgress } from './progress.ts';
import { rowsText, writeResults } from './results.ts';

const RESULTS = join(import.meta.dirname, '../results');
const known = Object.entries(BENCHES).map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`);
const HELP = `Usage: pnpm bench NAME [--devices simulated|firmware]

${known.join('\n')}

--devices says whose boards stand at the doors of unlock; those of the firmware are built by make firmware.

Figures go to standard output, and with plots to bench/results/NAME.json and bench/results/NAME.html.
Compare ratios, which are of one run, and not milliseconds of two machines. Leave the machine alone while it runs.`;

const over = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => over.abort());

const run = async (name: string, boards: BoardKind): Promise<void> => {
  const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (!bench) {
    return refuse(`There is no bench '${name}'.`);
  }
  const machine = describeMachine();
  if (isBusy(machine))
    console.error(`Others keep this machine busy (load ${machine.loadBefore} on ${machine.cores} cores): ${NOISY}`);
  const progress = openProgress();
  try {
    const results = await bench.run({ progress, signal: over.signal, boards });
    progress.end();
    console.log(rowsText(results.rows));
    for (const path of await writeResults(RESULTS, fileName(name, boards), results, machine))
      console.log(relative('', path));
  } catch (error) {
    progress.end();
    console.error(
      over.signal.aborted ? 'stopped' : `The bench ${name} failed: ${error instanceof Error ? error.message : error}`,
    );
    process.exitCode = over.signal.aborted ? 130 : 1;
  }
};

/** Each kind of boards has results of its own. */
const fileName = (name: string, boards: BoardKind): string => (boards === 'simulated' ? name : `${name}-${boards}`);

const refuse = (why: string): void => {
  console.error(`${why}\n\n${HELP}`);
  process.exitCode = 2;
};

const main = async (): Promise<void> => {
  const options = { devices: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
  const words = process.argv.slice(2).filter((word) => word !== '--');
  const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true });
  const [name, ...more] = positionals;
  if (values.help || name === 'help') return console.log(HELP);
  if (name === undefined || more.length > 0) return refuse('Give the name of one bench.');
  await run(name, boardKind(values.devices));
};

await main().catch((error: Error) => refuse(error.message));
process.exit();
