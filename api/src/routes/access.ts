import { ASSUMED, type DecisionRule, EXPLAIN, isReason, REASON_FACTS, RULE_MEANING } from '@smart-latch/core';
import { type Answer, MAX_EXPLAINED_USERS } from '@smart-latch/protocol';
import { AppError } from '@smart-latch/runtime';
import { MAX_PAGE } from '@smart-latch/store';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App, Deps } from '../deps.ts';
import { accessOf, onlyUser, ownOr404 } from '../guard.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { visibleLatch } from './latches.ts';
import { id, inSiteWith, isoOfMs, isoOrNull, listOf, msOrNothing, pageQuery, timestamp } from './shapes.ts';
import { memberOf } from './users.ts';

const tags = ['access'];
const ASK_DEADLINE_MS = 5_000;
/** A client's clock may be a little late. */
const PAST_MS = 60_000;
const FUTURE_MS = 366 * 86_400_000;

const verdict = {
  outcome: z.enum(['granted', 'denied']),
  reason: z.string().nullable().describe('Why not; see docs/reasons.md'),
  sentence: z.string().describe('The same for people; when it opens, what opens it'),
  rule: z.string().nullable(),
  grant: z.string().nullable().describe('The grant that it opens by'),
};

const OPENS = {
  outcome: 'granted' as const,
  reason: null,
  sentence: RULE_MEANING.dual,
  rule: 'dual',
  grant: exampleId('grant'),
};
const CLOSED = {
  outcome: 'denied' as const,
  reason: 'out_of_schedule',
  sentence: REASON_FACTS.out_of_schedule.meaning,
  rule: null,
  grant: null,
};

const grantHere = z.object({
  id: z.string(),
  schedule: z.object({ id: z.string(), name: z.string() }).nullable(),
  remote: z.boolean(),
  notBefore: z.string().nullable(),
  expiresAt: z.string().nullable(),
  entriesLeft: z.int().nullable(),
  outcome: verdict.outcome.describe('What the decision would be with this grant alone'),
  reason: verdict.reason,
  sentence: verdict.sentence,
});

const way = z.object({
  by: z.enum(['nfc', 'phone', 'remote']),
  credential: z.object({ id: z.string(), kind: z.string(), label: z.string() }).nullable(),
  ...verdict,
  nextChange: z.string().nullable().describe('When the decision changes next; null when it does not before `until`'),
  grants: z.array(grantHere),
  intervals: z.array(z.object({ from: z.string(), until: z.string(), ...verdict })),
});

const access = z
  .object({
    user: z.string(),
    latch: z.string(),
    at: z.string(),
    until: z.string().describe('How far the intervals reach: earlier than asked for when schedules change very often'),
    assumed: z.array(z.string()).describe('What the answer takes for granted'),
    ways: z.array(way).describe('Every credential of the user, and `remote`'),
  })
  .meta({
    id: 'Access',
    examples: [
      {
        user: exampleId('user'),
        latch: exampleId('latch'),
        at: '2026-06-01T08:00:00.000Z',
        until: '2026-06-02T08:00:00.000Z',
        assumed: [...ASSUMED],
        ways: [
          {
            by: 'nfc',
            credential: { id: exampleId('card'), kind: 'ntag424', label: 'blue card' },
            ...OPENS,
            nextChange: '2026-06-01T16:00:00.000Z',
            grants: [
              {
                id: exampleId('grant'),
                schedule: { id: exampleId('schedule'), name: 'Office hours' },
                remote: false,
                notBefore: null,
                expiresAt: null,
                entriesLeft: null,
                outcome: 'granted',
                reason: null,
                sentence: RULE_MEANING.dual,
              },
            ],
            intervals: [
              { from: '2026-06-01T08:00:00.000Z', until: '2026-06-01T16:00:00.000Z', ...OPENS },
              { from: '2026-06-01T16:00:00.000Z', until: '2026-06-02T08:00:00.000Z', ...CLOSED },
            ],
          },
        ],
      },
    ],
  });

const opener = z
  .object({ user: z.string(), name: z.string(), by: way.shape.by, credential: z.string().nullable(), ...verdict })
  .meta({
    id: 'Opener',
    examples: [{ user: exampleId('user'), name: 'Alice', by: 'nfc', credential: exampleId('card'), ...OPENS }],
  });

type Ways = Answer<'explain'>['users'][number]['ways'];
type Verdict = Pick<Ways[number], 'outcome' | 'reason' | 'rule' | 'grant'>;

const sentenceOf = ({ reason, rule }: Pick<Verdict, 'reason' | 'rule'>): string => {
  if (rule !== null) return RULE_MEANING[rule as DecisionRule] ?? 'It opens.';
  return reason !== null && isReason(reason) ? REASON_FACTS[reason].meaning : 'It does not open.';
};
const say = ({ outcome, reason, rule, grant }: Verdict) => ({
  outcome,
  reason,
  sentence: sentenceOf({ reason, rule }),
  rule,
  grant,
});

