import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { type Client, clientOf, firstOwner, newSite, OWNER, signIn } from '../testing/client.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let owner: Client;
let base: string;
let at: string;
beforeAll(async () => {
  api = await startTestApi(inject);
  await firstOwner(api.app);
  base = await api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => api.close());
beforeEach(async () => {
  owner = await signIn(api.app, OWNER.email, OWNER.password);
  ({ at } = await newSite(owner));
});

const inDays = (days: number): string => new Date(api.deps.clock.now() + days * 86_400_000).toISOString();
const newToken = (client: Client, scopes: string[], expiresAt = inDays(30)) =>
  client.post('/v1/me/tokens', { name: 'Nightly report', scopes, expiresAt });
const scriptOf = async (client: Client, scopes: string[]): Promise<Client> =>
  clientOf(api.app, (await newToken(client, scopes)).body.token);

describe('a personal API token', () => {
  it('is shown once and stored hashed', async () => {
    const { status, body, headers } = await newToken(owner, ['read']);
    expect(status).toBe(201);
    expect(body.token).toMatch(/^sl_pat_[\w-]{43}$/);
    expect(headers['cache-control']).toBe('no-store');
    const list = await owner.get('/v1/me/tokens');
    expect(list.body.items[0]).toMatchObject({ id: body.id, name: 'Nightly report', lastUsedOn: null });
    expect(JSON.stringify(list.body)).not.toContain(body.token);
    expect(JSON.stringify(await api.store.models.apiTokens.find().lean())).not.toContain(body.token);
  });

  it('does what its scopes say, and nothing else', async () => {
    const script = await scriptOf(owner, ['users.read', 'latches.write']);
    expect((await script.get(`${at}/users`)).status).toBe(200);
    expect((await script.post(`${at}/latches`, { name: 'Door' })).status).toBe(201);
    for (const refused of [
      await script.get(`${at}/latches`),
      await script.post(`${at}/users`, { name: 'X' }),
      await script.get('/v1/sites'),
      await script.get(`${at}/events`),
    ]) {
      expect(refused.status).toBe(403);
      expect(refused.body.detail).toContain('no scope for');
    }
    expect((await script.get('/v1/me')).body.user.email).toBe(OWNER.email);
  });

  it('reads everything with `read` and changes with `write`, but for what must be named', async () => {
    const [reads, writes] = [await scriptOf(owner, ['read']), await scriptOf(owner, ['write'])];
    for (const path of ['/users', '/latches', '/cameras', '/events', '/attempts', '/grants', '']) {
      expect((await reads.get(at + path)).status, path).toBe(200);
      expect((await writes.get(at + path)).status, path).toBe(403);
    }
    expect((await reads.post(`${at}/users`, { name: 'X' })).status).toBe(403);
    expect((await writes.post(`${at}/users`, { name: 'X' })).status).toBe(201);
    expect((await writes.post(`${at}/cards`, { user: at.slice(-36), uid: '04112233445566' })).status).toBe(403);
    expect((await reads.get('/v1/sites')).status).toBe(200);
  });

  it('never does more than its owner may, now', async () => {
    const login = { email: `ada${Date.now()}@latch.test`, password: 'a good password' };
    const { body: ada } = await owner.post(`${at}/users`, { name: 'Ada', role: 'admin', ...login });
    const script = await scriptOf(await signIn(api.app, login.email, login.password), ['read', 'write']);
    expect((await script.get(`${at}/events`)).status).toBe(200);
    await owner.patch(`${at}/users/${ada.id}`, { role: 'guest' });
    expect((await script.get(`${at}/events`)).status).toBe(403);
    await owner.patch(`${at}/users/${ada.id}`, { disabled: true });
    expect((await script.get(at)).status).toBe(403);
    const { at: foreign } = await newSite(owner);
    expect((await script.get(foreign)).status).toBe(404);
  });

  it('opens no door, proves nobody, and makes nothing that lasts', async () => {
    const script = await scriptOf(owner, ['read', 'write', 'cards.issue', 'faces.erase']);
    const latch = (await owner.post(`${at}/latches`, { name: 'Door' })).body.id;
    const session = (await owner.get('/v1/me/sessions')).body.items[0].id;
    for (const refused of [
      await script.post(`${at}/latches/${latch}/unlock`),
      await script.post('/v1/auth/step-up', { password: OWNER.password }),
      await script.post('/v1/auth/sign-out'),
      await newToken(script, ['read']),
      await script.get('/v1/me/tokens'),
      await script.delete(`/v1/me/tokens/${session}`),
      await script.get('/v1/me/sessions'),
      await script.delete('/v1/me/sessions'),
      await script.delete(`/v1/me/sessions/${session}`),
      await script.put('/v1/me/password', { currentPassword: OWNER.password, newPassword: 'another good password' }),
      await script.post('/v1/sites', { name: 'Mine', timeZone: 'UTC' }),
    ]) {
      expect(refused.status).toBe(403);
    }
    expect((await owner.get('/v1/me')).status).toBe(200);
  });

  it('cannot be given what no token may have, nor a life beyond a year', async () => {
    expect((await newToken(owner, ['latches.unlock'])).status).toBe(400);
    expect((await newToken(owner, ['everything'])).status).toBe(400);
    expect((await newToken(owner, [])).status).toBe(400);
    expect((await newToken(owner, ['read'], inDays(400))).status).toBe(422);
    expect((await newToken(owner, ['read'], inDays(-1))).status).toBe(422);
  });

  it('is made only by who proved the password a moment ago', async () => {
    const client = await signIn(api.app, OWNER.email, OWNER.password);
    api.advance(11 * 60_000);
    const { status, body } = await newToken(client, ['read']);
    expect(status).toBe(403);
    expect(body.type).toBe('urn:sl:problem:step_up_required');
  });

  it('ends with its day, and when it is revoked, with its live streams, within a second', async () => {
    const short = clientOf(api.app, (await newToken(owner, ['read'], inDays(1))).body.token);
    const { body } = await newToken(owner, ['events.read'], inDays(9));
    const headers = { authorization: `Bearer ${body.token}` };
    const stream = await fetch(`${base}${at}/events/stream`, { headers });
    const reader = stream.body?.getReader();
    await reader?.read();
    const today = new Date(api.deps.clock.now()).toISOString().slice(0, 10);
    const mine = (await owner.get('/v1/me/tokens')).body.items as { id: string; lastUsedOn: string }[];
    expect(mine.find(({ id }) => id === body.id)?.lastUsedOn).toBe(today);
    const stranger = { email: `eve${Date.now()}@latch.test`, password: 'a good password' };
    await owner.post(`${at}/users`, { name: 'Eve', ...stranger });
    const eve = await signIn(api.app, stranger.email, stranger.password);
    expect((await eve.delete(`/v1/me/tokens/${body.id}`)).status).toBe(404);
    const endedAtMs = Date.now();
    expect((await owner.delete(`/v1/me/tokens/${body.id}`)).status).toBe(204);
    expect((await clientOf(api.app, body.token).get(`${at}/events`)).status).toBe(401);
    const last = new TextDecoder().decode((await reader?.read())?.value);
    expect(last).toContain('event: end\ndata: {"reason":"revoked"}');
    expect(await reader?.read()).toMatchObject({ done: true });
    expect(Date.now() - endedAtMs).toBeLessThan(1_000);
    expect((await short.get('/v1/me')).status).toBe(200);
    api.advance(2 * 86_400_000);
    expect((await short.get('/v1/me')).status).toBe(401);
  });

  it('is told by /v1/me/permissions what it may do: its scopes within the table', async () => {
    const { body } = await newToken(owner, ['events.read', 'latches.read']);
    const { items } = (await clientOf(api.app, body.token).get('/v1/me/permissions')).body;
    const may = Object.entries(items[0].actions).filter(([, scope]) => scope !== 'none');
    expect(Object.fromEntries(may)).toEqual({ 'events.read': 'all', 'latches.read': 'all' });
    expect(items[0].manages).toEqual([]);
  });

  it('is taken from the Authorization header alone', async () => {
    const { body } = await newToken(owner, ['read']);
    expect((await api.app.inject({ url: `/v1/me?token=${body.token}` })).statusCode).toBe(401);
    expect((await clientOf(api.app, `${body.token}x`).get('/v1/me')).status).toBe(401);
    expect((await clientOf(api.app, 'sl_pat_').get('/v1/me')).status).toBe(401);
  });

  it('is one of fifty', async () => {
    const user = (await owner.get('/v1/me')).body.user.id as string;
    const more = { user, name: 'Filler', scopes: ['read'] };
    const times = { createdAt: new Date(api.deps.clock.now()), expiresAt: new Date(inDays(1)) };
    for (let n = 0; n < 49; n += 1) await api.deps.apiTokens.create({ ...more, hash: `filler-${n}`, ...times });
    expect((await newToken(owner, ['read'])).status).toBe(422);
  });
});
