import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { Authenticator } from '../testing/authenticator.ts';
import { type Client, clientOf, firstOwner, signIn } from '../testing/client.ts';
import { furnish, type House, PASSWORD } from '../testing/house.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let house: House;
let other: House;
let jpeg: string;
let read: { d: string; k: number; p: string; c: string };
beforeAll(async () => {
  api = await startTestApi(inject);
  const first = await firstOwner(api.app);
  [house, other] = [await furnish(api, first, 'phone'), await furnish(api, first, 'elsewhere')];
  const plain = { width: 128, height: 128, channels: 3 as const, background: '#888' };
  jpeg = (await sharp({ create: plain }).jpeg().toBuffer()).toString('base64');
  read = { d: house.ids.latch, k: 1, p: 'AB'.repeat(16), c: 'cd'.repeat(8) };
  await house.owner.post(`${house.at}/latches/${house.ids.latch}/tag`, { uid: '04111111111111' });
});
afterAll(() => api.close());
beforeEach(() => {
  api.access.asked.length = 0;
});

const cookieOf = (headers: Record<string, unknown>): string => String(headers['set-cookie']).split(';')[0] ?? '';
/** A phone at the tag: the token, and its browser's cookie. */
const tap = async () => {
  const { status, body, headers } = await clientOf(api.app).post('/v1/taps', read);
  expect(status, JSON.stringify(body)).toBe(201);
  return { token: body.tap as string, cookie: cookieOf(headers), headers };
};
const open = async (who: Client = house.member) => {
  const { token, cookie } = await tap();
  const answer = await who.post('/v1/attempts', { tap: token }, { cookie });
  return { answer, cookie, at: `/v1/attempts/${answer.body.attempt}` };
};

describe('the page at the tag', () => {
  it('names no door, asks for nothing, and tells no other site where it is', async () => {
    const { status, body, headers } = await clientOf(api.app).get(`/t?d=${read.d}&k=1&p=${read.p}&c=${read.c}`);
    expect(status).toBe(200);
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cache-control']).toBe('no-store');
    expect(body).not.toContain(read.p);
  });
});

describe('the tag of a door', () => {
  it('is given by staff, with keys and a URL that names the door, on record; the latch says that it has one', async () => {
    const path = `${house.at}/latches/${house.ids.latch}`;
    await api.store.models.notices.deleteMany();
    const { status, body, headers } = await house.admin.post(`${path}/tag`, { uid: '04111111111111' });
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(body.url).toContain(`/t?d=${house.ids.latch}&k=1&p=000`);
    expect(api.access.asked.at(-1)).toMatchObject({ kind: 'card-keys', use: 'tag' });
    expect((await house.owner.get(path)).body).toMatchObject({ hasTag: true, phoneTapAllowed: false });
    expect((await house.member.post(`${path}/tag`, { uid: '04111111111111' })).status).toBe(403);
    expect(await api.store.models.notices.find().lean()).toMatchObject([{ kind: 'tag_written', by: house.ids.admin }]);
  });

  it('keeps its counter when it is written again, and another tag begins anew', async () => {
    const { latches } = api.store.models;
    const of = { _id: house.ids.latch };
    await latches.updateOne(of, { $set: { 'tag.counter': 41 } });
    const give = (uid: string) => house.owner.post(`${house.at}/latches/${house.ids.latch}/tag`, { uid });
    await give('04111111111111');
    expect((await latches.findOne(of).lean())?.tag).toEqual({ uid: '04111111111111', counter: 41 });
    await give('04333333333333');
    expect((await latches.findOne(of).lean())?.tag).toEqual({ uid: '04333333333333', counter: -1 });
  });
});

