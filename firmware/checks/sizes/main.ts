/**
 * `node main.ts BUILD`: what the core weighs on each machine of firmware/checks, as a table and, with the budgets, in
 * BUILD/sizes.json (the bench keeps it). Fails when a budget is broken. The machines must have run: ctest does that first.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUDGETS } from './budgets.ts';
import { type MachineSizes, measureMachine, measureObjects, type Sizes } from './measure.ts';

const build = process.argv[2];
if (build === undefined) {
  console.error('Usage: node main.ts BUILD, the folder of the machines (firmware/build/checks)');
  process.exit(2);
}

const machines: readonly MachineSizes[] = [
  measureMachine('rv32imc', join(build, 'rv32imc'), 'riscv64-unknown-elf-size'),
  measureMachine('lx106', join(build, 'lx106'), 'xtensa-lx106-elf-size'),
];
const sizes: Sizes = Object.assign(
  {},
  ...machines.map((machine) => machine.sizes),
  measureObjects('esp32', join(build, 'esp32'), 'xtensa-lx106-elf-size'),
);
const budgets = Object.fromEntries(BUDGETS.map(({ metric, most }) => [metric, most]));
writeFileSync(join(build, 'sizes.json'), `${JSON.stringify({ sizes, budgets }, null, 2)}\n`);
for (const [metric, bytes] of Object.entries(sizes))
  console.log(`${metric.padEnd(36)} ${String(bytes).padStart(7)} bytes`);
console.log(`\nThe deepest calls on rv32imc:\n  ${machines[0]?.worst.path.join('\n  ')}\n`);

const broken = BUDGETS.filter(({ metric, most }) => (sizes[metric] ?? Number.POSITIVE_INFINITY) > most);
for (const { metric, most, unit } of BUDGETS) {
  const bytes = sizes[metric];
  console.log(`${bytes !== undefined && bytes <= most ? 'ok  ' : 'FAIL'} ${metric}: ${bytes} of ${most} ${unit}`);
}
process.exitCode = broken.length === 0 ? 0 : 1;
