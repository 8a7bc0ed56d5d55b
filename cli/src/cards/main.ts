import { readFile } from 'node:fs/promises';
import { ProblemError, UnreachableError } from '@smart-latch/client';
import { Command, Option } from 'commander';
import { connect } from '../server/connect.ts';
import { CommandError, EXIT, endingOf } from '../server/exit.ts';
import { CardError, type CardReader } from './card-reader.ts';
import { importFile } from './import-csv.ts';
import { blankCard, issueCard, writeTag } from './issue.ts';
import { PcscReader } from './pcsc-reader.ts';
import { cardServer } from './server.ts';
import { softwareCardAt } from './software-card.ts';

const EXIT_BAD_LINES = 2;
const BAR_CHARS = 30;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Options {
  readonly api?: string;
  readonly site?: string;
  readonly reader: 'pcsc' | 'soft';
  readonly readerName?: string;
  readonly softCard: string;
}

const program = new Command('cards')
  .description('Writes NTAG 424 DNA cards and the tags of doors, and imports cards that are keyed already.')
  .addOption(new Option('--api <url>', 'the server, such as https://latch.example').env('SMART_LATCH_API'))
  .addOption(new Option('--site <site>', 'name or id; not needed where you have one').env('SMART_LATCH_SITE'))
  .addOption(
    new Option('--reader <kind>', 'pcsc: a reader on this machine; soft: a card in a file')
      .choices(['pcsc', 'soft'])
      .default('pcsc'),
  )
  .option('--reader-name <name>', 'which PC/SC reader, as pcsc_scan -r lists it; else the first')
  .option('--soft-card <file>', 'the card in software: made blank when the file is not there', 'card.json')
  .showHelpAfterError('(add --help for examples)')
  .addHelpText(
    'after',
    `
Sign in with pnpm latch login, or set SMART_LATCH_TOKEN (a personal API token) and SMART_LATCH_API. A reader needs Debian's packages pcscd and pcsc-tools.

Examples:
  $ pnpm cards issue --person Alice --label "blue card"
  $ pnpm cards --reader soft --soft-card alice.json issue --person Alice
  $ pnpm cards import cards.csv --dry-run
  $ pnpm cards tag --door "Front door"
  $ pnpm cards blank`,
  );

const serverOf = async ({ api, site }: Options) => cardServer(await connect(process.env, api), site);

const withReader = async (work: (at: Parameters<typeof blankCard>[0]) => Promise<unknown>): Promise<void> => {
  const options = program.opts<Options>();
  const server = await serverOf(options);
  const reader: CardReader =
    options.reader === 'soft'
      ? await softwareCardAt(options.softCard)
      : new PcscReader({ name: options.readerName ?? null });
  try {
    await work({ reader, server, say });
  } finally {
    await reader.close();
  }
};

program
  .command('issue')
  .description('write keys and URL on a card and give it to a user')
  .requiredOption('--person <name>', 'whose card it becomes: name or id')
  .option('--label <text>', 'what it looks like', 'card')
  .action(({ person, label }: { person: string; label: string }) =>
    withReader(async (at) => issueCard(at, { user: await at.server.person(person), label })),
  );

program
  .command('blank')
  .description('take a card of ours from its user and make it as it came from the factory')
  .action(() => withReader(blankCard));

program
  .command('tag')
  .description('write the tag of a door, which phones read')
  .requiredOption('--door <name>', 'name or id')
  .action(({ door }: { door: string }) => withReader(async (at) => writeTag(at, await at.server.door(door))));

program
  .command('import')
  .description(
    'accept cards that hold keys of this site already: a CSV file with the columns uid, user or email, label',
  )
  .argument('<file>')
  .option('--dry-run', 'only say what would come of it', false)
  .action(async (file: string, { dryRun }: { dryRun: boolean }) => {
    const server = await serverOf(program.opts<Options>());
    const text = await readFile(file, 'utf8').catch((cause: unknown) => {
      throw new CardError(`${file} cannot be read`, { cause });
    });
    const report = await importFile(text, server, { dryRun, progress: showProgress });
    for (const { line, problem } of report.bad) say(`${file}:${line}: ${problem}`);
    const would = dryRun ? 'would be ' : '';
    say(`${report.imported} ${would}imported, ${report.already} were there already, ${report.bad.length} refused`);
    if (report.bad.length > 0) process.exitCode = EXIT_BAD_LINES;
  });

const showProgress = (done: number, all: number): void => {
  if (!process.stderr.isTTY) return;
  const filled = all === 0 ? BAR_CHARS : Math.round((done / all) * BAR_CHARS);
  const bar = '#'.repeat(filled).padEnd(BAR_CHARS, '.');
  process.stderr.write(`\r[${bar}] ${done}/${all}${done === all ? '\n' : ''}`);
};

await program.parseAsync().catch((error: unknown) => {
  // What a person can mend is said plainly; anything else is a bug and keeps its stack.
  const mendable = [CardError, CommandError, ProblemError, UnreachableError].some((kind) => error instanceof kind);
  if (!mendable) throw error;
  const { exit, line } = endingOf(error);
  process.stderr.write(`error: ${line}\n`);
  process.exitCode = EXIT[exit];
});
