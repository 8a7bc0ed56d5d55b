import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { REFRESH_COOKIE } from '../auth/refresh-cookie.ts';
import { REUSE_GRACE_MS } from '../auth/sessions.ts';
import { clientOf, firstOwner, newSite, OWNER, signIn } from '../testing/client.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let base: string;
beforeAll(async () => {
  api = await startTestApi(inject);
  await newSite(await firstOwner(api.app));
  base = await api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => api.close());

const APP = 'https://latch.test';
const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  api.app.inject({ method: 'POST', url, payload, headers });
const login = { email: OWNER.email, password: OWNER.password };

/** What a browser keeps of an answer, and how it says so in the next request. */
const cookieOf = (response: LightMyRequestResponse): string => {
  const [cookie] = response.cookies;
  expect(cookie).toMatchObject({ name: REFRESH_COOKIE, path: '/', httpOnly: true, secure: true, sameSite: 'Strict' });
  expect(cookie).not.toHaveProperty('domain');
  return `${REFRESH_COOKIE}=${cookie?.value}`;
};
const browserIn = async () => {
  const response = await post('/v1/auth/sign-in', { ...login, delivery: 'cookie' }, { origin: APP });
  return { cookie: cookieOf(response), ...response.json<{ accessToken: string }>() };
};
const refreshBy = (cookie: string, headers: Record<string, string> = { origin: APP }) =>
  post('/v1/auth/refresh', {}, { cookie, ...headers });
const commandLineIn = async () =>
  (await post('/v1/auth/sign-in', { ...login, delivery: 'body' })).json<{
    accessToken: string;
    refreshToken: string;
  }>();
const refreshWith = (refreshToken: string) => post('/v1/auth/refresh', { refreshToken });
const isSignedIn = async (accessToken: string) => (await clientOf(api.app, accessToken).get('/v1/me')).status === 200;

describe('a refresh token', () => {
  it('comes in a cookie that no script can read, and not in the body', async () => {
    const response = await post('/v1/auth/sign-in', { ...login, delivery: 'cookie' }, { origin: APP });
    expect(response.statusCode).toBe(200);
    cookieOf(response);
    expect(response.body).not.toContain('sl_rt_');
    expect(response.json()).not.toHaveProperty('refreshToken');
  });

  it('comes in the body to who asks for that, and not in a cookie', async () => {
    const response = await post('/v1/auth/sign-in', { ...login, delivery: 'body' });
    expect(response.json().refreshToken).toMatch(/^sl_rt_/);
    expect(response.cookies).toEqual([]);
    const next = await refreshWith(response.json().refreshToken);
    expect(next.json().refreshToken).toMatch(/^sl_rt_/);
    expect(next.cookies).toEqual([]);
    expect(next.headers['cache-control']).toBe('no-store');
  });

  it('is not made for who does not ask', async () => {
    const response = await post('/v1/auth/sign-in', login);
    expect(response.cookies).toEqual([]);
    expect(Object.keys(response.json()).sort()).toEqual(['accessToken', 'expiresInS', 'user']);
  });

  it('is exchanged for the next one and an access token of the same session', async () => {
    const { cookie, accessToken } = await browserIn();
    const response = await refreshBy(cookie);
    expect(response.statusCode).toBe(200);
    expect(cookieOf(response)).not.toBe(cookie);
    const sessionOf = (token: string) =>
      JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sid as string;
    expect(sessionOf(response.json().accessToken)).toBe(sessionOf(accessToken));
    expect(await isSignedIn(response.json().accessToken)).toBe(true);
  });

  it('is stored as a hash', async () => {
    const { refreshToken } = await commandLineIn();
    const rows = JSON.stringify(await api.store.models.sessions.find().lean());
    expect(rows).not.toContain(refreshToken.split('.')[2]);
  });

  it('gives two tabs the same successor, at once and within ten seconds', async () => {
    const { cookie } = await browserIn();
    const tabs = await Promise.all([refreshBy(cookie), refreshBy(cookie), refreshBy(cookie)]);
    expect(tabs.map((one) => one.statusCode)).toEqual([200, 200, 200]);
    expect(new Set(tabs.map(cookieOf)).size).toBe(1);
    api.advance(REUSE_GRACE_MS - 1_000);
    const late = await refreshBy(cookie);
    expect(cookieOf(late)).toBe(cookieOf(tabs[0] as LightMyRequestResponse));
    expect(cookieOf(await refreshBy(cookieOf(late)))).not.toBe(cookieOf(late));
  });

  it('that comes back later ends the session: the thief and the owner both must sign in, and the log and their sites say so', async () => {
    const warn = vi.spyOn(api.deps.log, 'warn');
    const first = await commandLineIn();
    const second = (await refreshWith(first.refreshToken)).json();
    api.advance(REUSE_GRACE_MS);
    expect((await refreshWith(first.refreshToken)).statusCode).toBe(401);
    expect((await refreshWith(second.refreshToken)).statusCode).toBe(401);
    expect(await isSignedIn(second.accessToken)).toBe(false);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(JSON.stringify(warn.mock.calls)).not.toMatch(/sl_rt_|eyJ/);
    warn.mockRestore();
    const told = await api.store.models.notices.find({ kind: 'refresh_token_reused' }).lean();
    expect(told).toEqual([expect.objectContaining({ by: null, about: expect.any(String) })]);
  });

  it('that comes back later ends the session also under the Idempotency-Key of its first use', async () => {
    const first = await commandLineIn();
    const again = () =>
      post('/v1/auth/refresh', { refreshToken: first.refreshToken }, { 'idempotency-key': 'one and the same' });
    const second = (await again()).json();
    api.advance(REUSE_GRACE_MS);
    expect((await again()).statusCode).toBe(401);
    expect((await refreshWith(second.refreshToken)).statusCode).toBe(401);
  });

  it('of many generations ago ends the session too, even within the ten seconds', async () => {
    const first = await commandLineIn();
    let newest = first;
    for (let n = 0; n < 4; n += 1) newest = (await refreshWith(newest.refreshToken)).json();
    expect((await refreshWith(first.refreshToken)).statusCode).toBe(401);
    expect(await isSignedIn(newest.accessToken)).toBe(false);
  });

  it('that was guessed ends nothing', async () => {
    const { accessToken, refreshToken } = await commandLineIn();
    const guess = refreshToken.replace(/[^.]+$/, 'A'.repeat(43));
    expect((await refreshWith(guess)).statusCode).toBe(401);
    expect((await refreshWith('sl_rt_x')).statusCode).toBe(401);
    expect(await isSignedIn(accessToken)).toBe(true);
    expect((await refreshWith(refreshToken)).statusCode).toBe(200);
  });

  it('is taken only the way it was given', async () => {
    const { cookie } = await browserIn();
    expect((await refreshWith(cookie.replace(`${REFRESH_COOKIE}=`, ''))).statusCode).toBe(401);
    const { refreshToken } = await commandLineIn();
    expect((await refreshBy(`${REFRESH_COOKIE}=${refreshToken}`)).statusCode).toBe(401);
    const both = await post('/v1/auth/refresh', { refreshToken }, { cookie, origin: APP });
    expect(both.statusCode).toBe(400);
  });
});

describe("somebody else's page in the same browser", () => {
  it('is refused by its Origin, and so is a request without one', async () => {
    const { cookie, accessToken } = await browserIn();
    for (const url of ['/v1/auth/refresh', '/v1/auth/sign-out']) {
      for (const headers of [{ origin: 'https://evil.test' }, { origin: 'null' }, { origin: `${APP}.evil.test` }, {}]) {
        const response = await post(url, {}, { cookie, ...headers });
        expect(response.statusCode, `${url} ${JSON.stringify(headers)}`).toBe(403);
        expect(response.headers['content-type']).toContain('application/problem+json');
        expect(response.cookies).toEqual([]);
      }
    }
    expect(await isSignedIn(accessToken)).toBe(true);
  });

  it('gets nowhere with a form', async () => {
    const { cookie, accessToken } = await browserIn();
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x']) {
      for (const url of ['/v1/auth/refresh', '/v1/auth/sign-out']) {
        for (const origin of [APP, 'https://evil.test']) {
          const headers = { cookie, origin, 'content-type': type };
          const response = await api.app.inject({ method: 'POST', url, payload: '{}', headers });
          expect([400, 403, 415], `${url} ${type} ${origin}`).toContain(response.statusCode);
        }
      }
    }
    const bare = await api.app.inject({ method: 'POST', url: '/v1/auth/sign-out', headers: { cookie, origin: APP } });
    expect(bare.statusCode).toBe(415);
    expect(await isSignedIn(accessToken)).toBe(true);
  });

  it('cannot sign the browser in as somebody else', async () => {
    for (const headers of [{ origin: 'https://evil.test' }, {}]) {
      const response = await post('/v1/auth/sign-in', { ...login, delivery: 'cookie' }, headers);
      expect(response.statusCode).toBe(403);
      expect(response.cookies).toEqual([]);
    }
  });

  it('reads nothing with the cookie alone: every other route wants the Authorization header', async () => {
    const { cookie, accessToken } = await browserIn();
    const response = await api.app.inject({ url: '/v1/me', headers: { cookie, origin: APP } });
    expect(response.statusCode).toBe(401);
    expect((await api.app.inject({ url: `/v1/me?access_token=${accessToken}` })).statusCode).toBe(401);
    const inQuery = await post(`/v1/auth/refresh?refreshToken=x`, {}, { origin: APP });
    expect(inQuery.statusCode).toBe(401);
  });
});

