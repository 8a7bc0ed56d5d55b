import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { newServer } from './server.ts';
import { type Answered, type Client, clientOf, firstOwner } from './testing/client.ts';
import { furnish, type House } from './testing/house.ts';
import { startTestApi, type TestApi } from './testing/test-api.ts';

let api: TestApi;
let a: House;
let b: House;
let owner: Client;
beforeAll(async () => {
  api = await startTestApi(inject);
  const first = await firstOwner(api.app);
  a = await furnish(api, first, 'a');
  b = await furnish(api, first, 'b');
  owner = a.owner;
});
afterAll(() => api.close());

interface Write {
  readonly method: 'post' | 'put' | 'patch';
  readonly path: string;
  /** A valid body with every field that the route takes. */
  readonly body: Readonly<Record<string, unknown>>;
}

const DATES = { notBefore: null, expiresAt: null };
const windows = [{ days: [1], from: '08:00', to: '09:00' }];

/** Every write of a site that takes a body. */
const writes = ({ at, ids }: House): Write[] => {
  const latch = {
    name: 'L',
    credentialRule: 'dual',
    phoneTapAllowed: false,
    antiPassbackS: 0,
    autoRelockMs: 5_000,
    heldOpenMs: 5_000,
  };
  const site = {
    name: 'S',
    timeZone: 'UTC',
    holidays: [],
    acceptsUid: false,
    remoteStepUpMaxAgeS: null,
    faceLevel: 'default',
  };
  const { holidays: _, ...sitePatch } = site;
  const grant = { schedule: null, remote: false, ...DATES, entriesLeft: null };
  const definition = { windows, dateRanges: [], holidays: 'closed', holidayWindows: [] };
  return [
    { method: 'post', path: '/v1/sites', body: site },
    { method: 'patch', path: at, body: sitePatch },
    { method: 'post', path: `${at}/lockdown`, body: { note: 'N' } },
    { method: 'post', path: `${at}/transfer`, body: { user: ids.guest, afterwards: 'admin' } },
    {
      method: 'post',
      path: '/v1/recovery',
      body: { code: 'C', name: 'N', email: 'x@y.test', password: 'a long password' },
    },
    { method: 'put', path: `${at}/holidays/2026-12-25`, body: { name: 'N' } },
    { method: 'post', path: `${at}/users`, body: { name: 'N', role: 'guest', credentialRule: null, ...DATES } },
    {
      method: 'patch',
      path: `${at}/users/${ids.guest}`,
      body: { name: 'N', role: 'guest', disabled: false, credentialRule: null, ...DATES },
    },
    { method: 'post', path: `${at}/latches`, body: latch },
    { method: 'patch', path: `${at}/latches/${ids.latch}`, body: latch },
    { method: 'post', path: `${at}/cameras`, body: { name: 'C' } },
    { method: 'patch', path: `${at}/cameras/${ids.camera}`, body: { name: 'C' } },
    { method: 'post', path: `${at}/pairings`, body: { latch: ids.latch, camera: ids.camera } },
    { method: 'post', path: `${at}/cards`, body: { user: ids.guest, uid: '04000000000001', label: 'c', ...DATES } },
    {
      method: 'post',
      path: `${at}/credentials`,
      body: { user: ids.guest, kind: 'uid', uid: '01020304', label: 'c', ...DATES },
    },
    { method: 'patch', path: `${at}/credentials/${ids.card}`, body: { label: 'c', state: 'active', ...DATES } },
    { method: 'post', path: `${at}/grants`, body: { user: ids.guest, latch: ids.latch, ...grant } },
    { method: 'patch', path: `${at}/grants/${ids.grant}`, body: grant },
    { method: 'post', path: `${at}/groups`, body: { name: 'G' } },
    { method: 'patch', path: `${at}/groups/${ids.group}`, body: { name: 'G' } },
    {
      method: 'post',
      path: `${at}/invitations`,
      body: {
        name: 'N',
        email: 'x@y.test',
        role: 'guest',
        expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
        grants: [],
        groups: [],
      },
    },
    { method: 'post', path: '/v1/invitations/look-up', body: { token: 'T' } },
    {
      method: 'post',
      path: '/v1/invitations/accept',
      body: { token: 'T', password: 'a long password', email: 'x@y.test' },
    },
    {
      method: 'post',
      path: `${at}/guests`,
      body: {
        name: 'N',
        from: '2026-06-01T00:00:00Z',
        until: '2999-01-01T00:00:00Z',
        latches: [ids.latch],
        schedule: null,
        entries: null,
        remote: false,
      },
    },
    { method: 'post', path: `${at}/schedules`, body: { name: 'S', definition } },
    { method: 'put', path: `${at}/schedules/${ids.schedule}`, body: { name: 'S', definition } },
    { method: 'post', path: '/v1/auth/sign-in', body: { email: 'x@y.test', password: 'x' } },
    { method: 'post', path: '/v1/auth/step-up', body: { password: 'x' } },
    { method: 'post', path: '/v1/setup', body: { name: 'N', email: 'x@y.test', password: 'a long password' } },
  ];
};

