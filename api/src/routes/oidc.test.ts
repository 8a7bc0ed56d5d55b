import { Secret } from '@smart-latch/runtime';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { FLOW_COOKIE } from '../auth/oidc/flow-cookie.ts';
import { REFRESH_COOKIE } from '../auth/refresh-cookie.ts';
import { APP_ORIGIN, type Browser, openBrowser, type Visit } from '../testing/browser.ts';
import { type Client, clientOf, firstOwner, newSite, OWNER, signIn } from '../testing/client.ts';
import type { Who } from '../testing/issuer.ts';
import { type RunningIssuer, startIssuer } from '../testing/start-issuer.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let alpha: RunningIssuer;
let beta: RunningIssuer;
let gamma: RunningIssuer;
let api: TestApi;
beforeAll(async () => {
  [alpha, beta, gamma] = await Promise.all([
    startIssuer('alpha', { claimsIn: 'id_token', knowsWhen: true }),
    startIssuer('beta', { claimsIn: 'userinfo', knowsWhen: false }),
    startIssuer('gamma', { claimsIn: 'id_token', knowsWhen: false }),
  ]);
  const away = { ...alpha.issuer, id: 'away', label: 'AWAY', url: 'http://127.0.0.1:9', clientSecret: new Secret('x') };
  const oidc = { issuers: [alpha.issuer, beta.issuer, gamma.issuer, away], cookieKey: new Uint8Array(32).fill(7) };
  api = await startTestApi(inject, { oidc });
  await firstOwner(api.app);
});
afterAll(() => Promise.all([api?.close(), alpha?.stop(), beta?.stop(), gamma?.stop()]));

const OLIVIA: Who = { sub: 'olivia-at-alpha', email: OWNER.email, email_verified: true };
const start = (issuer: string, returnTo = '/doors') =>
  `/v1/auth/oidc/${issuer}/start?returnTo=${encodeURIComponent(returnTo)}`;
const isCallback = (url: URL) => url.origin === APP_ORIGIN && url.pathname.endsWith('/callback');
const isPage = (url: URL) => url.origin === APP_ORIGIN && !url.pathname.startsWith('/v1/');
/** As far as the issuer's answer, which the browser has not followed yet. */
const answerOf = async (browser: Browser, url: string | URL): Promise<URL> => {
  const { location, body } = await browser.follow(url, isCallback);
  if (!location) throw new Error(`the issuer sent nobody back: ${body.slice(0, 300)}`);
  return location;
};
const detailOf = ({ body }: Visit): string => JSON.parse(body).detail;
/** The app's own script takes the cookie to its first access token. */
const tokenOf = async (browser: Browser): Promise<string> =>
  JSON.parse((await browser.post('/v1/auth/refresh', {})).body).accessToken;

/** Somebody new at the server who links an account at the issuer. */
const linked = async (issuer: string, who: Who): Promise<{ browser: Browser; client: Client; password: string }> => {
  const owner = await signIn(api.app, OWNER.email, OWNER.password);
  const { at } = await newSite(owner);
  const login = { email: `${who.sub}@latch.test`, password: 'a good password' };
  await owner.post(`${at}/users`, { name: who.sub, ...login });
  const client = await signIn(api.app, login.email, login.password);
  const browser = openBrowser(api.app, who);
  const begun = await browser.post('/v1/me/identities', { issuer, returnTo: '/me' }, client.token ?? '');
  expect(begun.status).toBe(200);
  const end = await browser.follow(JSON.parse(begun.body).url, isPage);
  expect(end.location?.href).toBe(`${APP_ORIGIN}/me`);
  return { browser, client, password: login.password };
};

