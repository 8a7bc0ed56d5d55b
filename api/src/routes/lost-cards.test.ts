import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { firstOwner } from '../testing/client.ts';
import { furnish, type House } from '../testing/house.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let house: House;
let card: string;
beforeAll(async () => {
  api = await startTestApi(inject);
  house = await furnish(api, await firstOwner(api.app), 'lost');
  card = `${house.at}/credentials/${house.ids.card}`;
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.store.models.credentials.updateOne({ _id: house.ids.card }, { $set: { state: 'active' } });
  await api.store.models.notices.deleteMany();
});

const notices = async () => (await api.store.models.notices.find().sort({ atMs: 1 }).lean()).map(({ kind }) => kind);

describe('a lost card', () => {
  it('is reported by its own user, who hears how many doors it opened', async () => {
    const { status, body } = await house.member.post(`${card}/report-lost`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ credential: { id: house.ids.card, state: 'lost' }, doors: 1 });
    expect((await house.member.get(card)).body.state).toBe('lost');
  });

  it('is reported by staff for somebody, and by nobody for anybody else', async () => {
    expect((await house.guest.post(`${card}/report-lost`)).status).toBe(404);
    expect((await house.member.get(card)).body.state).toBe('active');
    expect((await house.admin.post(`${card}/report-lost`)).body.credential.state).toBe('lost');
  });

  it('is reported twice and told once, without its number', async () => {
    for (let n = 0; n < 2; n += 1) expect((await house.member.post(`${card}/report-lost`)).status).toBe(200);
    const told = await api.store.models.notices.find().lean();
    expect(told).toMatchObject([
      {
        kind: 'card_reported_lost',
        by: house.ids.member,
        about: house.ids.member,
        body: { credential: house.ids.card, card: 'ntag424' },
      },
    ]);
    expect(JSON.stringify(told)).not.toContain('04a1a2a3a4a5a6');
  });

  it('is found by staff alone, and only if it was lost', async () => {
    expect((await house.owner.post(`${card}/found`)).status).toBe(409);
    await house.member.post(`${card}/report-lost`);
    expect((await house.member.post(`${card}/found`)).status).toBe(403);
    expect((await house.admin.post(`${card}/found`)).body.state).toBe('active');
    expect(await notices()).toEqual(['card_reported_lost', 'card_found']);
  });

  it('does not come back by a change of its state', async () => {
    await house.member.post(`${card}/report-lost`);
    for (const state of ['active', 'disabled']) expect((await house.owner.patch(card, { state })).status).toBe(409);
    expect((await house.owner.patch(card, { state: 'lost' })).status).toBe(400);
    expect((await house.owner.patch(card, { label: 'old card' })).body).toMatchObject({
      state: 'lost',
      label: 'old card',
    });
  });

  it('is taken from its user and issued again, and both are told', async () => {
    await house.member.post(`${card}/report-lost`);
    expect((await house.owner.delete(card)).status).toBe(204);
    expect((await house.owner.post(`${card}/found`)).status).toBe(404);
    const again = await house.owner.post(`${house.at}/cards`, { user: house.ids.guest, uid: '04a1a2a3a4a5a6' });
    expect(again.body.credential).toMatchObject({ id: house.ids.card, state: 'active', user: house.ids.guest });
    expect(await notices()).toEqual(['card_reported_lost', 'card_retired', 'card_issued']);
    await api.store.models.credentials.updateOne({ _id: house.ids.card }, { $set: { user: house.ids.member } });
  });
});
