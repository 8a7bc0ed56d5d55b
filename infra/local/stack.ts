import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate } from '@smart-latch/store';
import { DEFAULT_MANIFEST, DEFAULT_MODELS_DIR, installPack, readManifest } from '@smart-latch/worker-face';
import type { Authority } from '../ca/authority.ts';
import { DATABASE, MONGO_PRIVILEGES, REDIS_RULES } from './accounts.ts';
import { prepareKeys } from './keys.ts';
import { type Mongo, startMongo } from './mongo.ts';
import { choosePort, freePort } from './ports.ts';
import { type Redis, type RedisName, startRedis } from './redis.ts';
import { type Ports, type ServiceOptions, serviceSpecs } from './services.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';

const REPOSITORY = resolve(fileURLToPath(import.meta.url), '../../..');
/** While a stack runs it says here how to reach its database, for `make audit`; readable by its user alone. */
export const RUN_FILE = 'run.json';
export const HOST = '127.0.0.1';

export interface StackOptions extends ServiceOptions {
  /** Databases, keys, certificates and logs live here and stay. */
  readonly dir: string;
  /** Wished for ports; free ones are taken where none is given. A taken one is refused with a message. */
  readonly ports?: Partial<Ports>;
  /** Of a MongoDB that runs elsewhere; else one is started. */
  readonly mongodbUri?: string;
  readonly logLevel?: string;
  /** Ends the start, and what was started, when it is aborted. */
  readonly signal?: AbortSignal;
  /** Told what is being started. */
  readonly say?: (what: string) => void;
}

/** The real system on this machine: every process that a deployment has, each with an account of its own. */
export interface Stack {
  readonly supervisor: Supervisor;
  readonly mongo: Mongo;
  readonly redis: Readonly<Record<RedisName, Redis>>;
  readonly authority: Authority;
  readonly apiUrl: string;
  readonly deviceUrl: string;
  readonly broker: { readonly host: string; readonly port: number };
  /** `/healthz` and `/metrics` of each service process. */
  readonly healthUrls: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts everything and resolves when all of it is ready. On failure what was started is stopped again. */
export const startStack = async (options: StackOptions): Promise<Stack> => {
  await mkdir(options.dir, { recursive: true, mode: 0o700 });
  const supervisor = createSupervisor({ logDir: join(options.dir, 'logs') });
  options.signal?.addEventListener('abort', () => void supervisor.stopAll(), { once: true });
  try {
    return await boot(options, supervisor);
  } catch (error) {
    await supervisor.stopAll();
    throw error;
  }
};

const boot = async (options: StackOptions, supervisor: Supervisor): Promise<Stack> => {
  const { dir, say = () => {} } = options;
  const ports = await choosePorts(options.ports ?? {});
  say('MongoDB, three Redis and the certificates');
  const [mongo, redis, keys] = await Promise.all([
    startDatabase(supervisor, options),
    startRedises(supervisor, dir),
    prepareKeys(join(dir, 'keys')),
    prepareModels(say),
  ]);
  await migrate(mongo.adminUri);
  const services = serviceSpecs({ options, ports, mongo, redis, keys });
  const healthUrls: Record<string, string> = {};
  const startAll = (names: readonly string[]) =>
    Promise.all(
      services
        .filter(({ name }) => names.includes(name.replace(/-\d+$/, '')))
        .map(async ({ name, script, env }) => {
          const port = await freePort();
          healthUrls[name] = `http://${HOST}:${port}`;
          await supervisor.start({
            name,
            command: process.execPath,
            args: [script],
            env: { ...env, HEALTH_HOST: HOST, HEALTH_PORT: String(port), LOG_LEVEL: options.logLevel ?? 'info' },
            ready: { line: /"ready":true/ },
            readyDeadlineMs: 30_000,
          });
        }),
    );
  const runFile = join(dir, RUN_FILE);
  await writeFile(runFile, JSON.stringify({ mongodbUri: mongo.adminUri }), { mode: 0o600 });
  say('broker, API, access workers and face worker');
  await Promise.all([startAll(['broker']).then(() => startAll(['access'])), startAll(['api', 'hooks', 'face'])]);
  return {
    supervisor,
    mongo,
    redis,
    authority: keys.authority,
    apiUrl: `http://${HOST}:${ports.api}`,
    deviceUrl: `https://${HOST}:${ports.devices}`,
    broker: { host: HOST, port: ports.broker },
    healthUrls,
    stop: async () => {
      await supervisor.stopAll();
      await rm(runFile, { force: true });
    },
  };
};

const choosePorts = async (wish: NonNullable<StackOptions['ports']>): Promise<Ports> => ({
  api: await choosePort(wish.api, 'the API', 'API_PORT'),
  broker: await choosePort(wish.broker, 'the broker', 'BROKER_PORT'),
  devices: await choosePort(wish.devices, "the API's port for devices", 'DEVICE_PORT'),
});

/** Converts the face models once; afterwards it only looks that they are there. */
const prepareModels = async (say: (what: string) => void): Promise<void> =>
  installPack({
    pack: await readManifest(DEFAULT_MANIFEST),
    manifestPath: DEFAULT_MANIFEST,
    modelsDir: DEFAULT_MODELS_DIR,
    progress: (line) => say(`the face models: ${line}`),
  });

const password = (): string => randomBytes(24).toString('hex');

const startDatabase = (supervisor: Supervisor, { dir, mongodbUri }: StackOptions): Promise<Mongo> =>
  startMongo({
    supervisor,
    dataDir: join(dir, 'mongo'),
    cacheDir: join(REPOSITORY, '.cache/mongod'),
    database: DATABASE,
    accounts: Object.entries(MONGO_PRIVILEGES).map(([user, privileges]) => ({
      user,
      password: password(),
      privileges,
    })),
    externalUri: mongodbUri,
  });

const startRedises = async (supervisor: Supervisor, dir: string): Promise<Record<RedisName, Redis>> => {
  const start = (name: RedisName) =>
    startRedis({
      supervisor,
      name,
      dataDir: join(dir, `redis-${name}`),
      accounts: Object.entries(REDIS_RULES[name]).map(([user, rules]) => ({ user, password: password(), rules })),
    });
  const [queue, bus, frames] = await Promise.all([start('queue'), start('bus'), start('frames')]);
  return { queue, bus, frames };
};
