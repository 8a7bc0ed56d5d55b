import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { clientOf, firstOwner, newSite, OWNER, SETUP_CODE, signIn } from '../testing/client.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let fresh: TestApi;
beforeAll(async () => {
  [api, fresh] = await Promise.all([startTestApi(inject), startTestApi(inject)]);
  await firstOwner(fresh.app);
});
afterAll(() => Promise.all([api.close(), fresh.close()]));

describe('the first owner', () => {
  it('is one of many who try at once with the setup code, and nobody after', async () => {
    const nobody = clientOf(api.app);
    const me = { ...OWNER, code: SETUP_CODE };
    expect((await nobody.get('/v1/setup')).body).toEqual({ needsOwner: true });
    expect((await nobody.post('/v1/setup', OWNER)).status).toBe(400);
    const guess = await nobody.post('/v1/setup', { ...me, code: 'TEST-CODE-TEST-CODE-TESS' });
    expect(guess.status).toBe(403);
    expect(guess.body.detail).toContain('SETUP_CODE_FILE');
    expect((await nobody.get('/v1/setup')).body).toEqual({ needsOwner: true });
    const tries = await Promise.all(
      [1, 2, 3, 4, 5].map((n) =>
        nobody.post('/v1/setup', { ...me, email: n === 1 ? OWNER.email : `o${n}@latch.test` }),
      ),
    );
    expect(tries.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409, 409]);
    expect((await nobody.get('/v1/setup')).body).toEqual({ needsOwner: false });
    expect((await nobody.post('/v1/setup', me)).status).toBe(409);
  });
});

describe('a new password', () => {
  const problemOf = async (password: string, email = 'frida.farmer@latch.test') => {
    const owner = await signIn(fresh.app, OWNER.email, OWNER.password);
    const { at } = await newSite(owner);
    const { status, body } = await owner.post(`${at}/users`, { name: 'Frida', email, password });
    return { status, detail: body.errors?.[0]?.detail ?? body.detail };
  };

  it('has at least 12 characters, counted as a person would, and at most 128', async () => {
    for (const short of ['short', 'elevenchars', '\u{1F600}'.repeat(11)]) {
      expect(await problemOf(short)).toEqual({ status: 400, detail: 'must have at least 12 characters' });
    }
    expect((await problemOf('z'.repeat(129))).detail).toBe('must have at most 128 characters');
    expect((await problemOf('zqj '.repeat(200))).status).toBe(400);
    expect((await problemOf('\u{1F600}zq'.repeat(40), 'long@latch.test')).status).toBe(201);
  });

  it.each([
    '1qaz2wsx3edc',
    'QwertyQwerty',
    'Password123!',
    '!!!Sunshine2024',
    '123456789012',
    '\uFF50\uFF41ssword1234',
  ])('is not %s: it stands in the list of breaches, whole or as a word with signs around it', async (password) => {
    expect(await problemOf(password)).toMatchObject({ status: 400, detail: expect.stringMatching(/attackers try/) });
  });

  it('is not the own e-mail', async () => {
    for (const own of ['frida.farmer@latch.test', 'Frida.Farmer1234', 'xx frida.farmer@latch.test xx']) {
      expect(await problemOf(own)).toMatchObject({ status: 422, detail: expect.stringMatching(/your e-mail/) });
    }
    const owner = await signIn(fresh.app, OWNER.email, OWNER.password);
    const change = { currentPassword: OWNER.password, newPassword: OWNER.email };
    expect((await owner.put('/v1/me/password', change)).status).toBe(422);
  });

  it('needs no digits, capitals or signs', async () => {
    expect((await problemOf('wandering otter paints doors', 'otter@latch.test')).status).toBe(201);
  });

  it('may be typed by another keyboard: the same characters are the same password', async () => {
    const composed = { email: 'ned@latch.test', password: 'caf\u00e9 na\u00efve r\u00e9sum\u00e9' };
    const owner = await signIn(fresh.app, OWNER.email, OWNER.password);
    const { at } = await newSite(owner);
    expect((await owner.post(`${at}/users`, { name: 'Ned', ...composed })).status).toBe(201);
    const decomposed = composed.password.normalize('NFD');
    expect(decomposed).not.toBe(composed.password);
    expect((await signIn(fresh.app, composed.email, decomposed)).token).toBeTruthy();
  });
});

