import { addNotice, chainHead, type EventDoc, type Notice } from '@smart-latch/store';
import { afterAll, beforeEach, expect, inject, test } from 'vitest';
import { type Door, openDoor } from '../test/door.ts';
import type { Inject } from '../test/watch.ts';
import { verifyChain } from './audit/verify.ts';
import { chainNotices } from './chain-notices.ts';
import { openCommit } from './commit.ts';

let door: Door;
beforeEach(async () => {
  await door?.close();
  door = await openDoor((inject as Inject)('mongoUri'), 'notices');
});
afterAll(() => door.close());

const act = (n: number, more: Partial<Notice> = {}): Notice => ({
  site: door.site,
  kind: 'changed',
  by: 'olivia',
  about: 'alice',
  body: { n },
  ...more,
});
const add = (notice: Notice, atMs: number) => addNotice(door.store, notice, new Date(atMs));
const chain = () => door.store.models.events.find({ site: door.site }).sort({ seq: 1 }).lean<EventDoc[]>();

test('acts enter the chain of their site in the order in which they were done, with whom they name', async () => {
  for (const n of [3, 1, 2]) await add(act(n), n);
  await chainNotices(door.deps);
  const events = await chain();
  expect(events.map(({ kind, atMs, users }) => ({ kind, atMs, users }))).toEqual(
    [1, 2, 3].map((atMs) => ({ kind: 'changed', atMs, users: ['olivia', 'alice'] })),
  );
  expect(JSON.parse(events[0]?.body ?? '')).toEqual({ n: 1, by: 'olivia', about: 'alice' });
  expect(await door.store.models.notices.countDocuments()).toBe(0);
});

test('two workers that sweep at once chain each act once, and the chain verifies', async () => {
  for (let n = 0; n < 12; n += 1) await add(act(n), n);
  const { store, keys, pack, clock, log } = door.deps;
  const other = { ...door.deps, commit: openCommit({ store, keys, pack: pack.packId, clock, log }) };
  await Promise.all([chainNotices(door.deps), chainNotices(other)]);
  // What lost a race is taken by the next sweep.
  await chainNotices(door.deps);
  const rows = await chain();
  expect(rows.map((event) => event.seq)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  async function* events() {
    yield* rows;
  }
  const readHead = () => chainHead(store, door.site);
  const verdict = await verifyChain({ site: door.site, events: events(), readHead, checkpoints: null });
  expect(verdict).toMatchObject({ events: 12, broken: null });
});

test('an act whose transaction is not carried out is not recorded', async () => {
  const undone = door.store.transact(async (tx) => {
    await addNotice(door.store, act(1), new Date(1), tx);
    throw new Error('changed my mind');
  });
  await expect(undone).rejects.toThrow('changed my mind');
  await chainNotices(door.deps);
  expect(await chain()).toEqual([]);
});
