import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeResource } from './change.ts';
import { type Client, createClient } from './client.ts';
import { isProblem, UnreachableError } from './problem.ts';
import { hangUp, json, problem, startTestServer, type TestServer } from './test-server.ts';
import { sessionTokens } from './tokens.ts';

let server: TestServer;
let client: Client;
beforeEach(async () => {
  server = await startTestServer();
  client = createClient({ baseUrl: server.baseUrl, token: 'sl_pat_x' });
});
afterEach(() => server.close());

const SITE = { path: { site: 'a b' } };
const HOME = { name: 'Home', timeZone: 'Europe/Berlin' };

describe('a request', () => {
  it('is typed by its path, and carries the token, the parameters and the body', async () => {
    server.answers.push(json({ id: 'latch-1' }, 201));
    const latch = await client.post('/v1/sites/{site}/latches', { params: SITE, body: { name: 'Front' } });
    expect(latch.id).toBe('latch-1');
    expect(server.received[0]).toMatchObject({
      method: 'POST',
      url: '/v1/sites/a%20b/latches',
      body: '{"name":"Front"}',
      headers: { authorization: 'Bearer sl_pat_x', 'content-type': 'application/json' },
    });
    // @ts-expect-error: an operation that there is not
    await expect(client.get('/v1/nothing')).rejects.toThrow();
    // @ts-expect-error: a body without its name
    await expect(client.post('/v1/sites', { body: { timeZone: 'UTC' } })).rejects.toThrow();
  });

  it('answers nothing where there is nothing', async () => {
    server.answers.push((response) => response.writeHead(204).end());
    const params = { path: { site: 's', grant: 'g' } };
    expect(await client.delete('/v1/sites/{site}/grants/{grant}', { params })).toBe(undefined);
  });

  it('sends files as a form', async () => {
    server.answers.push(json({ accepted: 1 }, 201));
    const body = { photographs: [new Blob(['1']), new File(['2'], 'two.jpg')], consent: 'yes' };
    await client.post('/v1/sites/{site}/users/{user}/faces', { params: { path: { site: 's', user: 'u' } }, body });
    const [{ headers, body: sent } = { headers: {}, body: '' }] = server.received;
    expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(sent.match(/; name="photographs"/g)).toHaveLength(2);
    expect(sent).toContain('filename="two.jpg"');
    expect(sent).toMatch(/name="consent"\r\n\r\nyes/);
  });
});

describe('a problem', () => {
  it('is thrown with its code, what to do, and when', async () => {
    server.answers.push(problem('too_many_requests', 429, { 'retry-after': '7' }));
    const error = await client.get('/v1/me').catch((thrown: unknown) => thrown);
    expect(isProblem(error, 'too_many_requests')).toBe(true);
    expect(error).toMatchObject({ status: 429, retryAfterS: 7, message: 'about too_many_requests' });
  });

  it('of a proxy is one too', async () => {
    server.answers.push((response) => response.writeHead(502, 'Bad Gateway').end('<html>'));
    await expect(client.get('/v1/me')).rejects.toMatchObject({ code: 'unknown', status: 502, message: 'Bad Gateway' });
  });
});

describe('a request without an answer', () => {
  it('is sent again, a POST with the same Idempotency-Key', async () => {
    server.answers.push(
      hangUp,
      problem('service_unavailable', 503, { 'retry-after': '0' }),
      json({ id: 'site-1' }, 201),
    );
    expect((await client.post('/v1/sites', { body: HOME })).id).toBe('site-1');
    const keys = server.received.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(server.received.map(({ body }) => JSON.parse(body))).toEqual([HOME, HOME, HOME]);
  });

  it('is sent again while the first try is still running', async () => {
    server.answers.push(problem('conflict', 409, { 'retry-after': '0' }), json({ id: 'site-1' }, 201));
    expect((await client.post('/v1/sites', { body: HOME })).id).toBe('site-1');
  });

  it('is given up after a few tries, and says where nobody answers', async () => {
    const lone = createClient({ baseUrl: server.baseUrl, retries: 1 });
    server.answers.push(hangUp, hangUp, hangUp);
    const error = await lone.get('/v1/setup').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnreachableError);
    expect((error as Error).message).toContain(`${server.baseUrl} cannot be reached`);
    expect(server.received).toHaveLength(2);
  });

  it('has a deadline', async () => {
    const hasty = createClient({ baseUrl: server.baseUrl, retries: 0, deadlineMs: 30 });
    server.answers.push(() => undefined);
    await expect(hasty.get('/v1/setup')).rejects.toThrow('no answer in time');
  });

  it('ends when its signal does', async () => {
    const stop = new AbortController();
    server.answers.push(() => stop.abort(new Error('enough')));
    await expect(client.get('/v1/setup', { signal: stop.signal })).rejects.toThrow('enough');
    expect(server.received).toHaveLength(1);
  });
});

