import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { firstOwner } from '../testing/client.ts';
import { furnish, type House } from '../testing/house.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

const DAY_MS = 86_400_000;
let api: TestApi;
let a: House;
let b: House;
beforeAll(async () => {
  api = await startTestApi(inject);
  const first = await firstOwner(api.app);
  a = await furnish(api, first, 'a');
  b = await furnish(api, first, 'b');
});
afterAll(() => api.close());

const at = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
const stay = (more: object = {}) => ({ name: 'Gustav', from: at(1), until: at(3), latches: [a.ids.latch], ...more });
const listed = async (id: string) =>
  (await a.owner.get(`${a.at}/guests?limit=200`)).body.items.find((one: { id: string }) => one.id === id);

describe('a guest', () => {
  it('is made with dates and a grant for each door at once, and is upcoming, staying, and gone', async () => {
    const { body: back } = await a.owner.post(`${a.at}/latches`, { name: 'Back' });
    const latches = [a.ids.latch, back.id];
    const made = await a.admin.post(
      `${a.at}/guests`,
      stay({ latches, entries: 5, remote: true, schedule: a.ids.schedule }),
    );
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ name: 'Gustav', email: null, from: expect.any(String), state: 'upcoming' });
    expect(made.body.grants).toHaveLength(2);
    for (const grant of made.body.grants) {
      expect(latches).toContain(grant.latch);
      expect(grant).toMatchObject({ entriesLeft: 5, remote: true, schedule: a.ids.schedule });
    }
    const { id } = made.body;
    expect((await a.owner.get(`${a.at}/users/${id}`)).body).toMatchObject({
      role: 'guest',
      canSignIn: false,
      notBefore: made.body.from,
      expiresAt: made.body.until,
    });
    // As access books an entry at one door: the other keeps its own count.
    const [first] = made.body.grants;
    await api.store.models.grants.updateOne({ _id: first.id }, { $inc: { entriesLeft: -1 } });
    const seen = await listed(id);
    const left = seen.grants.map((one: { entriesLeft: number }) => one.entriesLeft);
    expect(left.toSorted()).toEqual([4, 5]);
    const member = { site: a.id, user: id };
    await api.store.models.memberships.updateOne(member, { $set: { notBefore: new Date(at(-1)) } });
    expect((await listed(id)).state).toBe('staying');
    await api.store.models.memberships.updateOne(member, { $set: { expiresAt: new Date(at(-1)) } });
    expect((await listed(id)).state).toBe('left');
  });

  it('leaves nothing behind when something does not fit', async () => {
    const before = await api.store.models.users.countDocuments();
    const nobody = '11111111-1111-4111-8111-111111111111';
    for (const [more, status] of [
      [{ until: at(1), from: at(2) }, 422],
      [{ from: at(-3), until: at(-1) }, 422],
      [{ latches: [a.ids.latch, nobody] }, 422],
      [{ latches: [b.ids.latch] }, 422],
      [{ schedule: b.ids.schedule }, 422],
      [{ latches: [] }, 400],
      [{ latches: [a.ids.latch, a.ids.latch] }, 400],
      [{ entries: 0 }, 400],
      [{ role: 'owner' }, 400],
      [{ from: 'tomorrow' }, 400],
    ] as const) {
      expect((await a.owner.post(`${a.at}/guests`, stay(more))).status, JSON.stringify(more)).toBe(status);
    }
    expect(await api.store.models.users.countDocuments()).toBe(before);
  });

  it("is one among people: listed, extended and removed as a user, and never another site's", async () => {
    const { id } = (await a.owner.post(`${a.at}/guests`, stay())).body;
    await a.owner.patch(`${a.at}/users/${id}`, { expiresAt: at(9) });
    expect((await listed(id)).until).toBe((await a.owner.get(`${a.at}/users/${id}`)).body.expiresAt);
    const others = (await b.owner.get(`${b.at}/guests`)).body.items.map((one: { name: string }) => one.name);
    expect(others).toEqual(['guest']);
    expect((await a.owner.delete(`${a.at}/users/${id}`)).status).toBe(204);
    expect(await listed(id)).toBeUndefined();
    expect(await api.store.models.grants.countDocuments({ user: id })).toBe(0);
  });
});
