import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { FLOW_COOKIE } from '../auth/oidc/flow-cookie.ts';
import { REFRESH_COOKIE } from '../auth/refresh-cookie.ts';
import { APP_ORIGIN, type Browser, openBrowser } from '../testing/browser.ts';
import { type Client, clientOf, firstOwner, newSite, OWNER } from '../testing/client.ts';
import type { Who } from '../testing/issuer.ts';
import { type RunningIssuer, startIssuer } from '../testing/start-issuer.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let alpha: RunningIssuer;
let api: TestApi;
let owner: Client;
let site: { id: string; at: string };
beforeAll(async () => {
  alpha = await startIssuer('alpha', { claimsIn: 'id_token', knowsWhen: true });
  const oidc = { issuers: [alpha.issuer], cookieKey: new Uint8Array(32).fill(7) };
  api = await startTestApi(inject, { oidc });
  owner = await firstOwner(api.app);
  site = await newSite(owner);
});
afterAll(() => Promise.all([api?.close(), alpha?.stop()]));

const START = '/v1/auth/oidc/alpha/start';
const isPage = (url: URL) => url.origin === APP_ORIGIN && !url.pathname.startsWith('/v1/');
const invite = async (more: object = {}): Promise<string> => {
  const expiresAt = new Date(api.deps.clock.now() + 3_600_000).toISOString();
  const made = await owner.post(`${site.at}/invitations`, { name: 'Mia', role: 'member', expiresAt, ...more });
  return made.body.token;
};
/** As the app's page does it: the token goes in a body, and the browser to the issuer. */
const join = async (browser: Browser, invitation: string) => {
  const begun = await browser.post(START, { returnTo: '/welcome', invitation });
  expect(begun.status).toBe(200);
  return browser.follow(JSON.parse(begun.body).url, isPage);
};
const clientIn = async (browser: Browser): Promise<Client> =>
  clientOf(api.app, JSON.parse((await browser.post('/v1/auth/refresh', {})).body).accessToken);
const detailOf = ({ body }: { body: string }): string => JSON.parse(body).detail;