describe('the tokens of a session', () => {
  it('are renewed once, kept before they are used, and the request is sent with the new one', async () => {
    const kept: string[] = [];
    const open = createClient({ baseUrl: server.baseUrl });
    const tokens = sessionTokens(
      { refreshToken: 'r1' },
      {
        refresh: (refreshToken) => open.post('/v1/auth/refresh', { body: { refreshToken } }),
        keep: ({ refreshToken = '' }) => void kept.push(refreshToken),
      },
    );
    const signedIn = open.as(tokens);
    const session = { accessToken: 'a2', expiresInS: 900, refreshToken: 'r2' };
    server.answers.push(json(session), json({ items: [] }), json({ items: [] }));
    await Promise.all([signedIn.get('/v1/sites'), signedIn.get('/v1/sites')]);
    expect(kept).toEqual(['r2']);
    const [refresh, ...rest] = server.received;
    expect(refresh).toMatchObject({ url: '/v1/auth/refresh', body: '{"refreshToken":"r1"}' });
    expect(refresh?.headers['idempotency-key']).toBe(undefined);
    expect(rest.map(({ headers }) => headers.authorization)).toEqual(['Bearer a2', 'Bearer a2']);
  });

  it('are renewed when one is refused before its time, and not for ever', async () => {
    const session = { accessToken: 'a1', expiresInS: 900, refreshToken: 'r1' };
    const refresh = async () => ({ ...session, accessToken: 'a2' });
    const signedIn = createClient({ baseUrl: server.baseUrl, token: sessionTokens(session, { refresh }) });
    server.answers.push(problem('unauthenticated', 401), json({ items: [] }), problem('unauthenticated', 401));
    await signedIn.get('/v1/sites');
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual(['Bearer a1', 'Bearer a2']);
    server.answers.push(problem('unauthenticated', 401));
    await expect(signedIn.get('/v1/sites')).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(server.received).toHaveLength(4);
  });
});

it('a list is read page by page', async () => {
  server.answers.push(
    json({ items: [{ id: '1' }, { id: '2' }], next: 'c' }),
    json({ items: [{ id: '3' }], next: null }),
  );
  const ids: string[] = [];
  const params = { ...SITE, query: { role: 'guest', limit: 2 } } as const;
  for await (const { id } of client.list('/v1/sites/{site}/users', { params })) ids.push(id);
  expect(ids).toEqual(['1', '2', '3']);
  expect(server.received.map(({ url }) => new URL(url, server.baseUrl).search)).toEqual([
    '?limit=2&role=guest',
    '?limit=2&role=guest&cursor=c',
  ]);
});

describe('a change of what was read', () => {
  const params = { site: 's' };

  it('carries its ETag, and is made again when somebody else was faster', async () => {
    server.answers.push(
      json({ name: 'Home' }, 200, { etag: '"1"' }),
      problem('precondition_failed', 412),
      json({ name: 'Our home' }, 200, { etag: '"2"' }),
      json({ name: 'Our home!' }),
    );
    const change = ({ name }: { name: string }) => ({ name: `${name}!` });
    expect((await changeResource(client, '/v1/sites/{site}', params, change)).name).toBe('Our home!');
    const patches = server.received.filter(({ method }) => method === 'PATCH');
    expect(patches.map(({ headers, body }) => [headers['if-match'], body])).toEqual([
      ['"1"', '{"name":"Home!"}'],
      ['"2"', '{"name":"Our home!"}'],
    ]);
  });

  it('is not made again for another reason', async () => {
    server.answers.push(json({ name: 'Home' }, 200, { etag: '"1"' }), problem('forbidden', 403));
    const change = changeResource(client, '/v1/sites/{site}', params, () => ({ name: 'x' }));
    await expect(change).rejects.toMatchObject({ code: 'forbidden' });
  });
});