describe('signing in', () => {
  it('answers with a token of 15 minutes, and the e-mail is not case-sensitive', async () => {
    const answer = await clientOf(fresh.app).post('/v1/auth/sign-in', {
      email: OWNER.email.toUpperCase(),
      password: OWNER.password,
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ expiresInS: 900, user: { email: OWNER.email } });
    expect(answer.headers['cache-control']).toBe('no-store');
    const me = await clientOf(fresh.app, answer.body.accessToken).get('/v1/me');
    expect(me.body.user).toMatchObject({ name: 'Olivia' });
  });

  it('says the same of a wrong password and of an unknown e-mail', async () => {
    const nobody = clientOf(fresh.app);
    const wrong = await nobody.post('/v1/auth/sign-in', { email: OWNER.email, password: 'wrong password' });
    const unknown = await nobody.post('/v1/auth/sign-in', { email: 'x@latch.test', password: 'wrong password' });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.body.detail).toBe(unknown.body.detail);
  });

  it('takes as long for an unknown e-mail as for a wrong password', async () => {
    const tookMs = async (email: string): Promise<number> => {
      const beganMs = performance.now();
      await clientOf(fresh.app).post('/v1/auth/sign-in', { email, password: 'wrong password' });
      return performance.now() - beganMs;
    };
    const median = (times: number[]): number => times.toSorted((a, b) => a - b)[2] ?? 0;
    const known: number[] = [];
    const unknown: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      known.push(await tookMs(OWNER.email));
      unknown.push(await tookMs('x@latch.test'));
    }
    // Without the same work it would be a tenth; a busy machine may double it.
    expect(median(unknown) / median(known)).toBeGreaterThan(1 / 3);
    expect(median(unknown) / median(known)).toBeLessThan(3);
  });

  it('refuses operators in the place of texts', async () => {
    const body = { email: { $ne: null }, password: { $ne: null } };
    expect((await clientOf(fresh.app).post('/v1/auth/sign-in', body)).status).toBe(400);
  });

  it('refuses an account after ten wrong passwords, and lets it in again after 15 minutes', async () => {
    const member = { email: 'guessed@latch.test', password: 'a good password' };
    const owner = await signIn(fresh.app, OWNER.email, OWNER.password);
    const { at } = await newSite(owner);
    await owner.post(`${at}/users`, { name: 'Guessed', ...member });
    const nobody = clientOf(fresh.app);
    const wrong = await Promise.all(
      Array.from({ length: 10 }, () => nobody.post('/v1/auth/sign-in', { ...member, password: 'not this one' })),
    );
    expect(wrong.every((one) => one.status === 401)).toBe(true);
    const late = await nobody.post('/v1/auth/sign-in', member);
    expect(late.status).toBe(429);
    expect(late.body.detail).toMatch(/try again in \d+ s/);
    fresh.advance(15 * 60_000);
    expect((await nobody.post('/v1/auth/sign-in', member)).status).toBe(200);
  });
});

describe('a session', () => {
  it('ends with signing out, also for a token that is still young', async () => {
    const client = await signIn(fresh.app, OWNER.email, OWNER.password);
    expect((await client.get('/v1/me')).status).toBe(200);
    expect((await client.post('/v1/auth/sign-out')).status).toBe(204);
    const after = await client.get('/v1/me');
    expect(after.status).toBe(401);
    expect(after.body.type).toBe('urn:sl:problem:unauthenticated');
    expect(after.headers['www-authenticate']).toBe('Bearer');
  });

  it('is not made from a token that somebody else signed', async () => {
    const forged = [
      { alg: 'none', typ: 'JWT' },
      { sub: 'x', sid: 'y', auth_time: 0, iss: 'smart-latch', aud: 'smart-latch', exp: 9_999_999_999 },
    ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
    expect((await clientOf(fresh.app, `${forged.join('.')}.`).get('/v1/me')).status).toBe(401);
    expect((await clientOf(fresh.app, 'nonsense').get('/v1/me')).status).toBe(401);
  });
});

describe('step-up', () => {
  it('makes the proof of the password fresh in the same session', async () => {
    const owner = await signIn(fresh.app, OWNER.email, OWNER.password);
    fresh.advance(600_000);
    const wrong = await owner.post('/v1/auth/step-up', { password: 'not this one' });
    expect(wrong.status).toBe(401);
    const { status, body } = await owner.post('/v1/auth/step-up', { password: OWNER.password });
    expect(status).toBe(200);
    const claims = JSON.parse(Buffer.from(body.accessToken.split('.')[1], 'base64url').toString());
    expect(claims.auth_time).toBeGreaterThan(fresh.deps.clock.now() / 1_000 - 10);
  });

  it('outlives a change of the password, which ends all others', async () => {
    const owner = await signIn(fresh.app, OWNER.email, OWNER.password);
    const other = await signIn(fresh.app, OWNER.email, OWNER.password);
    const change = (currentPassword: string, newPassword: string) =>
      owner.put('/v1/me/password', { currentPassword, newPassword });
    expect((await change('not this one', 'another good password')).status).toBe(401);
    const blind = await owner.put('/v1/me/password', { newPassword: 'another good password' });
    expect(blind.status).toBe(400);
    expect((await other.get('/v1/me')).status).toBe(200);
    expect((await change(OWNER.password, 'another good password')).status).toBe(204);
    expect((await owner.get('/v1/me')).status).toBe(200);
    expect((await other.get('/v1/me')).status).toBe(401);
    const old = { email: OWNER.email, password: OWNER.password };
    expect((await clientOf(fresh.app).post('/v1/auth/sign-in', old)).status).toBe(401);
    expect((await change('another good password', OWNER.password)).status).toBe(204);
  });
});
