import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { clientOf, firstOwner, newSite, OWNER, signIn } from '../testing/client.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let fresh: TestApi;
beforeAll(async () => {
  [api, fresh] = await Promise.all([startTestApi(inject), startTestApi(inject)]);
  await firstOwner(fresh.app);
});
afterAll(() => Promise.all([api.close(), fresh.close()]));

describe('the first owner', () => {
  it('is one of many who try at once, and nobody after', async () => {
    const nobody = clientOf(api.app);
    expect((await nobody.get('/v1/setup')).body).toEqual({ needsOwner: true });
    const tries = await Promise.all(
      [1, 2, 3, 4, 5].map((n) =>
        nobody.post('/v1/setup', { ...OWNER, email: n === 1 ? OWNER.email : `o${n}@latch.test` }),
      ),
    );
    expect(tries.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409, 409]);
    expect((await nobody.get('/v1/setup')).body).toEqual({ needsOwner: false });
    expect((await nobody.post('/v1/setup', OWNER)).status).toBe(409);
  });

  it('has a password of at least 10 characters', async () => {
    const { status, body } = await clientOf(api.app).post('/v1/setup', { ...OWNER, password: 'short' });
    expect(status).toBe(400);
    expect(body.errors).toEqual([{ in: 'body', pointer: '/password', detail: 'must have at least 10 characters' }]);
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
    expect(median(unknown) / median(known)).toBeGreaterThan(0.5);
    expect(median(unknown) / median(known)).toBeLessThan(2);
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
    expect((await other.get('/v1/me')).status).toBe(200);
    expect((await change(OWNER.password, 'another good password')).status).toBe(204);
    expect((await owner.get('/v1/me')).status).toBe(200);
    expect((await other.get('/v1/me')).status).toBe(401);
    const old = { email: OWNER.email, password: OWNER.password };
    expect((await clientOf(fresh.app).post('/v1/auth/sign-in', old)).status).toBe(401);
    expect((await change('another good password', OWNER.password)).status).toBe(204);
  });
});