describe('a tap', () => {
  it('gives a token and a cookie of this browser, and is refused when access does not believe it', async () => {
    const { headers } = await tap();
    expect(String(headers['set-cookie'])).toMatch(
      /^__Host-sl-tap=[\w-]{43}; Max-Age=180; Path=\/; HttpOnly; Secure; SameSite=Strict/,
    );
    expect(headers['cache-control']).toBe('no-store');
    const refused = await clientOf(api.app).post('/v1/taps', { ...read, d: other.ids.latch });
    expect(refused.status).toBe(422);
    expect(refused.headers['set-cookie']).toBeUndefined();
  });

  it('opens an attempt once, as who is signed in, within two minutes', async () => {
    const { token, cookie } = await tap();
    expect((await clientOf(api.app).post('/v1/attempts', { tap: token }, { cookie })).status).toBe(401);
    const opened = await house.member.post('/v1/attempts', { tap: token }, { cookie });
    expect(opened.status, JSON.stringify(opened.body)).toBe(201);
    expect(opened.body).toMatchObject({ attempt: 'attempt-phone', state: 'waiting_face', site: house.id });
    const asked = api.access.asked.at(-1);
    expect(asked).toMatchObject({ kind: 'phone-attempt', user: house.ids.member, latch: house.ids.latch });
    expect(JSON.stringify(asked)).not.toContain(token);
    expect((await house.member.post('/v1/attempts', { tap: token }, { cookie })).status).toBe(410);
    const late = await tap();
    api.advance(120_000);
    expect((await house.member.post('/v1/attempts', { tap: late.token }, { cookie: late.cookie })).status).toBe(410);
  });

  it('is good in its own browser alone, and is spent by whoever shows it elsewhere', async () => {
    const [mine, theirs] = [await tap(), await tap()];
    for (const headers of [{ cookie: theirs.cookie }, {}]) {
      const { token } = await tap();
      expect((await house.member.post('/v1/attempts', { tap: token }, headers)).status).toBe(410);
    }
    expect((await house.member.post('/v1/attempts', { tap: mine.token }, { cookie: theirs.cookie })).status).toBe(410);
    expect((await house.member.post('/v1/attempts', { tap: mine.token }, { cookie: mine.cookie })).status).toBe(410);
  });

  it('is nothing to somebody of another site, or whose access is over, or to a script', async () => {
    expect((await open(other.member)).answer.status).toBe(404);
    await house.owner.patch(`${house.at}/users/${house.ids.guest}`, { disabled: true });
    expect((await open(house.guest)).answer.status).toBe(404);
    expect(api.access.asked.some(({ kind }) => kind === 'phone-attempt')).toBe(false);
    const soon = new Date(api.deps.clock.now() + 3_600_000).toISOString();
    const token = { name: 'script', scopes: ['write'], expiresAt: soon };
    const fresh = await signIn(api.app, 'member@phone.test', PASSWORD);
    const made = await fresh.post('/v1/me/tokens', token);
    expect((await open(clientOf(api.app, made.body.token))).answer.status).toBe(403);
  });
});

describe('a selfie', () => {
  it('goes to access as a name and a digest, three times at most', async () => {
    const { cookie, at } = await open();
    for (const sequence of [1, 2, 3]) {
      const { status, body } = await house.member.post(`${at}/frames`, { jpeg }, { cookie });
      expect(status, JSON.stringify(body)).toBe(202);
      expect(api.access.asked.at(-1)).toMatchObject({
        kind: 'phone-frame',
        sequence,
        picture: expect.stringMatching(/^enrol:/),
      });
      expect(JSON.stringify(api.access.asked.at(-1))).not.toContain(jpeg.slice(0, 40));
    }
    expect((await house.member.post(`${at}/frames`, { jpeg }, { cookie })).status).toBe(409);
    await api.redis.del('answer:phone-attempt-phone-frames');
  });

  it('is taken from the session and the browser that began the attempt alone', async () => {
    const { cookie, at } = await open();
    const another = await tap();
    const elsewhere = await signIn(api.app, 'member@phone.test', PASSWORD);
    const tries = [
      await house.member.post(`${at}/frames`, { jpeg }, { cookie: another.cookie }),
      await house.member.post(`${at}/frames`, { jpeg }),
      await elsewhere.post(`${at}/frames`, { jpeg }, { cookie }),
      await house.admin.post(`${at}/frames`, { jpeg }, { cookie }),
      await house.member.post('/v1/attempts/another/frames', { jpeg }, { cookie }),
    ];
    expect(tries.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect(api.access.asked.some(({ kind }) => kind === 'phone-frame')).toBe(false);
  });

  it('is a JPEG of sane size', async () => {
    const { cookie, at } = await open();
    const png = await sharp({ create: { width: 80, height: 80, channels: 3, background: '#888' } })
      .png()
      .toBuffer();
    const send = async (bytes: Buffer) =>
      (await house.member.post(`${at}/frames`, { jpeg: bytes.toString('base64') }, { cookie })).status;
    expect(await send(png)).toBe(415);
    expect(await send(Buffer.from([0xff, 0xd8, 0xff, 1, 2, 3]))).toBe(422);
    expect(await send(Buffer.alloc(300 * 1024, 1))).toBeGreaterThanOrEqual(400);
    expect((await house.member.post(`${at}/frames`, { jpeg: 'no base64!' }, { cookie })).status).toBe(400);
  });
});

describe('a passkey during the attempt', () => {
  it('is that of the one who began it, for this attempt alone', async () => {
    const member = await signIn(api.app, 'member@phone.test', PASSWORD);
    const key = new Authenticator();
    const made = key.create((await member.post('/v1/me/passkeys/options')).body);
    expect((await member.post('/v1/me/passkeys', { name: 'phone', passkey: made })).status).toBe(201);
    const { cookie, at } = await open(member);
    const asked = (await member.post(`${at}/passkey/options`, undefined, { cookie })).body;
    const wrong = key.get((await member.post('/v1/auth/step-up/options')).body);
    expect((await member.post(`${at}/passkey`, { passkey: wrong }, { cookie })).status).toBe(401);
    const passkey = key.get(asked);
    expect((await member.post(`${at}/passkey`, { passkey })).status).toBe(404);
    expect((await member.post(`${at}/passkey`, { passkey }, { cookie })).status).toBe(202);
    expect(api.access.asked.at(-1)).toMatchObject({ kind: 'phone-passkey', user: house.ids.member });
    expect((await member.post(`${at}/passkey`, { passkey }, { cookie })).status).toBe(401);
  });
});
