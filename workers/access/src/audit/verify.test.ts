import { generateKeyPairSync, sign } from 'node:crypto';
import type { ChainHeadDoc, EventDoc } from '@smart-latch/store';
import { describe, expect, test } from 'vitest';
import { checkpointText } from './checkpoint.ts';
import { chainEvent } from './link.ts';
import { readCheckpoints, verifyChain } from './verify.ts';

const chainOf = (length: number): { events: EventDoc[]; head: ChainHeadDoc } => {
  let head: ChainHeadDoc = { _id: 'home', seq: 0, hash: '0'.repeat(64), checkpointSeq: 0, checkpointAt: null };
  const events: EventDoc[] = [];
  for (let i = 0; i < length; i += 1) {
    const body = { attempt: `a${i}` };
    const event = chainEvent(head, { site: 'home', kind: 'granted', atMs: i, attempt: null, device: null, body });
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
  checkpoints: Parameters<typeof verifyChain>[3] = [],
) => verifyChain('home', each(events), head, checkpoints);

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

  test('finds a chain that was rewritten from the start', async () => {
    const { head } = chainOf(5);
    const forged = chainOf(5);
    const checkpoint = { site: 'home', seq: 5, hash: head.hash, atMs: 1 };
    expect((await verdictOf(forged.events, forged.head, [checkpoint])).broken?.what).toContain('rewritten');
  });
});

test('a line of the sink that another key signed is refused', () => {
  const [ours, other] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
  const checkpoint = { site: 'home', seq: 1, hash: 'a'.repeat(64), atMs: 1 };
  const line = (key = ours) =>
    JSON.stringify({
      ...checkpoint,
      signature: sign(null, Buffer.from(checkpointText(checkpoint)), key.privateKey).toString('base64'),
    });
  expect(readCheckpoints([line(), ''], 'home', ours.publicKey)).toEqual([checkpoint]);
  expect(() => readCheckpoints([line(other)], 'home', ours.publicKey)).toThrow(/not signed/);
});
