import { once } from 'node:events';
import { connect } from 'node:net';
import type { AttemptDoc, EventDoc } from '@smart-latch/store';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ACCESS_TOKEN_S } from '../auth/access-tokens.ts';
import { LIVE_LIMITS } from '../live/live-events.ts';
import { type Client, firstOwner, newSite, OWNER, signIn } from '../testing/client.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let base: string;
let owner: Client;
beforeAll(async () => {
  api = await startTestApi(inject);
  owner = await firstOwner(api.app);
  base = await api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => api.close());

/** As access writes one. */
const addEvent = async (site: string, seq: number, more: Partial<EventDoc> = {}) => {
  const fixed = {
    kind: 'granted',
    atMs: 1_000 * seq,
    attempt: null,
    device: null,
    salt: 's',
    bodyHash: 'b',
    prev: 'p',
    hash: 'h',
  };
  await api.store.models.events.create([{ _id: `${site}|${seq}`, site, seq, ...fixed, body: `{"n":${seq}}`, ...more }]);
};

interface Stream {
  /** Waits until so many events have come. */
  take(count: number): Promise<{ id: string; n: number }[]>;
  readonly ended: Promise<'ended' | 'broken'>;
  /** What the last frame of the stream said, once it has ended. */
  readonly reason: () => string | undefined;
  close(): void;
}

const follow = async (at: string, token: string | null, lastEventId?: number): Promise<Stream> => {
  const abort = new AbortController();
  const headers: Record<string, string> = { authorization: `Bearer ${token}` };
  if (lastEventId !== undefined) headers['last-event-id'] = String(lastEventId);
  const response = await fetch(`${base}${at}/events/stream`, { headers, signal: abort.signal });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const events: { id: string; n: number }[] = [];
  let reason: string | undefined;
  const read = async () => {
    let pending = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const blocks = (pending + chunk).split('\n\n');
      pending = blocks.pop() ?? '';
      const end = blocks.find((block) => block.startsWith('event: end\ndata: '));
      if (end) reason = JSON.parse(end.slice('event: end\ndata: '.length)).reason;
      for (const block of blocks.filter((one) => one.startsWith('id:'))) {
        const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s, 2)));
        events.push({ id: fields.id, n: JSON.parse(fields.data).body.n });
      }
    }
  };
  const ended = read().then(
    () => 'ended' as const,
    () => 'broken' as const,
  );
  return {
    take: async (count) => {
      await expect.poll(() => events.length, { timeout: 5_000 }).toBeGreaterThanOrEqual(count);
      return events;
    },
    ended,
    reason: () => reason,
    close: () => abort.abort(),
  };
};

describe('the list of events', () => {
  it('comes by sequence, oldest or newest first, page by page', async () => {
    const { id, at } = await newSite(owner);
    for (const seq of [1, 2, 3, 4, 5])
      await addEvent(id, seq, seq === 5 ? { kind: 'denied', body: null, salt: null } : {});
    const first = (await owner.get(`${at}/events?limit=3`)).body;
    expect(first.items.map((event: { seq: number }) => event.seq)).toEqual([1, 2, 3]);
    const second = (await owner.get(`${at}/events?limit=3&cursor=${first.next}`)).body;
    expect(second.items.map((event: { seq: number }) => event.seq)).toEqual([4, 5]);
    expect(second.next).toBeNull();
    const newest = (await owner.get(`${at}/events?order=newest&limit=2`)).body;
    expect(newest.items.map((event: { seq: number }) => event.seq)).toEqual([5, 4]);
    expect(newest.items[0]).toMatchObject({ kind: 'denied', body: null, at: '1970-01-01T00:00:05.000Z' });
    expect((await owner.get(`${at}/events?kind=denied`)).body.items).toHaveLength(1);
    expect((await owner.get(`${at}/events?kind[$ne]=x`)).status).toBe(400);
  });
});

