import { createClient } from '@smart-latch/client';
import type { Command } from 'commander';
import { CommandError } from '../../server/exit.ts';
import { forgetKept, keptOf, readKept, sessionFile, writeKept } from '../../server/kept-session.ts';
import { namesById } from '../../server/names.ts';
import { type Context, contextOf } from '../context.ts';
import { type Columns, readSecret, type Terminal } from '../terminal.ts';

/** Who is signed in. */
export const accountCommands = (program: Command, terminal: Terminal): void => {
  program
    .command('login')
    .description('sign in; the password is asked for, or read from the standard input')
    .requiredOption('--email <email>', 'of your account')
    .action(async ({ email }: { email: string }, command: Command) => logIn(contextOf(terminal, command), email));

  program
    .command('logout')
    .description('end the session and forget it here')
    .action(async (_options: object, command: Command) => logOut(contextOf(terminal, command)));

  program
    .command('whoami')
    .description('who is signed in, and as what')
    .action(async (_options: object, command: Command) => whoAmI(contextOf(terminal, command)));
};

const logIn = async ({ terminal, options, tell }: Context, email: string): Promise<void> => {
  const file = sessionFile(terminal);
  const api = options.api ?? (await readKept(file))?.api;
  if (!api) throw new CommandError('usage', 'say which server: --api URL, or SMART_LATCH_API');
  const password = await readSecret(terminal, `Password of ${email}: `);
  const body = { email, password, delivery: 'body' } as const;
  const session = await createClient({ baseUrl: api }).post('/v1/auth/sign-in', { body });
  await writeKept(file, keptOf(api, email, session));
  tell(`signed in at ${api} as ${session.user.name} (kept in ${file})`, { api, user: session.user });
};

const logOut = async ({ terminal, tell }: Context): Promise<void> => {
  const file = sessionFile(terminal);
  const kept = await readKept(file);
  if (kept) {
    const { api, refreshToken } = kept;
    await createClient({ baseUrl: api })
      .post('/v1/auth/sign-out', { body: { refreshToken } })
      .finally(() => forgetKept(file));
  }
  tell(kept ? 'signed out' : 'you were not signed in', { signedOut: kept !== null });
};

const whoAmI = async ({ api, show }: Context): Promise<void> => {
  const client = await api();
  const [me, sites] = await Promise.all([client.get('/v1/me'), Array.fromAsync(client.list('/v1/sites'))]);
  const nameOf = namesById(sites);
  const columns: Columns<{ readonly site: string; readonly role: string } | null> = {
    name: () => me.user.name,
    'e-mail': () => me.user.email,
    site: (row) => row && (nameOf.get(row.site) ?? row.site),
    role: (row) => row?.role,
  };
  show(me.roles.length > 0 ? me.roles : [null], columns, me);
};
