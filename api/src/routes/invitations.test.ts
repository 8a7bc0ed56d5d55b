import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Answered, type Client, clientOf, firstOwner, signIn } from '../testing/client.ts';
import { furnish, type House, PASSWORD } from '../testing/house.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let first: Client;
let a: House;
let b: House;
beforeAll(async () => {
  api = await startTestApi(inject);
  first = await firstOwner(api.app);
  a = await furnish(api, first, 'a');
  b = await furnish(api, first, 'b');
});
afterAll(() => api.close());

const HOUR_MS = 3_600_000;
const soon = (ms = HOUR_MS): string => new Date(api.deps.clock.now() + ms).toISOString();
const invite = async (
  more: object = {},
  by: Client = a.owner,
): Promise<Answered<{ id: string; token: string; link: string }>> =>
  by.post(`${a.at}/invitations`, { name: 'Mia', role: 'member', expiresAt: soon(), ...more });
const tokenOf = async (more: object = {}, by: Client = a.owner): Promise<string> => (await invite(more, by)).body.token;

let sent = 0;
/** Of a public route; each from an address of its own unless one is given. */
const send = async (path: 'look-up' | 'accept', body: object, { as, from }: { as?: Client; from?: string } = {}) => {
  sent += 1;
  const answer = await api.app.inject({
    method: 'POST',
    url: `/v1/invitations/${path}`,
    remoteAddress: from ?? `10.1.${sent >> 8}.${sent & 255}`,
    headers: as ? { authorization: `Bearer ${as.token}` } : {},
    payload: body,
  });
  return { status: answer.statusCode, body: answer.json(), headers: answer.headers };
};
const accept = (body: object, as?: Client) => send('accept', body, as ? { as } : {});
const lookUp = async (token: string) => (await send('look-up', { token })).status;
const statuses = (answers: readonly { status: number }[]) =>
  answers.map(({ status }) => status).toSorted((x, y) => x - y);
let people = 0;
const newcomer = (more: object = {}) => {
  people += 1;
  return { email: `new${people}@latch.test`, password: PASSWORD, ...more };
};

