import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Depth, deepest, readCallGraph } from './call-graph.ts';
import { readLinkMap } from './link-map.ts';

/** Bytes, by a name with dots. */
export type Sizes = Readonly<Record<string, number>>;

interface Sections {
  readonly text: number;
  readonly data: number;
  readonly bss: number;
}

/** Of one file, or the sum over the members of an archive; text holds the constants too. */
const sectionsOf = (size: string, file: string): Sections => {
  const rows = execFileSync(size, ['--format=berkeley', file], { encoding: 'utf8' }).trim().split('\n').slice(1);
  return rows.reduce(
    (sum, row) => {
      const [text = 0, data = 0, bss = 0] = row.trim().split(/\s+/).map(Number);
      return { text: sum.text + text, data: sum.data + data, bss: sum.bss + bss };
    },
    { text: 0, data: 0, bss: 0 },
  );
};

const named = (prefix: string, { text, data, bss }: Sections): Sizes => ({
  [`${prefix}.text`]: text,
  [`${prefix}.data`]: data,
  [`${prefix}.bss`]: bss,
});

/** Lines `measured NAME VALUE` of a machine. */
const measuredBy = (log: string): Sizes =>
  Object.fromEntries([...log.matchAll(/^measured (\S+) (\d+)$/gm)].map(([, name, value]) => [name, Number(value)]));

/** Whatever a board calls: LatchDevice (mangled sl::LatchDevice), and the journal and records that it opens itself. */
const ROOTS = /^_ZN(K?)2sl(11LatchDevice|7Journal4open|12FlashRecords)/;
const INDIRECT_RULES = [
  // The effects of a step are LatchDevice's own.
  {
    from: /core\/src\/latch\//,
    calls: /^_ZN2sl11LatchDevice(11publish_tap|4show|5drive|8verified|6result|7refused|5event|6report|6reboot)E/,
  },
  { from: /core\/src\/latch\/nonces/, calls: /nonces\.cpp.*is_(challenge|expired|spent)/ },
  // Numbers that outlive a power cut lie in FlashRecords.
  { from: /core\/src\/(journal\/journal|peer\/rising_counter)/, calls: /^_ZN2sl13StoredCounter(4read|5write)E/ },
];

/** What calls itself, and how deep: a value in an item of a list of a map is the most that a message of messages.cpp has. */
const DEPTHS: ReadonlyMap<RegExp, number> = new Map([
  [/5Codec4item/, 5],
  [/5Codec(3map|4list|4rows)/, 3],
]);

export interface MachineSizes {
  readonly sizes: Sizes;
  /** Which calls need the most stack. */
  readonly worst: Depth;
}

/** A machine that runs: `build` is its folder, `size` the binutils program that knows its objects. */
export const measureMachine = (name: string, build: string, size: string): MachineSizes => {
  const latch = sectionsOf(size, join(build, 'latch.elf'));
  const measured = measuredBy(readFileSync(join(build, 'runner.log'), 'utf8'));
  const stacks = Object.entries(measured).flatMap(([metric, bytes]) => (metric.startsWith('stack.') ? [bytes] : []));
  if (stacks.length === 0) throw new Error(`${build}/runner.log holds no measured stack: run the test '${name}' first`);
  const graphs = globSync(join(build, 'CMakeFiles/sl_core_objects.dir/**/*.ci')).map((file) =>
    readFileSync(file, 'utf8'),
  );
  const worst = deepest(readCallGraph(graphs), ROOTS, INDIRECT_RULES, DEPTHS);
  const crypto = globSync(join(build, 'CMakeFiles/runner.dir/sha256.cpp.*')).find((file) => /\.o(bj)?$/.test(file));
  const sizes = {
    ...named('latch', latch),
    ...Object.fromEntries(
      [...readLinkMap(readFileSync(join(build, 'latch_parts.map'), 'utf8'))].map(([part, bytes]) => [
        `latch.text.${part}`,
        bytes,
      ]),
    ),
    'latch.static-ram': latch.data + latch.bss,
    'stack.measured': Math.max(...stacks),
    'stack.call-graph': worst.bytes,
    ...named('whole-core', sectionsOf(size, join(build, 'libsl_core.a'))),
    ...Object.fromEntries(Object.entries(measured).filter(([metric]) => metric.startsWith('ram.'))),
    ...(crypto && { 'apart.sha256-hmac.text': sectionsOf(size, crypto).text }),
  };
  return { sizes: prefixed(name, sizes), worst };
};

/** A machine that only compiles. */
export const measureObjects = (name: string, build: string, size: string): Sizes => {
  const frames = globSync(join(build, '**/*.su')).flatMap((file) =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => Number(line.split('\t')[1] ?? 0)),
  );
  return prefixed(name, {
    ...named('whole-core', sectionsOf(size, join(build, 'libsl_core.a'))),
    'stack.largest-frame': Math.max(...frames),
  });
};

const prefixed = (prefix: string, sizes: Sizes): Sizes =>
  Object.fromEntries(Object.entries(sizes).map(([metric, bytes]) => [`${prefix}.${metric}`, bytes]));
