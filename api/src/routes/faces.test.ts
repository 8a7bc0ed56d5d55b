import { enrolKey } from '@smart-latch/protocol';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Client, firstOwner, newSite, signIn } from '../testing/client.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let owner: Client;
let at: string;
let jpeg: Buffer;
beforeAll(async () => {
  api = await startTestApi(inject);
  owner = await firstOwner(api.app);
  ({ at } = await newSite(owner));
  const background = { r: 120, g: 90, b: 70 };
  jpeg = await sharp({ create: { width: 640, height: 480, channels: 3, background } })
    .jpeg()
    .toBuffer();
});
afterAll(() => api.close());

const accept = () =>
  api.access.on('enrol-view', async ({ view }) => {
    await api.store.models.faces.updateOne({ _id: view }, { $set: { state: 'accepted' } });
    return { accepted: true, reason: null, quality: { lumaMean: 120 } };
  });

const newUser = async (name: string, more: object = {}): Promise<string> =>
  (await owner.post(`${at}/users`, { name, ...more })).body.id;

const form = (count: number, consent: string | null = 'true', bytes = jpeg): FormData => {
  const data = new FormData();
  if (consent !== null) data.append('consent', consent);
  for (let n = 1; n <= count; n += 1) {
    data.append('photographs', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), `${n}.jpg`);
  }
  return data;
};

describe('enrolling a face', () => {
  it('answers with a verdict for each photograph, and what is still needed', async () => {
    accept();
    const user = await newUser('Alice');
    const { status, body } = await owner.upload(`${at}/users/${user}/faces`, form(2));
    expect(status, JSON.stringify(body)).toBe(201);
    expect(body).toMatchObject({ accepted: 2, needed: 1, complete: false });
    expect(body.photographs[0]).toMatchObject({ accepted: true, reason: null, hint: null });
    const more = await owner.upload(`${at}/users/${user}/faces`, form(1, null));
    expect(more.body).toMatchObject({ accepted: 3, needed: 0, complete: true });
    const { body: shown } = await owner.get(`${at}/users/${user}/faces`);
    expect(shown).toMatchObject({ accepted: 3, complete: true });
    expect(shown.consentAt).not.toBeNull();
  });

  it('hands the photograph over by reference, and leaves none behind', async () => {
    const user = await newUser('Ben');
    let seen: number | null = null;
    let view = '';
    api.access.on('enrol-view', async (ask) => {
      view = ask.view;
      expect(ask.picture).toBe(enrolKey(ask.view));
      seen = await api.redis.strlen(ask.picture);
      expect(await api.redis.ttl(ask.picture)).toBeLessThanOrEqual(30);
      return { accepted: false, reason: 'too_dark', quality: null };
    });
    const { body } = await owner.upload(`${at}/users/${user}/faces`, form(1));
    expect(seen).toBe(jpeg.length);
    expect(await api.redis.exists(enrolKey(view))).toBe(0);
    expect(body.photographs[0]).toMatchObject({
      accepted: false,
      reason: 'too_dark',
      hint: 'It is too dark. Turn on a light or face the light.',
    });
  });

  it('needs recorded consent, once', async () => {
    accept();
    const user = await newUser('Cem');
    const { status, body } = await owner.upload(`${at}/users/${user}/faces`, form(1, null));
    expect(status).toBe(422);
    expect(body.detail).toContain('consent');
    expect((await owner.upload(`${at}/users/${user}/faces`, form(1, 'no'))).status).toBe(400);
    const words = 'I agree that my face opens the front door.';
    expect((await owner.upload(`${at}/users/${user}/faces`, form(1, words))).status).toBe(201);
    const row = await api.store.models.memberships.findOne({ user }).lean();
    expect(row?.faceConsent).toMatchObject({ text: words });
    expect(row?.faceConsent?.recordedBy).toBe((await owner.get('/v1/me')).body.user.id);
  });

  it('takes at most five', async () => {
    accept();
    const user = await newUser('Dan');
    expect((await owner.upload(`${at}/users/${user}/faces`, form(6))).status).toBe(413);
    expect((await owner.upload(`${at}/users/${user}/faces`, form(5))).status).toBe(201);
    const { status, body } = await owner.upload(`${at}/users/${user}/faces`, form(1));
    expect(status).toBe(409);
    expect(body.detail).toContain('5 is the most');
  });

  it('refuses what is no photograph before anything is stored', async () => {
    const user = await newUser('Eve');
    const upload = (bytes: Buffer) => owner.upload(`${at}/users/${user}/faces`, form(1, 'true', bytes));
    const wrong = await upload(Buffer.from('MZ this is a program'));
    expect(wrong.status).toBe(415);
    expect(wrong.body.detail).toBe('photograph 1: send a JPEG, PNG or WebP photograph');
    expect((await upload(Buffer.concat([jpeg, Buffer.alloc(8 * 1024 * 1024)]))).status).toBe(413);
    expect((await owner.post(`${at}/users/${user}/faces`, { photographs: [] })).status).toBe(415);
    expect((await owner.upload(`${at}/users/${user}/faces`, form(0))).status).toBe(400);
    expect((await owner.get(`${at}/users/${user}/faces`)).body).toMatchObject({ photographs: [], consentAt: null });
  });

  it('forgets a photograph that could not be judged', async () => {
    api.access.on('enrol-view', () => ({ refuse: 'service_unavailable', detail: 'no face worker' }));
    const user = await newUser('Fay');
    expect((await owner.upload(`${at}/users/${user}/faces`, form(2))).status).toBe(503);
    expect((await owner.get(`${at}/users/${user}/faces`)).body.photographs).toEqual([]);
  });
});

describe('erasing a face', () => {
  it('forgets verdicts, consent and templates, also when the person asks for it', async () => {
    accept();
    const login = { email: 'gus@latch.test', password: 'a good password' };
    const user = await newUser('Gus', login);
    await owner.upload(`${at}/users/${user}/faces`, form(3));
    const gus = await signIn(api.app, login.email, login.password);
    expect((await gus.delete(`${at}/users/${user}/faces`)).status).toBe(204);
    expect(api.access.asked.at(-1)).toMatchObject({ kind: 'erase-views', user });
    expect((await gus.get(`${at}/users/${user}/faces`)).body).toMatchObject({
      photographs: [],
      accepted: 0,
      consentAt: null,
    });
  });

  it('says so when the templates could not be erased, and can be asked again', async () => {
    const user = await newUser('Hal');
    api.access.on('erase-views', () => ({ refuse: 'service_unavailable', detail: 'starting' }));
    expect((await owner.delete(`${at}/users/${user}/faces`)).status).toBe(503);
    api.access.on('erase-views', () => ({ erased: 0 }));
    expect((await owner.delete(`${at}/users/${user}/faces`)).status).toBe(204);
  });
});
