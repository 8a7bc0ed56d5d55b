import { addNotice, chainHead, type EventDoc, erasures, eventsOf, phoneCredential } from '@smart-latch/store';
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Door, openDoor } from '../test/door.ts';
import { enrolView } from '../test/enrolled.ts';
import type { Inject } from '../test/watch.ts';
import { verifyChain } from './audit/verify.ts';
import { chainNotices } from './chain-notices.ts';
import { forgetOld, forgetPeople } from './forget.ts';
import { onDeviceMessage } from './handlers/dispatch.ts';

const DAY_MS = 86_400_000;

let door: Door;
beforeEach(async () => {
  await door?.close();
  door = await openDoor((inject as Inject)('mongoUri'), 'forget', 'single');
  const { models } = door.store;
  const created = { createdAt: new Date(0) };
  await models.users.create([
    { _id: door.user, name: 'Alice', ...created },
    { _id: 'olivia', name: 'Olivia', email: 'o@latch.test', passwordHash: 'x', ...created },
  ]);
  await models.memberships.create([{ _id: 'o', site: door.site, user: 'olivia', role: 'owner', ...created }]);
});
afterAll(() => door.close());

const tap = async () => onDeviceMessage(door.deps, await door.tap());
const events = () => door.store.models.events.find({ site: door.site }).sort({ seq: 1 }).lean<EventDoc[]>();
const verdict = () => {
  const { store, site } = door;
  const readHead = () => chainHead(store, site);
  return verifyChain({ site, events: eventsOf(store, site), readHead, checkpoints: null });
};
const conclude = async () => {
  const { _id } = await door.attempt();
  await door.deps.commit.conclude(door.site, _id, 'result_missing', null);
};
const erase = async () => {
  const of = { site: door.site, user: door.user, by: 'olivia' };
  const erased = await erasures(door.store).member(of, new Date(door.clock.now()));
  door.clock.advance(10_000);
  return erased;
};
const everythingSays = async (text: string): Promise<string[]> => {
  const { models } = door.store;
  const found = await Promise.all(
    Object.entries(models).map(async ([name, model]) => {
      const rows = await (model as typeof models.users).find().lean();
      return JSON.stringify(rows).includes(text) ? [name] : [];
    }),
  );
  return found.flat();
};

