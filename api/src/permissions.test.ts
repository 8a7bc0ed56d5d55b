import type { RouteOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APP_ROUTES, DEVICE_ROUTES } from './app.ts';
import { registerGuard } from './guard.ts';
import { isSiteAction, mayManageRole, OTHER_ACTIONS, PERMISSIONS, scopeOf } from './permissions.ts';
import { newServer } from './server.ts';
import { startTestApi, type TestApi } from './testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
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
    const writes = Object.keys(PERMISSIONS).filter((action) => /write|issue/.test(action));
    expect(writes.length).toBeGreaterThan(5);
    for (const action of writes)
      if (isSiteAction(action as never)) expect(scopeOf('member', action as never)).toBe('none');
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
    for (const { url, config } of named) {
      const action = config?.action;
      expect(action, url).toBeDefined();
      if (!action) continue;
      expect(isSiteAction(action), `${url} ${action}`).toBe(url.startsWith('/v1/sites/:site'));
      if (!isSiteAction(action)) expect(OTHER_ACTIONS).toContain(action);
    }
  });

  it('cannot be added without one', async () => {
    const app = await newServer(api.deps, null);
    registerGuard(app, api.deps);
    expect(() => app.get('/v1/forgotten', async () => null)).toThrow(/names its action/);
    await app.close();
  });
});
