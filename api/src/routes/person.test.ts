import { COLLECTIONS, PERSON_DATA } from '@smart-latch/store';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Client, clientOf, firstOwner, signIn } from '../testing/client.ts';
import { furnish, type House, PASSWORD } from '../testing/house.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let first: Client;
let house: House;
beforeAll(async () => {
  api = await startTestApi(inject);
  first = await firstOwner(api.app);
  house = await furnish(api, first, 'a');
});
afterAll(() => api.close());

const YES = { confirm: 'erase' };
const exportOf = (client: Client) => client.get('/v1/me/export');
const tell = (user: string) =>
  api.store.models.events.updateOne({ site: house.id, seq: 1 }, { $set: { users: [user], body: '{"n":1}' } });

describe('an export', () => {
  it('holds what every collection has of the person, and nothing of another or secret', async () => {
    const { ids, member } = house;
    await tell(ids.member);
    const { status, body, headers } = await exportOf(member);
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    const shown = COLLECTIONS.filter((name) => {
      const rule = PERSON_DATA[name];
      return !('nobodys' in rule) && !('shownBy' in rule.show);
    });
    expect(Object.keys(body).sort()).toEqual([...shown, 'exportedAt', 'user'].sort());
    expect(body).toMatchObject({
      user: ids.member,
      users: [{ id: ids.member, name: 'member', email: 'member@a.test' }],
      memberships: [{ site: house.id, role: 'member' }],
      credentials: [{ id: ids.card, uid: '04a1a2a3a4a5a6' }],
      grants: [{ id: ids.grant, latch: ids.latch }],
      attempts: [{ id: ids.attempt, reason: 'no_grant' }],
      events: [{ seq: 1, body: { n: 1 } }],
    });
    expect(body.sessions).toHaveLength(1);
    const text = JSON.stringify(body);
    expect(text).not.toMatch(/argon2|hash":\s*"sha|passwordHash|refresh|sealed|counter/);
    for (const other of [ids.owner, ids.guest, ids.admin]) expect(text).not.toContain(other);
  });

  it('wants a fresh password, and a session', async () => {
    const { body } = await house.guest.post('/v1/me/tokens', {
      name: 'script',
      scopes: ['read'],
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    });
    expect((await exportOf(clientOf(api.app, body.token))).status).toBe(403);
    api.advance(11 * 60_000);
    const { status, body: problem } = await exportOf(house.guest);
    expect(status).toBe(403);
    expect(problem.type).toBe('urn:sl:problem:step_up_required');
    expect((await house.guest.delete('/v1/me')).status).toBe(403);
    api.advance(-11 * 60_000);
  });
});

describe('erasing', () => {
  it('by staff takes the person from the site, and all that cannot sign in altogether', async () => {
    const { at, id, owner, admin } = house;
    const made = await owner.post(`${at}/users`, { name: 'Rosa', role: 'guest' });
    const user = made.body.id as string;
    expect(await api.store.models.notices.countDocuments({ about: user })).toBe(1);
    await owner.post(`${at}/cards`, { user, uid: '04000000000099' });
    expect((await admin.post(`${at}/users/${user}/erase`, YES)).status).toBe(204);
    expect((await owner.get(`${at}/users/${user}`)).status).toBe(404);
    expect(await api.store.models.users.countDocuments({ _id: user })).toBe(0);
    const card = await api.store.models.credentials.findOne({ uid: '04000000000099' }).lean();
    expect(card).toMatchObject({ user: 'erased', state: 'disabled', label: '' });
    expect(await api.store.models.erasures.find({ user }).lean()).toMatchObject([{ site: id }]);
    const notice = await api.store.models.notices.findOne({ kind: 'person_erased' }).lean();
    expect(notice).toMatchObject({ site: id, by: house.ids.admin, about: null });
    expect((await admin.post(`${at}/users/${user}/erase`, YES)).status).toBe(404);
  });

  it('by staff leaves an account that can sign in, without this site', async () => {
    expect((await house.owner.post(`${house.at}/users/${house.ids.guest}/erase`, YES)).status).toBe(204);
    expect((await house.guest.get('/v1/sites')).body.items).toEqual([]);
    expect((await house.guest.get(house.at)).status).toBe(404);
  });

  it('by staff wants its word: an empty request erases nobody', async () => {
    const { at, ids, owner } = house;
    expect((await owner.post(`${at}/users/${ids.member}/erase`, {})).status).toBe(400);
    expect((await owner.get(`${at}/users/${ids.member}`)).status).toBe(200);
  });

  it('of owners and admins is for owners', async () => {
    const { at, ids, admin } = house;
    expect((await admin.post(`${at}/users/${ids.owner}/erase`, YES)).status).toBe(403);
    expect((await admin.post(`${at}/users/${ids.admin}/erase`, YES)).status).toBe(403);
  });

  it('of oneself ends everything at once', async () => {
    const { ids, member } = house;
    expect((await member.delete('/v1/me')).status).toBe(204);
    expect((await member.get('/v1/sites')).status).toBe(401);
    const again = await clientOf(api.app).post('/v1/auth/sign-in', { email: 'member@a.test', password: PASSWORD });
    expect(again.status).toBe(401);
    for (const name of ['users', 'memberships', 'grants', 'sessions'] as const) {
      const model = api.store.models[name] as typeof api.store.models.users;
      expect(JSON.stringify(await model.find().lean()), name).not.toContain(ids.member);
    }
    expect(await api.store.models.erasures.countDocuments({ user: ids.member })).toBe(1);
  });

  it('is refused to the last owner of a site, until there is another', async () => {
    const { at, ids, owner } = house;
    expect((await first.delete('/v1/me')).status).toBe(204);
    const refused = await owner.delete('/v1/me');
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toContain(house.id);
    expect((await owner.get(at)).status).toBe(200);
    expect((await owner.patch(`${at}/users/${ids.admin}`, { role: 'owner' })).status).toBe(200);
    expect((await owner.delete('/v1/me')).status).toBe(204);
    const admin = await signIn(api.app, 'admin@a.test', PASSWORD);
    expect((await admin.get(at)).status).toBe(200);
  });
});
