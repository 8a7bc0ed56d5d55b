import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Client, clientOf, firstOwner, signIn } from '../testing/client.ts';
import { furnish, type House, PASSWORD } from '../testing/house.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let house: House;
let owner: Client;
beforeAll(async () => {
  api = await startTestApi(inject);
  house = await furnish(api, await firstOwner(api.app), 'a');
  owner = house.owner;
});
afterAll(() => api.close());

type Change = 'PATCH' | 'PUT' | 'DELETE';
interface Changeable {
  readonly path: string;
  readonly method: Change;
  readonly body?: (n: number) => object;
}

const windows = [{ days: [1], from: '08:00', to: '09:00' }];
/** Every change of a resource, those that delete it last. */
const changes = ({ ids }: House): Changeable[] => [
  { path: '', method: 'PATCH', body: (n) => ({ name: `Home ${n}` }) },
  { path: `/users/${ids.member}`, method: 'PATCH', body: (n) => ({ name: `Member ${n}` }) },
  { path: `/users/${ids.guest}`, method: 'PATCH', body: (n) => ({ notBefore: new Date(n * 1_000).toISOString() }) },
  { path: `/latches/${ids.latch}`, method: 'PATCH', body: (n) => ({ antiPassbackS: n }) },
  { path: `/cameras/${ids.camera}`, method: 'PATCH', body: (n) => ({ name: `Hall ${n}` }) },
  { path: `/credentials/${ids.card}`, method: 'PATCH', body: (n) => ({ label: `Card ${n}` }) },
  { path: `/grants/${ids.grant}`, method: 'PATCH', body: (n) => ({ entriesLeft: n, schedule: null }) },
  { path: `/groups/${ids.group}`, method: 'PATCH', body: (n) => ({ name: `Group ${n}` }) },
  { path: `/schedules/${ids.schedule}`, method: 'PUT', body: (n) => ({ name: `S ${n}`, definition: { windows } }) },
  { path: `/webhooks/${ids.webhook}`, method: 'PATCH', body: (n) => ({ description: `Hook ${n}` }) },
  { path: '/lockdown', method: 'DELETE' },
  { path: `/users/${ids.member}/faces`, method: 'DELETE' },
  { path: `/pairings/${ids.pairing}`, method: 'DELETE' },
  { path: `/grants/${ids.grant}`, method: 'DELETE' },
  { path: `/groups/${ids.group}`, method: 'DELETE' },
  { path: `/invitations/${ids.invitation}`, method: 'DELETE' },
  { path: `/schedules/${ids.schedule}`, method: 'DELETE' },
  { path: `/credentials/${ids.card}`, method: 'DELETE' },
  { path: `/webhooks/${ids.webhook}`, method: 'DELETE' },
  { path: `/users/${ids.guest}`, method: 'DELETE' },
];

let n = 0;
const change = (who: Client, { path, method, body }: Changeable, headers: Record<string, string> = {}) => {
  n += 1;
  const url = house.at + path;
  if (method === 'DELETE') return who.delete(url, headers);
  return who[method === 'PUT' ? 'put' : 'patch'](url, body?.(n), headers);
};
const tagOf = async (path: string): Promise<string> => String((await owner.get(house.at + path)).headers.etag);

describe('a GET of one resource', () => {
  it('answers a strong ETag, and 304 without a body to who has it', async () => {
    // Who can open a door, and why, is another answer at each moment.
    const stable = house.paths.filter((path) => !/\/(access|deliveries)\b/.test(path));
    const single = stable.filter((path) => path === '' || /\/[^/]*[0-9-][^/]*/.test(path) || path.includes('devices/'));
    expect(single.length).toBeGreaterThan(10);
    for (const path of single) {
      const { headers, body } = await owner.get(house.at + path);
      expect(headers.etag, path).toMatch(/^"[\w-]{22}"$/);
      expect(headers['cache-control'], path).toBe('private, no-cache');
      const tag = String(headers.etag);
      for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
        const again = await owner.get(house.at + path, { 'if-none-match': known });
        expect([again.status, again.body, again.headers.etag], path).toEqual([304, null, tag]);
      }
      expect((await owner.get(house.at + path, { 'if-none-match': '"other"' })).body).toEqual(body);
    }
  });

  it('has another ETag once it is another, and the PATCH answers it already', async () => {
    const path = `/cameras/${house.ids.camera}`;
    const before = await tagOf(path);
    const { headers } = await owner.patch(house.at + path, { name: 'Renamed' });
    expect(headers.etag).not.toBe(before);
    expect(await tagOf(path)).toBe(headers.etag);
  });

  it('has none when it is a list, a stream, an error or a secret', async () => {
    const answers = [
      await owner.get(`${house.at}/users`),
      await owner.get(`${house.at}/users/nobody`),
      await owner.post(`${house.at}/latches/${house.ids.latch}/claims`),
    ];
    for (const { headers } of answers) expect(headers.etag).toBeUndefined();
  });
});

