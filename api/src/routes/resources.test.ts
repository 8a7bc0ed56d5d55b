import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Client, firstOwner, newSite, signIn } from '../testing/client.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let owner: Client;
let at: string;
beforeAll(async () => {
  api = await startTestApi(inject);
  owner = await firstOwner(api.app);
  ({ at } = await newSite(owner));
});
afterAll(() => api.close());

const make = async (kind: string, body: object): Promise<{ id: string }> => {
  const made = await owner.post(`${at}/${kind}`, body);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body;
};

describe('a site', () => {
  it('has a time zone of the IANA list', async () => {
    for (const timeZone of ['Mars/Olympus', '+01:00', '']) {
      expect((await owner.post('/v1/sites', { name: 'X', timeZone })).status, timeZone).toBe(400);
    }
  });

  it('changes what the request names and nothing else', async () => {
    const before = (await owner.get(at)).body;
    expect(before).not.toHaveProperty('rolesRev');
    const { body } = await owner.patch(at, { name: 'Our home', faceLevel: 'strict' });
    expect(body).toEqual({ ...before, name: 'Our home', faceLevel: 'strict' });
  });

  it('refuses a field that it does not have', async () => {
    expect((await owner.patch(at, { _id: 'x' })).status).toBe(400);
    expect((await owner.patch(at, { rolesRev: 7 })).status).toBe(400);
    expect((await owner.patch(at, { lockdown: true })).status).toBe(400);
    expect((await owner.patch(at, { holidays: [] })).status).toBe(400);
  });
});

describe('users', () => {
  it('sign in when they were given a password, and need an e-mail for it', async () => {
    expect((await owner.post(`${at}/users`, { name: 'X', password: 'a good password' })).status).toBe(400);
    await make('users', { name: 'Ada', email: 'ada@latch.test', password: 'a good password' });
    expect((await signIn(api.app, 'ada@latch.test', 'a good password')).token).toBeTruthy();
    const again = await owner.post(`${at}/users`, {
      name: 'Ada 2',
      email: 'ADA@latch.test',
      password: 'a good password',
    });
    expect(again.status).toBe(409);
  });

  it('come page by page', async () => {
    for (const name of ['P1', 'P2', 'P3']) await make('users', { name });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await owner.get(`${at}/users?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      expect(body.items.length).toBeLessThanOrEqual(2);
      seen.push(...body.items.map((user: { id: string }) => user.id));
      cursor = body.next;
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(4);
  });

  it('always leave one owner who can sign in, also when two owners go at once', async () => {
    const site = await newSite(owner);
    const { body: me } = await owner.get('/v1/me');
    const second = await owner.post(`${site.at}/users`, {
      name: 'Second',
      role: 'owner',
      email: 'second@latch.test',
      password: 'a good password',
    });
    const tries = await Promise.all([
      owner.patch(`${site.at}/users/${me.user.id}`, { role: 'member' }),
      owner.patch(`${site.at}/users/${second.body.id}`, { disabled: true }),
    ]);
    expect(tries.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(tries.filter(({ status }) => status === 409 || status === 403)).toHaveLength(1);
  });

  it('are managed by an admin only when they are members or guests', async () => {
    const { id } = await make('users', {
      name: 'Adam',
      role: 'admin',
      email: 'adam@latch.test',
      password: 'a good password',
    });
    const admin = await signIn(api.app, 'adam@latch.test', 'a good password');
    expect((await admin.post(`${at}/users`, { name: 'Guest', role: 'guest' })).status).toBe(201);
    expect((await admin.post(`${at}/users`, { name: 'Owner', role: 'owner' })).status).toBe(403);
    expect((await admin.patch(`${at}/users/${id}`, { role: 'owner' })).status).toBe(403);
    const { body: me } = await owner.get('/v1/me');
    expect((await admin.patch(`${at}/users/${me.user.id}`, { disabled: true })).status).toBe(403);
  });
});

describe('pairings', () => {
  it('are at most two a latch, also when three ask at once', async () => {
    const latch = await make('latches', { name: 'Two eyes' });
    const cameras = await Promise.all(['1', '2', '3'].map((name) => make('cameras', { name })));
    const tries = await Promise.all(
      cameras.map((camera) => owner.post(`${at}/pairings`, { latch: latch.id, camera: camera.id })),
    );
    expect(tries.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 409]);
  });

  it('get an epoch that never was when they are made anew', async () => {
    const [latch, camera] = [await make('latches', { name: 'L' }), await make('cameras', { name: 'C' })];
    const first = (await owner.post(`${at}/pairings`, { latch: latch.id, camera: camera.id })).body;
    expect((await owner.delete(`${at}/pairings/${first.id}`)).status).toBe(204);
    api.advance(1_000);
    const second = (await owner.post(`${at}/pairings`, { latch: latch.id, camera: camera.id })).body;
    expect(second.epoch).toBeGreaterThan(first.epoch);
  });
});

describe('schedules', () => {
  const definition = { windows: [{ days: [1], from: '08:00', to: '18:00' }] };

  it('are checked by their rules, and the answer says what to write', async () => {
    const wrong = { windows: [{ days: [1, 1], from: '8:00', to: '18:00' }] };
    const { status, body } = await owner.post(`${at}/schedules`, { name: 'Work', definition: wrong });
    expect(status).toBe(400);
    expect(body.errors.map((one: { detail: string }) => one.detail).join()).toContain('write a time from 00:00');
  });

  it('are not deleted while a grant uses them', async () => {
    const { id: schedule } = await make('schedules', { name: 'Work', definition });
    const [user, latch] = [await make('users', { name: 'U' }), await make('latches', { name: 'L' })];
    const grant = await make('grants', { user: user.id, latch: latch.id, schedule });
    expect((await owner.delete(`${at}/schedules/${schedule}`)).status).toBe(409);
    expect((await owner.patch(`${at}/grants/${grant.id}`, { schedule: null, remote: true })).body).toMatchObject({
      schedule: null,
      remote: true,
    });
    expect((await owner.delete(`${at}/schedules/${schedule}`)).status).toBe(204);
    expect((await owner.delete(`${at}/grants/${grant.id}`)).status).toBe(204);
    expect((await owner.delete(`${at}/grants/${grant.id}`)).status).toBe(404);
  });
});

describe('cards', () => {
  it('are issued with their keys, once, and nobody may keep the answer', async () => {
    const user = await make('users', { name: 'Carla' });
    const issued = await owner.post(`${at}/cards`, { user: user.id, uid: '04AABBCCDDEEFF', label: 'blue' });
    expect(issued.status).toBe(201);
    expect(issued.headers['cache-control']).toBe('no-store');
    expect(issued.body.keys).toMatchObject({
      keyId: 1,
      metaReadKey: '11'.repeat(16),
      fileReadKey: '22'.repeat(16),
      url: `https://latch.test/t?k=1&p=${'0'.repeat(32)}&c=${'0'.repeat(16)}`,
    });
    const shown = await owner.get(`${at}/credentials/${issued.body.credential.id}`);
    expect(shown.body).toMatchObject({ uid: '04aabbccddeeff', state: 'active', kind: 'ntag424' });
    expect(JSON.stringify(shown.body)).not.toContain('1111');
    expect((await owner.post(`${at}/cards`, { user: user.id, uid: '04aabbccddeeff' })).status).toBe(409);
  });

  it('keep their read counter when they are taken away and issued again', async () => {
    const user = await make('users', { name: 'Dora' });
    const card = { user: user.id, uid: '04010203040506' };
    const { body } = await owner.post(`${at}/cards`, card);
    const { id } = body.credential;
    await api.store.models.credentials.updateOne({ _id: id }, { $set: { counter: 41 } });
    expect((await owner.delete(`${at}/credentials/${id}`)).status).toBe(204);
    expect((await owner.get(`${at}/credentials/${id}`)).status).toBe(404);
    expect((await owner.patch(`${at}/credentials/${id}`, { state: 'active' })).status).toBe(404);
    const retired = await api.store.models.credentials.findOne({ _id: id }).lean();
    expect(retired).toMatchObject({ state: 'disabled', counter: 41 });
    expect((await owner.post(`${at}/cards`, card)).body.credential).toMatchObject({ id, state: 'active' });
    expect(await api.store.models.credentials.findOne({ _id: id }).lean()).toMatchObject({ counter: 41 });
  });

  it('have their lockout ended', async () => {
    const user = await make('users', { name: 'Emil' });
    const { body } = await owner.post(`${at}/cards`, { user: user.id, uid: '04112233445566' });
    const url = `${at}/credentials/${body.credential.id}`;
    expect((await owner.post(`${url}/end-lockout`)).status).toBe(200);
    const row = await api.store.models.credentials.findOne({ _id: body.credential.id }).lean();
    expect(row?.lockoutEndedAtMs).toBeGreaterThan(0);
  });

  it('by bare number are refused unless the site accepts them', async () => {
    const user = await make('users', { name: 'Finn' });
    const body = { user: user.id, kind: 'uid', uid: 'deadbeef' };
    expect((await owner.post(`${at}/credentials`, body)).status).toBe(422);
    await owner.patch(at, { acceptsUid: true });
    expect((await owner.post(`${at}/credentials`, body)).status).toBe(201);
  });

  it('are not made when access refuses or is silent', async () => {
    const user = await make('users', { name: 'Gil' });
    api.access.on('card-keys', () => ({ refuse: 'not_found', detail: 'there is no such site' }));
    expect((await owner.post(`${at}/cards`, { user: user.id, uid: '04000000000001' })).status).toBe(404);
    expect((await owner.get(`${at}/credentials?user=${user.id}`)).body.items).toEqual([]);
  });
});

