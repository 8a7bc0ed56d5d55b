import { followEvents, type SiteEvent } from '@smart-latch/client';
import { type Command, InvalidArgumentError } from 'commander';
import { namesById } from '../../server/names.ts';
import { type Context, contextOf } from '../context.ts';
import { readable } from '../readable.ts';
import { type Columns, type Terminal, tableOf } from '../terminal.ts';
import { latchesOf } from './doors.ts';
import { peopleOf } from './people.ts';

interface EventOptions {
  readonly follow?: boolean;
  readonly kind?: string;
  readonly limit: number;
  readonly after?: number;
}

/** What happened at a site. */
export const eventCommands = (program: Command, terminal: Terminal): void => {
  program
    .command('events')
    .description('what happened at the site: the newest events, oldest first')
    .option('--follow', 'go on with those that come, until Ctrl-C')
    .option('--kind <kind>', 'only of this kind, such as granted, opened or face_no_match')
    .option('--limit <number>', 'how many of the past', whole(0, 200), 20)
    .option(
      '--after <seq>',
      'with --follow: those after this sequence, in place of the newest',
      whole(0, Number.MAX_SAFE_INTEGER),
    )
    .action(async (options: EventOptions, command: Command) => {
      const context = contextOf(terminal, command);
      await (options.follow ? follow(context, options) : list(context, options));
    });
};

const whole =
  (min: number, max: number) =>
  (text: string): number => {
    const number = Number(text);
    if (Number.isSafeInteger(number) && number >= min && number <= max) return number;
    throw new InvalidArgumentError(`give a whole number from ${min} to ${max}.`);
  };

const newest = async (context: Context, { kind, limit }: EventOptions): Promise<SiteEvent[]> => {
  if (limit === 0) return [];
  const [api, { id: site }] = await Promise.all([context.api(), context.site()]);
  const query = { order: 'newest', limit, ...(kind ? { kind } : {}) } as const;
  const { items } = await api.get('/v1/sites/{site}/events', { params: { path: { site }, query } });
  return items.toReversed();
};

const list = async (context: Context, options: EventOptions): Promise<void> =>
  context.show(await newest(context, options), await columns(context));

/** A line an event: of JSON with --json. */
const follow = async (context: Context, options: EventOptions): Promise<void> => {
  const { terminal } = context;
  const [api, { id: site }, shown] = await Promise.all([context.api(), context.site(), columns(context)]);
  const past =
    options.after === undefined ? await newest(context, { ...options, limit: Math.max(options.limit, 1) }) : [];
  const lines = (events: readonly SiteEvent[]) =>
    context.options.json
      ? events.map((event) => `${JSON.stringify(event)}\n`).join('')
      : tableOf(events, shown, terminal.output).replace(/^.*\n/, '');
  if (options.limit > 0) terminal.output.write(lines(past));
  const after = options.after ?? (options.kind === undefined ? past.at(-1)?.seq : undefined);
  const onRetry = (why: string): void => void terminal.errors.write(`${why}: connecting again\n`);
  const stream = followEvents(api, site, {
    signal: terminal.signal,
    onRetry,
    ...(after === undefined ? {} : { after }),
  });
  for await (const event of stream) {
    if (options.kind === undefined || event.kind === options.kind) terminal.output.write(lines([event]));
  }
};

/** Names in place of ids, where the caller may read them. Wide enough that lines that come one by one stand below each other. */
const columns = async (context: Context): Promise<Columns<SiteEvent>> => {
  const [people, doors] = await Promise.all([readable(peopleOf(context)), readable(latchesOf(context))]);
  const names = new Map([...namesById(people), ...namesById(doors)]);
  const doorOf = new Map(doors.map(({ device, name }) => [device, name]));
  const width = (all: readonly { readonly name: string }[]) => Math.max(1, ...all.map(({ name }) => name.length));
  const [doorWidth, personWidth] = [width(doors), width(people)];
  const named = (event: SiteEvent, ...fields: string[]): string | null => {
    const body = (event.body ?? {}) as Record<string, unknown>;
    const [id] = fields.map((field) => body[field]).filter((value) => typeof value === 'string');
    return id === undefined ? null : (names.get(id) ?? id);
  };
  return {
    seq: ({ seq }) => String(seq).padEnd(6),
    at: ({ at }) => at,
    kind: ({ kind }) => kind.padEnd(22),
    door: (event) => (named(event, 'latch') ?? doorOf.get(event.device) ?? '-').padEnd(doorWidth),
    person: (event) => (named(event, 'user', 'about', 'by') ?? '-').padEnd(personWidth),
    attempt: ({ attempt }) => attempt,
  };
};
