import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { clientOf, firstOwner } from '../testing/client.ts';
import { furnish, type House } from '../testing/house.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let a: House;
let b: House;

beforeAll(async () => {
  api = await startTestApi(inject);
  const first = await firstOwner(api.app);
  a = await furnish(api, first, 'a');
  b = await furnish(api, first, 'b');
});
afterAll(() => api.close());

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
    const ours = { latch: a.ids.latch, user: a.ids.member };
    const tries = [
      await a.owner.post(`${a.at}/grants`, { user: b.ids.member, latch: ours.latch }),
      await a.owner.post(`${a.at}/grants`, { user: ours.user, latch: b.ids.latch }),
      await a.owner.post(`${a.at}/grants`, { ...ours, schedule: b.ids.schedule }),
      await a.owner.post(`${a.at}/grants`, { group: b.ids.group, latch: ours.latch }),
      await a.owner.put(`${a.at}/groups/${a.ids.group}/members/${b.ids.member}`, {}),
      await a.owner.put(`${a.at}/groups/${b.ids.group}/members/${a.ids.member}`, {}),
      await a.owner.post(`${a.at}/pairings`, { latch: ours.latch, camera: b.ids.camera }),
      await a.owner.post(`${a.at}/cards`, { user: b.ids.member, uid: '04b1b2b3b4b5b6' }),
    ];
    expect(tries.map(({ status }) => status)).toEqual([422, 422, 422, 422, 404, 404, 422, 404]);
  });

  it('is seen by nobody without a token', async () => {
    for (const path of b.paths) expect((await clientOf(api.app).get(b.at + path)).status).toBe(401);
  });
});

describe('a member', () => {
  it('sees themselves, their grants, their cards and the doors that they may open', async () => {
    const { body: users } = await a.member.get(`${a.at}/users`);
    expect(users.items.map((user: { id: string }) => user.id)).toEqual([a.ids.member]);
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
      await a.member.post(`${a.at}/lockdown`),
      await a.member.put(`${a.at}/holidays/2026-12-25`, { name: 'Mine' }),
      await a.member.post(`${a.at}/users`, { name: 'Friend' }),
      await a.member.patch(`${a.at}/users/${a.ids.member}`, { role: 'owner' }),
      await a.member.post(`${a.at}/grants`, {}),
      await a.member.get(`${a.at}/events`),
      await a.member.get(`${a.at}/devices`),
    ];
    expect(tries.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403, 403]);
  });

  it('is out at once when disabled', async () => {
    await b.owner.patch(`${b.at}/users/${b.ids.member}`, { disabled: true });
    const { status, body } = await b.member.get(b.at);
    expect(status).toBe(403);
    expect(body.detail).toContain('disabled');
  });
});
