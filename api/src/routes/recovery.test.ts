import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { newRecoveryCode, recoveryCodeHash } from '../auth/recovery-code.ts';
import { type Answered, type Client, clientOf, firstOwner, newSite, signIn } from '../testing/client.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

const NEW = { name: 'Nora', password: 'a good password' };
let api: TestApi;
let owner: Client;
let site: { id: string; at: string };
let code: string;
let sent = 0;
beforeAll(async () => {
  api = await startTestApi(inject);
  owner = await firstOwner(api.app);
});
afterAll(() => api.close());
beforeEach(async () => {
  site = await newSite(owner);
  code = (await owner.post(`${site.at}/recovery-code`)).body.code;
});

/** Each from an address of its own unless one is given. */
const recover = async (
  body: object,
  { token, from }: { token?: string | null; from?: string } = {},
): Promise<Answered<never>> => {
  sent += 1;
  const answer = await api.app.inject({
    method: 'POST',
    url: '/v1/recovery',
    remoteAddress: from ?? `10.0.0.${sent}`,
    ...(token ? { headers: { authorization: `Bearer ${token}` } } : {}),
    payload: body,
  });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() as never };
};
const statuses = (answers: readonly Answered[]) => answers.map(({ status }) => status).toSorted((a, b) => a - b);

