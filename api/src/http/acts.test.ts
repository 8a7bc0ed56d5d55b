import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import type { Client } from '../testing/client.ts';
import { firstOwner } from '../testing/client.ts';
import { furnish, type House } from '../testing/house.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let house: House;
let owner: Client;
beforeAll(async () => {
  api = await startTestApi(inject);
  owner = await firstOwner(api.app);
  house = await furnish(api, owner, 'acts');
});
afterAll(() => api.close());
beforeEach(() => api.store.models.notices.deleteMany());

const acts = () => api.store.models.notices.find({ site: house.id }).sort({ atMs: 1 }).lean();

it('records who did what at a site, to whom, and of a change which fields, but no value', async () => {
  const { member, latch } = house.ids;
  const made = await house.admin.post(`${house.at}/grants`, { user: member, latch, remote: true });
  expect(await acts()).toMatchObject([
    {
      kind: 'changed',
      by: house.ids.admin,
      about: member,
      body: {
        action: 'grants.write',
        did: 'POST /v1/sites/:site/grants',
        made: made.body.id,
      },
    },
  ]);
  await house.admin.patch(`${house.at}/users/${member}`, { name: 'Somebody' });
  const [, renamed] = await acts();
  expect(renamed).toMatchObject({ about: member, body: { user: member, fields: 'name' } });
  expect(JSON.stringify(renamed)).not.toContain('Somebody');
});

it('records nothing that was read, refused or only repeated', async () => {
  const { member, latch } = house.ids;
  await house.admin.get(`${house.at}/grants`);
  expect((await house.member.post(`${house.at}/grants`, { user: member, latch })).status).toBe(403);
  expect((await house.admin.post(`${house.at}/grants`, { user: member, latch: member })).status).toBe(422);
  expect(await acts()).toEqual([]);
  const once = { method: 'POST' as const, url: `${house.at}/grants`, payload: { user: member, latch } };
  const headers = { authorization: `Bearer ${house.admin.token}`, 'idempotency-key': 'the-same' };
  for (const status of [201, 201]) expect((await api.app.inject({ ...once, headers })).statusCode).toBe(status);
  expect(await acts()).toHaveLength(1);
});
