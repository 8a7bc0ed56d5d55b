import { ROLES, type SiteRole } from '@smart-latch/store';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { APP_ROUTES } from './app.ts';
import { type Action, isSiteAction, mayManageRole, PERMISSIONS, type SiteAction, scopeOf } from './permissions.ts';
import { newServer } from './server.ts';
import { type Client, firstOwner } from './testing/client.ts';
import { furnish, type House } from './testing/house.ts';
import { startTestApi, type TestApi } from './testing/test-api.ts';

interface Cell {
  readonly method: string;
  readonly url: string;
  readonly action: SiteAction;
}

let api: TestApi;
let base: string;
let cells: Cell[];
let a: House;
let b: House;
beforeAll(async () => {
  api = await startTestApi(inject);
  const first = await firstOwner(api.app);
  a = await furnish(api, first, 'a');
  b = await furnish(api, first, 'b');
  base = await api.app.listen({ host: '127.0.0.1', port: 0 });
  cells = await everyCell();
});
afterAll(() => api.close());

/** Every route of a site, as the app adds it: a new one is tried here without being named. */
const everyCell = async (): Promise<Cell[]> => {
  const found: Cell[] = [];
  const bare = await newServer(api.deps, null);
  bare.addHook('onRoute', ({ method, url, config }) => {
    const { action } = config as { action: Action };
    if (method !== 'HEAD' && isSiteAction(action)) found.push({ method: String(method), url, action });
  });
  for (const add of APP_ROUTES) add(bare, api.deps);
  await bare.close();
  return found;
};

/** One route of that house over HTTP. What it would change it leaves alone: the ETag is nobody's, and bodies are empty. */
const send = async (
  who: Client,
  { method, url }: Cell,
  { id, ids }: House,
): Promise<{ status: number; type: string }> => {
  const names: Record<string, string> = {
    ...ids,
    site: id,
    user: ids.member,
    credential: ids.card,
    date: '2026-12-25',
  };
  const path = url.replaceAll(/:(\w+)/g, (_, name: string) => names[name] ?? 'unknown');
  const abort = new AbortController();
  const response = await fetch(base + path, {
    method,
    headers: { authorization: `Bearer ${who.token}`, ...(isChange(method) ? { 'if-match': '"nobody"' } : {}) },
    signal: abort.signal,
  });
  const type = response.headers.get('content-type') ?? '';
  abort.abort();
  return { status: response.status, type };
};
const isChange = (method: string): boolean => ['PUT', 'PATCH', 'DELETE'].includes(method);

/** What shows that a request was let in, given that it changes nothing. */
const LET_IN: Readonly<Record<string, readonly number[]>> = {
  GET: [200],
  POST: [200, 201, 202, 400, 415],
  PUT: [400],
  PATCH: [400, 412],
  /** 400: it has no ETag. 409: a schedule that a grant uses. */
  DELETE: [400, 412, 409],
};

const tryAll = async (who: Client, house: House, role: SiteRole, own: boolean): Promise<string[]> => {
  const wrong: string[] = [];
  for (const cell of cells) {
    const { status, type } = await send(who, cell, house);
    const scope = scopeOf(role, cell.action);
    const isOne = /:(user|credential|grant|latch|attempt)\b/.test(cell.url);
    const expected = scope === 'none' ? [403] : scope === 'own' && isOne && !own ? [404] : (LET_IN[cell.method] ?? []);
    const isProblem = status < 400 || type.includes('application/problem+json');
    if (!expected.includes(status) || !isProblem) wrong.push(`${role}: ${cell.method} ${cell.url} ${status} ${type}`);
  }
  return wrong;
};