let sent = 0;
/** Each from an address of its own, so that no limit of one address answers in place of the route. */
const write = async ({ method, path }: Write, body: object): Promise<Answered> => {
  sent += 1;
  const { statusCode, ...answer } = await api.app.inject({
    method,
    url: path,
    remoteAddress: `10.0.${sent >> 8}.${sent & 255}`,
    headers: { authorization: `Bearer ${owner.token}` },
    payload: body,
  });
  return { status: statusCode, headers: answer.headers, body: answer.json() };
};

const expectProblem = (what: string, { status, headers, body }: Answered, ...statuses: number[]): void => {
  expect(statuses, `${what}: ${status} ${JSON.stringify(body)}`).toContain(status);
  expect(headers['content-type'], what).toContain('application/problem+json');
  expect(JSON.stringify(body), what).not.toMatch(/\\n\s+at |node_modules|Mongo|CastError/);
};

describe('mass assignment', () => {
  const FIELDS = {
    _id: 'mine',
    id: 'mine',
    site: 'theirs',
    createdAt: '2001-01-01T00:00:00Z',
    rolesRev: 7,
    firstOwner: true,
    passwordHash: 'x',
    faceConsent: { at: '2001-01-01T00:00:00Z' },
    viewsRev: 9,
    device: 'a'.repeat(26),
    counter: -1,
    failuresMs: [],
    lockoutEndedAtMs: 1,
    retiredAt: null,
    epoch: 1,
    slot: 0,
    canSignIn: true,
    __v: 1,
    $set: { role: 'owner' },
  };

  it('sets no field that the route does not name, and says which field that is', async () => {
    for (const one of writes(a)) {
      const { method, path, body } = one;
      for (const [field, value] of Object.entries(FIELDS)) {
        if (field in body) continue;
        const answer = await write(one, { ...body, [field]: value });
        expectProblem(`${method} ${path} ${field}`, answer, 400);
        expect(JSON.stringify(answer.body)).toContain(field);
      }
    }
  });

  it('makes nobody an owner by the way, and an admin gives no role above their own', async () => {
    const up = await a.admin.patch(`${a.at}/users/${a.ids.admin}`, { role: 'owner' });
    expectProblem('admin makes themselves an owner', up, 403);
    const transfer = { user: a.ids.admin, afterwards: 'member' };
    expectProblem('admin takes the site over', await a.admin.post(`${a.at}/transfer`, transfer), 403);
    expectProblem('admin prints a recovery code', await a.admin.post(`${a.at}/recovery-code`), 403);
    expectProblem('admin removes an owner', await a.admin.delete(`${a.at}/users/${a.ids.owner}`), 403);
    for (const role of ['owner', 'admin']) {
      const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
      const invited = await a.admin.post(`${a.at}/invitations`, { name: 'X', role, expiresAt });
      expectProblem(`admin invites an ${role}`, invited, 403);
    }
    expectProblem('admin adds an owner', await a.admin.post(`${a.at}/users`, { name: 'X', role: 'owner' }), 403);
    expectProblem(
      'admin disables an owner',
      await a.admin.patch(`${a.at}/users/${a.ids.owner}`, { disabled: true }),
      403,
    );
    expectProblem(
      'member makes themselves an admin',
      await a.member.patch(`${a.at}/users/${a.ids.member}`, { role: 'admin' }),
      403,
    );
  });
});

