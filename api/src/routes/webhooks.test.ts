import { webhookSecret } from '@smart-latch/protocol';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { firstOwner } from '../testing/client.ts';
import { furnish, type House } from '../testing/house.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let house: House;
beforeAll(async () => {
  api = await startTestApi(inject);
  house = await furnish(api, await firstOwner(api.app), 'a');
});
afterAll(() => api.close());

const URL = 'https://example.org/hook';
const make = (body: object = {}) => house.admin.post(`${house.at}/webhooks`, { url: URL, ...body });

describe('a webhook', () => {
  it('begins behind the last event, and its secret is shown once and stored nowhere', async () => {
    const { status, body, headers } = await make({ kinds: ['granted'], description: 'ours' });
    expect(status).toBe(201);
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toMatchObject({ url: URL, kinds: ['granted'], disabled: false, disabledBecause: null });
    expect(body.secret).toMatch(/^whsec_/);
    const row = await api.store.models.webhooks.findOne({ _id: body.id }).lean();
    expect(row?.cursor).toBe(1);
    expect(JSON.stringify(row)).not.toContain(body.secret.slice(6));
    const read = await house.admin.get(`${house.at}/webhooks/${body.id}`);
    expect(read.body).not.toHaveProperty('secret');
    expect((await house.admin.get(`${house.at}/webhooks`)).body.items.at(-1)).not.toHaveProperty('secret');
  });

  it.each([
    'http://example.org/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://169.254.169.254/latest',
    'https://localhost/',
    'https://a:b@example.org/',
    'https://example.org:6379/',
    'https://0177.0.0.1/',
  ])('is refused at %s, when it is made and when it is changed', async (url) => {
    expect((await make({ url })).body.detail).toMatch(/^url: must /);
    const changed = await house.owner.patch(`${house.at}/webhooks/${house.ids.webhook}`, { url });
    expect(changed.status).toBe(422);
  });

  it('is refused beyond twenty at a site', async () => {
    let last = await make();
    for (let n = 0; n < 20 && last.status === 201; n += 1) last = await make();
    expect(last.status).toBe(422);
    expect(last.body.detail).toContain('at most 20 webhooks');
    expect((await house.owner.get(`${house.at}/webhooks?limit=200`)).body.items).toHaveLength(20);
  });

  it('that was turned off by itself goes on when it is turned on', async () => {
    const path = `${house.at}/webhooks/${house.ids.webhook}`;
    const off = { off: 'failing', heldUntilMs: 1, failingSinceMs: 1_000 };
    await api.store.models.webhooks.updateOne({ _id: house.ids.webhook }, { $set: off });
    expect((await house.owner.get(path)).body).toMatchObject({
      disabled: true,
      disabledBecause: 'failing',
      failingSince: '1970-01-01T00:00:01.000Z',
    });
    expect((await house.owner.patch(path, { disabled: false })).body).toMatchObject({
      disabled: false,
      disabledBecause: null,
      failingSince: null,
    });
    expect((await house.owner.patch(path, { disabled: true })).body.disabledBecause).toBe('owner');
  });

  it('is forgotten with what was sent', async () => {
    const { items } = (await house.owner.get(`${house.at}/webhooks?limit=200`)).body;
    const { id } = items.find((one: { id: string }) => one.id !== house.ids.webhook);
    await house.owner.post(`${house.at}/webhooks/${id}/test`);
    expect((await house.owner.delete(`${house.at}/webhooks/${id}`)).status).toBe(204);
    expect(await api.store.models.deliveries.countDocuments({ webhook: id })).toBe(0);
    expect((await house.owner.get(`${house.at}/webhooks/${id}`)).status).toBe(404);
  });
});

describe('its secret', () => {
  it('is another after a rotation, and the one before is good for a day', async () => {
    const path = `${house.at}/webhooks/${house.ids.webhook}`;
    const { status, body, headers } = await house.owner.post(`${path}/rotate-secret`);
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    const { secretKey } = api.deps.settings.webhooks;
    const of = { site: house.id, webhook: house.ids.webhook };
    expect(body.secret).toBe(webhookSecret(secretKey, { ...of, generation: 2 }));
    const left = Date.parse(body.previousSecretUntil) - api.deps.clock.now();
    expect(left).toBeGreaterThan(86_000_000);
    expect(left).toBeLessThanOrEqual(86_400_000);
  });
});

describe('what was sent', () => {
  it('is listed with each try, and nothing of an answer but its status', async () => {
    const path = `${house.at}/webhooks/${house.ids.webhook}`;
    const sent = await house.owner.post(`${path}/test`);
    expect(sent).toMatchObject({ status: 202, body: { type: 'webhook.test', seq: null, state: 'pending', tries: [] } });
    const tries = [{ atMs: 1_000, status: 500, error: null, latencyMs: 3 }];
    await api.store.models.deliveries.updateOne({ _id: sent.body.id }, { $set: { tries } });
    const { items } = (await house.owner.get(`${path}/deliveries?state=pending`)).body;
    expect(items.find((one: { id: string }) => one.id === sent.body.id).tries).toEqual([
      { at: '1970-01-01T00:00:01.000Z', status: 500, error: null, latencyMs: 3 },
    ]);
  });

  it('is sent again as the same message, one or all from a sequence on', async () => {
    const path = `${house.at}/webhooks/${house.ids.webhook}`;
    const again = await house.owner.post(`${path}/deliveries/${house.ids.delivery}/replay`);
    expect(again).toMatchObject({ status: 202, body: { message: 'msg_1', state: 'pending' } });
    expect(again.body.id).not.toBe(house.ids.delivery);
    const all = await house.owner.post(`${path}/replay`, { fromSeq: 1 });
    expect(all).toMatchObject({ status: 202, body: { fromSeq: 1, toSeq: 1 } });
    const row = await api.store.models.webhooks.findOne({ _id: house.ids.webhook }).lean();
    expect(row).toMatchObject({ cursor: 0, replay: 1 });
    expect((await house.owner.post(`${path}/replay`, { fromSeq: 2 })).status).toBe(422);
    expect((await house.owner.post(`${path}/deliveries/none/replay`)).status).toBe(404);
  });
});
