import { readFile } from 'node:fs/promises';
import { createMetrics, type Logger, serveHealth, systemClock } from '@smart-latch/runtime';
import { openStore, people, type Store } from '@smart-latch/store';
import { Redis } from 'ioredis';
import { buildApp, buildDeviceApp } from './app.ts';
import { deriveKey } from './auth/derive-key.ts';
import { type Issuer, readIssuers } from './auth/oidc/issuers.ts';
import { NO_SETUP_CODE, type SetupCode, setupCodeInFile, setupCodeOf } from './auth/setup-code.ts';
import { compose } from './compose.ts';
import type { Config } from './config.ts';
import type { Deps, TlsFiles } from './deps.ts';
import { openEnrolmentCa } from './enrolment/ca.ts';

const MAX_LOOP_DELAY_MS = 3_000;
const BUCKETS_S = [0.005, 0.02, 0.1, 0.5, 2, 10];

type OnClose = (close: () => Promise<unknown> | unknown) => void;

/** Opens everything that the api needs and listens on its three ports: people, devices, health. */
export const startApi = async (config: Config, log: Logger, onClose: OnClose): Promise<void> => {
  const metrics = createMetrics('api');
  const store = await openStore(config.secrets.mongodbUri.reveal());
  onClose(() => store.close());
  const queue = await connect(config.secrets.queueRedisUrl.reveal(), log, onClose);
  const frames = await connect(config.secrets.frameRedisUrl.reveal(), log, onClose);
  const subscriber = await connect(config.secrets.frameRedisUrl.reveal(), log, onClose);
  const { deps, close } = await compose({
    log,
    clock: systemClock,
    requestSeconds: metrics.histogram('http_request_seconds', 'Time to answer a request', BUCKETS_S, [
      'method',
      'route',
      'status',
    ]),
    store,
    queue,
    frames,
    subscriber,
    ca: await openEnrolmentCa(...(await pemPair(config.devices.ca))),
    setupCode: await openSetupCode(config, store, log),
    settings: await readSettings(config),
  });
  onClose(close);
  const app = await buildApp(deps, config.app.tls && (await tlsFiles(config.app.tls)));
  onClose(() => app.close());
  const devices = await buildDeviceApp(deps, await tlsFiles(config.devices.tls));
  onClose(() => devices.close());
  await app.listen({ host: config.app.host, port: config.app.port });
  await devices.listen({ host: config.devices.host, port: config.devices.port });
  const health = await serveHealth(config.health, metrics, {
    mongodb: () => store.ping(),
    queueRedis: async () => (await queue.ping()) === 'PONG',
    frameRedis: async () => (await frames.ping()) === 'PONG',
    listener: () => subscriber.status === 'ready',
  });
  onClose(() => health.close());
};

/** Says where the code is, never what it is. */
const openSetupCode = async ({ signIn }: Config, store: Store, log: Logger): Promise<SetupCode> => {
  if (await people(store).hasUsers()) return NO_SETUP_CODE;
  const { setupCode, setupCodeFile } = signIn;
  log.info({ where: setupCode ? 'SETUP_CODE' : setupCodeFile }, 'this server waits for its first owner: see the code');
  if (setupCode) return setupCodeOf(setupCode.reveal());
  return setupCodeFile === null ? NO_SETUP_CODE : setupCodeInFile(setupCodeFile);
};

/** A command fails at once while Redis is away: a request waits for its own deadline, not for a reconnect. */
const connect = async (url: string, log: Logger, onClose: OnClose): Promise<Redis> => {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: 2_000,
    commandTimeout: 5_000,
    retryStrategy: (tries) => Math.min(50 * tries, 1_000),
  });
  redis.on('error', (error: Error) => log.warn({ err: error }, 'Redis connection'));
  await redis.connect();
  onClose(() => redis.disconnect());
  return redis;
};

const readSettings = async ({ app, devices, jwtKeyFile, signIn, webhooks }: Config): Promise<Deps['settings']> => ({
  jwtKey: await readFile(jwtKeyFile, 'utf8'),
  publicUrl: app.publicUrl,
  appOrigins: signIn.appOrigins,
  session: {
    absoluteMs: signIn.absoluteMs,
    idleMs: signIn.idleMs,
    refreshKey: deriveKey(signIn.secret.reveal(), 'refresh'),
  },
  oidc: {
    issuers: await issuersOf(signIn),
    cookieKey: deriveKey(signIn.secret.reveal(), 'oidc'),
  },
  webhooks: { secretKey: webhooks.secret.reveal(), policy: webhooks.policy },
  ratePerMinute: app.ratePerMinute,
  maxLoopDelayMs: MAX_LOOP_DELAY_MS,
  trustedProxies: app.trustedProxies,
  devicePublicUrl: devices.publicUrl,
  broker: {
    host: devices.broker.host,
    port: devices.broker.port,
    ca: await readFile(devices.broker.caFile, 'utf8'),
  },
});

const issuersOf = async ({ google, issuersFile }: Config['signIn']): Promise<Issuer[]> => {
  const others = issuersFile === null ? [] : readIssuers(await readFile(issuersFile, 'utf8'));
  const twice = google && others.find(({ id, url }) => id === google.id || url === google.url);
  if (twice)
    throw new Error(`OIDC_ISSUERS_FILE names ${twice.id}, and so do GOOGLE_CLIENT_ID and its secret: give it once`);
  return google ? [google, ...others] : others;
};

interface FilePair {
  readonly certFile: string;
  readonly keyFile: string;
}

const pemPair = ({ certFile, keyFile }: FilePair): Promise<[string, string]> =>
  Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]);

const tlsFiles = async (files: FilePair): Promise<TlsFiles> => {
  const [cert, key] = await pemPair(files);
  return { cert, key };
};