describe('an operator of the database', () => {
  const OPERATORS: readonly unknown[] = [
    { $gt: '' },
    { $ne: null },
    { $in: [''] },
    { $regex: '.*' },
    { $where: 'sleep(1000)' },
    { $expr: { $gt: ['$a', 1] } },
    [{ $ne: 1 }],
    { $eq: 'x', toString: 'y' },
  ];

  it('is never one, in whatever field', async () => {
    for (const one of writes(a)) {
      const { method, path, body } = one;
      for (const field of Object.keys(body)) {
        for (const operator of OPERATORS) {
          const answer = await write(one, { ...body, [field]: operator });
          expectProblem(`${method} ${path} ${field} ${JSON.stringify(operator)}`, answer, 400);
        }
      }
    }
  });

  it('signs nobody in', async () => {
    const anybody = clientOf(api.app);
    for (const operator of OPERATORS) {
      const tries = [
        { email: operator, password: 'x' },
        { email: 'owner@a.test', password: operator },
      ];
      for (const body of tries) expectProblem(JSON.stringify(body), await anybody.post('/v1/auth/sign-in', body), 400);
    }
  });

  it('is none in a query', async () => {
    const lists = [
      '/v1/sites',
      '/v1/me/permissions',
      ...a.paths.filter((path) => path !== '' && !path.slice(1).includes('/')).map((path) => a.at + path),
    ];
    for (const list of lists) {
      for (const query of [
        'cursor[$gt]=',
        'limit[$gt]=1',
        'user[$ne]=x',
        'limit=1&limit=2',
        '__proto__[x]=1',
        'limit=%7B%22$gt%22:0%7D',
      ]) {
        expectProblem(`${list}?${query}`, await owner.get(`${list}?${query}`), 400);
      }
    }
  });
});

describe('an id that was guessed', () => {
  const bare = ({ status, body }: Answered) => ({ status, body: { ...(body as object), instance: '' } });

  it('of another site answers as one that never was, for every resource and method', async () => {
    const never: Record<string, string> = { device: 'z'.repeat(26), attempt: 'attempt-never' };
    const known: [string, keyof House['ids']][] = [
      ['users', 'member'],
      ['latches', 'latch'],
      ['cameras', 'camera'],
      ['pairings', 'pairing'],
      ['grants', 'grant'],
      ['schedules', 'schedule'],
      ['credentials', 'card'],
      ['devices', 'device'],
      ['attempts', 'attempt'],
    ];
    for (const [kind, name] of known) {
      const theirs = `${a.at}/${kind}/${b.ids[name]}`;
      const nobodys = `${a.at}/${kind}/${never[name] ?? '11111111-1111-4111-8111-111111111111'}`;
      for (const method of ['get', 'delete'] as const) {
        const [one, other] = [await owner[method](theirs), await owner[method](nobodys)];
        expect(one.status, theirs).toBe(404);
        expect(bare(one), theirs).toEqual(bare(other));
      }
      expect(bare(await owner.patch(theirs, {})), theirs).toEqual(bare(await owner.patch(nobodys, {})));
    }
    for (const deed of ['revoke', 'claims', 'unlock', 'end-lockout', 'faces']) {
      for (const [kind, name] of known) {
        const { status } = await owner.post(`${a.at}/${kind}/${b.ids[name]}/${deed}`);
        expect(status, `${kind} ${deed}`).toBe(404);
      }
    }
  });

  it('is no way into the filter of a list', async () => {
    for (const list of ['grants', 'credentials', 'attempts']) {
      expect((await owner.get(`${a.at}/${list}?user=${b.ids.member}`)).body.items, list).toEqual([]);
    }
    expect((await owner.get(`${a.at}/devices?unit=${b.ids.latch}`)).body.items).toEqual([]);
    expect((await owner.get(`${a.at}/users?cursor=${b.ids.member}`)).status).toBe(200);
  });
});

