import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import { type HookJob, hookJob, WORKER_TIMING, webhookPolicy } from '@smart-latch/protocol';
import { createMetrics, type Logger, serveHealth, systemClock } from '@smart-latch/runtime';
import { dueWebhooks, openStore } from '@smart-latch/store';
import { Queue, UnrecoverableError, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { HooksConfig } from './config.ts';
import { openPost } from './post.ts';
import { type HooksDeps, serveWebhook } from './serve.ts';

/** How often it is looked for what is due. */
const POLL_MS = 500;
const WEBHOOKS_AT_ONCE = 16;
const MOST_DUE = 500;

type OnClose = (close: () => Promise<unknown> | unknown) => void;

/** Opens everything that workers/hooks needs and starts to send. */
export const startHooks = async (config: HooksConfig, log: Logger, onClose: OnClose): Promise<void> => {
  const metrics = createMetrics('hooks');
  const store = await openStore(config.MONGODB_URI.reveal());
  onClose(() => store.close());
  const own = config.HOOKS_CA_FILE === undefined ? null : await readFile(config.HOOKS_CA_FILE, 'utf8');
  const deps: HooksDeps = {
    store,
    clock: systemClock,
    log,
    secretKey: config.WEBHOOK_SECRET.reveal(),
    post: openPost({ policy: webhookPolicy(config), ca: own === null ? null : [...rootCertificates, own] }),
    retryMs: config.HOOKS_RETRY_S.map((seconds) => seconds * 1_000),
    chance: Math.random,
    tries: metrics.counter('hooks_tries_total', 'Tries of webhooks by outcome: 2xx, 4xx, or why there was no answer', [
      'outcome',
    ]),
  };
  const producer = connect(config.QUEUE_REDIS_URL.reveal(), log, onClose);
  const consumer = connect(config.QUEUE_REDIS_URL.reveal(), log, onClose);
  const queue = new Queue<HookJob>('hook', { connection: producer });
  queue.on('error', () => undefined);
  onClose(() => queue.close());
  const worker = new Worker(
    'hook',
    async ({ data }) => {
      const job = hookJob.safeParse(data);
      if (!job.success) throw new UnrecoverableError('not a job of the queue hook');
      await serveWebhook(deps, job.data.webhook);
    },
    { connection: consumer, concurrency: WEBHOOKS_AT_ONCE, ...WORKER_TIMING },
  );
  worker.on('failed', (job, error) => log.warn({ job: job?.id, err: error }, 'a job failed; it is due again'));
  worker.on('error', (error) => log.debug({ err: error }, 'queue'));
  onClose(() => worker.close());
  onClose(keepPolling(deps, queue));
  const health = await serveHealth({ host: config.HEALTH_HOST, port: config.HEALTH_PORT }, metrics, {
    mongodb: () => store.ping(),
    queueRedis: async () => (await producer.ping()) === 'PONG',
  });
  onClose(() => health.close());
};

const connect = (url: string, log: Logger, onClose: OnClose): Redis => {
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(times * 50, 1_000),
  });
  redis.on('error', (error) => log.debug({ err: error }, 'redis'));
  onClose(() => redis.disconnect());
  return redis;
};

/**
 * One job a webhook at a time: its id is the webhook's, and it is gone when it ends. Every worker looks, and what one of them forgot as it
 * died another finds: what is due stands in the store.
 */
const keepPolling = ({ store, clock, log }: HooksDeps, queue: Queue<HookJob>): (() => void) => {
  let timer: NodeJS.Timeout;
  const once = async () => {
    for (const webhook of await dueWebhooks(store, clock.now(), MOST_DUE)) {
      await queue.add('hook', { webhook }, { jobId: webhook, removeOnComplete: true, removeOnFail: true });
    }
  };
  const again = async () => {
    await once().catch((error: unknown) =>
      log.warn({ err: error }, 'what is due was not found; it is looked for again'),
    );
    timer = setTimeout(again, POLL_MS);
  };
  timer = setTimeout(again, 0);
  return () => clearTimeout(timer);
};