describe('an invitation', () => {
  it('is shown once with its token and a link that no server is sent, and kept as a hash', async () => {
    const { status, body, headers } = await invite({ grants: [{ latch: a.ids.latch }], groups: [a.ids.group] });
    expect([status, headers['cache-control']]).toEqual([201, 'no-store']);
    expect(body.token).toMatch(/^sl_inv_[\w-]{43}$/);
    expect(body.link).toBe(`https://latch.test/invitations#${body.token}`);
    const { token, link, ...kept } = body;
    expect((await a.admin.get(`${a.at}/invitations/${body.id}`)).body).toEqual(kept);
    expect(JSON.stringify((await a.owner.get(`${a.at}/invitations`)).body)).not.toContain(token);
    expect(JSON.stringify(await api.store.models.invitations.findOne({ _id: body.id }).lean())).not.toContain(token);
    expect(JSON.stringify(await api.store.models.notices.find().lean())).not.toContain(token);
    expect(link).toContain('#');
  });

  it('tells who holds it what it offers', async () => {
    const { status, body, headers } = await send('look-up', {
      token: await tokenOf({ email: 'Mia@latch.test' }, a.admin),
    });
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(body).toEqual({
      site: { id: a.id, name: 'Home' },
      inviter: 'admin',
      name: 'Mia',
      email: 'mia@latch.test',
      role: 'member',
      expiresAt: expect.any(String),
    });
  });

  it('makes an account, signed in, with all that it promised', async () => {
    const grants = [
      { latch: a.ids.latch, schedule: a.ids.schedule, remote: true },
      { latch: a.ids.latch, schedule: null, remote: false },
    ];
    const token = await tokenOf({ grants, groups: [a.ids.group, a.ids.group], role: 'guest' });
    const { status, body } = await accept({ token, ...newcomer({ delivery: 'body' }) });
    expect(status).toBe(200);
    expect(body).toMatchObject({ site: a.id, role: 'guest', session: { user: { name: 'Mia' } } });
    expect(body.session.refreshToken).toBeTruthy();
    const mia = clientOf(api.app, body.session.accessToken);
    const mine = (await mia.get(`${a.at}/grants`)).body.items.filter(
      (one: { user: string | null }) => one.user !== null,
    );
    expect(mine).toHaveLength(2);
    expect((await mia.get(`${a.at}/users/${body.session.user.id}`)).body.groups).toEqual([a.ids.group]);
    const [told] = await api.store.models.notices.find({ kind: 'invitation_accepted' }).lean();
    expect(told).toMatchObject({
      site: a.id,
      by: body.session.user.id,
      body: { role: 'guest', invitedBy: a.ids.owner },
    });
  });

  it('lets who is signed in join with the account that they have, once', async () => {
    const token = await tokenOf();
    expect((await accept({ token }, b.guest)).body).toEqual({ site: a.id, role: 'member', session: null });
    expect((await b.guest.get(a.at)).status).toBe(200);
    const again = await tokenOf({ role: 'admin' });
    const member = await accept({ token: again }, b.guest);
    expect([member.status, member.body.detail]).toEqual([409, 'you belong to this site already']);
    expect(await lookUp(again)).toBe(200);
  });

  it('is good once, also for two at once, whether they are new or here', async () => {
    for (let round = 0; round < 3; round += 1) {
      const token = await tokenOf();
      const before = await api.store.models.users.countDocuments();
      const both = await Promise.all([accept({ token, ...newcomer() }), accept({ token, ...newcomer() })]);
      expect(statuses(both)).toEqual([200, 404]);
      expect(await api.store.models.users.countDocuments()).toBe(before + 1);
    }
    const [one, two] = [await tokenOf(), await tokenOf()];
    const twice = await Promise.all([accept({ token: one }, b.member), accept({ token: two }, b.member)]);
    expect(statuses(twice)).toEqual([200, 409]);
    expect(await api.store.models.memberships.countDocuments({ site: a.id, user: b.ids.member })).toBe(1);
  });

  it('gives a new account exactly the e-mail that it names, and none that is taken', async () => {
    const token = await tokenOf({ email: 'only@latch.test' });
    expect((await accept({ token, ...newcomer() })).status).toBe(422);
    expect((await accept({ token, password: PASSWORD })).body.session.user.email).toBe('only@latch.test');
    const taken = await tokenOf({ email: 'only@latch.test' });
    expect((await accept({ token: taken, password: PASSWORD })).status).toBe(409);
    const free = await tokenOf();
    expect((await accept({ token: free, password: PASSWORD, email: 'only@latch.test' })).status).toBe(409);
    expect((await accept({ token: free, password: PASSWORD })).status).toBe(400);
    expect((await accept({ token: free, email: 'no@latch.test' })).status).toBe(400);
    expect((await accept({ token: free, ...newcomer() }, b.admin)).status).toBe(400);
    // Whoever owns that account joins with it: refusals spent nothing.
    const theirs = await signIn(api.app, 'only@latch.test', PASSWORD);
    expect((await accept({ token: free }, theirs)).status).toBe(409);
    expect((await accept({ token: free, ...newcomer() })).status).toBe(200);
  });

  it('is over when it is withdrawn, and when its time is', async () => {
    const { body } = await invite();
    expect((await a.admin.delete(`${a.at}/invitations/${body.id}`)).status).toBe(204);
    expect((await a.admin.delete(`${a.at}/invitations/${body.id}`)).status).toBe(404);
    expect(await lookUp(body.token)).toBe(404);
    expect((await accept({ token: body.token, ...newcomer() })).status).toBe(404);
    const short = await tokenOf({ expiresAt: soon(60_000) });
    api.advance(61_000);
    expect(await lookUp(short)).toBe(404);
    expect((await accept({ token: short, ...newcomer() })).status).toBe(404);
    const kinds = (await api.store.models.notices.find({ 'body.invitation': body.id }).sort({ atMs: 1 }).lean()).map(
      (one) => one.kind,
    );
    expect(kinds).toEqual(['invitation_made', 'invitation_withdrawn']);
  });

  it('lasts 30 days at most and promises nothing of another site', async () => {
    for (const [more, status] of [
      [{ expiresAt: soon(-1_000) }, 422],
      [{ expiresAt: soon(31 * 24 * HOUR_MS) }, 422],
      [{ grants: [{ latch: b.ids.latch }] }, 422],
      [{ grants: [{ latch: a.ids.latch, schedule: b.ids.schedule }] }, 422],
      [{ groups: [b.ids.group] }, 422],
      [{ grants: [{ latch: a.ids.latch, entriesLeft: 3 }] }, 400],
      [{ token: 'mine' }, 400],
      [{ role: 'king' }, 400],
    ] as const) {
      expect((await invite(more)).status, JSON.stringify(more)).toBe(status);
    }
  });

  it('leaves out what is gone when it is accepted', async () => {
    const { body: group } = await a.owner.post(`${a.at}/groups`, { name: 'Gone' });
    const windows = [{ days: [1], from: '08:00', to: '09:00' }];
    const { body: schedule } = await a.owner.post(`${a.at}/schedules`, { name: 'Gone', definition: { windows } });
    const grants = [{ latch: a.ids.latch, schedule: schedule.id }];
    const token = await tokenOf({ grants, groups: [group.id] });
    await a.owner.delete(`${a.at}/groups/${group.id}`);
    await a.owner.delete(`${a.at}/schedules/${schedule.id}`);
    const { session } = (await accept({ token, ...newcomer() })).body;
    const user = (await a.owner.get(`${a.at}/users/${session.user.id}`)).body;
    expect(user.groups).toEqual([]);
    expect((await a.owner.get(`${a.at}/grants?user=${user.id}`)).body.items).toEqual([]);
  });
});

