import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@smart-latch/client';
import { webhookHeaders } from '@smart-latch/protocol';
import { openStore, type Store } from '@smart-latch/store';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownerOf, signIn } from './demo/provision.ts';
import { eventually } from './eventually.ts';
import { type Stack, startStack } from './stack.ts';

let dir: string;
let stack: Stack;
let store: Store;
let api: Client;
let site: string;
const received: { headers: IncomingHttpHeaders; body: string }[] = [];
const receiver = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(request.url === '/gone' ? 410 : 204).end();
  });
});

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sl-hooks-'));
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const port = String((receiver.address() as AddressInfo).port);
  const policy = { HOOKS_ALLOW_PRIVATE: 'true', HOOKS_ALLOW_HTTP: 'true', HOOKS_PORTS: port };
  stack = await startStack({ dir, faceWorkers: 0, accessWorkers: 2, env: { api: policy, hooks: policy } });
  store = await openStore(stack.mongo.adminUri);
  api = await signIn(createClient({ baseUrl: stack.apiUrl }), dir, await ownerOf(dir));
  site = (await api.post('/v1/sites', { body: { name: 'Home', timeZone: 'Europe/Berlin' } })).id;
}, 120_000);
afterAll(async () => {
  await store?.close();
  await stack?.stop();
  receiver.close();
  await rm(dir, { recursive: true, force: true });
}, 60_000);

describe('the processes of a real installation, each with its own account', () => {
  test('send what a person did at a site to its webhook, signed with the secret that was shown', async () => {
    const { port } = receiver.address() as AddressInfo;
    const body = { url: `http://127.0.0.1:${port}/hook`, kinds: ['changed'] };
    const { secret } = await api.post('/v1/sites/{site}/webhooks', { params: { path: { site } }, body });
    await api.post('/v1/sites/{site}/users', { params: { path: { site } }, body: { name: 'Alice', role: 'member' } });
    await eventually(
      'the webhook',
      () => received.some((one) => one.body.includes('POST /v1/sites/:site/users')),
      10_000,
    );
    const first = received.find((one) => one.body.includes('POST /v1/sites/:site/users'));
    const id = String(first?.headers['webhook-id']);
    const timestampS = Number(first?.headers['webhook-timestamp']);
    const signed = webhookHeaders([secret], { id, timestampS, body: first?.body ?? '' });
    expect(first?.headers['webhook-signature']).toBe(signed['webhook-signature']);
    expect(JSON.parse(first?.body ?? '')).toMatchObject({ type: 'event.changed', site });
  });

  test('turn a webhook off that is gone, and say so in the chain of its site', async () => {
    const params = { path: { site } };
    const { port } = receiver.address() as AddressInfo;
    const made = await api.post('/v1/sites/{site}/webhooks', {
      params,
      body: { url: `http://127.0.0.1:${port}/gone` },
    });
    const kinds = async () => (await store.models.events.find({ site }).lean()).map(({ kind }) => kind);
    await eventually('the notice', async () => (await kinds()).includes('webhook_disabled'), 10_000);
    const path = { site, webhook: made.id };
    expect(await api.get('/v1/sites/{site}/webhooks/{webhook}', { params: { path } })).toMatchObject({
      disabled: true,
      disabledBecause: 'gone',
    });
  });

  test('erase a person within seconds, and nothing of them is left in any collection', async () => {
    const params = { path: { site } };
    const { id: user } = await api.post('/v1/sites/{site}/users', { params, body: { name: 'Rosa', role: 'guest' } });
    const mentions = async () => {
      const found = await Promise.all(
        Object.entries(store.models).map(async ([name, model]) => {
          const rows = await (model as typeof store.models.users).find().lean();
          return JSON.stringify(rows).includes(user) ? [name] : [];
        }),
      );
      return found.flat();
    };
    await eventually('her event', async () => (await mentions()).includes('events'), 10_000);
    const confirm = { confirm: 'erase' } as const;
    await api.post('/v1/sites/{site}/users/{user}/erase', { params: { path: { site, user } }, body: confirm });
    await eventually('the erasure', async () => (await store.models.erasures.countDocuments()) === 0, 30_000);
    expect(await mentions()).toEqual([]);
  }, 40_000);

  test('do with their accounts only what they may', async () => {
    for (const redis of Object.values(stack.redis)) {
      const client = new Redis(redis.adminUrl, { maxRetriesPerRequest: 1 });
      expect(await client.call('ACL', 'LOG')).toEqual([]);
      client.disconnect();
    }
  });
});
