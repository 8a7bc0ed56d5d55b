import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { type Client, clientOf, firstOwner, newSite, signIn } from '../testing/client.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

const PASSWORD = 'a good password';
let api: TestApi;
let first: Client;
let site: { id: string; at: string };
let n = 0;
beforeAll(async () => {
  api = await startTestApi(inject);
  first = await firstOwner(api.app);
});
afterAll(() => api.close());
beforeEach(async () => {
  site = await newSite(first);
});

/** Somebody new at the site who signs in; without a role there they are a stranger to it. */
const somebody = async (role: string): Promise<{ id: string; client: Client }> => {
  n += 1;
  const email = `p${n}@latch.test`;
  const made = await first.post(`${site.at}/users`, { name: `P ${n}`, role, email, password: PASSWORD });
  expect(made.status).toBe(201);
  return { id: made.body.id, client: await signIn(api.app, email, PASSWORD) };
};
const me = async (client: Client): Promise<string> => (await client.get('/v1/me')).body.user.id;
const roleOf = async (user: string) => (await first.get(`${site.at}/users/${user}`)).body?.role;
const kinds = async (): Promise<string[]> =>
  (
    await api.store.models.notices
      .find({ site: site.id, kind: /^(?:member|ownership)_/ })
      .sort({ atMs: 1 })
      .lean()
  ).map(({ kind }) => kind);

describe('a person who is removed', () => {
  it('goes with grants, cards and face; read counters stay, and the account of who has no other site and no way in', async () => {
    const { id: user } = (await first.post(`${site.at}/users`, { name: 'Resident' })).body;
    const { id: latch } = (await first.post(`${site.at}/latches`, { name: 'Front' })).body;
    await first.post(`${site.at}/grants`, { user, latch });
    const card = (await first.post(`${site.at}/cards`, { user, uid: '04010203040506' })).body.credential;
    await api.store.models.credentials.updateOne({ _id: card.id }, { $set: { counter: 41 } });
    const face = { site: site.id, user, state: 'accepted', deadlineMs: 0, createdAt: new Date() } as const;
    await api.store.models.faces.create([{ _id: 'face', ...face }]);
    expect((await first.delete(`${site.at}/users/${user}`)).status).toBe(204);
    expect(api.access.asked.at(-1)).toMatchObject({ kind: 'erase-views', site: site.id, user });
    const { models } = api.store;
    for (const rows of [models.memberships, models.grants, models.faces] as const) {
      expect(await (rows as typeof models.grants).countDocuments({ site: site.id, user })).toBe(0);
    }
    expect(await models.users.countDocuments({ _id: user })).toBe(0);
    const kept = await models.credentials.findOne({ _id: card.id }).lean();
    expect(kept).toMatchObject({ state: 'disabled', counter: 41, label: '' });
    expect(kept?.retiredAt).not.toBeNull();
    expect(await kinds()).toEqual(['member_removed']);
    expect((await first.delete(`${site.at}/users/${user}`)).status).toBe(404);
  });

  it('keeps an account that signs in, and loses the site at once', async () => {
    const { id, client } = await somebody('member');
    expect((await first.delete(`${site.at}/users/${id}`)).status).toBe(204);
    expect((await client.get(site.at)).status).toBe(404);
    expect((await client.get('/v1/me')).body.roles).toEqual([]);
  });

  it('stays whole when access cannot erase the face', async () => {
    const { id } = await somebody('member');
    api.access.on('erase-views', () => ({ refuse: 'service_unavailable', detail: 'not now' }));
    expect((await first.delete(`${site.at}/users/${id}`)).status).toBe(503);
    api.access.on('erase-views', () => ({ erased: 0 }));
    expect(await roleOf(id)).toBe('member');
  });

  it('is one whom the caller manages: an admin removes neither owners nor admins', async () => {
    const [admin, other, guest] = [await somebody('admin'), await somebody('admin'), await somebody('guest')];
    for (const id of [await me(first), other.id]) {
      expect((await admin.client.delete(`${site.at}/users/${id}`)).status).toBe(403);
    }
    expect((await admin.client.delete(`${site.at}/users/${guest.id}`)).status).toBe(204);
    expect((await other.client.delete(`${site.at}/users/${other.id}`)).status).toBe(204);
  });
});

