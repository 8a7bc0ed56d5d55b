import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { askJob, deviceJob, dueJob, facePack, seenJob } from '@smart-latch/protocol';
import { createMetrics, type Logger, serveHealth, systemClock } from '@smart-latch/runtime';
import { openStore } from '@smart-latch/store';
import { readReading, writeAnswer } from './adapters/frames.ts';
import { openPublisher } from './adapters/publisher.ts';
import { consume, openProducers, redisAt } from './adapters/queues.ts';
import { openCommit } from './commit.ts';
import type { AccessConfig } from './config.ts';
import type { AccessDeps } from './deps.ts';
import { keepForgetting } from './forget.ts';
import { onAlarmClock, onAsk, onDeviceMessage, onSeen } from './handlers/dispatch.ts';
import { openKeys } from './keys.ts';
import { keepSweeping } from './sweep.ts';

/** Opens everything that workers/access needs and starts to consume; `onClose` is told what to close, in the order of opening. */
export const startAccess = async (
  config: AccessConfig,
  log: Logger,
  onClose: (close: () => unknown) => void,
): Promise<void> => {
  const metrics = createMetrics('access');
  const store = await openStore(config.MONGODB_URI.reveal());
  onClose(() => store.close());
  const pack = facePack.parse(JSON.parse(await readFile(config.FACE_PACK_FILE, 'utf8')));
  const keys = openKeys(store, {
    commandKeyPem: await readFile(config.COMMAND_KEY_FILE, 'utf8'),
    otherCommandKeyPem: config.OTHER_COMMAND_KEY_FILE ? await readFile(config.OTHER_COMMAND_KEY_FILE, 'utf8') : null,
    uplinkVersion: config.UPLINK_VERSION,
    sealKey: config.SEAL_KEY,
    siteSecret: config.SITE_SECRET,
  });
  const queueRedis = redisAt(config.QUEUE_REDIS_URL.reveal());
  const frameRedis = redisAt(config.FRAME_REDIS_URL.reveal());
  for (const redis of [queueRedis, frameRedis]) {
    redis.on('error', (error) => log.debug({ err: error }, 'redis'));
    await redis.connect();
    onClose(() => redis.disconnect());
  }
  const producers = openProducers(queueRedis);
  const identity = {
    ca: await readFile(config.BROKER_CA_FILE),
    cert: await readFile(config.SERVICE_CERT_FILE),
    key: await readFile(config.SERVICE_KEY_FILE),
  };
  const publisher = await openPublisher(config.BROKER_URL, identity, log);
  onClose(() => publisher.close());
  const clock = systemClock;
  const deps: AccessDeps = {
    store,
    keys,
    pack,
    clock,
    log,
    commit: openCommit({ store, keys, pack: pack.packId, clock, log }),
    alarms: metrics.counter('access_alarms_total', 'Messages and readings that were refused, by cause', ['why']),
    publish: (topic, payload, options) => publisher.publish(topic, payload, options),
    see: (id, job) => producers.see(id, job),
    due: (job, delayMs) => producers.due(job, delayMs),
    reading: (key) => readReading(frameRedis, key),
    answer: (key, value) => writeAnswer(frameRedis, key, value),
  };
  const url = config.QUEUE_REDIS_URL.reveal();
  const workers = [
    consume(url, 'device', deviceJob, (job) => onDeviceMessage(deps, job), log),
    consume(url, 'ask', askJob, (job) => onAsk(deps, job), log),
    consume(url, 'seen', seenJob, (job) => onSeen(deps, job), log),
    consume(url, 'due', dueJob, (job) => onAlarmClock(deps, job), log),
  ];
  onClose(() => Promise.all(workers.map((worker) => worker.close())));
  const auditKey = createPrivateKey(await readFile(config.AUDIT_KEY_FILE, 'utf8'));
  onClose(keepSweeping(deps, { key: auditKey, path: config.AUDIT_SINK_FILE }));
  onClose(keepForgetting(deps));
  const health = await serveHealth({ host: config.HEALTH_HOST, port: config.HEALTH_PORT }, metrics, {
    mongodb: () => store.ping(),
    queueRedis: async () => (await queueRedis.ping()) === 'PONG',
    frameRedis: async () => (await frameRedis.ping()) === 'PONG',
    broker: () => publisher.connected(),
  });
  onClose(() => health.close());
};
