import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Client, createClient } from './client.ts';
import { followEvents, StreamRevokedError } from './follow.ts';
import { framesOf } from './sse.ts';
import { hangUp, json, problem, startTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
let client: Client;
beforeEach(async () => {
  server = await startTestServer();
  client = createClient({ baseUrl: server.baseUrl, token: 'sl_pat_x', retries: 0 });
});
afterEach(() => server.close());

const event = (seq: number): string =>
  `id: ${seq}\nevent: event\ndata: ${JSON.stringify({ seq, kind: 'granted' })}\n\n`;
const stream =
  (text: string, then: (response: ServerResponse) => void = (response) => void response.end()) =>
  (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`: following\nretry: 1\n\n${text}`, () => then(response));
  };

/** The first `count` events. */
const take = async (count: number, after?: number): Promise<number[]> => {
  const seen: number[] = [];
  for await (const { seq } of followEvents(client, 'site', after === undefined ? {} : { after })) {
    seen.push(seq);
    if (seen.length === count) break;
  }
  return seen;
};

const positions = () =>
  server.received.filter(({ url }) => url.endsWith('/stream')).map(({ headers }) => headers['last-event-id']);

describe('events that are followed', () => {
  it('begin after the newest one, with the token in its header', async () => {
    server.answers.push(json({ items: [{ seq: 41 }], next: null }), stream(event(42)));
    expect(await take(1)).toEqual([42]);
    expect(positions()).toEqual(['41']);
    expect(server.received[1]?.headers.authorization).toBe('Bearer sl_pat_x');
    expect(server.received[1]?.url).toBe('/v1/sites/site/events/stream');
  });

  it('go on after the last one when the connection is lost, or the server restarts', async () => {
    server.answers.push(
      stream(event(5) + event(6).slice(0, 20), (response) => void response.socket?.destroy()),
      hangUp,
      stream(`${event(6)}event: end\ndata: {"reason":"closing"}\n\n`),
      stream(event(7)),
    );
    expect(await take(3, 4)).toEqual([5, 6, 7]);
    expect(positions()).toEqual(['4', '5', '5', '6']);
  });

  it('end for good with the right to read them', async () => {
    server.answers.push(stream('event: end\ndata: {"reason":"revoked"}\n\n'));
    await expect(take(1, 0)).rejects.toThrow(StreamRevokedError);
    server.answers.push(problem('not_found', 404));
    await expect(take(1, 0)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('end without an error when they are no longer wanted', async () => {
    const stop = new AbortController();
    server.answers.push(stream(event(1), () => undefined));
    const seen: number[] = [];
    for await (const { seq } of followEvents(client, 'site', { after: 0, signal: stop.signal })) {
      seen.push(seq);
      stop.abort();
    }
    expect(seen).toEqual([1]);
  });
});

it('a frame is read whichever way its bytes were cut and its lines ended', async () => {
  async function* chunks() {
    yield ': alive\r\n\r\nid:1\r\nda';
    yield 'ta: one\r\ndata: two\r\n';
    yield '\r\nretry: 5\n\n';
  }
  const frames = [];
  for await (const frame of framesOf(chunks())) frames.push(frame);
  expect(frames).toEqual([
    { id: null, event: 'message', data: '', retryMs: null },
    { id: '1', event: 'message', data: 'one\ntwo', retryMs: null },
    { id: null, event: 'message', data: '', retryMs: 5 },
  ]);
});
