import { chainHead, type EventDoc } from '@smart-latch/store';
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Door, openDoor } from '../test/door.ts';
import { enrolView } from '../test/enrolled.ts';
import { eventKinds, type Inject } from '../test/watch.ts';
import { verifyChain } from './audit/verify.ts';
import { type Commit, openCommit } from './commit.ts';
import type { AccessDeps } from './deps.ts';
import { onDeviceMessage, onSeen } from './handlers/dispatch.ts';

let door: Door;
const open = async (rule: 'dual' | 'single') => {
  await door?.close();
  door = await openDoor((inject as Inject)('mongoUri'), 'commit', rule);
};
afterAll(() => door.close());

/** Another worker: the same store and keys, its own queue in front of the chain. */
const otherWorker = (): AccessDeps => {
  const { store, keys, pack, clock, log } = door.deps;
  return { ...door.deps, commit: openCommit({ store, keys, pack: pack.packId, clock, log }) };
};
const record = (commit: Commit, kind: string) =>
  commit.record({ site: door.site, kind, atMs: 1, attempt: null, device: null, users: [], body: { kind } });
const chainOf = () => door.store.models.events.find({ site: door.site }).sort({ seq: 1 }).lean<EventDoc[]>();

const expectSoundChain = async (length: number): Promise<void> => {
  const rows = await chainOf();
  expect(rows.map((event) => event.seq)).toEqual(Array.from({ length }, (_, i) => i + 1));
  async function* events() {
    yield* rows;
  }
  const readHead = () => chainHead(door.store, door.site);
  const verdict = await verifyChain({ site: door.site, events: events(), readHead, checkpoints: null });
  expect(verdict.broken).toBeNull();
};

describe('the chain of a site', () => {
  beforeEach(() => open('single'));

  test('has no gap and no fork when two workers write it at once', async () => {
    const commits = [door.deps.commit, otherWorker().commit];
    await Promise.all(Array.from({ length: 20 }, (_, i) => record(commits[i % 2] as Commit, `event-${i}`)));
    await expectSoundChain(20);
  });

  test('has no gap when decisions and events of two workers race', async () => {
    const workers = [door.deps, otherWorker()];
    const taps = await Promise.all(Array.from({ length: 6 }, () => door.tap()));
    await Promise.all([
      ...taps.map((tap, i) => onDeviceMessage(workers[i % 2] as AccessDeps, tap)),
      ...[1, 2, 3, 4].map((i) => record((workers[i % 2] as AccessDeps).commit, `event-${i}`)),
    ]);
    await expectSoundChain(10);
    expect(await door.store.models.attempts.countDocuments()).toBe(6);
  });
});

describe('a commit', () => {
  beforeEach(() => open('single'));

  test('is all or nothing: an event that cannot be written leaves neither attempt, head, counter nor command', async () => {
    const inTheWay = { _id: `${door.site}|1`, site: door.site, seq: 1, kind: 'x', atMs: 0 };
    const links = { bodyHash: '00', prev: '00', hash: '00', attempt: null, device: null, body: null, salt: null };
    await door.store.models.events.create([{ ...inTheWay, ...links }]);
    // A clock of an hour ago: the deadline of the retries has passed.
    door.clock.advance(-3_600_000);
    await expect(onDeviceMessage(door.deps, await door.tap({ counter: 4 }))).rejects.toThrow(/write error/);
    expect(await door.store.models.attempts.countDocuments()).toBe(0);
    expect(await door.store.models.chainHeads.countDocuments()).toBe(0);
    expect((await door.store.models.credentials.findOne().lean())?.counter).toBe(-1);
    expect(door.published).toEqual([]);
  });

  test('takes one entry off a counted grant, once, and the last one is the last', async () => {
    await door.store.models.grants.updateOne({}, { entriesLeft: 1 });
    const tap = await door.tap();
    await onDeviceMessage(door.deps, tap);
    await onDeviceMessage(door.deps, tap);
    await onDeviceMessage(door.deps, await door.tap());
    expect(await eventKinds(door)).toEqual(['granted', 'entries_used_up']);
    expect((await door.store.models.grants.findOne().lean())?.entriesLeft).toBe(0);
  });

  test('gives the last entry to one of two taps that race in two workers', async () => {
    await door.store.models.grants.updateOne({}, { entriesLeft: 1 });
    const taps = [await door.tap(), await door.tap()] as const;
    await Promise.all([onDeviceMessage(door.deps, taps[0]), onDeviceMessage(otherWorker(), taps[1])]);
    expect(door.commands('unlock')).toHaveLength(1);
    expect((await door.store.models.grants.findOne().lean())?.entriesLeft).toBe(0);
  });

  test('reads its facts inside: a grant that ended while the card was checked denies', async () => {
    const { commit } = door.deps;
    const advance: Commit['advance'] = async (site, step) => {
      await door.store.models.grants.deleteMany({});
      return commit.advance(site, step);
    };
    await onDeviceMessage({ ...door.deps, commit: { ...commit, advance } }, await door.tap());
    expect((await door.attempt()).reason).toBe('no_grant');
  });

  test('holds no body that names a nonce, a card number or a signed command', async () => {
    await onDeviceMessage(door.deps, await door.tap());
    const [event] = await chainOf();
    const { nonce, command } = await door.attempt();
    expect(event?.body).not.toContain(nonce);
    expect(event?.body).not.toContain('04a1b2c3d4e5f6');
    expect(event?.body).not.toContain(command?.bytes.toString('hex'));
  });
});

test('of two matches that are judged at once, one decides and the other changes nothing', async () => {
  await open('dual');
  await enrolView(door, 1);
  const nonce = new Uint8Array(16).fill(7);
  await onDeviceMessage(door.deps, await door.tap({ nonce }));
  for (const sequence of [1, 2]) {
    await onDeviceMessage(door.deps, door.frame(nonce, sequence));
    door.reads({});
  }
  const workers = [door.deps, otherWorker()];
  await Promise.all(
    door.seen.map(({ subject, reading }, i) => onSeen(workers[i] as AccessDeps, { subject, outcome: 'read', reading })),
  );
  expect(door.seen).toHaveLength(2);
  expect(await eventKinds(door)).toEqual(['granted']);
  expect(door.commands('unlock')).toHaveLength(1);
  expect((await door.attempt()).frames.filter((frame) => frame.verdict === 'match')).toHaveLength(1);
});
