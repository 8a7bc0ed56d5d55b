import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { firstOwner } from '../testing/client.ts';
import { furnish, type House } from '../testing/house.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let house: House;
beforeAll(async () => {
  api = await startTestApi(inject);
  house = await furnish(api, await firstOwner(api.app), 'a');
  const { ids } = house;
  api.access.on('explain', ({ users, atMs, untilMs }) => ({
    users: users.map((user) => {
      const yes = { outcome: 'granted' as const, reason: null, rule: 'dual', grant: ids.grant };
      const no = { outcome: 'denied' as const, reason: 'out_of_schedule', rule: null, grant: null };
      const noon = atMs + 3_600_000;
      const intervals =
        untilMs === null
          ? null
          : [
              { fromMs: atMs, untilMs: noon, ...yes },
              { fromMs: noon, untilMs, ...no },
            ];
      const alone = { id: ids.grant, ...yes, grant: null };
      return { user, ways: [{ by: 'nfc' as const, credential: ids.card, ...yes, grants: [alone], intervals }] };
    }),
  }));
});
afterAll(() => api.close());

const at = (user = '') => `${house.at}/latches/${house.ids.latch}/access${user && `/${user}`}`;

describe('why somebody can open a door, and when', () => {
  it('says it in words, with the grants and schedules that make it so', async () => {
    const { ids, owner } = house;
    const { status, body } = await owner.get(at(ids.member));
    expect(status).toBe(200);
    expect(body).toMatchObject({ user: ids.member, latch: ids.latch, assumed: expect.any(Array) });
    const [way] = body.ways;
    expect(way).toMatchObject({
      by: 'nfc',
      credential: { id: ids.card, kind: 'ntag424' },
      outcome: 'granted',
      sentence: 'The card and the face of its owner open it.',
      grants: [{ id: ids.grant, schedule: { id: ids.schedule, name: 'Always' }, outcome: 'granted' }],
    });
    expect(way.intervals.map((one: { sentence: string }) => one.sentence)).toEqual([
      'The card and the face of its owner open it.',
      'The user has a grant for this latch, but not at this time.',
    ]);
    expect(way.nextChange).toBe(way.intervals[0].until);
    expect(Date.parse(body.until) - Date.parse(body.at)).toBe(7 * 86_400_000);
  });

  it('is told to the person themselves, and to no other member', async () => {
    const { ids, member, guest } = house;
    expect((await member.get(at(ids.member))).status).toBe(200);
    expect((await member.get(at(ids.guest))).status).toBe(404);
    expect((await guest.get(at(ids.guest))).status).toBe(404);
  });

  it('refuses the past, a span that is too long and who is not there', async () => {
    const { ids, owner } = house;
    const later = (days: number) => encodeURIComponent(new Date(Date.now() + days * 86_400_000).toISOString());
    expect((await owner.get(`${at(ids.member)}?at=${later(-1)}`)).body.detail).toContain('see attempts');
    expect((await owner.get(`${at(ids.member)}?until=${later(8)}`)).status).toBe(422);
    expect((await owner.get(`${at(ids.member)}?until=${later(-8)}`)).status).toBe(422);
    expect((await owner.get(`${at(ids.member)}?at=${later(30)}&until=${later(31)}`)).status).toBe(200);
    expect((await owner.get(at(house.id))).status).toBe(404);
  });
});

describe('who can open a door now', () => {
  it('is every user with a grant for it', async () => {
    const { ids, owner } = house;
    expect((await owner.get(at())).body.items).toEqual([
      {
        user: ids.member,
        name: 'member',
        by: 'nfc',
        credential: ids.card,
        outcome: 'granted',
        reason: null,
        sentence: 'The card and the face of its owner open it.',
        rule: 'dual',
        grant: ids.grant,
      },
    ]);
  });

  it('counts who is in a group with one, page by page, each once', async () => {
    const { ids, owner } = house;
    const back = (await owner.post(`${house.at}/latches`, { name: 'Back' })).body.id;
    const who = async (query = '') =>
      (await owner.get(`${house.at}/latches/${back}/access${query}`)).body as {
        items: { user: string }[];
        next: string | null;
      };
    expect((await who()).items).toEqual([]);
    for (const holder of [{ group: ids.group }, { user: ids.member }, { user: ids.guest }])
      await owner.post(`${house.at}/grants`, { ...holder, latch: back });
    expect((await who()).items.map(({ user }) => user)).toEqual([ids.member, ids.guest].toSorted());
    const first = await who('?limit=1');
    const second = await who(`?limit=1&cursor=${first.next}`);
    expect([...first.items, ...second.items].map(({ user }) => user)).toEqual([ids.member, ids.guest].toSorted());
  });

  it('for a member is what they themselves can', async () => {
    const { ids, owner, member, guest } = house;
    await owner.post(`${house.at}/grants`, { user: ids.admin, latch: ids.latch });
    expect((await owner.get(at())).body.items).toHaveLength(2);
    const mine = (await member.get(at())).body.items;
    expect(mine.map((one: { user: string }) => one.user)).toEqual([ids.member]);
    expect((await guest.get(at())).status).toBe(404);
  });
});
