import { setTimeout as delay } from 'node:timers/promises';
import { type Client, type components, isProblem } from '@smart-latch/client';
import type { Command } from 'commander';
import { CommandError } from '../../server/exit.ts';
import { oneOf } from '../../server/names.ts';
import { type Context, contextOf } from '../context.ts';
import { readable } from '../readable.ts';
import { type Columns, readSecret, type Terminal } from '../terminal.ts';

type Latch = components['schemas']['Latch'];
type Device = components['schemas']['Device'];
type Attempt = components['schemas']['Attempt'];
type Door = Omit<Latch, 'device'> & { readonly device: Device | null };

/** Longer than an unlock takes at most: access gives the latch up before. */
const FOLLOW_DEADLINE_MS = 20_000;
const LOOK_MS = 250;
/** An attempt that has an end. */
const ENDED = ['opened', 'failed', 'denied', 'unconfirmed'];

const reported = ({ device }: Door, name: string): string | null => {
  const value = device?.reported?.[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
};

const COLUMNS: Columns<Door> = {
  name: ({ name }) => name,
  lock: (door) => reported(door, 'lockState'),
  door: (door) => reported(door, 'doorState'),
  device: ({ device }) => device?.presence?.state ?? (device ? 'not yet seen' : 'none'),
  'battery %': (door) => reported(door, 'batteryPercent'),
  opens: ({ credentialRule }) => (credentialRule === 'dual' ? 'card and face' : 'card'),
  id: ({ id }) => id,
};

export const latchesOf = async (context: Context): Promise<Latch[]> => {
  const [api, { id: site }] = await Promise.all([context.api(), context.site()]);
  return Array.fromAsync(api.list('/v1/sites/{site}/latches', { params: { path: { site } } }));
};

/** The doors of a site. */
export const doorCommands = (program: Command, terminal: Terminal): void => {
  const doors = program.command('doors').description('the doors of a site');

  doors
    .command('list', { isDefault: true })
    .description('each door, and what its latch says of itself')
    .action(async (_options: object, command: Command) => {
      const context = contextOf(terminal, command);
      context.show(await doorsOf(context), COLUMNS);
    });

  doors
    .command('unlock')
    .description('open a door from afar; needs a grant with the remote right')
    .argument('<door>', 'name or id')
    .option('--follow', 'wait until the latch reports')
    .action(async (wanted: string, { follow }: { follow?: boolean }, command: Command) =>
      unlock(contextOf(terminal, command), wanted, follow ?? false),
    );
};

/** What devices say is for owners and admins; others see the doors alone. */
const doorsOf = async (context: Context): Promise<Door[]> => {
  const [api, { id: site }, latches] = await Promise.all([context.api(), context.site(), latchesOf(context)]);
  const listed = api.list('/v1/sites/{site}/devices', { params: { path: { site }, query: { kind: 'latch' } } });
  const devices = await readable(Array.fromAsync(listed));
  return latches.map((latch) => ({ ...latch, device: devices.find(({ id }) => id === latch.device) ?? null }));
};

const unlock = async (context: Context, wanted: string, follow: boolean): Promise<void> => {
  const [api, { id: site }] = await Promise.all([context.api(), context.site()]);
  const { id: latch, name } = oneOf(await latchesOf(context), wanted, 'door');
  const asked = await askToOpen(context, api, { site, latch });
  const attempt = follow ? await untilEnded(context, api, { site, attempt: asked.attempt }) : asked;
  const { state, reason } = attempt;
  const isWaiting = !ENDED.includes(state) && !follow;
  context.tell(
    isWaiting ? `${name}: ${state} (attempt ${asked.attempt})` : `${name}: ${state}${because(reason)}`,
    attempt,
  );
  if (!isWaiting && state !== 'opened') {
    throw new CommandError('notOpened', `${name} was not opened: ${reason ?? state} (see docs/reasons.md)`);
  }
};

const because = (reason: string | null): string => (reason === null ? '' : ` (${reason})`);

interface Asked {
  readonly attempt: string;
  readonly state: string;
  readonly reason: string | null;
}

/** Proves the password when the site asks for it. */
const askToOpen = async ({ terminal }: Context, api: Client, path: { site: string; latch: string }): Promise<Asked> => {
  const ask = (as: Client): Promise<Asked> => as.post('/v1/sites/{site}/latches/{latch}/unlock', { params: { path } });
  try {
    return await ask(api);
  } catch (error) {
    if (!isProblem(error, 'step_up_required')) throw error;
    const password = await readSecret(terminal, 'This site asks for your password: ');
    const { accessToken } = await api.post('/v1/auth/step-up', { body: { password } });
    return ask(api.as(accessToken));
  }
};

const untilEnded = async (
  { terminal }: Context,
  api: Client,
  path: { site: string; attempt: string },
): Promise<Attempt> => {
  const giveUpMs = Date.now() + FOLLOW_DEADLINE_MS;
  for (;;) {
    const attempt = await api.get('/v1/sites/{site}/attempts/{attempt}', { params: { path }, signal: terminal.signal });
    if (ENDED.includes(attempt.state) || Date.now() > giveUpMs) return attempt;
    await delay(LOOK_MS, undefined, { signal: terminal.signal });
  }
};
