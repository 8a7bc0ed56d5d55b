import { createLogger, createMetrics, parseConfig, runService, serveHealth, systemClock } from '@smart-latch/runtime';
import { configSchema } from './config.ts';
import { consumeSee, openSeenQueue } from './consume.ts';
import { readManifest } from './models/manifest.ts';
import { observe } from './observe.ts';
import { openThreadedPipeline } from './pipeline/threaded.ts';
import { answers, openBlockingRedis, openRedis, redisPictures } from './redis.ts';
import { see } from './see.ts';

const config = parseConfig(configSchema, process.env);
const log = createLogger('face', config.logLevel);
/** A pipeline that failed or hangs is a bug: unhandled on purpose, it ends the process, which is started anew. */
const endProcess = (error: Error): void => void Promise.reject(error);

await runService(log, async (onClose) => {
  const metrics = createMetrics('face');
  const events = observe(log, metrics);
  const pack = await readManifest(config.face.packFile);
  const pipeline = await openThreadedPipeline({ modelsDir: config.face.modelsDir, pack }, endProcess);
  onClose(pipeline.close);
  const frameRedis = await openRedis(config.redis.frame, events.onError);
  onClose(() => frameRedis.disconnect());
  const queueRedis = await openRedis(config.redis.queue, events.onError);
  onClose(() => queueRedis.disconnect());
  const blockingRedis = openBlockingRedis(config.redis.queue, events.onError);
  onClose(() => blockingRedis.disconnect());
  const seen = openSeenQueue(queueRedis);
  onClose(seen.close);

  const deps = { clock: systemClock, pictures: redisPictures(frameRedis), read: pipeline.read, tell: seen.tell };
  const consumer = await consumeSee(blockingRedis, (payload) => see(payload, deps), events);
  onClose(consumer.close);
  const health = await serveHealth(config.health, metrics, {
    queueRedis: () => answers(queueRedis),
    frameRedis: () => answers(frameRedis),
  });
  onClose(health.close);
});
