import { randomBytes } from 'node:crypto';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { TRANSACTION_LIFETIME_S } from '@smart-latch/store';
import mongoose from 'mongoose';
import { findMongod, MONGOD_ENV } from './find-mongod.ts';
import { freePort } from './ports.ts';
import type { Supervisor } from './supervisor.ts';

const { MongoClient, MongoServerError } = mongoose.mongo;
type Client = InstanceType<typeof MongoClient>;
type Database = ReturnType<Client['db']>;

export interface MongoPrivilege {
  /** '' stands for every collection of the database. */
  readonly collections: readonly string[];
  /** Of MongoDB's "privilege actions": find, insert, update, remove, changeStream ... */
  readonly actions: readonly string[];
}

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

export interface MongoAccount extends Credentials {
  readonly privileges: readonly MongoPrivilege[];
}

export interface MongoOptions {
  readonly supervisor: Supervisor;
  /** Data, key file and the administrator's password stay here from run to run; the port does not. */
  readonly dataDir: string;
  /** Where `findMongod` keeps a binary that it had to fetch. */
  readonly cacheDir: string;
  readonly database: string;
  /** Made, or brought up to date when they exist: a role and a user of the same name each. */
  readonly accounts: readonly MongoAccount[];
  /** An administrator's URI of a replica set that runs elsewhere (MONGODB_URI): then no mongod is started. */
  readonly externalUri?: string | undefined;
  /** Name of the supervised process; `mongod` unless told. */
  readonly name?: string;
}

export interface Mongo {
  /** May do everything; names the database. For migrations and tests. */
  readonly adminUri: string;
  /** The URI of one account. Throws for a user that is not among the accounts. */
  uri(user: string): string;
}

const REPLICA_SET = 'rs0';
const ADMIN = 'admin';
const PRIMARY_DEADLINE_MS = 15_000;
const POLL_MS = 20;
const MECHANISMS = ['SCRAM-SHA-256'];
/** MongoDB's error codes. */
const AUTHENTICATION_FAILED = 18;
const ALREADY_INITIALIZED = 23;
const ALREADY_EXISTS = 51_002;
const USER_EXISTS = 51_003;

/** Starts a one-node replica set with authorization on a free port of 127.0.0.1; ready for transactions when it resolves. */
export async function startMongo(options: MongoOptions): Promise<Mongo> {
  const adminUri = withAccount(options.externalUri ?? (await startMongod(options)), undefined, options.database);
  await using admin = await openClient(adminUri);
  await Promise.all(options.accounts.map((account) => upsertAccount(admin.db(ADMIN), options.database, account)));
  return {
    adminUri,
    uri(user) {
      const account = options.accounts.find((one) => one.user === user);
      if (account === undefined) throw new Error(`MongoDB has no account ${user}`);
      return withAccount(adminUri, account, options.database);
    },
  };
}

/** The URI of the administrator of the mongod that it started. */
async function startMongod({ supervisor, dataDir, cacheDir, name = 'mongod' }: MongoOptions): Promise<string> {
  const binary = await findMongod(cacheDir);
  const data = join(dataDir, 'db');
  await mkdir(data, { recursive: true, mode: 0o700 });
  const keyFile = join(dataDir, 'replica-set.key');
  await secretFile(keyFile, 'base64');
  const password = await secretFile(join(dataDir, 'admin.password'), 'hex');
  const port = await freePort();
  await supervisor.start({
    name,
    command: binary,
    args: [
      ...['--dbpath', data, '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket'],
      ...['--replSet', REPLICA_SET, '--auth', '--keyFile', keyFile],
      ...['--wiredTigerCacheSizeGB', '0.25', '--oplogSize', '128', '--networkMessageCompressors', 'snappy,zstd'],
      ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
      ...['--setParameter', `transactionLifetimeLimitSeconds=${TRANSACTION_LIFETIME_S}`],
    ],
    env: MONGOD_ENV,
    ready: { line: /"msg":"Waiting for connections"/ },
    stopSignal: 'SIGINT',
  });
  const account = { user: ADMIN, password };
  await initiate(port, account);
  return withAccount(`mongodb://127.0.0.1:${port}/?replicaSet=${REPLICA_SET}`, account, ADMIN);
}