describe('who comes from an issuer with an invitation', () => {
  it('gets an account with that identity, joins, and signs in so from then on', async () => {
    const who: Who = { sub: 'mia', email: 'mia@elsewhere.test', email_verified: true };
    const browser = openBrowser(api.app, who);
    const token = await invite();
    const end = await join(browser, token);
    expect([end.status, end.location?.href]).toEqual([303, `${APP_ORIGIN}/welcome`]);
    const mia = await clientIn(browser);
    const { user, roles } = (await mia.get('/v1/me')).body;
    expect(user).toMatchObject({ name: 'Mia', email: 'mia@elsewhere.test' });
    expect(roles).toEqual([{ site: site.id, role: 'member' }]);
    const listed = (await owner.get(`${site.at}/users/${user.id}`)).body;
    expect(listed.canSignIn).toBe(true);
    const again = openBrowser(api.app, who);
    expect((await again.follow(START, isPage)).status).toBe(303);
    expect((await (await clientIn(again)).get('/v1/me')).body.user.id).toBe(user.id);
  });

  it('gets the e-mail that the invitation names, and no unverified one', async () => {
    const named = openBrowser(api.app, { sub: 'named', email: 'x@elsewhere.test', email_verified: true });
    await join(named, await invite({ email: 'named@latch.test' }));
    expect((await (await clientIn(named)).get('/v1/me')).body.user.email).toBe('named@latch.test');
    const liar = openBrowser(api.app, { sub: 'liar', email: OWNER.email, email_verified: false });
    await join(liar, await invite());
    expect((await (await clientIn(liar)).get('/v1/me')).body.user.email).toBeNull();
  });

  it('never becomes another account of an e-mail that is here', async () => {
    for (const [who, more] of [
      [{ sub: 'olivia-2', email: OWNER.email, email_verified: true }, {}],
      [{ sub: 'somebody' }, { email: OWNER.email }],
    ] as const) {
      const browser = openBrowser(api.app, who);
      const token = await invite(more);
      const end = await join(browser, token);
      expect(end.status).toBe(409);
      expect(detailOf(end)).toContain('sign in with its password, then link ALPHA');
      expect(browser.cookie(APP_ORIGIN, REFRESH_COOKIE)).toBeUndefined();
      expect((await clientOf(api.app).post('/v1/invitations/look-up', { token })).status).toBe(200);
    }
  });

  it('is refused with one that was used, withdrawn or made up', async () => {
    const used = await invite();
    await join(openBrowser(api.app, { sub: 'first' }), used);
    for (const token of [used, 'sl_inv_made-up']) {
      const browser = openBrowser(api.app, { sub: `late-${token}` });
      const end = await join(browser, token);
      expect(end.status).toBe(404);
      expect(browser.cookie(APP_ORIGIN, REFRESH_COOKIE)).toBeUndefined();
      expect(await api.deps.identities.find(alpha.issuer.url, `late-${token}`)).toBeNull();
    }
  });

  it('joins with the account that is linked already', async () => {
    const who = { sub: 'both' };
    const browser = openBrowser(api.app, who);
    await join(browser, await invite());
    const { user } = (await (await clientIn(browser)).get('/v1/me')).body;
    site = await newSite(owner);
    await join(browser, await invite({ role: 'guest' }));
    const { roles, user: same } = (await (await clientIn(browser)).get('/v1/me')).body;
    expect(same).toEqual(user);
    expect(roles).toContainEqual({ site: site.id, role: 'guest' });
  });

  it('begins on a page of the app alone, and carries no token in a cookie that can be read', async () => {
    const token = await invite();
    const payload = { invitation: token };
    for (const origin of [undefined, 'https://evil.test']) {
      const headers = origin ? { origin } : {};
      expect((await api.app.inject({ method: 'POST', url: START, headers, payload })).statusCode).toBe(403);
    }
    const browser = openBrowser(api.app, { sub: 'curious' });
    const { body } = await browser.post(START, payload);
    expect(body).not.toContain(token);
    expect(browser.cookie(APP_ORIGIN, FLOW_COOKIE)).not.toContain(token);
  });
});

describe('a sign-in that fails', () => {
  const fail = (accept: string, query = '?code=%3Cscript%3E&state=%22%3E') =>
    api.app.inject({ url: `/v1/auth/oidc/alpha/callback${query}`, headers: { accept } });

  it('shows a person a page that says what to do, and repeats nothing that was sent', async () => {
    for (const query of ['?code=%3Cscript%3E&state=%22%3E', '?error=%3Cscript%3E', '?code=a&code=%3Cscript%3E']) {
      const { statusCode, headers, body } = await fail('text/html,application/xhtml+xml,*/*;q=0.8', query);
      expect(statusCode).toBe(400);
      expect(headers['content-type']).toContain('text/html');
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['content-security-policy']).toMatch(/^default-src 'none';/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(body).toContain('You are not signed in');
      expect(body).toContain(`<a href="${APP_ORIGIN}/">`);
      expect(body).not.toContain('script');
    }
    expect((await fail('text/html')).body).toContain('begin again');
  });

  it('says in the page what the problem says', async () => {
    const browser = openBrowser(api.app, { sub: 'stranger' });
    const { location } = await browser.follow(START, (url) => url.pathname.endsWith('/callback'));
    const cookie = `${FLOW_COOKIE}=${browser.cookie(APP_ORIGIN, FLOW_COOKIE)}`;
    const url = `${location?.pathname}${location?.search}`;
    const { statusCode, body } = await api.app.inject({ url, headers: { accept: 'text/html', cookie } });
    expect(statusCode).toBe(403);
    expect(body).toContain('Nobody here is linked with this account at ALPHA; ask an owner for an invitation.');
  });

  it('gives a program its problem', async () => {
    for (const accept of ['*/*', 'application/json', '']) {
      expect((await fail(accept)).headers['content-type']).toContain('application/problem+json');
    }
  });
});
