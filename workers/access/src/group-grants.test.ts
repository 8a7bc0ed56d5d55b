import { factPipeline } from '@smart-latch/store';
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Door, openDoor } from '../test/door.ts';
import { onDeviceMessage } from './handlers/dispatch.ts';

const CREATED = { createdAt: new Date(0) };
let door: Door;
beforeEach(async () => {
  await door?.close();
  door = await openDoor((inject as (key: 'mongoUri') => string)('mongoUri'), 'groups', 'single');
  const { models } = door.store;
  await models.grants.deleteMany();
  await models.groups.create([{ _id: 'family', site: door.site, name: 'Family', ...CREATED }]);
  await models.grants.create([
    { _id: 'by-group', site: door.site, group: 'family', latch: `${door.site}-door`, ...CREATED },
  ]);
});
afterAll(() => door.close());

const belong = (groups: string[]) =>
  door.store.models.memberships.updateOne({ site: door.site, user: door.user }, { $set: { groups } });
const tapped = async () => {
  door.clock.advance(1_000);
  await onDeviceMessage(door.deps, await door.tap());
  const { state, reason, grant } = await door.attempt();
  return { state, reason, grant };
};
const OPENS = { state: 'granted', reason: null, grant: 'by-group' };
const NO_GRANT = { state: 'denied', reason: 'no_grant', grant: null };

describe('a tap', () => {
  test('opens by the grant of a group that its user is in, and counts no entry', async () => {
    await belong(['others', 'family']);
    expect(await tapped()).toEqual(OPENS);
    expect((await door.store.models.grants.findOne({ _id: 'by-group' }).lean())?.entriesLeft).toBeNull();
  });

  test('does not open before they join and after they leave', async () => {
    expect(await tapped()).toEqual(NO_GRANT);
    await belong(['family']);
    expect(await tapped()).toEqual(OPENS);
    await belong([]);
    expect(await tapped()).toEqual(NO_GRANT);
  });

  test("does not open by a group of another site, of another door, or by what is nobody's", async () => {
    const { grants, memberships } = door.store.models;
    await belong(['family']);
    for (const elsewhere of [{ site: 'another' }, { latch: 'another' }, { group: null }, { group: 'others' }]) {
      const before = await grants.findOne({ _id: 'by-group' }).lean();
      await grants.updateOne({ _id: 'by-group' }, { $set: elsewhere });
      expect(await tapped(), JSON.stringify(elsewhere)).toEqual(NO_GRANT);
      await grants.replaceOne({ _id: 'by-group' }, before as never);
    }
    // A membership of another site that names the group lends nothing here.
    await memberships.create([
      { _id: 'm2', site: 'another', user: door.user, role: 'owner', groups: ['family'], ...CREATED },
    ]);
    await belong([]);
    expect(await tapped()).toEqual(NO_GRANT);
  });

  test('opens by a group within its schedule and dates alone', async () => {
    await belong(['family']);
    const { grants, schedules } = door.store.models;
    await grants.updateOne({ _id: 'by-group' }, { $set: { expiresAt: new Date(door.clock.now() - 1) } });
    expect((await tapped()).state).toBe('denied');
    await grants.updateOne({ _id: 'by-group' }, { $set: { expiresAt: null, schedule: 'never' } });
    expect(await tapped()).toEqual(NO_GRANT);
    const definition = { windows: [], dateRanges: [], holidays: 'as_usual', holidayWindows: [] };
    await schedules.create([{ _id: 'never', site: door.site, name: 'Never', definition, ...CREATED }]);
    expect((await tapped()).state).toBe('denied');
    const windows = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }];
    await schedules.updateOne({ _id: 'never' }, { $set: { definition: { ...definition, windows } } });
    expect(await tapped()).toEqual(OPENS);
  });
});

test('the facts of a decision are found by indexes, however many people, groups and grants there are', async () => {
  const { models } = door.store;
  await belong(Array.from({ length: 32 }, (_, n) => (n === 0 ? 'family' : `group-${n}`)));
  await tapped();
  const attempt = await door.attempt();
  const grants = Array.from({ length: 500 }, (_, n) => ({
    _id: `other-${n}`,
    site: door.site,
    ...(n % 2 === 0 ? { user: `user-${n}` } : { group: `other-${n}` }),
    latch: `${door.site}-door`,
    ...CREATED,
  }));
  await models.grants.insertMany(grants);
  const plan = await models.latches.collection.aggregate(factPipeline(attempt, 'test-pack')).explain('executionStats');
  const text = JSON.stringify(plan);
  expect(text).not.toContain('COLLSCAN');
  const examined = [...text.matchAll(/"totalDocsExamined":(?:\{"low":)?(\d+)/g)].map(([, count]) => Number(count));
  const scans = [...text.matchAll(/"collectionScans":(?:\{"low":)?(\d+)/g)].map(([, count]) => Number(count));
  expect(examined.length).toBeGreaterThan(5);
  expect(Math.max(...examined)).toBeLessThan(40);
  expect(new Set(scans)).toEqual(new Set([0]));
});
