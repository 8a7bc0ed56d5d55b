import { AppError } from '@smart-latch/runtime';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { newServer } from '../server.ts';
import { type Client, clientOf, firstOwner, newSite, OWNER, signIn } from '../testing/client.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';
import { IDEMPOTENCY_TTL_MS, registerIdempotency } from './idempotency.ts';

let api: TestApi;
let owner: Client;
let at: string;
beforeAll(async () => {
  api = await startTestApi(inject);
  owner = await firstOwner(api.app);
  ({ at } = await newSite(owner));
});
afterAll(() => api.close());

let keys = 0;
const newKey = () => {
  keys += 1;
  return { 'idempotency-key': `key-${keys}` };
};
const count = async (kind: string): Promise<number> => (await owner.get(`${at}/${kind}?limit=200`)).body.items.length;

describe('a POST with an Idempotency-Key', () => {
  it('is carried out once, and a repetition gets the same answer and is told so', async () => {
    const key = newKey();
    const before = await count('cameras');
    const first = await owner.post(`${at}/cameras`, { name: 'Hall' }, key);
    const again = await owner.post(`${at}/cameras`, { name: 'Hall' }, key);
    expect(first.status).toBe(201);
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers).toMatchObject({
      'idempotent-replayed': 'true',
      'content-type': first.headers['content-type'],
    });
    expect(again.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
    expect(await count('cameras')).toBe(before + 1);
  });

  it('keeps an answer without a body, and what may not be cached', async () => {
    const client = await signIn(api.app, OWNER.email, OWNER.password);
    const key = newKey();
    const step = { password: OWNER.password };
    const first = await client.post('/v1/auth/step-up', step, key);
    const again = await client.post('/v1/auth/step-up', step, key);
    expect(again.body).toEqual(first.body);
    expect(again.headers['cache-control']).toBe('no-store');
  });

  it('is refused when the same key comes with another body, route or query', async () => {
    const key = newKey();
    await owner.post(`${at}/cameras`, { name: 'One' }, key);
    for (const other of [
      await owner.post(`${at}/cameras`, { name: 'Two' }, key),
      await owner.post(`${at}/latches`, { name: 'One' }, key),
      await owner.post(`${at}/cameras?again=1`, { name: 'One' }, key),
    ]) {
      expect(other.status).toBe(422);
      expect(other.body).toMatchObject({ type: 'urn:sl:problem:unprocessable' });
      expect(other.body.detail).toContain('new key');
    }
  });

  it('is the same request in another order of its fields, and with the key in quotes', async () => {
    const { 'idempotency-key': key } = newKey();
    const first = await owner.post(`${at}/latches`, { name: 'Gate', antiPassbackS: 5 }, { 'idempotency-key': key });
    const again = await owner.post(
      `${at}/latches`,
      { antiPassbackS: 5, name: ' Gate ' },
      { 'idempotency-key': `"${key}"` },
    );
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
  });

  it('belongs to its caller: the same key of another is another', async () => {
    const login = { email: 'ida@latch.test', password: 'a good password' };
    await owner.post(`${at}/users`, { name: 'Ida', role: 'admin', ...login });
    const ida = await signIn(api.app, login.email, login.password);
    const key = newKey();
    const hers = await ida.post(`${at}/cameras`, { name: 'Same' }, key);
    const mine = await owner.post(`${at}/cameras`, { name: 'Same' }, key);
    expect([hers.status, mine.status]).toEqual([201, 201]);
    expect(mine.body.id).not.toBe(hers.body.id);
  });

  it('gives nobody without a session the tokens of another, and the same one their own', async () => {
    const key = newKey();
    const body = { email: OWNER.email, password: OWNER.password };
    const signInAs = (more: Record<string, string>) =>
      clientOf(api.app).post('/v1/auth/sign-in', body, { ...key, ...more });
    const first = await signInAs({});
    expect((await signInAs({})).body.accessToken).toBe(first.body.accessToken);
    const another = await signInAs({ cookie: 'session=other' });
    expect(another.status).toBe(200);
    expect(another.headers['idempotent-replayed']).toBeUndefined();
    const wrong = await clientOf(api.app).post('/v1/auth/sign-in', { ...body, password: 'not this one' }, key);
    expect(wrong.status).toBe(422);
  });

  it('does not keep a refusal: what was refused did nothing and may be sent again', async () => {
    const key = newKey();
    const card = { uid: '04aabbccddeeff' };
    const user = (await owner.post(`${at}/users`, { name: 'Cara' })).body.id;
    await owner.post(`${at}/cards`, { user, ...card });
    expect((await owner.post(`${at}/cards`, { user, ...card }, key)).status).toBe(409);
    expect((await owner.post(`${at}/cards`, { user, uid: '04aabbccddee00' }, key)).status).toBe(201);
    const invalid = newKey();
    expect((await owner.post(`${at}/cameras`, { nam: 'x' }, invalid)).status).toBe(400);
    expect((await owner.post(`${at}/cameras`, { name: 'x' }, invalid)).status).toBe(201);
  });

  it('keeps no secret and no key in clear', async () => {
    const key = newKey();
    const latch = (await owner.post(`${at}/latches`, { name: 'Secret' })).body.id;
    const { body } = await owner.post(`${at}/latches/${latch}/claims`, undefined, key);
    expect((await owner.post(`${at}/latches/${latch}/claims`, undefined, key)).body.code).toBe(body.code);
    const rows = await api.store.models.idempotencyKeys.find().lean();
    const stored = JSON.stringify(rows) + rows.map(({ answer }) => answer?.toString('latin1')).join();
    expect(rows.length).toBeGreaterThan(0);
    expect(stored).not.toContain(body.code);
    expect(stored).not.toContain(key['idempotency-key']);
    expect(stored).not.toContain('accessToken');
  });

  it.each(['', 'x'.repeat(256), 'tab\tinside', 'é', '"open', '""'])('with the key %j is refused', async (key) => {
    const { status, body } = await owner.post(`${at}/cameras`, { name: 'x' }, { 'idempotency-key': key });
    expect([status, body?.type]).toEqual(key === '"open' ? [201, undefined] : [400, 'urn:sl:problem:bad_request']);
  });

  it('is forgotten after a day', async () => {
    const later = await startTestApi(inject);
    const client = await firstOwner(later.app);
    const key = newKey();
    const first = await client.post('/v1/sites', { name: 'Home', timeZone: 'UTC' }, key);
    await later.store.models.idempotencyKeys.updateMany({}, { $set: { expiresAt: new Date(Date.now() - 1) } });
    const again = await client.post('/v1/sites', { name: 'Home', timeZone: 'UTC' }, key);
    expect(again.status).toBe(201);
    expect(again.body.id).not.toBe(first.body.id);
    const [row] = await later.store.models.idempotencyKeys.find().lean();
    expect(row?.expiresAt.getTime()).toBeLessThanOrEqual(Date.now() + IDEMPOTENCY_TTL_MS);
    await later.close();
  });
});

