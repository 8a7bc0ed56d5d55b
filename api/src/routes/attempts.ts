import { ATTEMPT_STATES } from '@smart-latch/core';
import { AppError } from '@smart-latch/runtime';
import type { AttemptCursor, AttemptDoc } from '@smart-latch/store';
import { z } from 'zod';
import type { App, Deps } from '../deps.ts';
import { accessOf, onlyUser, ownOr404 } from '../guard.ts';
import { EXAMPLE_DEVICE, exampleId } from '../openapi/example-ids.ts';
import { BAD_CURSOR, id, inSite, inSiteWith, isoOfMs, listOf, msOrNothing, pageQuery, timeRange } from './shapes.ts';

const tags = ['attempts'];

const attempt = z
  .object({
    id: z.string(),
    kind: z.enum(['nfc', 'phone', 'remote']),
    latch: z.string(),
    device: z.string(),
    tap: z.string().describe("The tap's id, hex; of a remote unlock the request's"),
    user: z.string().nullable(),
    credential: z.string().nullable(),
    state: z.enum(ATTEMPT_STATES),
    reason: z.string().nullable().describe('Why it did not open; see docs/reasons.md'),
    rule: z.string().nullable(),
    grant: z.string().nullable(),
    receivedAt: z.string(),
    endedAt: z.string().nullable(),
    presented: z.object({ kind: z.string(), proof: z.string() }).nullable(),
    frames: z.array(
      z.object({
        sequence: z.int(),
        camera: z.string(),
        receivedAt: z.string(),
        verdict: z.string().nullable(),
        detail: z.string().nullable(),
      }),
    ),
    result: z
      .object({
        ok: z.boolean(),
        reason: z.string().nullable(),
        at: z.string(),
        stages: z.array(z.tuple([z.string(), z.number()])),
      })
      .nullable()
      .describe('What the latch reported. `stages` are [what, ms]'),
  })
  .meta({
    id: 'Attempt',
    examples: [
      {
        id: exampleId('attempt'),
        kind: 'nfc',
        latch: exampleId('latch'),
        device: EXAMPLE_DEVICE,
        tap: '9f8e7d6c5b4a39281706f5e4d3c2b1a0',
        user: exampleId('user'),
        credential: exampleId('credential'),
        state: 'denied',
        reason: 'face_no_match',
        rule: 'dual',
        grant: exampleId('grant'),
        receivedAt: '2026-06-01T08:00:00.000Z',
        endedAt: '2026-06-01T08:00:01.150Z',
        presented: { kind: 'ntag424', proof: 'verified' },
        frames: [
          {
            sequence: 0,
            camera: EXAMPLE_DEVICE,
            receivedAt: '2026-06-01T08:00:00.800Z',
            verdict: 'no_match',
            detail: null,
          },
        ],
        result: null,
      },
    ],
  });

const show = (row: AttemptDoc): z.output<typeof attempt> => ({
  id: row._id,
  kind: row.kind,
  latch: row.latch,
  device: row.device,
  tap: row.tapId,
  user: row.user,
  credential: row.credential,
  state: row.state,
  reason: row.reason,
  rule: row.rule,
  grant: row.grant,
  receivedAt: isoOfMs(row.receivedAtMs),
  endedAt: row.endedAtMs === null ? null : isoOfMs(row.endedAtMs),
  presented: row.presented,
  frames: row.frames.map(({ sequence, camera, receivedAtMs, verdict, detail }) => ({
    sequence,
    camera,
    receivedAt: isoOfMs(receivedAtMs),
    verdict,
    detail,
  })),
  result: row.result && {
    ok: row.result.ok,
    reason: row.result.reason,
    at: isoOfMs(row.result.atMs),
    stages: row.result.stages,
  },
});

/** `{receivedAtMs}_{id}`. */
const cursor = z
  .string()
  .regex(/^\d{1,15}_[\w-]{1,64}$/, BAD_CURSOR)
  .transform((text): AttemptCursor => {
    const at = text.indexOf('_');
    return { receivedAtMs: Number(text.slice(0, at)), id: text.slice(at + 1) };
  });

const listQuery = z.strictObject({
  ...pageQuery,
  ...timeRange,
  cursor: cursor.optional(),
  latch: id.optional(),
  user: id.optional(),
  state: z.enum(ATTEMPT_STATES).optional(),
  kind: z.enum(['nfc', 'phone', 'remote']).optional(),
  reason: z
    .string()
    .regex(/^[a-z_]{1,64}$/)
    .optional(),
  tap: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional(),
});

/** What happened at the doors, attempt by attempt. */
export const attemptRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'GET',
    url: '/v1/sites/:site/attempts',
    config: { action: 'attempts.read' },
    schema: {
      tags,
      summary: 'Attempts, newest first; for members and guests their own',
      params: inSite,
      querystring: listQuery,
      response: { 200: listOf(attempt) },
    },
    handler: async (request) => {
      const { limit, cursor: after, user, tap, since, until, fields: _, ...equal } = request.query;
      if (user) ownOr404(request, user);
      const times = { sinceMs: msOrNothing(since), untilMs: msOrNothing(until) };
      const match = { ...equal, ...times, tapId: tap, user: user ?? onlyUser(request) ?? undefined };
      const rows = await deps.history.attempts(accessOf(request).site, match, { limit, ...(after ? { after } : {}) });
      const last = rows.length < limit ? undefined : rows.at(-1);
      return { items: rows.map(show), next: last ? `${last.receivedAtMs}_${last._id}` : null };
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/attempts/:attempt',
    config: { action: 'attempts.read' },
    schema: {
      tags,
      summary: 'One attempt',
      params: inSiteWith({ attempt: z.string().regex(/^[\w.:-]{1,64}$/) }),
      response: { 200: attempt },
    },
    handler: async (request) => {
      const row = await deps.history.attempt(accessOf(request).site, request.params.attempt);
      const only = onlyUser(request);
      if (!row || (only !== null && row.user !== only))
        throw new AppError('not_found', 'there is no attempt with this id here');
      return show(row);
    },
  });
};
