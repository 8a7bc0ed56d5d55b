import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { createClient, type Session, sessionTokens, type TokenSource } from '@smart-latch/client';
import { CommandError } from './exit.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What `login` leaves for the commands after it. */
export interface Kept {
  readonly api: string;
  readonly email: string;
  readonly refreshToken: string;
  readonly accessToken: string;
  readonly accessEndsAtMs: number;
}

/** `smart-latch/session.json` below XDG_CONFIG_HOME (XDG Base Directory Specification), readable by its user alone. */
export const sessionFile = ({ env }: { readonly env: Environment }): string =>
  join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'), 'smart-latch', 'session.json');

export const readKept = async (file: string): Promise<Kept | null> => {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return JSON.parse(text) as Kept;
  } catch {
    throw new CommandError('signedOut', `${file} cannot be read; delete it and sign in again (pnpm latch login)`);
  }
};

/** Whole or not at all: another command may be reading it. */
export const writeKept = async (file: string, kept: Kept): Promise<void> => {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const next = `${file}.${process.pid}`;
  await writeFile(next, JSON.stringify(kept), { mode: 0o600 });
  await rename(next, file);
};

export const forgetKept = (file: string): Promise<void> => rm(file, { force: true });

export const keptOf = (
  api: string,
  email: string,
  { accessToken, expiresInS, refreshToken = '' }: Session,
  nowMs = Date.now(),
): Kept => ({ api, email, refreshToken, accessToken, accessEndsAtMs: nowMs + expiresInS * 1_000 });

const sessionOf = ({ accessToken, accessEndsAtMs, refreshToken }: Kept): Session => ({
  accessToken,
  refreshToken,
  expiresInS: (accessEndsAtMs - Date.now()) / 1_000,
});

const WORTHWHILE_S = 60;

/**
 * The kept session's tokens. A refresh token counts once, and other commands may run meanwhile: the one in the file is
 * sent, or what another command has put there is taken.
 */
export const keptTokens = (file: string, first: Kept): TokenSource => {
  let mine = first;
  const refresh = async (): Promise<Session> => {
    const there = await readKept(file);
    if (!there) throw new CommandError('signedOut', 'you have signed out; sign in again (pnpm latch login)');
    const isNewer = there.accessToken !== mine.accessToken && sessionOf(there).expiresInS > WORTHWHILE_S;
    if (!isNewer) {
      const { api, email, refreshToken } = there;
      const next = await createClient({ baseUrl: api }).post('/v1/auth/refresh', { body: { refreshToken } });
      mine = keptOf(api, email, next);
      await writeKept(file, mine);
      return next;
    }
    mine = there;
    return sessionOf(there);
  };
  return sessionTokens(sessionOf(first), { refresh });
};
