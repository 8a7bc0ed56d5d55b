import { randomBytes } from 'node:crypto';
import { webhookSecret } from '@smart-latch/protocol';
import { createLogger, createMetrics } from '@smart-latch/runtime';
import { dueWebhooks, migrate, openStore, type Store, type WebhookDoc } from '@smart-latch/store';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { addEvents, aWebhook } from '../test/chain.ts';
import { type Receiver, startReceiver } from '../test/receiver.ts';
import { openPost } from './post.ts';
import { type HooksDeps, serveWebhook } from './serve.ts';

const SITE = 'home';
const KEY = new Uint8Array(randomBytes(32));
const [SECOND, MINUTE] = [1_000, 60_000];

let store: Store;
let receiver: Receiver;
let nowMs: number;
let deps: HooksDeps;
beforeAll(async () => {
  const url = new URL((inject as (key: 'mongoUri') => string)('mongoUri'));
  url.pathname = '/hooks';
  await migrate(url.href);
  store = await openStore(url.href);
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver.close();
  await store.close();
});
beforeEach(async () => {
  for (const name of ['webhooks', 'deliveries', 'events', 'chainHeads', 'notices'] as const)
    await (store.models[name] as Store['models']['notices']).deleteMany();
  receiver.received.length = 0;
  receiver.answer = () => 204;
  nowMs = Date.now();
  deps = {
    store,
    clock: { now: () => nowMs },
    log: createLogger('hooks', 'silent'),
    secretKey: KEY,
    post: openPost({
      policy: { allowPrivate: true, allowHttp: false, ports: [receiver.port] },
      ca: [receiver.ca],
      timeoutMs: 2_000,
    }),
    retryMs: [5 * SECOND, 5 * MINUTE],
    chance: () => 0.5,
    tries: createMetrics('hooks').counter('tries', 'tries', ['outcome']),
  };
});

const hook = async (change: Partial<WebhookDoc> = {}): Promise<WebhookDoc> => {
  const doc = aWebhook(SITE, receiver.url, change);
  await store.models.webhooks.create([doc] as never);
  return doc;
};
const serve = () => serveWebhook(deps, `hook-${SITE}`);
const now = () => store.models.webhooks.findOne({ _id: `hook-${SITE}` }).lean<WebhookDoc>();
const received = () => receiver.received.map(({ body }) => JSON.parse(body).data.seq as number);
const secret = (generation: number) => webhookSecret(KEY, { site: SITE, webhook: `hook-${SITE}`, generation });

