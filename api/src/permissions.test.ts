import type { RouteOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { APP_ROUTES, DEVICE_ROUTES } from './app.ts';
import { registerGuard } from './guard.ts';
import { mayManageRole, OTHER_ACTIONS, PERMISSIONS, type SiteAction, scopeOf } from './permissions.ts';
import { newServer } from './server.ts';
import { startTestApi, type TestApi } from './testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(inject);
});
afterAll(() => api.close());

describe('the table', () => {
  it('gives an owner everything and nobody more than an owner', () => {
    for (const row of Object.values(PERMISSIONS)) expect(row.owner).toBe('all');
  });

  it('never gives a guest more than a member', () => {
    const rank = { none: 0, own: 1, all: 2 };
    for (const row of Object.values(PERMISSIONS)) expect(rank[row.guest]).toBeLessThanOrEqual(rank[row.member]);
  });

  it('lets members write nothing', () => {
    const writes = (Object.keys(PERMISSIONS) as SiteAction[]).filter((action) => /write|issue/.test(action));
    expect(writes.length).toBeGreaterThan(5);
    expect(writes.filter((action) => scopeOf('member', action) !== 'none')).toEqual([]);
  });

  it('lets an admin manage members and guests only', () => {
    expect(mayManageRole('admin', 'member') && mayManageRole('admin', 'guest')).toBe(true);
    expect(mayManageRole('admin', 'admin') || mayManageRole('admin', 'owner')).toBe(false);
    expect(mayManageRole('member', 'guest')).toBe(false);
  });
});

describe('every route', () => {
  it('names an action of the table, and one of a site has the site in its path', async () => {
    const named: RouteOptions[] = [];
    const bare = await newServer(api.deps, null);
    bare.addHook('onRoute', (route) => {
      named.push(route);
    });
    for (const add of [...APP_ROUTES, ...DEVICE_ROUTES]) add(bare, api.deps);
    await bare.close();
    expect(named.length).toBeGreaterThan(50);
    const actions = new Set<unknown>([...Object.keys(PERMISSIONS), ...OTHER_ACTIONS]);
    const wrong = named.filter(({ url, config }) => {
      const ofSite = url.startsWith('/v1/sites/:site');
      return !actions.has(config?.action) || ofSite !== Object.hasOwn(PERMISSIONS, config?.action ?? '');
    });
    expect(wrong.map(({ url }) => url)).toEqual([]);
  });

  it('cannot be added without one', async () => {
    const app = await newServer(api.deps, null);
    registerGuard(app, api.deps);
    expect(() => app.get('/v1/forgotten', async () => null)).toThrow(/names its action/);
    await app.close();
  });
});