describe('a recovery code', () => {
  it('is shown once, kept as a hash, and replaced by the next', async () => {
    const made = await owner.post(`${site.at}/recovery-code`);
    expect(made.status).toBe(201);
    expect(made.headers['cache-control']).toBe('no-store');
    expect(made.body.code).toMatch(/^(?:[0-9A-Z]{4}-){6}[0-9A-Z]{3}[0-9A-Z*~$=]$/);
    const { body } = await owner.get(`${site.at}/recovery-code`);
    expect(body).toEqual({ exists: true, createdAt: made.body.createdAt });
    const row = await api.store.models.recoveryCodes.findOne({ _id: site.id }).lean();
    expect(JSON.stringify(row)).not.toContain(made.body.code);
    const email = 'replaced@latch.test';
    expect((await recover({ code, ...NEW, email })).status).toBe(403);
    expect((await recover({ code: made.body.code, ...NEW, email })).status).toBe(200);
    expect((await owner.get(`${site.at}/recovery-code`)).body).toEqual({ exists: false, createdAt: null });
  });

  it('is made by an owner alone, who proved their password within five minutes', async () => {
    const email = 'adam@latch.test';
    await owner.post(`${site.at}/users`, { name: 'Adam', role: 'admin', email, password: NEW.password });
    const admin = await signIn(api.app, email, NEW.password);
    expect((await admin.post(`${site.at}/recovery-code`)).status).toBe(403);
    expect((await admin.get(`${site.at}/recovery-code`)).status).toBe(403);
    api.advance(5 * 60_000 + 1_000);
    expect((await owner.post(`${site.at}/recovery-code`)).body.type).toBe('urn:sl:problem:step_up_required');
    owner = await signIn(api.app, 'olivia@latch.test', 'correct horse battery');
  });

  it('makes an owner with an account of their own, signed in; the others stay', async () => {
    const { status, body, headers } = (await recover({
      code: code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l'),
      ...NEW,
      email: 'nora@latch.test',
      delivery: 'body',
    })) as Answered<{ site: string; session: { accessToken: string; refreshToken: string } }>;
    expect([status, body.site, headers['cache-control']]).toEqual([200, site.id, 'no-store']);
    expect(body.session.refreshToken).toBeTruthy();
    const nora = clientOf(api.app, body.session.accessToken);
    const { items } = (await nora.get(`${site.at}/users?role=owner`)).body;
    expect(items.map((one: { name: string }) => one.name).toSorted()).toEqual(['Nora', 'Olivia']);
    const told = await api.store.models.notices.find({ site: site.id, kind: /reco/ }).sort({ atMs: 1 }).lean();
    expect(told.map(({ kind }) => kind)).toEqual(['recovery_code_made', 'owner_recovered']);
  });

  it('raises who is signed in, whatever they were', async () => {
    const { body: user } = await owner.post(`${site.at}/users`, { ...NEW, email: 'milo@latch.test' });
    const milo = await signIn(api.app, 'milo@latch.test', NEW.password);
    await owner.patch(`${site.at}/users/${user.id}`, { disabled: true, expiresAt: '2001-01-01T00:00:00Z' });
    const { status, body } = await recover({ code }, { token: milo.token });
    expect([status, body]).toEqual([200, { site: site.id, session: null }]);
    expect((await milo.get(`${site.at}/users/${user.id}`)).body).toMatchObject({
      role: 'owner',
      disabled: false,
      expiresAt: null,
    });
  });

  it('ends when who printed it owns the site no longer, however they went', async () => {
    const login = { email: 'second@latch.test', password: NEW.password };
    const { body: made } = await owner.post(`${site.at}/users`, { name: 'Second', role: 'owner', ...login });
    const second = await signIn(api.app, login.email, login.password);
    const mine = `${site.at}/users/${made.id}`;
    const { body: next } = await owner.post(`${site.at}/users`, { ...NEW, email: 'third@latch.test' });
    const ends = [
      () => owner.patch(mine, { role: 'member' }),
      () => owner.patch(mine, { disabled: true }),
      () => second.post(`${site.at}/transfer`, { user: next.id, afterwards: 'admin' }),
      () => owner.delete(mine),
    ];
    for (const end of ends) {
      await owner.patch(mine, { role: 'owner', disabled: false });
      const printed = (await second.post(`${site.at}/recovery-code`)).body.code;
      expect((await end()).status).toBeLessThan(300);
      expect((await owner.get(`${site.at}/recovery-code`)).body.exists).toBe(false);
      expect((await recover({ code: printed }, { token: second.token })).status).toBe(403);
    }
    const kept = (await owner.post(`${site.at}/recovery-code`)).body.code;
    await owner.delete(`${site.at}/users/${next.id}`);
    expect((await recover({ code: kept }, { token: second.token })).status).toBe(200);
  });

  it('is good once, also for two at once', async () => {
    const both = await Promise.all(['x', 'y'].map((name) => recover({ code, ...NEW, email: `${name}@latch.test` })));
    expect(statuses(both)).toEqual([200, 403]);
    expect(await api.store.models.memberships.countDocuments({ site: site.id })).toBe(2);
    const made = await Promise.all(['x', 'y'].map((name) => api.deps.people.byEmail(`${name}@latch.test`)));
    expect(made.filter((one) => one !== null)).toHaveLength(1);
  });

  it('is not spent when the e-mail is taken, and a token or a mixed request uses none', async () => {
    const taken = await recover({ code, ...NEW, email: 'olivia@latch.test' });
    expect(taken.status).toBe(409);
    const made = await owner.post('/v1/me/tokens', {
      name: 't',
      scopes: ['read', 'write'],
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    });
    expect((await recover({ code }, { token: made.body.token })).status).toBe(403);
    expect((await recover({ code, ...NEW, email: 'z@latch.test' }, { token: owner.token })).status).toBe(400);
    expect((await recover({ code })).status).toBe(401);
    expect((await recover({ code, name: 'half' })).status).toBe(400);
    expect((await recover({ code }, { token: owner.token })).status).toBe(200);
  });

  it('is guessed by nobody: mistyped is told apart by its check, wrong ones are counted', async () => {
    const wrong = { ...NEW, email: 'guess@latch.test' };
    expect((await recover({ code: `${code.slice(0, -6)}ZZZZ-Z`, ...wrong })).status).toBe(400);
    const answers = [];
    for (let n = 0; n < 6; n += 1)
      answers.push(await recover({ code: newRecoveryCode(), ...wrong }, { from: '10.9.9.9' }));
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 429]);
    expect((await recover({ code, ...wrong }, { from: '10.9.9.9' })).status).toBe(429);
    expect((await recover({ code, ...wrong })).status).toBe(200);
  });
});

describe('the check of a code', () => {
  it('finds each mistyped character and each pair that changed places', () => {
    const code = newRecoveryCode().replaceAll('-', '');
    expect(recoveryCodeHash(code)).toMatch(/^[0-9a-f]{64}$/);
    for (let at = 0; at < 27; at += 1) {
      const [here = '', next = ''] = [code[at], code[at + 1]];
      const mistyped = code.slice(0, at) + (here === 'A' ? 'B' : 'A') + code.slice(at + 1);
      expect(recoveryCodeHash(mistyped)).toBeNull();
      if (here === next || at === 26) continue;
      expect(recoveryCodeHash(code.slice(0, at) + next + here + code.slice(at + 2))).toBeNull();
    }
    for (const text of ['', code.slice(1), `${code}0`, `${code.slice(0, 26)}U${code.slice(27)}`]) {
      expect(recoveryCodeHash(text)).toBeNull();
    }
  });
});