describe('role x action, over HTTP', () => {
  it('has a route for every action', () => {
    expect(new Set(cells.map(({ action }) => action))).toEqual(new Set(Object.keys(PERMISSIONS)));
  });

  it.each(ROLES)('is as the table says for every route and the role %s', async (role) => {
    // The house's things are the member's: to the guest they are another's.
    expect(await tryAll(a[role], a, role, role === 'member')).toEqual([]);
  });

  it.each(ROLES)('finds nothing of another site for the role %s, whatever the route', async (role) => {
    const statuses = await Promise.all(cells.map((cell) => send(a[role], cell, b)));
    expect(statuses.filter(({ status }) => status !== 404)).toEqual([]);
  });

  it('is decided site by site for one person who belongs to two', async () => {
    const { user } = (await a.guest.get('/v1/me')).body;
    for (const role of ROLES) {
      const _id = `both-${role}`;
      const rest = { disabled: false, credentialRule: null, notBefore: null, expiresAt: null, faceConsent: null };
      const row = { _id, site: b.id, user: user.id, role, ...rest, viewsRev: 0, createdAt: new Date() };
      await api.store.models.memberships.create([row]);
      expect(await tryAll(a.guest, b, role, false)).toEqual([]);
      expect(await tryAll(a.guest, a, 'guest', false)).toEqual([]);
      const { items } = (await a.guest.get('/v1/me/permissions')).body;
      expect(Object.fromEntries(items.map((one: { site: string; role: string }) => [one.site, one.role]))).toEqual({
        [a.id]: 'guest',
        [b.id]: role,
      });
      await api.store.models.memberships.deleteOne({ _id });
    }
  });
});

describe('/v1/me/permissions', () => {
  it.each(ROLES)('is the table, for the role %s', async (role) => {
    const { status, body } = await a[role].get('/v1/me/permissions');
    expect(status).toBe(200);
    expect(body).toEqual({
      items: [
        {
          site: a.id,
          role,
          active: true,
          notBefore: null,
          expiresAt: null,
          actions: Object.fromEntries(Object.entries(PERMISSIONS).map(([action, row]) => [action, row[role]])),
          manages: ROLES.filter((one) => mayManageRole(role, one)),
        },
      ],
      next: null,
    });
  });

  it('is none of everything while access is disabled, not begun or over, and the site is none of mine then', async () => {
    const path = `${a.at}/users/${a.ids.guest}`;
    for (const over of [
      { disabled: true },
      { notBefore: '2999-01-01T00:00:00Z' },
      { expiresAt: '2001-01-01T00:00:00Z' },
    ]) {
      expect((await a.owner.patch(path, over)).status).toBe(200);
      const [site] = (await a.guest.get('/v1/me/permissions')).body.items;
      expect(site).toMatchObject({ active: false, manages: [] });
      expect(new Set(Object.values(site.actions))).toEqual(new Set(['none']));
      expect((await a.guest.get('/v1/sites')).body.items).toEqual([]);
      await a.owner.patch(path, { disabled: false, notBefore: null, expiresAt: null });
    }
    expect((await a.guest.get('/v1/sites')).body.items).toHaveLength(1);
  });

  it('comes page by page, and wants a token', async () => {
    const { user } = (await a.admin.get('/v1/me')).body;
    const more = Array.from({ length: 4 }, (_, n) => ({
      _id: `page-${n}`,
      site: `00000000-0000-4000-8000-00000000000${n}`,
    }));
    const rest = { disabled: false, credentialRule: null, notBefore: null, expiresAt: null, faceConsent: null };
    const rows = more.map((one) => ({
      ...one,
      ...rest,
      user: user.id,
      role: 'guest' as const,
      viewsRev: 0,
      createdAt: new Date(),
    }));
    await api.store.models.memberships.create(rows);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await a.admin.get(`/v1/me/permissions?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map((one: { site: string }) => one.site));
      cursor = body.next;
    }
    expect(seen).toEqual([...more.map(({ site }) => site), a.id].toSorted());
    expect((await a.admin.get('/v1/me/permissions?cursor=x')).status).toBe(400);
    expect((await fetch(`${base}/v1/me/permissions`)).status).toBe(401);
  });
});