describe('live events', () => {
  it('come as they are committed, and only those of the site', async () => {
    const [here, there] = [await newSite(owner), await newSite(owner)];
    await addEvent(here.id, 1);
    const stream = await follow(here.at, owner.token);
    await addEvent(there.id, 1);
    await addEvent(here.id, 2);
    await addEvent(here.id, 3);
    expect(await stream.take(2)).toEqual([
      { id: '2', n: 2 },
      { id: '3', n: 3 },
    ]);
    stream.close();
  });

  it('go on after the event that the client saw last', async () => {
    const { id, at } = await newSite(owner);
    for (let seq = 1; seq <= 250; seq += 1) await addEvent(id, seq);
    const stream = await follow(at, owner.token, 20);
    const seen = await stream.take(230);
    expect(seen.map((event) => event.n)).toEqual(Array.from({ length: 230 }, (_, n) => n + 21));
    stream.close();
  });

  it('end within seconds when the session does, and when the right to read events does', async () => {
    const { at } = await newSite(owner);
    const login = { email: 'adam@latch.test', password: 'a good password' };
    const { body: adam } = await owner.post(`${at}/users`, { name: 'Adam', role: 'admin', ...login });
    const [one, two] = [
      await signIn(api.app, login.email, login.password),
      await signIn(api.app, login.email, login.password),
    ];
    const [first, second] = [await follow(at, one.token), await follow(at, two.token)];
    await one.post('/v1/auth/sign-out');
    expect(await first.ended).toBe('ended');
    expect(first.reason()).toBe('revoked');
    await owner.patch(`${at}/users/${adam.id}`, { role: 'member' });
    expect(await second.ended).toBe('ended');
    expect(second.reason()).toBe('revoked');
  });

  it('end with the access token, and say so', async () => {
    const { at } = await newSite(owner);
    const client = await signIn(api.app, OWNER.email, OWNER.password);
    const stream = await follow(at, client.token);
    api.advance((ACCESS_TOKEN_S + 1) * 1_000);
    expect(await stream.ended).toBe('ended');
    expect(stream.reason()).toBe('token_expired');
    api.advance(-(ACCESS_TOKEN_S + 1) * 1_000);
  });

  it('are not compressed and not kept', async () => {
    const { at } = await newSite(owner);
    const abort = new AbortController();
    const headers = { authorization: `Bearer ${owner.token}`, 'accept-encoding': 'gzip, br' };
    const response = await fetch(`${base}${at}/events/stream`, { headers, signal: abort.signal });
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('etag')).toBeNull();
    abort.abort();
  });

  it('hold no connection of a reader who does not read and whose session has ended', async () => {
    const { id, at } = await newSite(owner);
    const body = JSON.stringify({ n: 1, filler: 'x'.repeat(60_000) });
    for (let seq = 1; seq <= 150; seq += 1) await addEvent(id, seq, { body });
    const client = await signIn(api.app, OWNER.email, OWNER.password);
    const socket = connect(Number(new URL(base).port), '127.0.0.1');
    const head = ['host: x', `authorization: Bearer ${client.token}`, 'last-event-id: 0'].join('\r\n');
    socket.write(`GET ${at}/events/stream HTTP/1.1\r\n${head}\r\n\r\n`);
    await once(socket, 'readable');
    const streams = () => [...api.deps.live.followed()].filter((site) => site === id).length;
    expect(streams()).toBe(1);
    await client.post('/v1/auth/sign-out');
    await expect.poll(streams, { timeout: 8_000 }).toBe(0);
    socket.destroy();
  });

  it('are so many streams a user and no more', async () => {
    const { at } = await newSite(owner);
    const again = await signIn(api.app, OWNER.email, OWNER.password);
    const streams = await Promise.all(Array.from({ length: LIVE_LIMITS.streamsOfUser }, () => follow(at, again.token)));
    const refused = await fetch(`${base}${at}/events/stream`, { headers: { authorization: `Bearer ${again.token}` } });
    expect(refused.status).toBe(429);
    for (const stream of streams) stream.close();
    await expect
      .poll(async () => {
        const stream = await follow(at, again.token).catch(() => null);
        stream?.close();
        return stream !== null;
      })
      .toBe(true);
  });

  it('want the Authorization header and a sequence to resume from', async () => {
    const { at } = await newSite(owner);
    expect((await fetch(`${base}${at}/events/stream?token=${owner.token}`)).status).toBe(401);
    const headers = { authorization: `Bearer ${owner.token}`, 'last-event-id': 'x' };
    expect((await fetch(`${base}${at}/events/stream`, { headers })).status).toBe(400);
  });
});

describe('attempts', () => {
  const attempt = (site: string, n: number, more: Partial<AttemptDoc> = {}) =>
    ({
      _id: `attempt-${site}-${n}`,
      site,
      kind: 'nfc' as const,
      latch: '11111111-1111-4111-8111-111111111111',
      device: 'a'.repeat(26),
      tapId: `${site}${n}`.replaceAll('-', '').slice(-16),
      state: 'denied' as const,
      rev: 1,
      receivedAtMs: 1_000 * Math.ceil(n / 2),
      receiveByMs: 0,
      decideByMs: 0,
      reason: 'face_no_match',
      ...more,
    }) as AttemptDoc;

  it('come newest first, filtered, page by page, also those of one millisecond', async () => {
    const { id, at } = await newSite(owner);
    for (const n of [1, 2, 3, 4, 5])
      await api.store.models.attempts.create([attempt(id, n, n === 5 ? { state: 'opened' } : {})]);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await owner.get(`${at}/attempts?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      seen.push(...body.items.map((one: { id: string }) => one.id.at(-1)));
      cursor = body.next;
    } while (cursor);
    expect(seen).toEqual(['5', '4', '3', '2', '1']);
    expect((await owner.get(`${at}/attempts?state=opened`)).body.items).toHaveLength(1);
    expect((await owner.get(`${at}/attempts/attempt-${id}-1`)).body).toMatchObject({
      reason: 'face_no_match',
      frames: [],
    });
    expect((await owner.get(`${at}/attempts?cursor=x`)).status).toBe(400);
    expect((await owner.get(`${at}/attempts/nothing`)).status).toBe(404);
  });
});
