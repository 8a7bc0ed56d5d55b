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
import { openRedis } from './redis.ts';
import { readTls } from './tls.ts';

const config = parseConfig(configSchema, process.env);
const log = createLogger('broker', config.logLevel);

await runService(log, async (onClose) => {
  const { tls, issuers } = readTls(config.files);
  const registry = createMetrics('broker');
  const metrics = createBrokerMetrics(registry);
  const store = await openStore(config.mongodbUri.reveal());
  onClose(() => store.close());
  const queue = await openRedis('queue', config.redis.queue, log);
  const frame = await openRedis('frame', config.redis.frame, log);
  onClose(() => Promise.all([queue.close(), frame.close()]));
  const bus = await openBus(config.redis.bus, log);
  const outlets = await redisOutlets(queue.redis, frame.redis);
  onClose(() => outlets.close());

  const ingest = createIngest({ outlets, clock: systemClock, log, metrics });
  const devices = storedDevices(store);
  const presence = createPresence(bus.presence);
  const base = { issuers, devices, ingest, presence, clock: systemClock, metrics, busIsUp: bus.isUp };
  const admission = deviceAdmission({ ...base, limits: createLimits() });
  const broker = await startBroker({ admission, listen: config.listen, tls, bus, log, metrics });
  onClose(() => broker.close());
  const checks = { queue: queue.answers, frame: frame.answers, bus: bus.answers, mongo: store.ping };
  const health = await serveHealth(config.health, registry, checks);
  onClose(() => health.close());
});
