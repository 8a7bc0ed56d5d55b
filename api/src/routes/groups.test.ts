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

const make = async (kind: string, body: object) => {
  const made = await house.owner.post(`${house.at}/${kind}`, body);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body;
};
const put = (group: string, user: string) => house.owner.put(`${house.at}/groups/${group}/members/${user}`, {});

describe('a group', () => {
  it('has members, who see its grants and its doors as their own until they leave it', async () => {
    const { at, ids, guest, owner } = house;
    const group = await make('groups', { name: 'Cleaners' });
    const latch = await make('latches', { name: 'Store' });
    const grant = await make('grants', { group: group.id, latch: latch.id, remote: true });
    expect(grant).toMatchObject({ user: null, group: group.id, entriesLeft: null });
    expect((await guest.get(`${at}/grants/${grant.id}`)).status).toBe(404);
    expect((await guest.get(`${at}/latches/${latch.id}`)).status).toBe(404);

    expect((await put(group.id, ids.guest)).status).toBe(204);
    expect((await put(group.id, ids.guest)).status).toBe(204);
    expect((await owner.get(`${at}/groups/${group.id}/members`)).body).toEqual({
      items: [{ id: ids.guest, name: 'guest', role: 'guest' }],
      next: null,
    });
    expect((await guest.get(`${at}/users/${ids.guest}`)).body.groups).toEqual([group.id]);
    expect((await guest.get(`${at}/grants`)).body.items).toEqual([grant]);
    expect((await guest.get(`${at}/grants?latch=${ids.latch}`)).body.items).toEqual([]);
    expect((await guest.get(`${at}/grants/${grant.id}`)).body).toEqual(grant);
    expect((await guest.get(`${at}/latches`)).body.items).toEqual([latch]);
    expect((await guest.get(`${at}/latches/${latch.id}`)).status).toBe(200);
    expect((await guest.post(`${at}/latches/${latch.id}/unlock`)).status).toBe(202);

    expect((await owner.delete(`${at}/groups/${group.id}/members/${ids.guest}`)).status).toBe(204);
    expect((await owner.delete(`${at}/groups/${group.id}/members/${ids.guest}`)).status).toBe(404);
    expect((await guest.get(`${at}/grants`)).body.items).toEqual([]);
    expect((await guest.post(`${at}/latches/${latch.id}/unlock`)).status).toBe(404);
  });

  it('takes its grants with it, and leaves no trace in its members', async () => {
    const { at, ids, owner, member } = house;
    const group = await make('groups', { name: 'Band' });
    await put(group.id, ids.member);
    const grant = await make('grants', { group: group.id, latch: ids.latch });
    expect((await owner.delete(`${at}/groups/${group.id}`)).status).toBe(204);
    expect((await owner.get(`${at}/grants/${grant.id}`)).status).toBe(404);
    expect((await member.get(`${at}/users/${ids.member}`)).body.groups).not.toContain(group.id);
    expect((await put(group.id, ids.member)).status).toBe(404);
    expect((await owner.post(`${at}/grants`, { group: group.id, latch: ids.latch })).status).toBe(422);
  });

  it('keeps no grant that was made while it went', async () => {
    const { at, ids, owner, admin } = house;
    for (let round = 0; round < 5; round += 1) {
      const group = await make('groups', { name: `Race ${round}` });
      const [made] = await Promise.all([
        admin.post(`${at}/grants`, { group: group.id, latch: ids.latch }),
        owner.delete(`${at}/groups/${group.id}`),
      ]);
      expect([201, 422]).toContain(made.status);
      expect(await api.store.models.grants.countDocuments({ group: group.id })).toBe(0);
    }
  });

  it('is one of at most 32 of a person, also when two are joined at once', async () => {
    const { at, ids } = house;
    const { id } = await make('users', { name: 'Busy' });
    const groups = Array.from({ length: 31 }, (_, n) => `${n}`);
    await api.store.models.memberships.updateOne({ user: id }, { $set: { groups } });
    const more = await Promise.all(['X', 'Y', 'Z'].map((name) => make('groups', { name })));
    const joined = await Promise.all(more.map((group) => put(group.id, id)));
    expect(joined.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 422, 422]);
    expect((await house.owner.get(`${at}/users/${id}`)).body.groups).toHaveLength(32);
    expect((await put('11111111-1111-4111-8111-111111111111', ids.guest)).status).toBe(404);
  });
});

describe('a grant', () => {
  it('is for a user or for a group, never both, and a group has no count of entries', async () => {
    const { at, ids, owner } = house;
    const [user, group, latch] = [ids.member, ids.group, ids.latch];
    for (const body of [
      { latch },
      { user, group, latch },
      { group, latch, entriesLeft: 3 },
      { user: null, group, latch },
    ]) {
      expect((await owner.post(`${at}/grants`, body)).status, JSON.stringify(body)).toBe(400);
    }
    const made = await make('grants', { group, latch });
    const counted = await owner.patch(`${at}/grants/${made.id}`, { entriesLeft: 3 });
    expect([counted.status, counted.body.detail.includes('for one person')]).toEqual([400, true]);
    expect((await owner.patch(`${at}/grants/${made.id}`, { entriesLeft: null, remote: true })).status).toBe(200);
    const listed = await owner.get(`${at}/grants?group=${group}`);
    expect(listed.body.items.map((one: { id: string }) => one.id)).toEqual([made.id]);
    for (const body of [{ user }, { group: null }]) {
      expect((await owner.patch(`${at}/grants/${made.id}`, body)).status).toBe(400);
    }
  });
});