describe('a remote unlock', () => {
  it('asks with the session and when its password was proved, and answers with the attempt', async () => {
    const latch = await make('latches', { name: 'Gate' });
    const { status, body } = await owner.post(`${at}/latches/${latch.id}/unlock`);
    expect(status).toBe(202);
    expect(body).toEqual({ attempt: 'attempt-1', state: 'waiting_nonce', reason: null });
    const ask = api.access.asked.findLast((one) => one.kind === 'remote-unlock');
    expect(ask).toMatchObject({ latch: latch.id });
    expect(ask?.kind === 'remote-unlock' && Math.abs((ask.stepUpAtMs ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it('says how to go on when the password must be proved again', async () => {
    const latch = await make('latches', { name: 'Gate' });
    api.access.on('remote-unlock', () => ({ attempt: 'a', state: 'denied', reason: 'step_up_required' }));
    const { status, body } = await owner.post(`${at}/latches/${latch.id}/unlock`);
    expect(status).toBe(403);
    expect(body).toMatchObject({ type: 'urn:sl:problem:step_up_required' });
    expect(body.detail).toContain('/v1/auth/step-up');
  });

  it('that was denied is an answer, not an error', async () => {
    const latch = await make('latches', { name: 'Gate' });
    api.access.on('remote-unlock', () => ({ attempt: 'a', state: 'denied', reason: 'no_grant' }));
    expect((await owner.post(`${at}/latches/${latch.id}/unlock`)).body).toMatchObject({
      state: 'denied',
      reason: 'no_grant',
    });
  });
});