describe('a message', () => {
  test('is an event as the API shows it, in order, with a signature that another library verifies', async () => {
    await addEvents(store, SITE, ['granted', 'opened', 'no_grant']);
    await hook({ cursor: 1 });
    expect(await dueWebhooks(store, nowMs, 10)).toEqual([`hook-${SITE}`]);
    await serve();
    expect(received()).toEqual([2, 3]);
    const [first] = receiver.received;
    const payload = new Webhook(secret(1)).verify(first?.body ?? '', first?.headers ?? {});
    expect(payload).toEqual({
      type: 'event.opened',
      timestamp: '1970-01-01T00:00:02.000Z',
      site: SITE,
      data: {
        ...{ seq: 2, kind: 'opened', at: '1970-01-01T00:00:02.000Z', attempt: null, device: null },
        ...{ body: { n: 2 }, bodyHash: 'b', prev: 'p', hash: 'h' },
      },
    });
    expect(() => new Webhook(secret(2)).verify(first?.body ?? '', first?.headers ?? {})).toThrow();
    expect(await dueWebhooks(store, nowMs, 10)).toEqual([]);
  });

  test('carries two signatures for a day after a rotation', async () => {
    await addEvents(store, SITE, ['granted']);
    await hook({ generation: 2, previousUntil: new Date(nowMs + MINUTE) });
    await serve();
    await addEvents(store, SITE, ['granted']);
    nowMs += MINUTE;
    await serve();
    const [during, after] = receiver.received.map(({ headers, body }) => (generation: number) => {
      try {
        return new Webhook(secret(generation)).verify(body, headers) !== null;
      } catch {
        return false;
      }
    });
    expect([during?.(1), during?.(2)]).toEqual([true, true]);
    expect([after?.(1), after?.(2)]).toEqual([false, true]);
  });

  test('is only of the kinds that are wanted, and the cursor passes the others', async () => {
    await addEvents(store, SITE, ['granted', 'opened', 'granted', 'opened']);
    await hook({ kinds: ['opened'] });
    await serve();
    expect(received()).toEqual([2, 4]);
    expect((await now())?.cursor).toBe(4);
  });

  test('says nothing that was erased before it left', async () => {
    await addEvents(store, SITE, ['granted']);
    await store.models.events.updateMany({}, { $set: { body: null, salt: null } });
    await hook();
    await serve();
    expect(JSON.parse(receiver.received[0]?.body ?? '').data.body).toBeNull();
  });

  test('that was sent when its worker died is sent again with the same id', async () => {
    await addEvents(store, SITE, ['granted', 'opened']);
    await hook();
    const { post } = deps;
    const dying = async (...args: Parameters<typeof post>) => {
      await post(...args);
      throw new Error('killed');
    };
    await expect(serveWebhook({ ...deps, post: dying }, `hook-${SITE}`)).rejects.toThrow('killed');
    await serve();
    expect(received()).toEqual([1, 1, 2]);
    const [first, again, second] = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(again).toBe(first);
    expect(second).not.toBe(first);
  });

  test('two workers at once lose nothing', async () => {
    await addEvents(
      store,
      SITE,
      Array.from({ length: 10 }, () => 'granted'),
    );
    await hook();
    await Promise.all([serve(), serve()]);
    expect([...new Set(received())].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(await store.models.deliveries.countDocuments({ state: 'delivered' })).toBe(10);
  });
});

describe('an endpoint', () => {
  test('that fails holds up what follows, and goes on in order when it is back', async () => {
    await addEvents(store, SITE, ['granted', 'opened', 'granted']);
    await hook();
    receiver.answer = (n) => (n < 2 ? 503 : 204);
    await serve();
    await serve();
    expect(received()).toEqual([1]);
    expect(await dueWebhooks(store, nowMs, 10)).toEqual([]);
    nowMs += 5 * SECOND;
    await serve();
    expect(received()).toEqual([1, 1]);
    nowMs += 5 * MINUTE;
    expect(await dueWebhooks(store, nowMs, 10)).toEqual([`hook-${SITE}`]);
    await serve();
    expect(received()).toEqual([1, 1, 1, 2, 3]);
    const [first] = await store.models.deliveries.find({ seq: 1 }).lean();
    expect(first?.tries.map(({ status }) => status)).toEqual([503, 503, 204]);
    expect(await now()).toMatchObject({ failingSinceMs: null, heldUntilMs: null, off: null });
  });

  test('that refuses one message gets the others, and that one again later', async () => {
    await addEvents(store, SITE, ['granted', 'opened']);
    await hook();
    receiver.answer = (n) => (n === 0 ? 422 : 204);
    await serve();
    expect(received()).toEqual([1, 2]);
    nowMs += 5 * SECOND;
    await serve();
    expect(received()).toEqual([1, 2, 1]);
  });

  test('that redirects is not followed and has not taken the message', async () => {
    await addEvents(store, SITE, ['granted']);
    await hook();
    receiver.answer = () => (response) => response.writeHead(302, { location: `${receiver.url}/elsewhere` }).end();
    await serve();
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hook']);
    expect((await store.models.deliveries.findOne().lean())?.state).toBe('pending');
  });

  test('that is gone is turned off at once, with a notice', async () => {
    await addEvents(store, SITE, ['granted', 'opened']);
    await hook();
    receiver.answer = () => 410;
    await serve();
    expect(received()).toEqual([1]);
    expect((await now())?.off).toBe('gone');
    expect(await store.models.notices.find().lean()).toMatchObject([
      { site: SITE, kind: 'webhook_disabled', by: null, body: { webhook: `hook-${SITE}`, because: 'gone' } },
    ]);
  });

  test('that takes nothing while a message uses all its tries is turned off, with a notice', async () => {
    await addEvents(store, SITE, ['granted', 'opened']);
    await hook();
    receiver.answer = () => 500;
    for (const waitMs of [0, 5 * SECOND, 5 * MINUTE]) {
      nowMs += waitMs;
      await serve();
    }
    expect(received()).toEqual([1, 1, 1]);
    expect((await now())?.off).toBe('failing');
    expect(await store.models.notices.countDocuments({ kind: 'webhook_disabled' })).toBe(1);
    expect(await dueWebhooks(store, nowMs + MINUTE, 10)).toEqual([]);
  });
});
