import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { firstOwner, newSite } from '../testing/client.ts';
import { furnish, type House } from '../testing/house.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let house: House;
beforeAll(async () => {
  api = await startTestApi(inject);
  house = await furnish(api, await firstOwner(api.app), 'a');
});
afterAll(() => api.close());

const NONE = { active: false, since: null, by: null, note: null };

describe('a lockdown', () => {
  it('is begun with a note, shown with who and since when, and ended', async () => {
    const { owner, admin, member, at } = house;
    expect((await owner.get(`${at}/lockdown`)).body).toEqual(NONE);
    const begun = await admin.post(`${at}/lockdown`, { note: 'Break-in next door' });
    expect(begun.status).toBe(200);
    expect(begun.body).toMatchObject({ active: true, by: house.ids.admin, note: 'Break-in next door' });
    expect((await owner.get(`${at}/lockdown`)).body).toEqual(begun.body);
    expect((await member.get(at)).body.lockdown).toBe(true);
    expect((await member.get(`${at}/lockdown`)).status).toBe(403);
    expect((await owner.delete(`${at}/lockdown`)).status).toBe(204);
    expect((await owner.get(`${at}/lockdown`)).body).toEqual(NONE);
    expect((await member.get(at)).body.lockdown).toBe(false);
    expect((await owner.delete(`${at}/lockdown`)).status).toBe(204);
  });

  it('is begun once by two at once, and both are told the same', async () => {
    const { owner, admin, at } = house;
    const both = await Promise.all([owner.post(`${at}/lockdown`), admin.post(`${at}/lockdown`, { note: 'me' })]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(both[0]?.body).toEqual(both[1]?.body);
    api.advance(60_000);
    expect((await owner.post(`${at}/lockdown`, { note: 'again' })).body).toEqual(both[0]?.body);
    await owner.delete(`${at}/lockdown`);
    const notices = await api.store.models.notices
      .find({ kind: /^lockdown/ })
      .sort({ atMs: 1 })
      .lean();
    expect(notices.map(({ kind }) => kind)).toEqual([
      'lockdown_begun',
      'lockdown_ended',
      'lockdown_begun',
      'lockdown_ended',
    ]);
    expect(notices[0]).toMatchObject({ site: house.id, by: house.ids.admin });
  });
});

describe('holidays', () => {
  it('are put one by one, each date once, and read in their order page by page', async () => {
    const { owner, admin, member, at } = house;
    await owner.delete(`${at}/holidays/2026-12-25`);
    const dates = ['2026-12-26', '2026-01-01', '2026-12-25', '2026-05-01'];
    const put = await Promise.all(
      dates.map((date, n) => (n % 2 === 0 ? owner : admin).put(`${at}/holidays/${date}`, { name: date })),
    );
    expect(put.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    const renamed = await admin.put(`${at}/holidays/2026-12-25`, { name: 'Christmas' });
    expect([renamed.status, renamed.body]).toEqual([200, { date: '2026-12-25', name: 'Christmas' }]);
    const first = (await member.get(`${at}/holidays?limit=3`)).body;
    expect(first.items.map((one: { name: string }) => one.name)).toEqual(['2026-01-01', '2026-05-01', 'Christmas']);
    const rest = (await member.get(`${at}/holidays?limit=3&cursor=${first.next}`)).body;
    expect(rest).toEqual({ items: [{ date: '2026-12-26', name: '2026-12-26' }], next: null });
    expect((await owner.delete(`${at}/holidays/2026-05-01`)).status).toBe(204);
    expect((await owner.delete(`${at}/holidays/2026-05-01`)).status).toBe(404);
    const site = await api.store.models.sites.findOne({ _id: house.id }).lean();
    expect(site?.holidays.map(({ date }) => date)).toEqual(['2026-01-01', '2026-12-25', '2026-12-26']);
  });

  it('have dates that are, and are no more than a site may have', async () => {
    const { owner, at } = house;
    for (const date of ['2026-02-30', '2026-1-1', 'today', '$set']) {
      expect((await owner.put(`${at}/holidays/${date}`, { name: 'x' })).status, date).toBe(400);
    }
    expect((await owner.get(`${at}/holidays?cursor=2026-02-30`)).status).toBe(400);
    const days = Array.from({ length: 400 }, (_, n) => {
      const date = new Date(Date.UTC(2030, 0, 1 + n)).toISOString().slice(0, 10);
      return { date, name: `Day ${n}` };
    });
    const full = await newSite(owner, { holidays: days });
    expect((await owner.put(`${full.at}/holidays/2029-01-01`, { name: 'one more' })).status).toBe(422);
    expect((await owner.put(`${full.at}/holidays/2030-01-01`, { name: 'renamed' })).status).toBe(200);
    const body = { name: 'X', timeZone: 'UTC', holidays: [days[0], days[0]] };
    expect((await owner.post('/v1/sites', body)).status).toBe(400);
  });
});