/** Reads the secret, or makes one of 48 random bytes that only this user of the machine may read. */
async function secretFile(path: string, encoding: 'hex' | 'base64'): Promise<string> {
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (!exists) await writeFile(path, randomBytes(48).toString(encoding), { mode: 0o600 });
  return readFile(path, 'utf8');
}

/**
 * Makes the replica set and its administrator on the first start (by the localhost exception: while there is no user, a
 * local client may make the first); on a later start tells the set the port of today.
 */
async function initiate(port: number, account: Credentials): Promise<void> {
  const host = `127.0.0.1:${port}`;
  const direct = `mongodb://${host}/?directConnection=true`;
  const known = await openClient(withAccount(direct, account, ADMIN)).catch(onCode(AUTHENTICATION_FAILED, undefined));
  if (known !== undefined) {
    await using client = known;
    await moveTo(client.db(ADMIN), host);
    await untilPrimary(client.db(ADMIN));
    return;
  }
  await using client = await openClient(direct);
  const db = client.db(ADMIN);
  const config = { _id: REPLICA_SET, members: [{ _id: 0, host }] };
  await db.command({ replSetInitiate: config }).catch(onCode(ALREADY_INITIALIZED, undefined)); // a run that died half-way
  await untilPrimary(db);
  await db.command({ createUser: account.user, pwd: account.password, roles: ['root'], mechanisms: MECHANISMS });
}

async function moveTo(admin: Database, host: string): Promise<void> {
  const { config } = await admin.command({ replSetGetConfig: 1 });
  if (config.members[0].host === host) return;
  const moved = { ...config, version: config.version + 1, members: [{ ...config.members[0], host }] };
  await admin.command({ replSetReconfig: moved, force: true });
}

async function untilPrimary(admin: Database): Promise<void> {
  const deadline = performance.now() + PRIMARY_DEADLINE_MS;
  while (!(await admin.command({ hello: 1 })).isWritablePrimary) {
    if (performance.now() > deadline)
      throw new Error(`mongod did not become primary within ${PRIMARY_DEADLINE_MS / 1000} s`);
    await delay(POLL_MS);
  }
}

const openClient = (uri: string): Promise<Client> =>
  new MongoClient(uri, { serverSelectionTimeoutMS: PRIMARY_DEADLINE_MS }).connect();

/** For `catch`: this one refusal of MongoDB is as good as `value`. */
const onCode =
  <T>(code: number, value: T) =>
  (error: unknown): T => {
    if (error instanceof MongoServerError && error.code === code) return value;
    throw error;
  };

async function upsertAccount(admin: Database, database: string, account: MongoAccount): Promise<void> {
  const { user, password } = account;
  const privileges = account.privileges.flatMap(({ collections, actions }) =>
    collections.map((collection) => ({ resource: { db: database, collection }, actions })),
  );
  const role = { privileges, roles: [] };
  const access = { pwd: password, roles: [user], mechanisms: MECHANISMS };
  await admin.command({ createRole: user, ...role }).catch(async (error: unknown) => {
    onCode(ALREADY_EXISTS, undefined)(error);
    await admin.command({ updateRole: user, ...role });
  });
  await admin.command({ createUser: user, ...access }).catch(async (error: unknown) => {
    onCode(USER_EXISTS, undefined)(error);
    await admin.command({ updateUser: user, ...access });
  });
}

/**
 * The same servers and options, but `database`, and the account when one is given. Accounts live in `admin`. Written out,
 * since a MongoDB URI may name several hosts, which `URL` does not read.
 */
export function withAccount(uri: string, account: Credentials | undefined, database: string): string {
  const parts = /^(mongodb(?:\+srv)?:\/\/)(?:([^@/]+)@)?([^/?@]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(uri);
  if (parts === null)
    throw new Error('not a MongoDB URI; it looks like mongodb://user:password@host:27017/?replicaSet=rs0');
  const [, scheme, ownCredentials, hosts, ownDatabase, options] = parts;
  const credentials = account
    ? `${encodeURIComponent(account.user)}:${encodeURIComponent(account.password)}`
    : ownCredentials;
  const query = new URLSearchParams(options);
  if (account) {
    for (const name of ['authMechanism', 'authMechanismProperties']) query.delete(name);
    query.set('authSource', ADMIN);
  } else if (credentials && !query.has('authSource')) query.set('authSource', ownDatabase || ADMIN);
  return `${scheme}${credentials ? `${credentials}@` : ''}${hosts}/${database}?${query}`;
}