describe('signing in at an issuer', () => {
  it('is offered where the operator configured it, without its secret', async () => {
    const { body } = await clientOf(api.app).get('/v1/auth/oidc');
    expect(body.items[0]).toEqual({ id: 'alpha', label: 'ALPHA', start: '/v1/auth/oidc/alpha/start' });
    expect(JSON.stringify(body)).not.toContain('secret');
    expect((await clientOf(api.app).get('/v1/auth/oidc/nobody/start')).status).toBe(404);
  });

  it('asks with PKCE, state and nonce, which stay in a sealed cookie for ten minutes', async () => {
    const browser = openBrowser(api.app, OLIVIA);
    const { status, location, headers } = await browser.visit(start('alpha'));
    expect(status).toBe(302);
    expect(location?.origin).toBe(alpha.issuer.url);
    const query = location?.searchParams;
    expect(query?.get('code_challenge_method')).toBe('S256');
    expect(query?.get('redirect_uri')).toBe(`${APP_ORIGIN}/v1/auth/oidc/alpha/callback`);
    const cookie = headers.getSetCookie()[0] ?? '';
    for (const part of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/v1/auth/oidc', 'Max-Age=600']) {
      expect(cookie).toContain(part);
    }
    for (const name of ['state', 'nonce']) expect(cookie).not.toContain(query?.get(name));
  });

  it.each(['alpha', 'beta'])('lets in who linked their account at %s, at the page where they were', async (issuer) => {
    const who = { sub: `lena-${issuer}`, email: 'lena@elsewhere.test', email_verified: true };
    const { client } = await linked(issuer, who);
    const browser = openBrowser(api.app, who);
    const end = await browser.follow(start(issuer, '/doors?tab=2'), isPage);
    expect(end.location?.href).toBe(`${APP_ORIGIN}/doors?tab=2`);
    expect(end.status).toBe(303);
    expect(browser.cookie(APP_ORIGIN, FLOW_COOKIE)).toBeUndefined();
    const me = (await clientOf(api.app, await tokenOf(browser)).get('/v1/me')).body.user;
    expect(me.name).toBe(who.sub);
    const { items } = (await client.get('/v1/me/identities')).body;
    expect(items).toMatchObject([{ issuer, label: issuer.toUpperCase(), email: 'lena@elsewhere.test' }]);
  });

  it('is as fresh as the issuer says, and not at all when it does not say', async () => {
    const authTime = async (issuer: string): Promise<number> => {
      const who = { sub: `finn-${issuer}` };
      await linked(issuer, who);
      const browser = openBrowser(api.app, who);
      await browser.follow(start(issuer), isPage);
      const token = await tokenOf(browser);
      return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).auth_time;
    };
    expect(await authTime('alpha')).toBeGreaterThan(Date.now() / 1_000 - 60);
    expect(await authTime('beta')).toBe(0);
  });

  it('never links by e-mail alone: it says to sign in and link, and that changes nothing', async () => {
    const browser = openBrowser(api.app, OLIVIA);
    const end = await browser.follow(start('alpha'), isPage);
    expect(end.status).toBe(409);
    expect(detailOf(end)).toContain('sign in with its password, then link ALPHA');
    expect(browser.cookie(APP_ORIGIN, REFRESH_COOKIE)).toBeUndefined();
    expect(await api.deps.identities.find(alpha.issuer.url, OLIVIA.sub)).toBeNull();
  });

  it('tells a stranger, and who has not verified their e-mail, nothing but to ask for an invitation', async () => {
    for (const who of [
      { sub: 'stranger', email: 'stranger@elsewhere.test', email_verified: true },
      { sub: 'liar', email: OWNER.email, email_verified: false },
      { sub: 'nameless' },
    ]) {
      const end = await openBrowser(api.app, who).follow(start('alpha'), isPage);
      expect(end.status).toBe(403);
      expect(detailOf(end)).toContain('ask an owner for an invitation');
      expect(end.headers.get('content-type')).toContain('application/problem+json');
    }
  });

  it('ends as it began when the person cancels', async () => {
    const end = await openBrowser(api.app, { sub: 'shy', refuses: true }).follow(start('alpha'), isPage);
    expect(end.status).toBe(403);
    expect(detailOf(end)).toContain('did not agree');
  });

  it('says so when the issuer is away, and the password still works', async () => {
    const { status, body } = await clientOf(api.app).get(start('away'));
    expect(status).toBe(503);
    expect(body.detail).toContain('AWAY does not answer');
    expect((await signIn(api.app, OWNER.email, OWNER.password)).token).toBeTruthy();
  });

  it('says so too when the issuer goes while the person is there', async () => {
    const browser = openBrowser(api.app, OLIVIA);
    const answer = await answerOf(browser, start('gamma'));
    await gamma.stop();
    expect((await browser.visit(answer)).status).toBe(503);
  });
});

