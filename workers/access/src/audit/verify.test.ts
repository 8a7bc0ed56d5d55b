import { generateKeyPairSync } from 'node:crypto';
import type { ChainHeadDoc, EventDoc } from '@smart-latch/store';
import { describe, expect, test } from 'vitest';
import { type Checkpoint, checkpointLine, readCheckpoints } from './checkpoint.ts';
import { chainEvent } from './link.ts';
import { verifyChain } from './verify.ts';

const chainOf = (length: number): { events: EventDoc[]; head: ChainHeadDoc } => {
  let head: ChainHeadDoc = { _id: 'home', seq: 0, hash: '0'.repeat(64), checkpointSeq: 0, checkpointAt: null };
  const events: EventDoc[] = [];
  for (let i = 0; i < length; i += 1) {
    const body = { attempt: `a${i}` };
    const event = chainEvent(head, {
      site: 'home',
      kind: 'granted',
      atMs: i,
      attempt: null,
      device: null,
      users: [],
      body,
    });
    events.push(event);
    head = { ...head, seq: event.seq, hash: event.hash };
  }
  return { events, head };
};

async function* each(events: readonly EventDoc[]): AsyncGenerator<EventDoc> {
  yield* events;
}

const verdictOf = (
  events: readonly EventDoc[],
  head: ChainHeadDoc,
  checkpoints: readonly Checkpoint[] | null = null,
  after = head,
) => {
  const heads = [head, after];
  return verifyChain({
    site: 'home',
    events: each(events),
    readHead: async () => heads.shift() ?? after,
    checkpoints,
  });
};

const changed = (events: EventDoc[], index: number, change: Partial<EventDoc>): EventDoc[] =>
  events.map((event, i) => (i === index ? { ...event, ...change } : event));

describe('the chain of a site', () => {
  test('holds as it was written', async () => {
    const { events, head } = chainOf(5);
    expect(await verdictOf(events, head)).toMatchObject({ events: 5, erased: 0, broken: null });
  });

  test('holds when a body and its salt are erased', async () => {
    const { events, head } = chainOf(5);
    expect(await verdictOf(changed(events, 2, { body: null, salt: null }), head)).toMatchObject({
      erased: 1,
      broken: null,
    });
  });

  test.each([
    ['a changed body', { body: '{"attempt":"other"}' }],
    ['a changed kind', { kind: 'denied' }],
    ['a changed time', { atMs: 99 }],
    ['a changed hash', { hash: 'f'.repeat(64) }],
    ['half an erasure', { body: null }],
  ])('names the link with %s', async (_what, change) => {
    const { events, head } = chainOf(5);
    expect((await verdictOf(changed(events, 2, change), head)).broken).toMatchObject({ site: 'home', seq: 3 });
  });

  test('names a missing event', async () => {
    const { events, head } = chainOf(5);
    expect((await verdictOf(events.toSpliced(2, 1), head)).broken?.what).toContain('missing');
  });

  test('finds a cut tail by the head, and by a checkpoint when the head was cut too', async () => {
    const { events, head } = chainOf(5);
    const short = events.slice(0, 3);
    expect((await verdictOf(short, head)).broken).not.toBeNull();
    const cutHead = { ...head, seq: 3, hash: short[2]?.hash ?? '' };
    expect((await verdictOf(short, cutHead)).broken).toBeNull();
    const checkpoint = { site: 'home', seq: 5, hash: head.hash, atMs: 1 };
    expect((await verdictOf(short, cutHead, [checkpoint])).broken?.what).toContain('cut');
  });

  test('finds a chain that was rewritten from the start, also when the rewritten one was signed later', async () => {
    const { head } = chainOf(5);
    const forged = chainOf(5);
    const checkpoints = [head, forged.head].map(({ hash }) => ({ site: 'home', seq: 5, hash, atMs: 1 }));
    expect((await verdictOf(forged.events, forged.head, checkpoints)).broken).toMatchObject({ seq: 5 });
    expect((await verdictOf(forged.events, forged.head, checkpoints)).broken?.what).toContain('rewritten');
    expect((await verdictOf(forged.events, forged.head, checkpoints.slice(1))).broken).toBeNull();
  });

  test('holds while it grows: the head is read before and after the walk', async () => {
    const { events, head } = chainOf(5);
    const before = { ...head, seq: 3, hash: events[2]?.hash ?? '' };
    expect((await verdictOf(events.slice(0, 4), before, null, head)).broken).toBeNull();
  });

  test('names an event that stands behind the head', async () => {
    const { events, head } = chainOf(5);
    const short = { ...head, seq: 4, hash: events[3]?.hash ?? '' };
    expect((await verdictOf(events, short)).broken?.what).toContain('not of the chain');
  });

  test('names a head with another hash', async () => {
    const { events, head } = chainOf(5);
    expect((await verdictOf(events, { ...head, hash: 'f'.repeat(64) })).broken).toMatchObject({ seq: 5 });
  });

  test('misses the checkpoint that the head says was signed', async () => {
    const { events, head } = chainOf(5);
    const signed = { ...head, checkpointSeq: 5 };
    expect((await verdictOf(events, signed, [])).broken?.what).toContain('not in the sink');
    expect((await verdictOf(events, signed)).broken).toBeNull();
  });
});

describe('the sink', () => {
  const [ours, other] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
  const head = { _id: 'home', seq: 1, hash: 'a'.repeat(64) };

  test('says which events were signed, by site', () => {
    const lines = [
      checkpointLine(head, ours.privateKey, 1),
      checkpointLine({ ...head, _id: 'hut' }, ours.privateKey, 2),
    ];
    const bySite = readCheckpoints(`${lines.join('\n')}\n`, ours.publicKey);
    expect(bySite.get('home')).toEqual([{ site: 'home', seq: 1, hash: head.hash, atMs: 1 }]);
    expect(bySite.get('hut')).toEqual([{ site: 'hut', seq: 1, hash: head.hash, atMs: 2 }]);
  });

  test.each([
    ['that another key signed', checkpointLine(head, other.privateKey, 1)],
    ['whose number was changed', checkpointLine(head, ours.privateKey, 1).replace('"seq":1', '"seq":2')],
    ['that was cut', checkpointLine(head, ours.privateKey, 1).slice(0, 40)],
    ['that is no checkpoint', '{}'],
  ])('is refused for a line %s, which is named', (_what, line) => {
    const good = checkpointLine(head, ours.privateKey, 1);
    expect(() => readCheckpoints(`${good}\n${line}\n`, ours.publicKey)).toThrow(/line 2 of the sink/);
  });
});
