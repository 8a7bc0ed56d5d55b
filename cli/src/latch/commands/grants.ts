import type { components } from '@smart-latch/client';
import { type Command, InvalidArgumentError } from 'commander';
import { CommandError } from '../../server/exit.ts';
import { namesById, oneOf } from '../../server/names.ts';
import { type Context, contextOf } from '../context.ts';
import { readable } from '../readable.ts';
import type { Columns, Terminal } from '../terminal.ts';
import { latchesOf } from './doors.ts';
import { peopleOf } from './people.ts';

type Grant = components['schemas']['Grant'];

/** Who may open what, and when. */
export const grantCommands = (program: Command, terminal: Terminal): void => {
  const grants = program.command('grants').description('who may open which door, and when');

  grants
    .command('list', { isDefault: true })
    .description('the grants of the site, of a person or of a door')
    .option('--person <person>', 'name or id')
    .option('--door <door>', 'name or id')
    .action(async (wanted: Wanted, command: Command) => {
      const context = contextOf(terminal, command);
      context.show(await grantsOf(context, wanted), await columns(context));
    });

  grants
    .command('give')
    .description('let a person, or a group, open a door')
    .option('--person <person>', 'name or id')
    .option('--group <group>', 'name or id, in place of a person')
    .requiredOption('--door <door>', 'name or id')
    .option('--schedule <schedule>', 'name or id; at any time unless given')
    .option('--remote', 'from afar too')
    .option('--from <time>', 'from when, such as 2026-06-01T08:00:00+02:00')
    .option('--until <time>', 'until when')
    .option('--entries <number>', 'how often', entries)
    .action(async (options: Terms, command: Command) => {
      const context = contextOf(terminal, command);
      const given = await give(context, options);
      context.show([given], await columns(context));
    });

  grants
    .command('end')
    .description('take a grant away: by its id, or every one of a person for a door')
    .argument('[grant]', 'id')
    .option('--person <person>', 'name or id')
    .option('--door <door>', 'name or id')
    .action(async (id: string | undefined, wanted: Wanted, command: Command) =>
      end(contextOf(terminal, command), id, wanted),
    );
};

interface Wanted {
  readonly person?: string;
  readonly door?: string;
}

interface Terms {
  readonly door: string;
  readonly person?: string;
  readonly group?: string;
  readonly schedule?: string;
  readonly remote?: boolean;
  readonly from?: string;
  readonly until?: string;
  readonly entries?: number;
}

const entries = (text: string): number => {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new InvalidArgumentError('give a whole number.');
};

const schedulesOf = async (context: Context) => {
  const [api, { id: site }] = await Promise.all([context.api(), context.site()]);
  return Array.fromAsync(api.list('/v1/sites/{site}/schedules', { params: { path: { site } } }));
};

const groupsOf = async (context: Context) => {
  const [api, { id: site }] = await Promise.all([context.api(), context.site()]);
  return Array.fromAsync(api.list('/v1/sites/{site}/groups', { params: { path: { site } } }));
};

const columns = async (context: Context): Promise<Columns<Grant>> => {
  const [personOf, groupOf, doorOf, scheduleOf] = await Promise.all([
    peopleOf(context).then(namesById),
    readable(groupsOf(context)).then(namesById),
    latchesOf(context).then(namesById),
    readable(schedulesOf(context)).then(namesById),
  ]);
  return {
    person: ({ user, group }) => (user ? (personOf.get(user) ?? user) : `group ${groupOf.get(group ?? '') ?? group}`),
    door: ({ latch }) => doorOf.get(latch) ?? latch,
    when: ({ schedule }) => (schedule ? (scheduleOf.get(schedule) ?? schedule) : 'always'),
    remote: ({ remote }) => remote,
    from: ({ notBefore }) => notBefore,
    until: ({ expiresAt }) => expiresAt,
    'entries left': ({ entriesLeft }) => entriesLeft,
    id: ({ id }) => id,
  };
};

const grantsOf = async (context: Context, { person, door }: Wanted): Promise<Grant[]> => {
  const [api, { id: site }] = await Promise.all([context.api(), context.site()]);
  const query = {
    ...(person === undefined ? {} : { user: oneOf(await peopleOf(context), person, 'person').id }),
    ...(door === undefined ? {} : { latch: oneOf(await latchesOf(context), door, 'door').id }),
  };
  return Array.fromAsync(api.list('/v1/sites/{site}/grants', { params: { path: { site }, query } }));
};

const whom = async (context: Context, { person, group }: Terms) => {
  if ((person === undefined) === (group === undefined)) {
    throw new CommandError('usage', 'say whom: --person or --group');
  }
  return person === undefined
    ? { group: oneOf(await groupsOf(context), group ?? '', 'group').id }
    : { user: oneOf(await peopleOf(context), person, 'person').id };
};

const give = async (context: Context, options: Terms): Promise<Grant> => {
  const [api, { id: site }] = await Promise.all([context.api(), context.site()]);
  const { schedule, remote, from, until, entries } = options;
  const body = {
    ...(await whom(context, options)),
    latch: oneOf(await latchesOf(context), options.door, 'door').id,
    ...(schedule ? { schedule: oneOf(await schedulesOf(context), schedule, 'schedule').id } : {}),
    ...(remote ? { remote } : {}),
    ...(from ? { notBefore: from } : {}),
    ...(until ? { expiresAt: until } : {}),
    ...(entries === undefined ? {} : { entriesLeft: entries }),
  };
  return api.post('/v1/sites/{site}/grants', { params: { path: { site } }, body });
};

const end = async (context: Context, id: string | undefined, wanted: Wanted): Promise<void> => {
  const [api, { id: site }] = await Promise.all([context.api(), context.site()]);
  if (id === undefined && (!wanted.person || !wanted.door)) {
    throw new CommandError('usage', 'say which: the id of a grant, or --person and --door');
  }
  const ids = id === undefined ? (await grantsOf(context, wanted)).map((grant) => grant.id) : [id];
  if (ids.length === 0) throw new CommandError('refused', `${wanted.person} has no grant for ${wanted.door}`);
  for (const grant of ids) await api.delete('/v1/sites/{site}/grants/{grant}', { params: { path: { site, grant } } });
  context.tell(`ended ${ids.join(', ')}`, { ended: ids });
};