describe('who leaves', () => {
  it('needs nobody, and a member removes nobody else', async () => {
    const [one, two] = [await somebody('member'), await somebody('guest')];
    expect((await one.client.delete(`${site.at}/users/${two.id}`)).status).toBe(404);
    expect((await one.client.delete(`${site.at}/users/${one.id}`)).status).toBe(204);
    expect(await kinds()).toEqual(['member_left']);
  });

  it('is not the last owner who can sign in, and loses nothing by trying', async () => {
    await first.post(`${site.at}/users`, { name: 'Owner on paper', role: 'owner' });
    const asked = api.access.asked.length;
    const { status, body } = await first.delete(`${site.at}/users/${await me(first)}`);
    expect([status, body.detail.includes('/transfer')]).toEqual([409, true]);
    expect(api.access.asked.length).toBe(asked);
    expect((await first.get(site.at)).status).toBe(200);
  });

  it('is one of two owners who go at once', async () => {
    const second = await somebody('owner');
    const both = await Promise.all([
      first.delete(`${site.at}/users/${await me(first)}`),
      second.client.delete(`${site.at}/users/${second.id}`),
    ]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 409]);
  });

  it('may be an owner when another signs in at an issuer alone', async () => {
    const second = await somebody('owner');
    await api.store.models.users.updateOne({ _id: second.id }, { $set: { passwordHash: null } });
    const mine = `${site.at}/users/${await me(first)}`;
    expect((await first.delete(mine)).status).toBe(409);
    await api.deps.identities.link({
      user: second.id,
      issuer: 'https://x.test',
      subject: 'x',
      email: null,
      createdAt: new Date(),
    });
    expect((await first.get(`${site.at}/users/${second.id}`)).body.canSignIn).toBe(true);
    expect((await first.delete(mine)).status).toBe(204);
  });
});

describe('ownership', () => {
  it.each(['admin', 'member'])('is handed over, and the old owner becomes %s', async (afterwards) => {
    const next = await somebody('member');
    expect((await first.post(`${site.at}/transfer`, { user: next.id, afterwards })).status).toBe(204);
    expect(((await next.client.get('/v1/me')).body.roles as { role: string }[])[0]?.role).toBe('owner');
    const [mine] = (await first.get('/v1/me')).body.roles.filter((one: { site: string }) => one.site === site.id);
    expect(mine.role).toBe(afterwards);
    expect(await kinds()).toEqual(['ownership_transferred']);
  });

  it('is handed over by who leaves', async () => {
    const next = await somebody('admin');
    expect((await first.post(`${site.at}/transfer`, { user: next.id, afterwards: 'leave' })).status).toBe(204);
    expect((await first.get(site.at)).status).toBe(404);
    expect((await kinds()).toSorted()).toEqual(['member_left', 'ownership_transferred']);
  });

  it('goes to somebody who lasts and can sign in, and to nobody else', async () => {
    const asked = api.access.asked.length;
    const unfit = [
      await me(first),
      (await first.post(`${site.at}/users`, { name: 'No way in' })).body.id,
      (await somebody('member')).id,
      (await somebody('member')).id,
    ];
    await first.patch(`${site.at}/users/${unfit[2]}`, { disabled: true });
    await first.patch(`${site.at}/users/${unfit[3]}`, { expiresAt: '2999-01-01T00:00:00Z' });
    for (const user of unfit) {
      expect((await first.post(`${site.at}/transfer`, { user, afterwards: 'leave' })).status).toBe(422);
    }
    const nobody = '11111111-1111-4111-8111-111111111111';
    expect((await first.post(`${site.at}/transfer`, { user: nobody, afterwards: 'leave' })).status).toBe(404);
    expect(api.access.asked.length).toBe(asked);
  });

  it('is handed over by an owner alone, who proved their password within five minutes', async () => {
    const [admin, next] = [await somebody('admin'), await somebody('member')];
    expect((await admin.client.post(`${site.at}/transfer`, { user: admin.id, afterwards: 'admin' })).status).toBe(403);
    const token = await first.post('/v1/me/tokens', {
      name: 't',
      scopes: ['read', 'write', 'users.remove'],
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    });
    const script = clientOf(api.app, token.body.token);
    expect((await script.post(`${site.at}/transfer`, { user: next.id, afterwards: 'admin' })).status).toBe(403);
    api.advance(5 * 60_000 + 1_000);
    const { status, body } = await first.post(`${site.at}/transfer`, { user: next.id, afterwards: 'admin' });
    expect([status, body.type]).toEqual([403, 'urn:sl:problem:step_up_required']);
    first = await signIn(api.app, 'olivia@latch.test', 'correct horse battery');
    expect((await first.post(`${site.at}/transfer`, { user: next.id, afterwards: 'admin' })).status).toBe(204);
  });

  it('passes to one of two at once', async () => {
    const [one, two] = [await somebody('member'), await somebody('member')];
    const both = await Promise.all(
      [one, two].map(({ id }) => first.post(`${site.at}/transfer`, { user: id, afterwards: 'member' })),
    );
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 403]);
    const owners = await api.store.models.memberships.countDocuments({ site: site.id, role: 'owner' });
    expect(owners).toBe(1);
  });
});
