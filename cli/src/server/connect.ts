import { type Client, createClient } from '@smart-latch/client';
import { CommandError } from './exit.ts';
import { type Environment, keptTokens, readKept, sessionFile } from './kept-session.ts';
import { oneOf } from './names.ts';

export interface Site {
  readonly id: string;
  readonly name: string;
}

/** Signed in. A token of the environment goes before a session that was kept. Throws CommandError when nobody is. */
export const connect = async (env: Environment, api: string | undefined): Promise<Client> => {
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

/** The one that is named, or the only one. */
export const siteOf = async (api: Client, wanted: string | undefined): Promise<Site> => {
  const sites = await Array.fromAsync(api.list('/v1/sites'));
  if (wanted !== undefined) return oneOf(sites, wanted, 'site');
  const [only] = sites;
  if (only && sites.length === 1) return only;
  const names = sites.map(({ name }) => name).join(', ');
  throw new CommandError('usage', only ? `say which site: --site NAME (${names})` : 'you have no site yet');
};