describe('a person who is erased', () => {
  test('is in no collection any more, and the chain still verifies', async () => {
    await enrolView(door, 1);
    await phoneCredential(door.store, door.site, door.user, new Date());
    await tap();
    await conclude();
    const act = { site: door.site, kind: 'changed' as const, by: 'olivia', about: door.user, body: { n: 1 } };
    await addNotice(door.store, act, new Date());
    await chainNotices(door.deps);
    expect(await everythingSays(door.user)).toEqual(
      expect.arrayContaining(['users', 'memberships', 'credentials', 'grants', 'views', 'attempts', 'events']),
    );
    expect(await erase()).toBe('erased');
    await chainNotices(door.deps);
    await forgetPeople(door.deps);
    expect(await everythingSays(door.user)).toEqual([]);
    expect(await everythingSays('Alice')).toEqual([]);
    const rows = await events();
    expect(rows.map(({ kind, body }) => [kind, body === null])).toEqual([
      ['granted', true],
      ['unconfirmed', true],
      ['changed', true],
      ['person_erased', false],
    ]);
    expect(JSON.parse(rows[3]?.body ?? '')).toMatchObject({ by: 'olivia', about: null, themselves: false });
    expect(await verdict()).toMatchObject({ events: 4, erased: 3, broken: null });
    expect(await door.store.models.erasures.countDocuments()).toBe(0);
  });

  test('keeps nobody else from anything: what is about others stays', async () => {
    await tap();
    await conclude();
    const act = { site: door.site, kind: 'changed' as const, by: 'olivia', about: 'bob', body: {} };
    await addNotice(door.store, act, new Date());
    await chainNotices(door.deps);
    await erase();
    await forgetPeople(door.deps);
    expect((await events()).find(({ kind }) => kind === 'changed')?.body).toContain('bob');
  });

  test('waits for what is on its way into the chain, and is done once by two workers', async () => {
    await tap();
    await erase();
    await addNotice(door.store, { site: door.site, kind: 'changed', by: door.user, about: null, body: {} }, new Date());
    await forgetPeople(door.deps);
    expect(await door.store.models.erasures.countDocuments()).toBe(1);
    expect((await events())[0]?.body).toContain(door.user);
    await chainNotices(door.deps);
    await forgetPeople(door.deps);
    expect(await door.store.models.erasures.countDocuments()).toBe(1);
    await conclude();
    await Promise.all([forgetPeople(door.deps), forgetPeople(door.deps)]);
    expect(await everythingSays(door.user)).toEqual([]);
    expect((await verdict()).broken).toBeNull();
  });

  test('leaves the card its counter: a message of it that was used is never good again', async () => {
    const used = await door.tap();
    await onDeviceMessage(door.deps, used);
    await conclude();
    await erase();
    await forgetPeople(door.deps);
    const { counter, user, state } = (await door.store.models.credentials.findOne().lean()) ?? {};
    expect({ counter, user, state }).toEqual({ counter: 1, user: 'erased', state: 'disabled' });
    door.clock.advance(1_000);
    await tap();
    expect(await door.attempt()).toMatchObject({ state: 'denied', reason: 'credential_disabled' });
  });

  test('is not the last owner of a site', async () => {
    const of = { site: door.site, user: 'olivia', by: 'olivia' };
    expect(await erasures(door.store).member(of, new Date())).toEqual({ lastOwnerOf: door.site });
    expect(await erasures(door.store).account('olivia', new Date())).toEqual({ lastOwnerOf: door.site });
    expect(await door.store.models.users.countDocuments({ _id: 'olivia' })).toBe(1);
  });
});

describe('what is older than its site keeps it', () => {
  const keep = (retention: object) => door.store.models.sites.updateOne({}, { $set: { retention } });

  test('loses the bodies of its events and its attempts, and the chain still verifies', async () => {
    await keep({ eventDays: 30, attemptDays: 7 });
    await tap();
    await conclude();
    door.clock.advance(31 * DAY_MS);
    await tap();
    await conclude();
    await Promise.all([forgetOld(door.deps), forgetOld(door.deps)]);
    expect((await events()).map(({ body }) => body === null)).toEqual([true, true, false, false]);
    expect(await door.store.models.attempts.countDocuments()).toBe(1);
    expect(await verdict()).toMatchObject({ events: 4, erased: 2, broken: null });
    door.clock.advance(31 * DAY_MS);
    await forgetOld(door.deps);
    expect(await verdict()).toMatchObject({ events: 4, erased: 4, broken: null });
  });

  test('is kept for ever where the site says so', async () => {
    await keep({ eventDays: null, attemptDays: 3_650 });
    await tap();
    await conclude();
    door.clock.advance(3_000 * DAY_MS);
    await forgetOld(door.deps);
    expect(await verdict()).toMatchObject({ events: 2, erased: 0, broken: null });
    expect(await door.store.models.attempts.countDocuments()).toBe(1);
  });

  test('goes in batches, and an attempt that has not ended stays', async () => {
    await keep({ eventDays: 30, attemptDays: 7 });
    await tap();
    door.clock.advance(31 * DAY_MS);
    const { models } = door.store;
    const [one] = await models.attempts.find().lean();
    const many = Array.from({ length: 1_200 }, (_, n) => ({
      ...one,
      _id: `old-${n}`,
      tapId: `t-${n}`,
      state: 'denied',
    }));
    await models.attempts.insertMany(many as never);
    await forgetOld(door.deps);
    expect((await models.attempts.find().lean()).map(({ state }) => state)).toEqual(['granted']);
  });
});