describe('an attacker', () => {
  it.each([
    'https://evil.test',
    '//evil.test',
    '/\\evil.test',
    '\\\\evil.test',
    'javascript:alert(1)',
    '/\t/evil.test',
    '/x\r\nset-cookie: a=b',
    'evil.test',
    '',
  ])('cannot make the way back lead to %j', async (returnTo) => {
    expect((await clientOf(api.app).get(start('alpha', returnTo))).status).toBe(400);
    const owner = await signIn(api.app, OWNER.email, OWNER.password);
    expect((await owner.post('/v1/me/identities', { issuer: 'alpha', returnTo })).status).toBe(400);
  });

  it("cannot pass one issuer's answer off as another's (mix-up)", async () => {
    const who = { sub: 'mixed' };
    await linked('alpha', who);
    const browser = openBrowser(api.app, who);
    const answer = await answerOf(browser, start('alpha'));
    const sealed = browser.cookie(APP_ORIGIN, FLOW_COOKIE) ?? '';
    const moved = await browser.visit(answer.href.replace('/alpha/callback', '/beta/callback'));
    expect(moved.status).toBe(400);
    // And with a flow of beta under way, whose state is given: iss is still alpha's (RFC 9207).
    const atBeta = await answerOf(browser, start('beta'));
    for (const iss of [alpha.issuer.url, '']) {
      const mixed = new URL(atBeta);
      mixed.searchParams.set('code', answer.searchParams.get('code') ?? '');
      mixed.searchParams.set('iss', iss);
      const flow = browser.cookie(APP_ORIGIN, FLOW_COOKIE);
      expect((await browser.visit(mixed)).status).toBe(400);
      if (flow) browser.setCookie(APP_ORIGIN, FLOW_COOKIE, flow);
    }
    browser.setCookie(APP_ORIGIN, FLOW_COOKIE, sealed);
    expect((await browser.visit(answer)).status).toBe(303);
  });

  it('cannot use an answer twice, not even with the cookie kept', async () => {
    const who = { sub: 'twice' };
    await linked('alpha', who);
    const browser = openBrowser(api.app, who);
    const answer = await answerOf(browser, start('alpha'));
    const sealed = browser.cookie(APP_ORIGIN, FLOW_COOKIE) ?? '';
    expect((await browser.visit(answer)).status).toBe(303);
    expect((await browser.visit(answer)).status).toBe(400);
    browser.setCookie(APP_ORIGIN, FLOW_COOKIE, sealed);
    expect((await browser.visit(answer)).status).toBe(400);
  });

  it('cannot change state, code or nonce on the way', async () => {
    const who = { sub: 'changed' };
    await linked('alpha', who);
    for (const name of ['state', 'code']) {
      const browser = openBrowser(api.app, who);
      const answer = await answerOf(browser, start('alpha'));
      answer.searchParams.set(name, 'another');
      expect((await browser.visit(answer)).status, name).toBe(400);
    }
    const browser = openBrowser(api.app, who);
    const { location } = await browser.visit(start('alpha'));
    location?.searchParams.set('nonce', 'another');
    const answer = await answerOf(browser, location ?? '');
    expect((await browser.visit(answer)).status).toBe(400);
    expect(browser.cookie(APP_ORIGIN, REFRESH_COOKIE)).toBeUndefined();
  });

  it('cannot put their own code into the sign-in of somebody else: it was asked for with another verifier', async () => {
    const [mallory, victim] = [{ sub: 'mallory' }, { sub: 'victim' }];
    await linked('alpha', mallory);
    const theirs = await answerOf(openBrowser(api.app, mallory), start('alpha'));
    const browser = openBrowser(api.app, victim);
    const answer = await answerOf(browser, start('alpha'));
    answer.searchParams.set('code', theirs.searchParams.get('code') ?? '');
    expect((await browser.visit(answer)).status).toBe(400);
  });

  it('cannot sign a browser in that began nothing (login CSRF), nor link their account to its owner', async () => {
    const mallory = { sub: 'mallory-2' };
    const { client } = await linked('alpha', mallory);
    const answer = await answerOf(openBrowser(api.app, mallory), start('alpha'));
    const victim = openBrowser(api.app, { sub: 'victim' });
    expect((await victim.visit(answer)).status).toBe(400);
    expect(victim.cookie(APP_ORIGIN, REFRESH_COOKIE)).toBeUndefined();
    const begun = await client.post('/v1/me/identities', { issuer: 'beta' });
    const end = await victim.follow(begun.body.url, isPage);
    expect(end.status).toBe(400);
    expect((await client.get('/v1/me/identities')).body.items).toHaveLength(1);
  });

  it('finds nothing in a cookie that is old or that they made', async () => {
    const who = { sub: 'late' };
    await linked('alpha', who);
    const browser = openBrowser(api.app, who);
    const answer = await answerOf(browser, start('alpha'));
    const sealed = browser.cookie(APP_ORIGIN, FLOW_COOKIE) ?? '';
    for (const value of ['x', `${sealed}x`, sealed.slice(0, -4)]) {
      browser.setCookie(APP_ORIGIN, FLOW_COOKIE, value);
      expect((await browser.visit(answer)).status).toBe(400);
    }
    browser.setCookie(APP_ORIGIN, FLOW_COOKIE, sealed);
    api.advance(601_000);
    expect((await browser.visit(answer)).status).toBe(400);
  });

  it('gets a problem for fields said twice and for none', async () => {
    for (const query of ['', '?code=a', '?code=a&code=b&state=c', '?error=x', `?code=${'a'.repeat(5_000)}`]) {
      const browser = openBrowser(api.app, OLIVIA);
      await browser.visit(start('alpha'));
      const { status, headers } = await browser.visit(`/v1/auth/oidc/alpha/callback${query}`);
      expect(status, query).toBe(400);
      expect(headers.get('content-type')).toContain('application/problem+json');
    }
  });
});