describe('a body', () => {
  const send = (payload: string | Buffer, headers: Record<string, string> = {}, url = '/v1/sites') =>
    api.app.inject({
      method: 'POST',
      url,
      headers: { authorization: `Bearer ${owner.token}`, 'content-type': 'application/json', ...headers },
      payload,
    });

  it('that is too large, too deep, too wide or in another encoding is a problem, and quickly', async () => {
    const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 4_000 }, (_, n) => [`k${n}`, n])));
    const tries: [string, string | Buffer, Record<string, string>, number[]][] = [
      ['large', JSON.stringify({ name: 'x'.repeat(70_000) }), {}, [413]],
      ['deep arrays', `${'['.repeat(30_000)}${']'.repeat(30_000)}`, {}, [400]],
      ['deep objects', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, {}, [400]],
      ['deep in a field', `{"name":${'['.repeat(20_000)}${']'.repeat(20_000)},"timeZone":"UTC"}`, {}, [400]],
      ['wide', wide, {}, [400]],
      ['a long number', `{"name":"x","timeZone":"UTC","remoteStepUpMaxAgeS":${'9'.repeat(60_000)}}`, {}, [400]],
      ['duplicate keys', '{"name":"x","name":{"$gt":""},"timeZone":"UTC"}', {}, [400]],
      [
        'UTF-16',
        Buffer.from('{"name":"x"}', 'utf16le'),
        { 'content-type': 'application/json; charset=utf-16' },
        [400, 415],
      ],
      ['a lone surrogate', '{"name":"\\ud800","timeZone":"UTC"}', {}, [201, 400]],
      ['a lie about its length', '{}', { 'content-length': '90000' }, [400, 413]],
    ];
    for (const [what, payload, headers, statuses] of tries) {
      const startedMs = performance.now();
      const { statusCode, body } = await send(payload, headers);
      expect(statuses, `${what}: ${statusCode} ${body}`).toContain(statusCode);
      expect(performance.now() - startedMs, what).toBeLessThan(1_500);
    }
  });
});

describe('a connection', () => {
  const raw = (base: URL, bytes: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(base.port), base.hostname);
      let answer = '';
      socket.write(bytes);
      socket.on('data', (chunk) => {
        answer += chunk;
      });
      socket.once('close', () => resolve(answer));
      socket.once('error', reject);
    });

  it('that smuggles, splits or never ends a header is answered once and closed', async () => {
    const app = await newServer(api.deps, null);
    app.post('/x', { handlerTimeout: 300 }, async () => 'x');
    const base = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
    const head = 'POST /x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n';
    const tries: [string, string][] = [
      ['two lengths', `${head}content-length: 2\r\ncontent-length: 3\r\n\r\n{}x`],
      ['length and chunks', `${head}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
      [
        'a bad chunk',
        `${head}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
      ],
      ['a header that folds', `${head}x-a: b\r\n c: d\r\n\r\n`],
      ['a null in a header', `${head}x-a: b\0c\r\n\r\n`],
      ['too many headers', `${head}x: ${'y'.repeat(20_000)}\r\n\r\n`],
      ['a space in the path', 'GET /x y HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'],
      ['no HTTP', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc'],
      ['a body that does not come', `${head}content-type: application/json\r\ncontent-length: 10\r\n\r\n{`],
    ];
    for (const [what, bytes] of tries) {
      const answer = await raw(base, bytes);
      expect(answer.match(/HTTP\/1\.1 \d{3}/g)?.length, `${what}: ${answer}`).toBe(1);
      expect(answer, what).toMatch(/^HTTP\/1\.1 (4\d\d|503) /);
      expect(answer, what).toContain('application/problem+json');
    }
    await app.close();
  });
});