describe('two at once with one Idempotency-Key', () => {
  it('are carried out once: the others are told to wait, and then get the answer', async () => {
    const key = newKey();
    const before = await count('cameras');
    const all = await Promise.all(Array.from({ length: 10 }, () => owner.post(`${at}/cameras`, { name: 'Race' }, key)));
    const made = all.filter(({ status }) => status === 201);
    const waiting = all.filter(({ status }) => status === 409);
    expect(made.length + waiting.length).toBe(10);
    expect(new Set(made.map(({ body }) => body.id)).size).toBe(1);
    for (const one of waiting) expect(one.headers['retry-after']).toBe('1');
    expect(await count('cameras')).toBe(before + 1);
    expect((await owner.post(`${at}/cameras`, { name: 'Race' }, key)).body).toEqual(made[0]?.body);
  });

  it('frees the key of one that died, once its time is over', async () => {
    const key = newKey();
    await owner.post(`${at}/cameras`, { name: 'Dead' }, key);
    const rows = api.store.models.idempotencyKeys;
    const [row] = await rows.find().sort({ expiresAt: -1 }).limit(1).lean();
    const set = (values: object) => rows.updateOne({ _id: row?._id ?? '' }, { $set: values });
    await set({ state: 'running', answer: null });
    expect((await owner.post(`${at}/cameras`, { name: 'Dead' }, key)).status).toBe(409);
    await set({ leaseUntil: new Date(0) });
    const both = await Promise.all([1, 2].map(() => owner.post(`${at}/cameras`, { name: 'Dead' }, key)));
    expect(both.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
    expect(new Set(both.filter(({ status }) => status === 201).map(({ body }) => body.id)).size).toBe(1);
  });
});

describe('a request that takes too long', () => {
  const slow = async (end: Promise<unknown>) => {
    const app = await newServer(api.deps, null);
    app.decorateRequest('caller', null);
    registerIdempotency(app, api.deps);
    app.post('/slow', { handlerTimeout: 50 }, async () => {
      await end;
      return { made: 'once' };
    });
    const post = () => app.inject({ method: 'POST', url: '/slow', headers: newKeyOnce });
    const newKeyOnce = newKey();
    return { post, close: () => app.close() };
  };

  it('keeps its key while it goes on, and once it was carried out it is never carried out again', async () => {
    const end = Promise.withResolvers<void>();
    const { post, close } = await slow(end.promise);
    expect((await post()).statusCode).toBe(503);
    const running = await post();
    expect(running.statusCode).toBe(409);
    expect(running.json().detail).toContain('still running');
    end.resolve();
    await expect.poll(async () => (await post()).json().detail).toContain('was carried out');
    await close();
  });

  it('frees its key when it fails in the end', async () => {
    const end = Promise.withResolvers<void>();
    const { post, close } = await slow(end.promise);
    expect((await post()).statusCode).toBe(503);
    end.reject(new AppError('unprocessable', 'no'));
    await expect.poll(async () => (await post()).statusCode).toBe(422);
    await close();
  });
});

describe('photographs with an Idempotency-Key', () => {
  const form = (bytes: Buffer): FormData => {
    const data = new FormData();
    data.append('consent', 'true');
    data.append('photographs', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), '1.jpg');
    return data;
  };
  const jpeg = (red: number): Promise<Buffer> =>
    sharp({ create: { width: 640, height: 480, channels: 3, background: { r: red, g: 90, b: 70 } } })
      .jpeg()
      .toBuffer();

  it('are judged once, whatever the boundary of the form, and others want a key of their own', async () => {
    const user = (await owner.post(`${at}/users`, { name: 'Fay' })).body.id;
    const url = `${at}/users/${user}/faces`;
    const key = newKey();
    const [one, two] = await Promise.all([jpeg(120), jpeg(200)]);
    const asked = api.access.asked.length;
    const first = await owner.upload(url, form(one), key);
    expect(first.status, JSON.stringify(first.body)).toBe(201);
    expect((await owner.upload(url, form(one), key)).body).toEqual(first.body);
    expect(api.access.asked.length).toBe(asked + 1);
    expect((await owner.upload(url, form(two), key)).status).toBe(422);
  });
});