describe('a linked account', () => {
  it('is linked only by who is signed in and proved their password a moment ago', async () => {
    expect((await clientOf(api.app).post('/v1/me/identities', { issuer: 'alpha' })).status).toBe(401);
    const owner = await signIn(api.app, OWNER.email, OWNER.password);
    api.advance(11 * 60_000);
    const { status, body } = await owner.post('/v1/me/identities', { issuer: 'alpha' });
    expect(status).toBe(403);
    expect(body.type).toBe('urn:sl:problem:step_up_required');
  });

  it('is not linked when the session ended on the way', async () => {
    const owner = await signIn(api.app, OWNER.email, OWNER.password);
    const browser = openBrowser(api.app, { sub: 'signed-out' });
    const begun = await browser.post('/v1/me/identities', { issuer: 'alpha' }, owner.token ?? '');
    await owner.post('/v1/auth/sign-out');
    const end = await browser.follow(JSON.parse(begun.body).url, isPage);
    expect(end.status).toBe(401);
    expect(await api.deps.identities.find(alpha.issuer.url, 'signed-out')).toBeNull();
  });

  it('belongs to one person here', async () => {
    const who = { sub: 'shared' };
    await linked('alpha', who);
    const owner = await signIn(api.app, OWNER.email, OWNER.password);
    const browser = openBrowser(api.app, who);
    const begun = await browser.post('/v1/me/identities', { issuer: 'alpha' }, owner.token ?? '');
    const end = await browser.follow(JSON.parse(begun.body).url, isPage);
    expect(end.status).toBe(409);
    expect(detailOf(end)).toContain('linked with somebody else');
  });

  it('is unlinked by its owner, and signs nobody in after that', async () => {
    const who = { sub: 'leaving' };
    const { client } = await linked('alpha', who);
    const [{ id }] = (await client.get('/v1/me/identities')).body.items;
    const owner = await signIn(api.app, OWNER.email, OWNER.password);
    expect((await owner.delete(`/v1/me/identities/${id}`)).status).toBe(404);
    expect((await client.delete(`/v1/me/identities/${id}`)).status).toBe(204);
    expect((await openBrowser(api.app, who).follow(start('alpha'), isPage)).status).toBe(403);
  });

  it('stays when it is the last way in, also when two are unlinked at once', async () => {
    const who = { sub: 'only' };
    const { client, browser } = await linked('alpha', who);
    const begun = await browser.post('/v1/me/identities', { issuer: 'beta' }, client.token ?? '');
    await browser.follow(JSON.parse(begun.body).url, isPage);
    const { user } = (await client.get('/v1/me')).body;
    await api.store.models.users.updateOne({ _id: user.id }, { $set: { passwordHash: null } });
    const ids = (await client.get('/v1/me/identities')).body.items.map((one: { id: string }) => one.id);
    expect(ids).toHaveLength(2);
    const answers = await Promise.all(ids.map((id: string) => client.delete(`/v1/me/identities/${id}`)));
    expect(answers.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([204, 409]);
    expect((await client.get('/v1/me/identities')).body.items).toHaveLength(1);
    // A first password then makes another way in.
    expect((await client.put('/v1/me/password', { newPassword: 'another good password' })).status).toBe(204);
    const [{ id }] = (await client.get('/v1/me/identities')).body.items;
    expect((await client.delete(`/v1/me/identities/${id}`)).status).toBe(204);
  });
});