describe('nobody climbs by an invitation', () => {
  it('beyond whom they manage: an admin invites members and guests, and withdraws no more', async () => {
    for (const role of ['owner', 'admin']) expect((await invite({ role }, a.admin)).status, role).toBe(403);
    for (const role of ['member', 'guest']) expect((await invite({ role }, a.admin)).status, role).toBe(201);
    const { body } = await invite({ role: 'admin' });
    expect((await a.admin.delete(`${a.at}/invitations/${body.id}`)).status).toBe(403);
    expect((await invite({}, a.member)).status).toBe(403);
  });

  it('nor outlives by it the role of who made it', async () => {
    const login = newcomer();
    const made = await first.post(`${a.at}/users`, { name: 'Once an owner', role: 'owner', ...login });
    const owner = await signIn(api.app, login.email, login.password);
    const [admin, member] = [await tokenOf({ role: 'admin' }, owner), await tokenOf({}, owner)];
    await first.patch(`${a.at}/users/${made.body.id}`, { role: 'admin' });
    expect([await lookUp(admin), await lookUp(member)]).toEqual([404, 200]);
    expect((await accept({ token: admin, ...newcomer() })).status).toBe(404);
    await first.patch(`${a.at}/users/${made.body.id}`, { disabled: true });
    expect((await accept({ token: member, ...newcomer() })).status).toBe(404);
    await first.patch(`${a.at}/users/${made.body.id}`, { disabled: false });
    expect((await first.delete(`${a.at}/users/${made.body.id}`)).status).toBe(204);
    expect((await accept({ token: member, ...newcomer() })).status).toBe(404);
  });

  it('nor guesses one, nor spends one with a personal API token', async () => {
    const answers = [];
    const from = '10.9.9.9';
    for (let n = 0; n < 11; n += 1) answers.push(await send('look-up', { token: `sl_inv_${n}` }, { from }));
    expect(answers.map(({ status }) => status)).toEqual([...Array.from({ length: 10 }, () => 404), 429]);
    const token = await tokenOf();
    expect((await send('accept', { token, ...newcomer() }, { from })).status).toBe(429);
    const made = await first.post('/v1/me/tokens', { name: 't', scopes: ['write'], expiresAt: soon(24 * HOUR_MS) });
    expect((await accept({ token }, clientOf(api.app, made.body.token))).status).toBe(403);
    expect((await accept({ token }, clientOf(api.app, 'nonsense'))).status).toBe(401);
    expect(await lookUp(token)).toBe(200);
  });

  it('nor gets back, by a new one, what was given in the moment when they went', async () => {
    const login = newcomer();
    const token = await tokenOf();
    const { user } = (await accept({ token, ...login })).body.session;
    const mia = await signIn(api.app, login.email, login.password);
    expect((await mia.delete(`${a.at}/users/${user.id}`)).status).toBe(204);
    const late = { site: a.id, user: user.id, latch: a.ids.latch, createdAt: new Date() };
    await api.store.models.grants.create([{ _id: 'late', ...late }]);
    expect((await accept({ token: await tokenOf() }, mia)).status).toBe(200);
    expect((await mia.get(`${a.at}/grants`)).body.items).toEqual([]);
  });
});
