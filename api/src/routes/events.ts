import { Readable } from 'node:stream';
import { showEvent } from '@smart-latch/protocol';
import type { EventDoc } from '@smart-latch/store';
import { z } from 'zod';
import { ACCESS_TOKEN_S } from '../auth/access-tokens.ts';
import type { App, Deps } from '../deps.ts';
import { accessOf, callerOf } from '../guard.ts';
import type { LiveStep } from '../live/live-events.ts';
import { EXAMPLE_DEVICE, exampleId } from '../openapi/example-ids.ts';
import { BAD_CURSOR, deviceId, inSite, listOf, msOrNothing, pageQuery, timeRange } from './shapes.ts';

const tags = ['events'];
/** A stream ends with its token, which is before this. */
const STREAM_MAX_MS = (ACCESS_TOKEN_S + 60) * 1_000;
/** Who has not read the rest of an ended stream by then is cut off. */
const END_GRACE_MS = 2_000;

const EXAMPLE_EVENT = {
  seq: 42,
  kind: 'granted',
  at: '2026-06-01T08:00:01.000Z',
  attempt: exampleId('attempt'),
  device: EXAMPLE_DEVICE,
  body: { latch: exampleId('latch'), user: exampleId('user') },
  bodyHash: 'b3f0...',
  prev: '5d41...',
  hash: '9c1e...',
};

const event = z
  .object({
    seq: z.int(),
    kind: z.string(),
    at: z.string(),
    attempt: z.string().nullable(),
    device: z.string().nullable(),
    body: z.unknown().describe('null once it was erased; the chain still verifies'),
    bodyHash: z.string(),
    prev: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'Event', examples: [EXAMPLE_EVENT] });

const seq = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** The audit chain of a site: read by pages, or followed as it grows. */
export const eventRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'GET',
    url: '/v1/sites/:site/events',
    config: { action: 'events.read' },
    schema: {
      tags,
      summary: 'Events by sequence: oldest first, or newest first with order=newest',
      params: inSite,
      querystring: z.strictObject({
        ...pageQuery,
        ...timeRange,
        cursor: z
          .string()
          .regex(/^\d{1,16}$/, BAD_CURSOR)
          .transform(Number)
          .optional(),
        device: deviceId.optional(),
        order: z.enum(['oldest', 'newest']).default('oldest'),
        kind: z
          .string()
          .regex(/^[a-z_]{1,64}$/)
          .optional(),
        attempt: z
          .string()
          .regex(/^[\w.:-]{1,64}$/)
          .optional(),
      }),
      response: { 200: listOf(event) },
    },
    handler: async (request) => {
      const { limit, cursor, order, kind, attempt, device, since, until } = request.query;
      const newest = order === 'newest';
      const rows = await deps.history.events(
        accessOf(request).site,
        { kind, attempt, device, sinceMs: msOrNothing(since), untilMs: msOrNothing(until) },
        {
          seq: cursor ?? (newest ? Number.MAX_SAFE_INTEGER : 0),
          direction: newest ? 'before' : 'after',
          limit,
        },
      );
      const last = rows.length < limit ? undefined : rows.at(-1);
      return { items: rows.map(showEvent), next: last ? String(last.seq) : null };
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/events/stream',
    config: { action: 'events.read' },
    exposeHeadRoute: false,
    handlerTimeout: STREAM_MAX_MS,
    schema: {
      tags,
      summary: 'Events as they happen (text/event-stream, with the Authorization header); Last-Event-ID resumes',
      params: inSite,
      headers: z.object({ 'last-event-id': seq.optional() }),
      produces: ['text/event-stream'],
      response: {
        200: z.string().meta({ examples: [`id: 42\nevent: event\ndata: ${JSON.stringify(EXAMPLE_EVENT)}\n\n`] }),
      },
    },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      const from = request.headers['last-event-id'] ?? (await deps.history.lastSeq(site));
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      const onEnd = () => {
        setTimeout(() => reply.raw.destroy(), END_GRACE_MS).unref();
      };
      const steps = deps.live.follow(site, callerOf(request), from, { signal: gone.signal, onEnd });
      return reply
        .type('text/event-stream; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('x-accel-buffering', 'no')
        .send(Readable.from(serverSentEvents(steps), { highWaterMark: 1 }) as never);
    },
  });
};

/** HTML, 9.2.5: `id` is the sequence, so that a client that comes back says where it was. */
async function* serverSentEvents(steps: AsyncGenerator<LiveStep, void>): AsyncGenerator<string, void> {
  yield ': following\nretry: 2000\n\n';
  for await (const step of steps) {
    if (step === 'heartbeat') yield ': alive\n\n';
    else if ('end' in step) yield `event: end\ndata: ${JSON.stringify({ reason: step.end })}\n\n`;
    else yield step.events.map(frame).join('');
  }
}

const frame = (row: EventDoc): string => `id: ${row.seq}\nevent: event\ndata: ${JSON.stringify(showEvent(row))}\n\n`;