/** Why and when a door opens for somebody, and for whom: what `decide` says, asked of access. */
export const accessRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'GET',
    url: '/v1/sites/:site/latches/:latch/access',
    config: { action: 'access.read', problems: ['unprocessable', 'deadline_exceeded'] },
    schema: {
      tags,
      summary:
        'Who can open the latch now (or at `at`): every user with a grant here, 50 a page at most, and what the decision would be',
      params: inSiteWith({ latch: id }),
      querystring: z.strictObject({ ...pageQuery, at: timestamp.optional() }),
      response: { 200: listOf(opener) },
    },
    handler: async (request) => {
      const { site } = accessOf(request);
      const only = onlyUser(request);
      const latch = await visibleLatch(deps, request, request.params.latch);
      const atMs = momentOf(request.query.at, deps.clock.now());
      const { cursor } = request.query;
      const limit = Math.min(request.query.limit, MAX_EXPLAINED_USERS);
      const users = only === null ? await deps.grantHolders(site, latch._id, { after: cursor, limit }) : [only];
      if (users.length === 0) return { items: [], next: null };
      const answer = await ask(deps, request, { site, latch: latch._id, users, atMs, untilMs: null });
      const names = new Map((await deps.people.byIds(users)).map(({ _id, name }) => [_id, name]));
      const items = answer.users.flatMap(({ user, ways }) => {
        const best = ways.find(({ outcome }) => outcome === 'granted') ?? ways[0];
        if (!best) return [];
        return [{ user, name: names.get(user) ?? '', by: best.by, credential: best.credential, ...say(best) }];
      });
      return { items, next: only !== null || users.length < limit ? null : (users.at(-1) ?? null) };
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/latches/:latch/access/:user',
    config: { action: 'access.read', problems: ['unprocessable', 'deadline_exceeded'] },
    schema: {
      tags,
      summary:
        'Why somebody can open the latch or not, and when: from `at` (now) until `until` (a week later, at most)',
      params: inSiteWith({ latch: id, user: id }),
      querystring: z.strictObject({ at: timestamp.optional(), until: timestamp.optional() }),
      response: { 200: access },
    },
    handler: async (request) => {
      const { site } = accessOf(request);
      ownOr404(request, request.params.user);
      const latch = await visibleLatch(deps, request, request.params.latch);
      const { member } = await memberOf(deps, site, request.params.user);
      const atMs = momentOf(request.query.at, deps.clock.now());
      const untilMs = msOrNothing(request.query.until) ?? atMs + EXPLAIN.spanMs;
      if (untilMs <= atMs || untilMs > atMs + EXPLAIN.spanMs) {
        throw new AppError('unprocessable', 'until must be after at, by 7 days at most');
      }
      const { user } = member;
      const answer = await ask(deps, request, { site, latch: latch._id, users: [user], atMs, untilMs });
      const ways = answer.users[0]?.ways ?? [];
      const reaches = ways.flatMap(({ intervals }) => intervals?.at(-1)?.untilMs ?? []);
      const shown = await showWays(deps, site, user, ways);
      const until = isoOfMs(Math.min(untilMs, ...reaches));
      return { user, latch: latch._id, at: isoOfMs(atMs), until, assumed: [...ASSUMED], ways: shown };
    },
  });
};

/** What was true earlier is not kept: for that there are attempts. */
const momentOf = (at: string | undefined, nowMs: number): number => {
  const atMs = msOrNothing(at) ?? nowMs;
  if (atMs >= nowMs - PAST_MS && atMs <= nowMs + FUTURE_MS) return atMs;
  throw new AppError(
    'unprocessable',
    'at must not be in the past, nor more than a year away; for the past see attempts',
  );
};

const ask = (
  deps: Deps,
  request: FastifyRequest,
  question: { site: string; latch: string; users: string[]; atMs: number; untilMs: number | null },
): Promise<Answer<'explain'>> =>
  deps.ask('explain', question, { deadlineMs: deps.clock.now() + ASK_DEADLINE_MS, request: request.id });

const showWays = async (
  deps: Deps,
  site: string,
  user: string,
  ways: Ways,
): Promise<z.output<typeof access>['ways']> => {
  const [grants, schedules, credentials] = await Promise.all([
    found(
      ways.flatMap((one) => one.grants.map((grant) => grant.id)),
      (one) => deps.rows.grants.get(site, one),
    ),
    deps.rows.schedules.list(site, {}, { limit: MAX_PAGE }),
    deps.rows.credentials.list(site, { user }, { limit: MAX_PAGE }),
  ]);
  const names = new Map(schedules.map((row) => [row._id, row.name]));
  return ways.map((one) => {
    const card = credentials.find(({ _id }) => _id === one.credential);
    const first = one.intervals?.[0];
    const next = (one.intervals?.length ?? 0) > 1 && first ? isoOfMs(first.untilMs) : null;
    return {
      by: one.by,
      credential: card ? { id: card._id, kind: card.kind, label: card.label } : null,
      ...say(one),
      nextChange: next,
      grants: one.grants.flatMap(({ id: grantId, outcome, reason, rule }) => {
        const row = grants.get(grantId);
        if (!row) return [];
        return [
          {
            id: row._id,
            schedule: row.schedule === null ? null : { id: row.schedule, name: names.get(row.schedule) ?? '' },
            remote: row.remote,
            notBefore: isoOrNull(row.notBefore),
            expiresAt: isoOrNull(row.expiresAt),
            entriesLeft: row.entriesLeft,
            outcome,
            reason,
            sentence: sentenceOf({ reason, rule }),
          },
        ];
      }),
      intervals: (one.intervals ?? []).map(({ fromMs, untilMs, ...rest }) => ({
        from: isoOfMs(fromMs),
        until: isoOfMs(untilMs),
        ...say(rest),
      })),
    };
  });
};

/** Each id once. */
const found = async <T>(ids: readonly string[], get: (id: string) => Promise<T | null>): Promise<Map<string, T>> => {
  const unique = [...new Set(ids)];
  const rows = await Promise.all(unique.map(get));
  return new Map(unique.flatMap((one, index) => (rows[index] ? [[one, rows[index]] as const] : [])));
};
