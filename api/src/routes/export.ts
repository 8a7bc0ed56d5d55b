import { Readable } from 'node:stream';
import { AppError } from '@smart-latch/runtime';
import type { ExportPart } from '@smart-latch/store';
import { z } from 'zod';
import { requireFresh } from '../auth/caller.ts';
import type { App, Deps } from '../deps.ts';
import { callerOf } from '../guard.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { isoOfMs, NO_STORE } from './shapes.ts';

/** A slow reader is cut off. */
const EXPORT_MAX_MS = 300_000;

const everything = z
  .record(z.string(), z.unknown())
  .describe('By kind: account, memberships, credentials, attempts, events and all else that is kept about you')
  .meta({
    examples: [
      {
        exportedAt: '2026-06-01T08:00:00.000Z',
        user: exampleId('user'),
        users: [{ id: exampleId('user'), name: 'Alice', email: 'alice@example.org' }],
        memberships: [{ id: exampleId('membership'), site: exampleId('site'), role: 'member' }],
        events: [{ site: exampleId('site'), seq: 42, kind: 'granted', body: { latch: exampleId('latch') } }],
      },
    ],
  });

/** Everything that is kept about the caller, from the table of the store (packages/store/src/person/person-data.ts). */
export const exportRoutes = (app: App, deps: Deps): void => {
  const exporting = new Set<string>();
  app.route({
    method: 'GET',
    url: '/v1/me/export',
    config: { action: 'signed_in', problems: ['step_up_required'], rateLimit: { max: 20, timeWindow: 60_000 } },
    exposeHeadRoute: false,
    handlerTimeout: EXPORT_MAX_MS,
    schema: {
      tags: ['sign-in'],
      summary:
        'Everything that is kept about me, over all sites, as one document. Needs a password proved within ten minutes',
      response: { 200: everything },
    },
    handler: async (request, reply) => {
      const caller = callerOf(request);
      requireFresh(caller, deps);
      const { user } = caller;
      if (exporting.has(user)) throw new AppError('too_many_requests', 'an export is under way; wait for its end');
      exporting.add(user);
      const stream = Readable.from(documentOf(user, deps.clock.now(), deps.exportPerson(user)));
      stream.once('close', () => exporting.delete(user));
      reply.raw.once('close', () => stream.destroy());
      return reply
        .headers(NO_STORE)
        .type('application/json; charset=utf-8')
        .header('content-disposition', 'attachment; filename="smart-latch-export.json"')
        .send(stream as never);
    },
  });
};

/** Row by row, so that ten years of events take no memory. */
async function* documentOf(user: string, nowMs: number, parts: Iterable<ExportPart>): AsyncGenerator<string> {
  yield `{"exportedAt":${JSON.stringify(isoOfMs(nowMs))},"user":${JSON.stringify(user)}`;
  for (const { name, rows } of parts) {
    yield `,\n"${name}":[`;
    let comma = '';
    for await (const row of rows) {
      yield `${comma}\n${JSON.stringify(row)}`;
      comma = ',';
    }
    yield ']';
  }
  yield '}\n';
}
