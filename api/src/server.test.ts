import { connect } from 'node:net';
import { AppError, ERROR_CODES } from '@smart-latch/runtime';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { openApiDocument } from './openapi/document.ts';
import { PROBLEMS, problemSchema } from './problems.ts';
import { newServer } from './server.ts';
import { type Client, clientOf, firstOwner, newSite } from './testing/client.ts';
import { undocumented } from './testing/documented.ts';
import { startTestApi, type TestApi } from './testing/test-api.ts';

let api: TestApi;
let owner: Client;
let at: string;
beforeAll(async () => {
  api = await startTestApi(inject);
  owner = await firstOwner(api.app);
  ({ at } = await newSite(owner));
});
afterAll(() => api.close());

/** Writes bytes on a socket and reads the first answer. */
const raw = (base: URL, bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(base.port), base.hostname);
    socket.write(bytes);
    socket.once('data', (chunk) => resolve(chunk.toString()));
    socket.once('error', reject);
  });

describe('a problem', () => {
  it('has a status, a title and a type that never changes for every operational error', async () => {
    const app = await newServer(api.deps, null);
    for (const code of ERROR_CODES) {
      app.get(`/${code}`, async () => {
        throw new AppError(code, 'what to do', { cause: new Error('hidden') });
      });
    }
    for (const code of ERROR_CODES) {
      const response = await app.inject(`/${code}`);
      expect(response.headers['content-type']).toContain('application/problem+json');
      expect(response.statusCode).toBe(PROBLEMS[code].status);
      const problem = problemSchema.parse(response.json());
      expect(problem).toMatchObject({ type: `urn:sl:problem:${code}`, detail: 'what to do' });
      expect(problem.instance).toBe(`urn:sl:request:${response.headers['x-request-id']}`);
      expect(response.body).not.toContain('hidden');
    }
    await app.close();
  });

  it('of a bug tells nothing', async () => {
    const app = await newServer(api.deps, null);
    app.get('/bug', async () => {
      throw new TypeError('secret internals');
    });
    app.get('/shape', { schema: { response: { 200: z.object({ a: z.string() }) } } }, async () => ({ a: 1 }) as never);
    for (const url of ['/bug', '/shape']) {
      const response = await app.inject(url);
      expect(response.statusCode).toBe(500);
      expect(Object.keys(response.json()).sort()).toEqual(['instance', 'status', 'title', 'type']);
      expect(response.body).not.toMatch(/secret|stack|TypeError/);
    }
    await app.close();
  });

  it('is the answer to a route that does not exist, and to a method that it does not have', async () => {
    for (const { status, headers } of [
      await owner.get('/v1/nothing'),
      await owner.put('/v1/me', {}),
      await owner.get('/%'),
    ]) {
      expect([400, 404]).toContain(status);
      expect(headers['content-type']).toContain('application/problem+json');
    }
  });
});

describe('a hostile request', () => {
  const post = (payload: string, type = 'application/json') =>
    api.app.inject({
      method: 'POST',
      url: '/v1/sites',
      headers: { authorization: `Bearer ${owner.token}`, 'content-type': type },
      payload,
    });

  it('is refused as a problem, never as a 5xx', async () => {
    const deep = 30_000;
    const tries: [string, string, number][] = [
      ['not JSON', '{"name":', 400],
      ['empty', '', 400],
      ['deeply nested', `${'['.repeat(deep)}${']'.repeat(deep)}`, 400],
      ['prototype', '{"__proto__":{"admin":true},"name":"x","timeZone":"UTC"}', 400],
      ['constructor', '{"constructor":{"prototype":{"admin":true}},"name":"x","timeZone":"UTC"}', 400],
      ['operator', '{"name":{"$gt":""},"timeZone":"UTC"}', 400],
      ['another field', '{"name":"x","timeZone":"UTC","_id":"mine"}', 400],
      ['control characters', '{"name":"x\\u0000y","timeZone":"UTC"}', 400],
      ['too large', `{"name":"${'x'.repeat(70_000)}"}`, 413],
    ];
    for (const [what, payload, status] of tries) {
      const response = await post(payload);
      expect(response.statusCode, what).toBe(status);
      expect(response.headers['content-type'], what).toContain('application/problem+json');
    }
    expect((await post('<site/>', 'application/xml')).statusCode).toBe(415);
  });

  it('finds no operator in a query, a path or a cursor', async () => {
    for (const path of [
      '/users?cursor[$gt]=',
      '/users?limit[$gt]=1',
      '/users?limit=1&limit=2',
      '/users?limit=0',
      '/users?x=1',
    ]) {
      expect((await owner.get(at + path)).status, path).toBe(400);
    }
    for (const path of ['/users/%7B%22$gt%22:%22%22%7D', '/latches/..%2f..%2fusers', `/latches/${'x'.repeat(300)}`]) {
      expect([400, 404, 413], path).toContain((await owner.get(at + path)).status);
    }
    expect((await owner.get('/v1/sites/%7B%22$ne%22:1%7D')).status).toBe(404);
  });

  it('cannot put a header of its own into the answer', async () => {
    const response = await api.app.inject({
      url: '/v1/setup',
      headers: { 'x-request-id': 'a\tb', origin: 'https://evil.test' },
    });
    expect(response.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers['access-control-allow-origin']).toBeUndefined();
    expect(response.headers['x-content-type-options']).toBe('nosniff');
    expect(response.headers['content-security-policy']).toBeDefined();
  });
});

