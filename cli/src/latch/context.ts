import { type Client, createClient } from '@smart-latch/client';
import type { Command } from 'commander';
import { CommandError } from './exit.ts';
import { keptTokens, readKept, sessionFile } from './kept-session.ts';
import { oneOf } from './names.ts';
import { type Columns, type Terminal, tableOf } from './terminal.ts';

export interface GlobalOptions {
  readonly api?: string;
  readonly site?: string;
  readonly json?: boolean;
}

export interface Site {
  readonly id: string;
  readonly name: string;
}

/** What a command works with. */
export interface Context {
  readonly terminal: Terminal;
  readonly options: GlobalOptions;
  /** Signed in. Throws CommandError when nobody is. */
  api(): Promise<Client>;
  /** The one that --site names, or the only one. */
  site(): Promise<Site>;
  say(line: string): void;
  /** Rows as a table for people, or what the API said as one JSON document. */
  show<T>(rows: readonly T[], columns: Columns<T>, document?: unknown): void;
  /** One thing: a line for people, or its JSON. */
  tell(line: string, document: unknown): void;
}

export const contextOf = (terminal: Terminal, command: Command): Context => {
  const options = command.optsWithGlobals<GlobalOptions>();
  const print = (text: string): void => void terminal.output.write(text);
  const json = (document: unknown): void => print(`${JSON.stringify(document, null, 2)}\n`);
  let client: Promise<Client> | undefined;
  const api = () => {
    client ??= connect(terminal, options);
    return client;
  };
  return {
    terminal,
    options,
    api,
    site: async () => siteOf(await api(), options.site),
    say: (line) => print(`${line}\n`),
    show: (rows, columns, document = rows) =>
      options.json ? json(document) : print(tableOf(rows, columns, terminal.output)),
    tell: (line, document) => (options.json ? json(document) : print(`${line}\n`)),
  };
};

/** A token of the environment goes before a session that was kept. */
const connect = async ({ env }: Terminal, { api }: GlobalOptions): Promise<Client> => {
  const file = sessionFile({ env });
  const token = env.SMART_LATCH_TOKEN;
  const kept = await readKept(file);
  const baseUrl = api ?? kept?.api;
  if (token) {
    if (!baseUrl) throw new CommandError('usage', 'say which server: --api URL, or SMART_LATCH_API');
    return createClient({ baseUrl, token });
  }
  if (!kept) throw new CommandError('signedOut', 'you are not signed in: pnpm latch login --api URL');
  if (baseUrl !== kept.api) {
    throw new CommandError(
      'signedOut',
      `you are signed in at ${kept.api}, not at ${baseUrl}: pnpm latch login --api ${baseUrl}`,
    );
  }
  return createClient({ baseUrl: kept.api, token: keptTokens(file, kept) });
};

const siteOf = async (api: Client, wanted: string | undefined): Promise<Site> => {
  const sites = await Array.fromAsync(api.list('/v1/sites'));
  if (wanted !== undefined) return oneOf(sites, wanted, 'site');
  const [only] = sites;
  if (only && sites.length === 1) return only;
  const names = sites.map(({ name }) => name).join(', ');
  throw new CommandError('usage', only ? `say which site: --site NAME (${names})` : 'you have no site yet');
};
