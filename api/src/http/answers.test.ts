import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { createLogger } from '@smart-latch/runtime';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { newServer } from '../server.ts';
import { type Client, firstOwner, newSite, signIn } from '../testing/client.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

const APP = 'https://app.latch.test';

let api: TestApi;
let owner: Client;
let at: string;
beforeAll(async () => {
  api = await startTestApi(inject, { appOrigins: [APP, 'http://localhost:5173'] });
  owner = await firstOwner(api.app);
  ({ at } = await newSite(owner));
});
afterAll(() => api.close());

describe('a browser at another origin', () => {
  const preflight = (origin: string, method = 'PATCH') =>
    api.app.inject({
      method: 'OPTIONS',
      url: at,
      headers: {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': 'authorization,if-match,idempotency-key',
      },
    });

  it('may call when it is one of the apps, and read what it needs from the headers', async () => {
    for (const origin of [APP, 'http://localhost:5173']) {
      const { statusCode, headers } = await preflight(origin);
      expect(statusCode).toBe(204);
      expect(headers).toMatchObject({ 'access-control-allow-origin': origin, 'access-control-max-age': '600' });
      expect(headers['access-control-allow-methods']).toContain('PATCH');
      expect(headers['access-control-allow-headers']).toMatch(/Authorization.*Idempotency-Key.*If-Match/);
      const answer = await owner.get(at, { origin });
      expect(answer.headers['access-control-allow-origin']).toBe(origin);
      expect(answer.headers['access-control-expose-headers']).toMatch(/ETag.*Retry-After.*X-Request-Id/);
      expect(answer.headers.vary).toContain('Origin');
    }
  });

  it('may read a refusal too', async () => {
    const answer = await owner.get('/v1/sites/nothing', { origin: APP });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([404, APP]);
  });

  it('gets no leave when it is none, however it is spelt', async () => {
    for (const origin of ['https://evil.test', 'null', `${APP}.evil.test`, `${APP}:8443`, APP.toUpperCase(), '*', '']) {
      const refused = await preflight(origin);
      const answer = await owner.get(at, { origin });
      expect(refused.statusCode, origin).toBe(404);
      expect(refused.headers['content-type'], origin).toContain('application/problem+json');
      for (const { headers } of [refused, answer]) {
        expect(
          Object.keys(headers).filter((name) => name.startsWith('access-control-')),
          origin,
        ).toEqual([]);
      }
    }
  });
});

describe('compression', () => {
  const raw = async (url: string, encoding: string, method: 'GET' | 'POST' = 'GET') =>
    api.app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${owner.token}`, 'accept-encoding': encoding },
    });

  it('is for long lists and the documentation, as the client accepts it', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, n) => owner.post(`${at}/cameras`, { name: `Camera ${n}` })));
    const plain = await raw(`${at}/cameras`, 'identity');
    expect(plain.headers['content-encoding']).toBeUndefined();
    const gzip = await raw(`${at}/cameras`, 'gzip');
    expect(gzip.headers).toMatchObject({ 'content-encoding': 'gzip' });
    expect(String(gzip.headers.vary).toLowerCase()).toContain('accept-encoding');
    expect(gunzipSync(gzip.rawPayload).toString()).toBe(plain.body);
    expect(gzip.rawPayload.length).toBeLessThan(plain.rawPayload.length / 3);
    const brotli = await raw('/openapi.json', 'gzip, br');
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(JSON.parse(brotliDecompressSync(brotli.rawPayload).toString()).openapi).toBe('3.1.0');
  });

  it('is not for one resource, whose strong ETag names its bytes', async () => {
    const windows = Array.from({ length: 60 }, (_, n) => ({ days: [1], from: `${10 + (n % 10)}:00`, to: '24:00' }));
    const { body } = await owner.post(`${at}/schedules`, { name: 'Long', definition: { windows } });
    const { headers, rawPayload } = await raw(`${at}/schedules/${body.id}`, 'gzip, br');
    expect(rawPayload.length).toBeGreaterThan(2_000);
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers.etag).toBeDefined();
  });

  it('and ETags are the same for HEAD, without a body', async () => {
    for (const url of [`${at}/cameras`, at]) {
      const [get, head] = await Promise.all(
        (['GET', 'HEAD'] as const).map((method) =>
          api.app.inject({
            method,
            url,
            headers: { authorization: `Bearer ${owner.token}`, 'accept-encoding': 'gzip' },
          }),
        ),
      );
      expect([head?.statusCode, head?.body]).toEqual([200, '']);
      expect(head?.headers.etag).toBe(get?.headers.etag);
      expect(head?.headers['content-type']).toBe(get?.headers['content-type']);
    }
  });

  it('unpacks no body: a bomb is just no JSON', async () => {
    const { statusCode, headers } = await api.app.inject({
      method: 'POST',
      url: '/v1/sites',
      headers: {
        authorization: `Bearer ${owner.token}`,
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      },
      payload: Buffer.from('1f8b0800', 'hex'),
    });
    expect([statusCode, headers['content-type']]).toEqual([400, expect.stringContaining('problem+json')]);
  });
});

describe('a request id', () => {
  it('is the one of the caller when it is well-formed, on every answer, and else a new one', async () => {
    for (const given of ['r-1', 'a'.repeat(64), '0af7651916cd43dd8448eb211c80319c', 'Job_7.retry-2']) {
      const answer = await owner.get('/v1/nothing', { 'x-request-id': given });
      expect(answer.headers['x-request-id']).toBe(given);
      expect(answer.body.instance).toBe(`urn:sl:request:${given}`);
    }
    for (const given of ['', 'a b', 'x'.repeat(65), 'a\r\nset-cookie: x=1', '{jndi:x}', 'é', '"', 'a,b']) {
      const { headers } = await owner.get('/v1/me', { 'x-request-id': given });
      expect(headers['x-request-id'], given).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers['set-cookie']).toBeUndefined();
    }
  });

  it('goes with each question to access', async () => {
    const { body: user } = await owner.post(`${at}/users`, { name: 'Gil' });
    const answer = await owner.post(
      `${at}/cards`,
      { user: user.id, uid: '04aa00bb00cc00' },
      { 'x-request-id': 'card-7' },
    );
    expect(answer.status).toBe(201);
    expect(api.access.asked.at(-1)).toMatchObject({ kind: 'card-keys', request: 'card-7' });
  });

  it('is in the log line of its request', async () => {
    const lines: string[] = [];
    const log = createLogger('api', 'info', { write: (line: string) => lines.push(line) });
    const app = await newServer({ ...api.deps, log }, null);
    app.get('/x', async () => 'x');
    await app.inject({ url: '/x', headers: { 'x-request-id': 'see-me' } });
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ request: 'see-me', route: '/x', status: 200, msg: 'request' }),
    ]);
    await app.close();
  });
});

describe('what may not be kept', () => {
  it('is an answer with a token, a key or a claim', async () => {
    const client = await signIn(api.app, 'olivia@latch.test', 'correct horse battery');
    const latch = (await client.post(`${at}/latches`, { name: 'L' })).body.id;
    const { headers } = await client.post(`${at}/latches/${latch}/claims`, undefined, { 'accept-encoding': 'gzip' });
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-encoding']).toBeUndefined();
  });
});