describe('a change with If-Match', () => {
  it('is tried here for every route that takes it, and those are all that have an ETag to match', async () => {
    const { body } = await clientOf(api.app).get('/openapi.json');
    const documented = Object.entries(body.paths as Record<string, Record<string, { parameters?: { name: string }[] }>>)
      .flatMap(([path, operations]) => Object.entries(operations).map(([method, one]) => ({ path, method, one })))
      .filter(({ one }) => one.parameters?.some(({ name }) => name === 'if-match'))
      .map(
        ({ path, method }) =>
          `${method.toUpperCase()} ${path.replace('/v1/sites/{site}', '').replace(/\{\w+\}/, 'id')}`,
      );
    const tried = changes(house).map(({ path, method }) => `${method} ${path.replace(/(\/\w+)\/[\w-]+/, '$1/id')}`);
    expect([...new Set(tried)].toSorted()).toEqual(documented.toSorted());
  });

  it('is refused with the ETag of an earlier state, changes nothing then, and passes with that of this one', async () => {
    for (const one of changes(house)) {
      const stale = await tagOf(one.path);
      if (one.method !== 'DELETE') await change(owner, one);
      for (const wrong of one.method === 'DELETE' ? ['"other"'] : [stale, `W/${await tagOf(one.path)}`]) {
        const before = (await owner.get(house.at + one.path)).body;
        const refused = await change(owner, one, { 'if-match': wrong });
        expect([refused.status, refused.body?.type], one.path).toEqual([412, 'urn:sl:problem:precondition_failed']);
        expect((await owner.get(house.at + one.path)).body, one.path).toEqual(before);
      }
      const passed = await change(owner, one, { 'if-match': `"other", ${await tagOf(one.path)}` });
      expect(passed.status, `${one.method} ${one.path} ${JSON.stringify(passed.body)}`).toBe(one.body ? 200 : 204);
    }
  });

  it('wants ETags in their quotes', async () => {
    const { status, body } = await owner.patch(house.at, { name: 'x' }, { 'if-match': 'abc' });
    expect([status, body.detail.includes('quotes')]).toEqual([400, true]);
    expect((await owner.patch(house.at, { name: 'Any' }, { 'if-match': '*' })).status).toBe(200);
  });
});

describe('two who change the same at once', () => {
  it('with the ETag that both read: one is written and the other is told, whatever they change', async () => {
    const again = await furnish(api, await signIn(api.app, 'owner@a.test', PASSWORD), 'b');
    house = again;
    owner = again.owner;
    for (const one of changes(again).filter(({ method }) => method !== 'DELETE')) {
      for (let round = 0; round < 5; round += 1) {
        const tag = await tagOf(one.path);
        const both = await Promise.all(
          [again.owner, again.owner, again.admin, again.admin].map((who) => change(who, one, { 'if-match': tag })),
        );
        const statuses = both.map(({ status }) => status);
        const passed = both.filter(({ status }) => status === 200);
        expect(
          statuses.filter((status) => status !== 200 && status !== 412),
          one.path,
        ).toEqual([]);
        expect(passed, `${one.path} ${statuses}`).toHaveLength(1);
        expect(await tagOf(one.path)).toBe(passed[0]?.headers.etag ?? (await tagOf(one.path)));
      }
    }
  });

  it('a name and a role of one person: the second is told, though they stand in different rows', async () => {
    const path = `/users/${house.ids.member}`;
    for (let round = 0; round < 5; round += 1) {
      await owner.patch(house.at + path, { role: 'member', name: `M ${round}` });
      const headers = { 'if-match': await tagOf(path) };
      const both = await Promise.all([
        owner.patch(house.at + path, { name: `Renamed ${round}` }, headers),
        owner.patch(house.at + path, { role: 'guest' }, headers),
      ]);
      expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    }
  });
});
