import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Client, clientOf, firstOwner, signIn } from '../testing/client.ts';
import { furnish, type House, PASSWORD } from '../testing/house.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let house: House;
let owner: Client;
let lists: string[];
beforeAll(async () => {
  api = await startTestApi(inject);
  house = await furnish(api, await firstOwner(api.app), 'a');
  owner = house.owner;
  for (const n of [1, 2, 3, 4]) await addMore(n);
  for (const n of [1, 2, 3, 4, 5]) await addMine(n);
  lists = await everyList();
});
afterAll(() => api.close());

/** One more of everything that is listed. */
const addMore = async (n: number): Promise<void> => {
  const { at, id, ids } = house;
  const make = async (kind: string, body: object) => {
    const { status, body: made } = await owner.post(`${at}/${kind}`, body);
    expect(status, `${kind} ${JSON.stringify(made)}`).toBe(201);
    return made.id as string;
  };
  await owner.post('/v1/sites', { name: `Site ${n}`, timeZone: 'UTC' });
  const user = await make('users', { name: `User ${n}`, role: 'guest' });
  const latch = await make('latches', { name: `Latch ${n}` });
  const camera = await make('cameras', { name: `Camera ${n}` });
  await make('schedules', { name: `Schedule ${n}`, definition: { windows: [] } });
  await make('pairings', { latch, camera });
  await make('webhooks', { url: `https://hook.test/${n}` });
  await owner.post(`${at}/webhooks/${ids.webhook}/test`);
  await make('grants', { user, latch });
  await make('invitations', { name: 'Mia', role: 'member', expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
  await make('groups', { name: `Group ${n}` });
  await owner.put(`${at}/groups/${ids.group}/members/${user}`, {});
  await make('grants', { user, latch: ids.latch });
  await make('cards', { user, uid: `0400000000000${n}` });
  await owner.put(`${at}/holidays/2026-05-0${n}`, { name: `Holiday ${n}` });
  const { models } = api.store;
  const [device] = await models.devices.find({ _id: ids.device }).lean();
  await models.devices.create([{ ...device, _id: `${'a'.repeat(25)}${n + 1}`, kind: 'camera', unit: camera } as never]);
  const [attempt] = await models.attempts.find({ _id: ids.attempt }).lean();
  const tap = { _id: `attempt-${n}`, tapId: `tap-${n}`, latch, user, state: 'opened', reason: null };
  await models.attempts.create([{ ...attempt, ...tap, receivedAtMs: 1_000_000 * n } as never]);
  const [event] = await models.events.find({ site: id, seq: 1 }).lean();
  const next = { _id: `${id}|${n + 1}`, seq: n + 1, atMs: 1_000_000 * n };
  await models.events.create([{ ...event, ...next, kind: 'opened', attempt: `attempt-${n}` } as never]);
};

/** One more of what is the caller's own. */
const addMine = async (n: number): Promise<void> => {
  await signIn(api.app, 'owner@a.test', PASSWORD);
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  expect((await owner.post('/v1/me/tokens', { name: `Token ${n}`, scopes: ['read'], expiresAt })).status).toBe(201);
  const who = { user: house.ids.owner, issuer: 'https://issuer.test', email: null, createdAt: new Date() };
  await api.deps.identities.link({ ...who, subject: `${n}` });
  const { user, createdAt } = who;
  const key = { credentialId: `credential-${n}`, publicKey: 'AAAA', counter: 0, transports: [], lastUsedAt: null };
  await api.deps.passkeys.add({ _id: randomUUID(), user, createdAt, name: `Key ${n}`, ...key });
};

interface Described {
  readonly parameters?: readonly { readonly name: string }[];
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}

/** Every operation whose answer is a page, by the document. */
const everyList = async (): Promise<string[]> => {
  const { body } = await clientOf(api.app).get('/openapi.json');
  const described = Object.entries(body.paths as Record<string, { get?: Described }>);
  const pages = described.filter(([, { get }]) =>
    /"items".*"next"/.test(JSON.stringify(get?.responses['200']?.content ?? {})),
  );
  const paged = pages.filter(([, { get }]) => get?.parameters?.some(({ name }) => name === 'cursor'));
  const atOnce = pages.filter((one) => !paged.includes(one)).map(([path]) => path);
  // The issuers are the operator's few.
  expect(atOnce).toEqual(['/v1/auth/oidc']);
  return paged.map(([path]) =>
    path
      .replace('{site}', house.id)
      .replace('{group}', house.ids.group)
      .replace('{latch}', house.ids.latch)
      .replace('{webhook}', house.ids.webhook),
  );
};

const walk = async (list: string, query = ''): Promise<{ id?: string; site?: string; seq?: number }[]> => {
  const seen = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const { status, body } = await owner.get(`${list}?limit=2${query}${cursor && `&cursor=${cursor}`}`);
    expect(status, `${list} ${JSON.stringify(body)}`).toBe(200);
    seen.push(...body.items);
    cursor = body.next;
  }
  return seen;
};

describe('every list', () => {
  it('comes page by page, nothing left out and nothing twice', async () => {
    expect(lists.length).toBeGreaterThan(11);
    for (const list of lists) {
      const all = (await owner.get(`${list}?limit=200`)).body.items;
      expect(all.length, list).toBeGreaterThanOrEqual(5);
      expect(await walk(list), list).toEqual(all);
    }
  });

  it('refuses a cursor that is none, and a page of no or too many rows', async () => {
    for (const list of lists) {
      for (const query of [
        'cursor=x',
        'cursor=',
        'cursor=%00',
        'limit=0',
        'limit=201',
        'limit=x',
        `cursor=${'a'.repeat(200)}`,
      ]) {
        const { status, body } = await owner.get(`${list}?${query}`);
        expect(status, `${list}?${query}`).toBe(400);
        expect(body.errors[0].pointer).toBe(`/${query.split('=')[0]}`);
      }
      expect((await owner.get(`${list}?cursor=x`)).body.detail, list).toContain('must be the next of the page before');
    }
  });

  it('answers only the fields that it is asked for, and names those that there are', async () => {
    for (const list of lists) {
      const { items } = (await owner.get(`${list}?limit=3`)).body;
      const [first, second] = Object.keys(items[0]);
      const { status, body } = await owner.get(`${list}?limit=3&fields=${second},${first}`);
      expect(status, list).toBe(200);
      expect(body.items, list).toEqual(
        items.map((item: Record<string, unknown>) => ({
          [first as string]: item[first as string],
          [second as string]: item[second as string],
        })),
      );
      expect(body).toHaveProperty('next');
      const unknown = await owner.get(`${list}?fields=${first},passwordHash`);
      expect(unknown.status, list).toBe(400);
      expect(unknown.body.detail).toContain(`not all of these are fields; name some of ${first}`);
      for (const bad of ['', 'a b', 'a,', '$where', 'a.b']) {
        expect((await owner.get(`${list}?fields=${encodeURIComponent(bad)}`)).status, `${list} ${bad}`).toBe(400);
      }
    }
  });
});

describe('a filter', () => {
  const count = async (query: string): Promise<number> =>
    (await walk(house.at + query.split('?')[0], `&${query.split('?')[1]}`)).length;

  it('finds by whom, where, what kind and what state', async () => {
    const { ids } = house;
    const expected: Record<string, number> = {
      '/users?role=guest': 5,
      '/users?role=admin': 1,
      '/users?disabled=true': 0,
      '/users?disabled=false&role=owner': 2,
      [`/pairings?latch=${ids.latch}`]: 1,
      [`/pairings?camera=${ids.camera}`]: 1,
      '/devices?kind=camera': 4,
      [`/devices?unit=${ids.latch}`]: 1,
      '/credentials?kind=ntag424&state=active': 5,
      '/credentials?state=lost': 0,
      [`/credentials?user=${ids.member}`]: 1,
      [`/grants?schedule=${ids.schedule}`]: 1,
      [`/grants?user=${ids.member}&latch=${ids.latch}`]: 1,
      '/attempts?state=opened': 4,
      '/attempts?kind=nfc&reason=no_grant': 1,
      [`/attempts?latch=${ids.latch}`]: 1,
      [`/attempts?user=${ids.member}`]: 1,
      '/events?kind=opened': 4,
      [`/events?device=${ids.device}`]: 5,
      [`/events?attempt=${ids.attempt}`]: 1,
    };
    for (const [query, rows] of Object.entries(expected)) expect(await count(query), query).toBe(rows);
  });

  it('finds by time: from since on, and before until', async () => {
    const at = (ms: number) => encodeURIComponent(new Date(ms).toISOString());
    for (const list of ['/attempts', '/events']) {
      expect(await count(`${list}?since=${at(2_000_000)}`), list).toBe(3);
      expect(await count(`${list}?until=${at(2_000_000)}`), list).toBe(2);
      expect(await count(`${list}?since=${at(2_000_000)}&until=${at(3_000_001)}`), list).toBe(2);
      expect(await count(`${list}?since=${at(9_000_000)}`), list).toBe(0);
      expect(await count(`${list}?until=${at(1)}`), list).toBe(0);
      expect((await owner.get(`${house.at}${list}?since=yesterday`)).status, list).toBe(400);
    }
    const newest = (await owner.get(`${house.at}/events?order=newest&until=${at(3_000_000)}&limit=1`)).body;
    expect(newest.items[0].seq).toBe(3);
  });
});