describe('limits', () => {
  it('slow an address that asks too often, also with bad tokens and for nothing', async () => {
    const narrow = await startTestApi(inject, { ratePerMinute: 10 });
    const client = clientOf(narrow.app, 'bad token');
    for (let n = 9; n >= 0; n -= 1) {
      const { status, headers } = await client.get('/v1/me');
      expect(status).toBe(401);
      expect(headers).toMatchObject({ 'ratelimit-limit': '10', 'ratelimit-remaining': String(n) });
      expect(Number(headers['ratelimit-reset'])).toBeGreaterThan(0);
    }
    const { status, body, headers } = await client.get('/v1/me');
    expect(status).toBe(429);
    expect(body.type).toBe('urn:sl:problem:too_many_requests');
    expect(headers['ratelimit-remaining']).toBe('0');
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect((await client.get('/nothing')).status).toBe(429);
    await narrow.close();
  });

  it('say when to try again, whoever refuses: a guesser, or a service that is away', async () => {
    const app = await newServer(api.deps, null);
    app.get('/away', async () => {
      throw new AppError('service_unavailable', 'try again');
    });
    expect((await app.inject('/away')).headers['retry-after']).toBe('2');
    await app.close();
    const client = clientOf(api.app);
    const guess = () => client.post('/v1/auth/sign-in', { email: 'guess@latch.test', password: 'wrong' });
    for (let n = 0; n < 10; n += 1) expect((await guess()).status).toBe(401);
    const { status, headers } = await guess();
    expect(status).toBe(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(800);
  });

  it('answer what is no HTTP with a problem and hang up', async () => {
    const app = await newServer(api.deps, null);
    const base = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
    const answer = await raw(base, 'GET / HTTP/1.1\r\nhost: x\r\nbad header\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain('urn:sl:problem:bad_request');
    await app.close();
  });

  it('end a body that never comes', async () => {
    const app = await newServer(api.deps, null);
    app.post('/slow', { handlerTimeout: 200 }, async () => 'never');
    const base = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
    const head = 'POST /slow HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{';
    const answer = await raw(base, head);
    expect(answer).toMatch(/^HTTP\/1.1 50[34] /);
    expect(answer).toContain('application/problem+json');
    await app.close();
  });
});

describe('the documentation', () => {
  it('is served as OpenAPI and as a page to read', async () => {
    const { body } = await clientOf(api.app).get('/openapi.json');
    expect(body).toEqual(JSON.parse(JSON.stringify(await openApiDocument())));
    expect((await clientOf(api.app).get('/docs/')).status).toBe(200);
  });

  it('says of each operation what it can answer: what it does not say is told when the tests of the api end', () => {
    const answered = new Set(['GET /v1/me 401', 'GET /v1/me 418', 'GET /elsewhere 404', 'GET /v1/me 200']);
    expect(undocumented(api.app, answered)).toEqual(['GET /v1/me 418']);
  });
});
