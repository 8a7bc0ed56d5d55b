import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { Authenticator, type Mischief } from '../testing/authenticator.ts';
import { type Client, clientOf, firstOwner, OWNER, signIn } from '../testing/client.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let owner: Client;
let nobody: Client;
beforeAll(async () => {
  api = await startTestApi(inject);
  await firstOwner(api.app);
  nobody = clientOf(api.app);
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.store.models.passkeys.deleteMany();
  owner = await signIn(api.app, OWNER.email, OWNER.password);
});

const options = async (client: Client, path: string) => (await client.post(path)).body;
const register = async (client: Client, mischief: Mischief = {}) => {
  const key = new Authenticator();
  const passkey = key.create(await options(client, '/v1/me/passkeys/options'), mischief);
  const answer = await client.post('/v1/me/passkeys', { name: 'phone', passkey });
  return { key, passkey, answer };
};
const signInWith = async (key: Authenticator, mischief: Mischief = {}) => {
  const passkey = key.get(await options(nobody, '/v1/auth/passkey/options'), mischief);
  return { passkey, answer: await nobody.post('/v1/auth/passkey', { passkey }) };
};

describe('a passkey', () => {
  it('is registered, listed, renamed and removed', async () => {
    const { answer } = await register(owner);
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    const path = `/v1/me/passkeys/${answer.body.id}`;
    expect((await owner.get('/v1/me/passkeys')).body.items).toEqual([
      { id: answer.body.id, name: 'phone', createdAt: expect.any(String), lastUsedAt: null },
    ]);
    expect((await owner.patch(path, { name: 'tablet' })).body.name).toBe('tablet');
    expect((await owner.delete(path)).status).toBe(204);
    expect((await owner.patch(path, { name: 'gone' })).status).toBe(404);
    expect((await owner.delete(path)).status).toBe(404);
  });

  it('wants a resident key, a verified user and no attestation, and never one that is there already', async () => {
    const { key } = await register(owner);
    const asked = await options(owner, '/v1/me/passkeys/options');
    expect(asked).toMatchObject({
      rp: { id: 'latch.test' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: [{ id: key.id }],
    });
    const again = await owner.post('/v1/me/passkeys', { name: 'again', passkey: key.create(asked) });
    expect(again.status).toBe(409);
  });

  it('is made and removed by somebody who proved who they are within ten minutes', async () => {
    const { answer } = await register(owner);
    const asked = await options(owner, '/v1/me/passkeys/options');
    api.advance(11 * 60_000);
    expect((await owner.post('/v1/me/passkeys/options')).status).toBe(403);
    const late = await owner.post('/v1/me/passkeys', { name: 'x', passkey: new Authenticator().create(asked) });
    expect(late.body.type).toBe('urn:sl:problem:step_up_required');
    expect((await owner.delete(`/v1/me/passkeys/${answer.body.id}`)).status).toBe(403);
  });

  it('stays when it is the only way in', async () => {
    const { answer } = await register(owner);
    const { user } = (await owner.get('/v1/me')).body;
    const { passwordHash } = (await api.store.models.users.findById(user.id).lean()) ?? {};
    await api.store.models.users.updateOne({ _id: user.id }, { $set: { passwordHash: null } });
    expect((await owner.delete(`/v1/me/passkeys/${answer.body.id}`)).status).toBe(409);
    await register(owner);
    expect((await owner.delete(`/v1/me/passkeys/${answer.body.id}`)).status).toBe(204);
    await api.store.models.users.updateOne({ _id: user.id }, { $set: { passwordHash: passwordHash ?? null } });
  });
});

describe('signing in with a passkey', () => {
  it('opens a session of its owner, without a name or a password', async () => {
    const { key } = await register(owner);
    const { answer } = await signInWith(key);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body.user.email).toBe(OWNER.email);
    expect((await clientOf(api.app, answer.body.accessToken).get('/v1/me')).status).toBe(200);
    const [row] = (await owner.get('/v1/me/passkeys')).body.items;
    expect(row.lastUsedAt).not.toBeNull();
  });

  it.each<[string, Mischief]>([
    ['from another origin', { origin: 'https://evil.test' }],
    ['for another server', { rpId: 'evil.test' }],
    ['without a verified user', { userVerified: false }],
    ['with a counter that went back', { counter: 1 }],
    ['with the handle of somebody else', { userHandle: 'c29tZWJvZHk' }],
  ])('is refused %s', async (_what, mischief) => {
    const { key } = await register(owner);
    expect((await signInWith(key)).answer.status).toBe(200);
    const { answer } = await signInWith(key, mischief);
    expect(answer.status).toBe(401);
    expect((await signInWith(key)).answer.status).toBe(200);
  });

  it('is refused with an unknown passkey, a key that only claims its id, and a challenge that was never ours', async () => {
    const { key } = await register(owner);
    expect((await signInWith(new Authenticator())).answer.status).toBe(401);
    const { passkey } = await signInWith(new Authenticator());
    const asked = await options(nobody, '/v1/auth/passkey/options');
    const claimed = { ...new Authenticator().get(asked), id: key.id, rawId: key.id };
    expect((await nobody.post('/v1/auth/passkey', { passkey: claimed })).status).toBe(401);
    const made = key.get({ challenge: 'A'.repeat(43), rpId: 'latch.test' });
    expect((await nobody.post('/v1/auth/passkey', { passkey: made })).status).toBe(401);
    expect((await nobody.post('/v1/auth/passkey', { passkey: { ...passkey, id: '$ne' } })).status).toBe(400);
  });

  it('is good once, for five minutes', async () => {
    const { key } = await register(owner);
    const { passkey, answer } = await signInWith(key);
    expect(answer.status).toBe(200);
    expect((await nobody.post('/v1/auth/passkey', { passkey })).status).toBe(401);
    const late = key.get(await options(nobody, '/v1/auth/passkey/options'));
    api.advance(5 * 60_000);
    expect((await nobody.post('/v1/auth/passkey', { passkey: late })).status).toBe(401);
  });

  it('counts one of two answers that say the same counter', async () => {
    const { key } = await register(owner);
    const asked = await Promise.all([1, 2].map(() => options(nobody, '/v1/auth/passkey/options')));
    const answers = await Promise.all(
      asked.map((one) => nobody.post('/v1/auth/passkey', { passkey: key.get(one, { counter: 9 }) })),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
  });
});

describe('a challenge', () => {
  it('is good for what it was given out for, in the session that asked', async () => {
    const { key } = await register(owner);
    const forStepUp = await options(owner, '/v1/auth/step-up/options');
    expect((await nobody.post('/v1/auth/passkey', { passkey: key.get(forStepUp) })).status).toBe(401);
    const forSignIn = await options(nobody, '/v1/auth/passkey/options');
    expect((await owner.post('/v1/auth/step-up', { passkey: key.get(forSignIn) })).status).toBe(401);
    const elsewhere = await signIn(api.app, OWNER.email, OWNER.password);
    const mine = await options(owner, '/v1/auth/step-up/options');
    expect((await elsewhere.post('/v1/auth/step-up', { passkey: key.get(mine) })).status).toBe(401);
    const toMake = await options(owner, '/v1/me/passkeys/options');
    const passkey = new Authenticator().create(toMake);
    expect((await elsewhere.post('/v1/me/passkeys', { name: 'x', passkey })).status).toBe(422);
  });

  it('refuses a registration from elsewhere, and one whose user was not verified', async () => {
    for (const mischief of [{ origin: 'https://evil.test' }, { rpId: 'evil.test' }, { userVerified: false }]) {
      expect((await register(owner, mischief)).answer.status).toBe(422);
    }
    const first = await register(owner);
    expect((await owner.post('/v1/me/passkeys', { name: 'x', passkey: first.passkey })).status).toBe(422);
  });
});

describe('a step-up with a passkey', () => {
  it('makes the session fresh, with my own passkey alone', async () => {
    const { key } = await register(owner);
    api.advance(11 * 60_000);
    expect((await owner.post('/v1/me/passkeys/options')).status).toBe(403);
    const asked = await options(owner, '/v1/auth/step-up/options');
    expect(asked.allowCredentials).toEqual([{ id: key.id, type: 'public-key' }]);
    const { status, body } = await owner.post('/v1/auth/step-up', { passkey: key.get(asked) });
    expect(status).toBe(200);
    expect((await clientOf(api.app, body.accessToken).post('/v1/me/passkeys/options')).status).toBe(200);
    const both = { passkey: key.get(asked), password: OWNER.password };
    for (const wrong of [{}, both]) expect((await owner.post('/v1/auth/step-up', wrong)).status).toBe(400);
  });

  it('is refused with the passkey of somebody else', async () => {
    const { key } = await register(owner);
    await api.store.models.passkeys.updateOne({ credentialId: key.id }, { $set: { user: 'somebody' } });
    const asked = await options(owner, '/v1/auth/step-up/options');
    const { status } = await owner.post('/v1/auth/step-up', { passkey: key.get(asked) });
    expect(status).toBe(401);
  });
});
