import type { Client } from '@smart-latch/client';
import type { Command } from 'commander';
import { connect, type Site, siteOf } from '../server/connect.ts';
import { type Columns, type Terminal, tableOf } from './terminal.ts';

export interface GlobalOptions {
  readonly api?: string;
  readonly site?: string;
  readonly json?: boolean;
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
    client ??= connect(terminal.env, options.api);
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
