import { readFile } from 'node:fs/promises';
import { REVOKED_CHANNEL } from '@smart-latch/protocol';
import { createMetrics, type Logger, serveHealth, systemClock } from '@smart-latch/runtime';
import { enrolments, history, openStore, people, siteRepositories, sites } from '@smart-latch/store';
import { Redis } from 'ioredis';
import { buildApp, buildDeviceApp } from './app.ts';
import { openAsker } from './ask.ts';
import type { Config } from './config.ts';
import type { Deps, TlsFiles } from './deps.ts';
import { openEnrolmentCa } from './enrolment/ca.ts';
import { redisNonces } from './enrolment/nonces.ts';
import { redisPhotographs } from './faces/photograph-store.ts';
import { openLiveEvents } from './live/live-events.ts';

const BUCKETS_S = [0.005, 0.02, 0.1, 0.5, 2, 10];

type OnClose = (close: () => Promise<unknown> | unknown) => void;

/** Opens everything that the api needs and listens on its three ports: people, devices, health. */
export const startApi = async (config: Config, log: Logger, onClose: OnClose): Promise<void> => {
  const clock = systemClock;
  const metrics = createMetrics('api');
  const store = await openStore(config.secrets.mongodbUri.reveal());
  onClose(() => store.close());
  const queue = await connect(config.secrets.queueRedisUrl.reveal(), log, onClose);
  const frames = await connect(config.secrets.frameRedisUrl.reveal(), log, onClose);
  const subscriber = await connect(config.secrets.frameRedisUrl.reveal(), log, onClose);
  const asker = await openAsker({ queue, frames, subscriber }, clock);
  onClose(() => asker.close());
  const persons = people(store);
  const past = history(store);
  const live = openLiveEvents(past, persons, clock, log);
  onClose(() => live.close());
  const deps: Deps = {
    log,
    clock,
    requestSeconds: metrics.histogram('http_request_seconds', 'Time to answer a request', BUCKETS_S, [
      'method',
      'route',
      'status',
    ]),
    people: persons,
    sites: sites(store),
    rows: siteRepositories(store),
    enrolments: enrolments(store),
    history: past,
    ask: asker.ask,
    photographs: redisPhotographs(frames),
    nonces: redisNonces(frames),
    live,
    ca: await openEnrolmentCa(...(await pemPair(config.devices.ca))),
    publishRevoked: async (device) => {
      // The revocation is committed: brokers that are not told find it when they re-check.
      await queue.publish(REVOKED_CHANNEL, device).catch((error: unknown) => {
        log.warn({ err: error, device }, 'brokers were not told of the revocation');
      });
    },
    settings: await readSettings(config),
  };
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

const readSettings = async ({ app, devices, jwtKeyFile }: Config): Promise<Deps['settings']> => ({
  jwtKey: await readFile(jwtKeyFile, 'utf8'),
  publicUrl: app.publicUrl,
  ratePerMinute: app.ratePerMinute,
  devicePublicUrl: devices.publicUrl,
  broker: {
    host: devices.broker.host,
    port: devices.broker.port,
    ca: await readFile(devices.broker.caFile, 'utf8'),
  },
});

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
