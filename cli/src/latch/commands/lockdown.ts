import type { components } from '@smart-latch/client';
import type { Command } from 'commander';
import { type Context, contextOf } from '../context.ts';
import type { Terminal } from '../terminal.ts';

type Lockdown = components['schemas']['Lockdown'];

/** Nobody is let in by a decision of the server. */
export const lockdownCommands = (program: Command, terminal: Terminal): void => {
  const lockdown = program
    .command('lockdown')
    .description('let nobody in: cards, faces and remote unlocks are refused; the exit button works');

  lockdown
    .command('status', { isDefault: true })
    .description('whether there is one')
    .action(async (_options: object, command: Command) => {
      const context = contextOf(terminal, command);
      const [api, { id: site }] = await Promise.all([context.api(), context.site()]);
      await tell(context, await api.get('/v1/sites/{site}/lockdown', { params: { path: { site } } }));
    });

  lockdown
    .command('on')
    .description('begin one')
    .option('--note <text>', 'why')
    .action(async ({ note }: { note?: string }, command: Command) => {
      const context = contextOf(terminal, command);
      const [api, { id: site }] = await Promise.all([context.api(), context.site()]);
      const body = note === undefined ? {} : { note };
      await tell(context, await api.post('/v1/sites/{site}/lockdown', { params: { path: { site } }, body }));
    });

  lockdown
    .command('off')
    .description('end it')
    .action(async (_options: object, command: Command) => {
      const context = contextOf(terminal, command);
      const [api, { id: site }] = await Promise.all([context.api(), context.site()]);
      await api.delete('/v1/sites/{site}/lockdown', { params: { path: { site } } });
      await tell(context, await api.get('/v1/sites/{site}/lockdown', { params: { path: { site } } }));
    });
};

const tell = async (context: Context, lockdown: Lockdown): Promise<void> => {
  const { name } = await context.site();
  const { active, since, note } = lockdown;
  const why = note ? `: ${note}` : '';
  context.tell(active ? `${name} is locked down since ${since}${why}` : `${name} is not locked down`, lockdown);
};
