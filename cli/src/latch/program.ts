import { Command, CommanderError, Option } from 'commander';
import { EXIT, endingOf } from '../server/exit.ts';
import { accountCommands } from './commands/account.ts';
import { doorCommands } from './commands/doors.ts';
import { eventCommands } from './commands/events.ts';
import { grantCommands } from './commands/grants.ts';
import { lockdownCommands } from './commands/lockdown.ts';
import { peopleCommands } from './commands/people.ts';
import { siteCommands } from './commands/sites.ts';
import type { Terminal } from './terminal.ts';

const HELP = `
Examples:
  $ pnpm latch login --api https://latch.example.org --email olivia@example.org
  $ pnpm latch doors
  $ pnpm latch doors unlock "Front door" --follow
  $ pnpm latch grants give --person Alice --door "Front door" --until 2026-12-31T23:59:59Z
  $ pnpm latch events --follow

People, doors and sites are given by name or by id. A script sets SMART_LATCH_TOKEN (a personal API token) and SMART_LATCH_API, and
reads --json. Exit codes: ${Object.entries(EXIT)
  .map(([name, code]) => `${code} ${name}`)
  .join(', ')}. More in docs/cli.md.`;

/** Runs one command; returns the code to exit with. Errors are one line on `errors`. */
export const runLatch = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  const program = new Command('latch')
    .description('A Smart Latch site from the command line.')
    .addOption(new Option('--api <url>', 'the server').env('SMART_LATCH_API'))
    .addOption(new Option('--site <site>', 'name or id; not needed where you have one').env('SMART_LATCH_SITE'))
    .option('--json', 'what the API says, as one JSON document (a line each with --follow)')
    .addHelpText('after', HELP)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.output.write(text),
      writeErr: (text) => void terminal.errors.write(text),
    });
  const groups = [
    accountCommands,
    siteCommands,
    peopleCommands,
    doorCommands,
    grantCommands,
    eventCommands,
    lockdownCommands,
  ];
  for (const add of groups) add(program, terminal);
  inherit(program);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (terminal.signal.aborted) return EXIT.done;
    const { exit, line } = endingOf(error);
    terminal.errors.write(`error: ${line}\n`);
    return EXIT[exit];
  }
};

/** What commander hands down only to commands that are made after it is set. */
const inherit = (command: Command): void => {
  for (const one of command.commands) {
    one.copyInheritedSettings(command);
    inherit(one);
  }
};