describe('a session', () => {
  it('ends when it was not used for long, and lives on when it was', async () => {
    const { refreshToken } = await commandLineIn();
    const idle = await commandLineIn();
    api.advance(6 * 86_400_000);
    const next = (await refreshWith(refreshToken)).json();
    api.advance(2 * 86_400_000);
    expect((await refreshWith(next.refreshToken)).statusCode).toBe(200);
    expect((await refreshWith(idle.refreshToken)).statusCode).toBe(401);
  });

  it('ends after thirty days, however often it was used', async () => {
    let { refreshToken } = await commandLineIn();
    for (let day = 0; day < 30; day += 6) {
      const response = await refreshWith(refreshToken);
      expect(response.statusCode, `day ${day}`).toBe(200);
      ({ refreshToken } = response.json());
      api.advance(6 * 86_400_000);
    }
    expect((await refreshWith(refreshToken)).statusCode).toBe(401);
  });

  it('is signed out by its cookie, which goes too', async () => {
    const { cookie, accessToken } = await browserIn();
    const response = await post('/v1/auth/sign-out', {}, { cookie, origin: APP });
    expect(response.statusCode).toBe(204);
    expect(response.cookies[0]).toMatchObject({ name: REFRESH_COOKIE, value: '', maxAge: 0 });
    expect(await isSignedIn(accessToken)).toBe(false);
    expect((await refreshBy(cookie)).statusCode).toBe(401);
  });

  it('is listed with what the client called itself, and which one is the own', async () => {
    const signInAs = async (agent: string) =>
      (await post('/v1/auth/sign-in', login, { 'user-agent': agent })).json().accessToken as string;
    await signInAs('x'.repeat(500));
    const client = clientOf(api.app, await signInAs('latch-cli/1.0 \u00e4'));
    const { body } = await client.get('/v1/me/sessions?limit=200');
    const mine = body.items.filter((one: { current: boolean }) => one.current);
    expect(mine).toHaveLength(1);
    expect(mine[0]).toMatchObject({ userAgent: 'latch-cli/1.0 ' });
    expect(body.items.map((one: { userAgent: string }) => one.userAgent)).toContain('x'.repeat(120));
    expect(JSON.stringify(body)).not.toMatch(/127\.0\.0\.1|hash/);
  });

  it('is ended by its owner, with its tokens and live streams, within a second, and by nobody else', async () => {
    const owner = await signIn(api.app, OWNER.email, OWNER.password);
    const { at } = await newSite(owner);
    const member = { email: 'mia@latch.test', password: 'a good password' };
    await owner.post(`${at}/users`, { name: 'Mia', role: 'admin', ...member });
    const [one, two] = [
      await signIn(api.app, member.email, member.password),
      await signIn(api.app, member.email, member.password),
    ];
    const sessions = (await one.get('/v1/me/sessions?limit=200')).body.items as { id: string; current: boolean }[];
    const other = sessions.find((row) => !row.current)?.id ?? '';
    expect((await owner.delete(`/v1/me/sessions/${other}`)).status).toBe(404);
    const headers = { authorization: `Bearer ${two.token}` };
    const stream = await fetch(`${base}${at}/events/stream`, { headers });
    const reader = stream.body?.getReader();
    await reader?.read();
    const endedAtMs = Date.now();
    expect((await one.delete(`/v1/me/sessions/${other}`)).status).toBe(204);
    expect((await two.get('/v1/me')).status).toBe(401);
    expect(await reader?.read()).toMatchObject({ done: true });
    expect(Date.now() - endedAtMs).toBeLessThan(1_000);
    expect((await one.delete(`/v1/me/sessions/${other}`)).status).toBe(404);
  });

  it('is ended with all others at once, or all but the own', async () => {
    const [one, two, three] = await Promise.all([commandLineIn(), commandLineIn(), commandLineIn()]);
    const client = clientOf(api.app, one.accessToken);
    expect((await client.delete('/v1/me/sessions?keepCurrent=true')).status).toBe(204);
    expect(await isSignedIn(one.accessToken)).toBe(true);
    expect(await isSignedIn(two.accessToken)).toBe(false);
    expect((await refreshWith(three.refreshToken)).statusCode).toBe(401);
    expect((await client.delete('/v1/me/sessions')).status).toBe(204);
    expect(await isSignedIn(one.accessToken)).toBe(false);
  });

  it('is one of a hundred: a further one ends the one that was unused for longest', async () => {
    const first = await commandLineIn();
    const now = new Date(api.deps.clock.now());
    const row = await api.store.models.sessions.findOne({ revokedAt: null }).sort({ createdAt: -1 }).lean();
    if (!row) throw new Error('there is a session');
    const later = new Date(now.getTime() + 1_000);
    const rows = Array.from({ length: 99 }, (_, n) => ({ ...row, _id: `filler-${n}`, lastUsedAt: later }));
    await api.store.models.sessions.create(rows);
    expect(await isSignedIn(first.accessToken)).toBe(true);
    api.advance(2_000);
    await commandLineIn();
    expect(await isSignedIn(first.accessToken)).toBe(false);
  });
});
