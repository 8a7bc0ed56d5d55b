import type { components } from '@smart-latch/client';
import { type Command, Option } from 'commander';
import { oneOf } from '../../server/names.ts';
import { type Context, contextOf } from '../context.ts';
import type { Columns, Terminal } from '../terminal.ts';

type User = components['schemas']['User'];
const ROLES = ['owner', 'admin', 'member', 'guest'] as const;

const COLUMNS: Columns<User> = {
  name: ({ name }) => name,
  role: ({ role }) => role,
  state: ({ disabled }) => (disabled ? 'disabled' : 'active'),
  'e-mail': ({ email }) => email,
  from: ({ notBefore }) => notBefore,
  until: ({ expiresAt }) => expiresAt,
  id: ({ id }) => id,
};

export const peopleOf = async (context: Context): Promise<User[]> => {
  const [api, { id: site }] = await Promise.all([context.api(), context.site()]);
  return Array.fromAsync(api.list('/v1/sites/{site}/users', { params: { path: { site } } }));
};

/** The people of a site. */
export const peopleCommands = (program: Command, terminal: Terminal): void => {
  const people = program.command('people').description('the people of a site');

  people
    .command('list', { isDefault: true })
    .description('everybody, and as what')
    .action(async (_options: object, command: Command) => {
      const context = contextOf(terminal, command);
      context.show(await peopleOf(context), COLUMNS);
    });

  people
    .command('add')
    .description('add a person; with card and face nobody needs a password')
    .argument('<name>')
    .addOption(new Option('--role <role>', 'what they may do').choices(ROLES).default('member'))
    .option('--email <email>', 'for signing in')
    .option('--from <time>', 'from when, such as 2026-06-01T08:00:00+02:00')
    .option('--until <time>', 'until when')
    .action(async (name: string, options: NewPerson, command: Command) => {
      const context = contextOf(terminal, command);
      const [api, { id: site }] = await Promise.all([context.api(), context.site()]);
      const { role, email, from, until } = options;
      const dates = { ...(from ? { notBefore: from } : {}), ...(until ? { expiresAt: until } : {}) };
      const body = { name, role, ...(email ? { email } : {}), ...dates };
      context.show([await api.post('/v1/sites/{site}/users', { params: { path: { site } }, body })], COLUMNS);
    });

  for (const [word, disabled] of [
    ['disable', true],
    ['enable', false],
  ] as const) {
    people
      .command(word)
      .description(
        disabled ? 'let a person in nowhere, until they are enabled again' : 'let a disabled person in again',
      )
      .argument('<person>', 'name or id')
      .action(async (wanted: string, _options: object, command: Command) => {
        const context = contextOf(terminal, command);
        const [api, { id: site }] = await Promise.all([context.api(), context.site()]);
        const { id: user } = oneOf(await peopleOf(context), wanted, 'person');
        const params = { path: { site, user } };
        context.show([await api.patch('/v1/sites/{site}/users/{user}', { params, body: { disabled } })], COLUMNS);
      });
  }

  people
    .command('remove')
    .description('remove a person: grants, cards and face go with them')
    .argument('<person>', 'name or id')
    .action(async (wanted: string, _options: object, command: Command) => {
      const context = contextOf(terminal, command);
      const [api, { id: site }] = await Promise.all([context.api(), context.site()]);
      const { id: user, name } = oneOf(await peopleOf(context), wanted, 'person');
      await api.delete('/v1/sites/{site}/users/{user}', { params: { path: { site, user } } });
      context.tell(`${name} is removed`, { removed: user });
    });
};

interface NewPerson {
  readonly role: (typeof ROLES)[number];
  readonly email?: string;
  readonly from?: string;
  readonly until?: string;
}
