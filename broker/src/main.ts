import { createLogger, createMetrics, parseConfig, runService, serveHealth, systemClock } from '@smart-latch/runtime';
import { openStore } from '@smart-latch/store';
import { startBroker } from './broker.ts';
import { openBus } from './bus.ts';
import { configSchema } from './config.ts';
import { deviceAdmission } from './device-admission.ts';
import { storedDevices } from './devices.ts';
import { createIngest } from './ingest.ts';
import { createLimits } from './limits.ts';
import { createBrokerMetrics } from './metrics.ts';
import { redisOutlets } from './outlets.ts';
import { createPresence } from './presence.ts';
import { openRedis, openSubscriber } from './redis.ts';
import { watchRevocations } from './revocation.ts';
import { readTls } from './tls.ts';

const { files, mongodbUri, redis, listen, health, logLevel } = parseConfig(configSchema, process.env);
const log = createLogger('broker', logLevel);

await runService(log, async (onClose) => {
  const { tls, issuers } = readTls(files);
  const registry = createMetrics('broker');
  const metrics = createBrokerMetrics(registry);
  const store = await openStore(mongodbUri.reveal());
  const [queue, frame] = [await openRedis('queue', redis.queue, log), await openRedis('frame', redis.frame, log)];
  const [bus, revoked] = [await openBus(redis.bus, log), await openSubscriber('revocations', redis.queue, log)];
  const outlets = await redisOutlets(queue.redis, frame.redis);
  onClose(() => Promise.all([store, outlets, queue, frame, revoked].map((resource) => resource.close())));
  const [clock, devices, limits] = [systemClock, storedDevices(store), createLimits(() => performance.now())];
  const ingest = createIngest({ outlets, clock, log, metrics });
  const [presence, busIsUp] = [createPresence(bus.presence), bus.isUp];
  const admission = deviceAdmission({ issuers, devices, ingest, presence, limits, clock, metrics, busIsUp });
  const broker = await startBroker({ admission, listen, tls, bus, log, metrics });
  onClose(() => broker.close());
  onClose(await watchRevocations({ subscriber: revoked.redis, devices, broker, log }));
  const checks = { queue: queue.answers, frame: frame.answers, bus: bus.answers, mongo: store.ping };
  onClose((await serveHealth(health, registry, checks)).close);
});
