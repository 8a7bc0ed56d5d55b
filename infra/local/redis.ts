import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './ports.ts';
import type { Supervisor } from './supervisor.ts';

/** `queue`: jobs, kept on disk. `bus`: what brokers share. `frames`: pictures and readings, in memory alone. */
export type RedisName = 'queue' | 'bus' | 'frames';

export interface RedisAccount {
  readonly user: string;
  readonly password: string;
  /** ACL rules for keys and channels; commands are the same for all (`COMMANDS`). */
  readonly rules: readonly string[];
}

export interface RedisOptions {
  readonly supervisor: Supervisor;
  readonly name: RedisName;
  /** The ACL file and, where the server keeps any, its data. */
  readonly dataDir: string;
  readonly accounts: readonly RedisAccount[];
}

export interface Redis {
  readonly port: number;
  /** May do everything. For tests and for looking at ACL LOG. */
  readonly adminUrl: string;
  /** The URL of one account. Throws for a user that is not among the accounts. */
  url(user: string): string;
}

/** No administration and nothing that harms other users; INFO stays, BullMQ and ioredis ask it for the version. */
const COMMANDS = ['+@all', '-@admin', '-@dangerous', '+info'];
const ADMIN = 'admin';

/** `everysec` may lose a second in a power cut, and up to two when Redis is killed while the disk is busy (docs/adr/0012). */
const ON_DISK = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always'];
const IN_MEMORY = ['--save', '', '--appendonly', 'no'];
const SETTINGS: Readonly<Record<RedisName, readonly string[]>> = {
  queue: ON_DISK,
  bus: ON_DISK,
  frames: [...IN_MEMORY, '--maxmemory', '128mb'],
};

/**
 * Nobody signs in as the default user; but when Redis 7.0 reads its file of appended commands again it asks that user's rules,
 * and would leave out every transaction and script, which is all of BullMQ.
 */
const NOBODY = 'user default off resetpass ~* &* +@all';

/** Starts a redis-server on a free port of 127.0.0.1, the default user off. */
export async function startRedis({ supervisor, name, dataDir, accounts }: RedisOptions): Promise<Redis> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const admin = { user: ADMIN, password: randomBytes(24).toString('hex'), rules: ['~*', '&*'] };
  const aclFile = join(dataDir, 'users.acl');
  const users = [`user ${ADMIN} on #${sha256(admin.password)} ~* &* +@all`, ...accounts.map(aclLine)];
  await writeFile(aclFile, [NOBODY, ...users, ''].join('\n'), { mode: 0o600 });
  const port = await freePort();
  await supervisor.start({
    name: `redis-${name}`,
    command: '/bin/sh',
    // A crash must leave no picture in a core file; nor, by --crash-log-enabled no, in the log.
    args: ['-c', 'ulimit -c 0; exec redis-server "$@"', 'sh', ...serverArguments(name, port, dataDir, aclFile)],
    ready: { line: /Ready to accept connections/ },
  });
  const url = (account: { user: string; password: string }): string =>
    `redis://${account.user}:${account.password}@127.0.0.1:${port}`;
  return {
    port,
    adminUrl: url(admin),
    url(user) {
      const account = accounts.find((one) => one.user === user);
      if (account === undefined) throw new Error(`the ${name} Redis has no account ${user}`);
      return url(account);
    },
  };
}

const serverArguments = (name: RedisName, port: number, dataDir: string, aclFile: string): string[] => [
  ...['--port', String(port), '--bind', '127.0.0.1', '--dir', dataDir, '--aclfile', aclFile, '--daemonize', 'no'],
  ...['--maxmemory-policy', 'noeviction', '--crash-log-enabled', 'no', ...SETTINGS[name]],
];

/** One line of the ACL file; the password as its hash. Each user begins from nothing. */
function aclLine({ user, password, rules }: RedisAccount): string {
  return ['user', user, 'on', `#${sha256(password)}`, 'resetkeys', 'resetchannels', ...rules, ...COMMANDS].join(' ');
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
