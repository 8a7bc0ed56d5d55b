import type { Command } from 'commander';
import { contextOf } from '../context.ts';
import type { Terminal } from '../terminal.ts';

export const siteCommands = (program: Command, terminal: Terminal): void => {
  program
    .command('sites')
    .description('your sites')
    .action(async (_options: object, command: Command) => {
      const { api, show } = contextOf(terminal, command);
      const sites = await Array.fromAsync((await api()).list('/v1/sites'));
      show(sites, {
        name: ({ name }) => name,
        'time zone': ({ timeZone }) => timeZone,
        lockdown: ({ lockdown }) => lockdown,
        id: ({ id }) => id,
      });
    });
};
