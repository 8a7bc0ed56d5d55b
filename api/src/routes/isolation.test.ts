import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Client, clientOf, firstOwner, newSite, signIn } from '../testing/client.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

const PASSWORD = 'correct horse battery';

interface House {
  readonly at: string;
  readonly owner: Client;
  readonly member: Client;
  readonly memberId: string;
  /** Paths of one of everything. */
  readonly paths: readonly string[];
}

let api: TestApi;
let a: House;
let b: House;

beforeAll(async () => {
  api = await startTestApi(inject);
  const first = await firstOwner(api.app);
  a = await furnish(first, 'a');
  b = await furnish(first, 'b');
});
afterAll(() => api.close());

/** A site with an owner of its own, who belongs to no other, and one of everything. */
const furnish = async (first: Client, name: string): Promise<House> => {
  const { at } = await newSite(first);
  const person = (role: string) =>
    first.post(`${at}/users`, { name: role, role, email: `${role}@${name}.test`, password: PASSWORD });
  const [, { body: member }] = await Promise.all([person('owner'), person('member')]);
  const make = async (kind: string, body: object) => {
    const made = await first.post(`${at}/${kind}`, body);
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    return made.body;
  };
  const latch = await make('latches', { name: 'Front' });
  const camera = await make('cameras', { name: 'Hall' });
  const schedule = await make('schedules', {
    name: 'Always',
    definition: { windows: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }] },
  });
  await make('pairings', { latch: latch.id, camera: camera.id });
  const grant = await make('grants', { user: member.id, latch: latch.id, schedule: schedule.id });
  const card = await make('cards', { user: member.id, uid: '04a1a2a3a4a5a6' });
  return {
    at,
    owner: await signIn(api.app, `owner@${name}.test`, PASSWORD),
    member: await signIn(api.app, `member@${name}.test`, PASSWORD),
    memberId: member.id,
    paths: [
      '',
      '/users',
      `/users/${member.id}`,
      `/users/${member.id}/faces`,
      '/latches',
      `/latches/${latch.id}`,
      '/cameras',
      `/cameras/${camera.id}`,
      '/pairings',
      '/devices',
      '/credentials',
      `/credentials/${card.credential.id}`,
      '/grants',
      `/grants/${grant.id}`,
      '/schedules',
      `/schedules/${schedule.id}`,
      '/attempts',
      '/events',
      '/events/stream',
    ],
  };
};

describe('another site', () => {
  it('is not there for an owner or a member of this one, whatever they try', async () => {
    for (const client of [a.owner, a.member]) {
      for (const path of b.paths) {
        const url = b.at + path;
        const body = { name: 'taken over' };
        const answers = [
          await client.get(url),
          await client.post(url, body),
          await client.patch(url, body),
          await client.put(url, body),
          await client.delete(url),
        ];
        expect(
          answers.map(({ status }) => status),
          url,
        ).toEqual([404, 404, 404, 404, 404]);
        for (const answer of answers) expect(answer.headers['content-type']).toContain('application/problem+json');
      }
    }
  });

  it('looks like a site that never was', async () => {
    const foreign = await a.owner.get(b.at);
    const never = await a.owner.get('/v1/sites/11111111-1111-4111-8111-111111111111');
    expect({ ...foreign.body, instance: '' }).toEqual({ ...never.body, instance: '' });
  });

  it('lends none of its rows to this one by their ids', async () => {
    for (const path of b.paths.filter((one) => one.includes('-'))) {
      expect((await a.owner.get(a.at + path)).status, path).toBe(404);
    }
  });

  it('cannot be referred to in a body', async () => {
    const idOf = (kind: string) => b.paths.find((path) => path.startsWith(`/${kind}/`))?.split('/')[2];
    const ours = { latch: a.paths.find((path) => path.startsWith('/latches/'))?.split('/')[2], user: a.memberId };
    const tries = [
      await a.owner.post(`${a.at}/grants`, { user: b.memberId, latch: ours.latch }),
      await a.owner.post(`${a.at}/grants`, { user: ours.user, latch: idOf('latches') }),
      await a.owner.post(`${a.at}/grants`, { ...ours, schedule: idOf('schedules') }),
      await a.owner.post(`${a.at}/pairings`, { latch: ours.latch, camera: idOf('cameras') }),
      await a.owner.post(`${a.at}/cards`, { user: b.memberId, uid: '04b1b2b3b4b5b6' }),
    ];
    expect(tries.map(({ status }) => status)).toEqual([422, 422, 422, 422, 404]);
  });

  it('is seen by nobody without a token', async () => {
    for (const path of b.paths) expect((await clientOf(api.app).get(b.at + path)).status).toBe(401);
  });
});

describe('a member', () => {
  it('sees themselves, their grants, their cards and the doors that they may open', async () => {
    const { body: users } = await a.member.get(`${a.at}/users`);
    expect(users.items.map((user: { id: string }) => user.id)).toEqual([a.memberId]);
    expect((await a.member.get(`${a.at}/latches`)).body.items).toHaveLength(1);
    expect((await a.member.get(`${a.at}/credentials`)).body.items).toHaveLength(1);
    expect((await a.member.get(`${a.at}/grants`)).body.items).toHaveLength(1);
    const { body: hidden } = await a.owner.post(`${a.at}/latches`, { name: 'Cellar' });
    expect((await a.member.get(`${a.at}/latches`)).body.items).toHaveLength(1);
    expect((await a.member.get(`${a.at}/latches/${hidden.id}`)).status).toBe(404);
    expect((await a.member.post(`${a.at}/latches/${hidden.id}/unlock`)).status).toBe(404);
  });

  it('sees nobody else', async () => {
    const { body } = await a.owner.post(`${a.at}/users`, { name: 'Neighbour' });
    expect((await a.member.get(`${a.at}/users/${body.id}`)).status).toBe(404);
    expect((await a.member.get(`${a.at}/users/${body.id}/faces`)).status).toBe(404);
    expect((await a.member.get(`${a.at}/grants?user=${body.id}`)).status).toBe(404);
    expect((await a.member.get(`${a.at}/credentials?user=${body.id}`)).status).toBe(404);
    expect((await a.member.get(`${a.at}/attempts?user=${body.id}`)).status).toBe(404);
    expect((await a.member.delete(`${a.at}/users/${body.id}/faces`)).status).toBe(404);
  });

  it('changes nothing and reads no events', async () => {
    const tries = [
      await a.member.patch(a.at, { lockdown: true }),
      await a.member.post(`${a.at}/users`, { name: 'Friend' }),
      await a.member.patch(`${a.at}/users/${a.memberId}`, { role: 'owner' }),
      await a.member.post(`${a.at}/grants`, {}),
      await a.member.get(`${a.at}/events`),
      await a.member.get(`${a.at}/devices`),
    ];
    expect(tries.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403]);
  });

  it('is out at once when disabled', async () => {
    await b.owner.patch(`${b.at}/users/${b.memberId}`, { disabled: true });
    const { status, body } = await b.member.get(b.at);
    expect(status).toBe(403);
    expect(body.detail).toContain('disabled');
  });
});
