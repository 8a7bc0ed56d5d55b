import { SCHEDULE_LIMITS, type Schedule, scheduleProblems } from '@smart-latch/core';
import { AppError } from '@smart-latch/runtime';
import { newId, type ScheduleDoc } from '@smart-latch/store';
import { z } from 'zod';
import type { App, Deps } from '../deps.ts';
import { accessOf } from '../guard.ts';
import { ifMatch, tagOf } from '../http/etag.ts';
import { belowLimit } from '../limits.ts';
import { exampleId } from '../openapi/example-ids.ts';
import { id, inSite, inSiteWith, iso, label, listOf, pageOf, pageQuery } from './shapes.ts';

const tags = ['schedules'];

const wallTime = z.string().max(5);
const date = z.string().max(10).nullable();
const daily = { from: wallTime, to: wallTime };
/** 1 is Monday, 7 is Sunday (ISO 8601). */
const weekday = z.literal([1, 2, 3, 4, 5, 6, 7]);

/** Local wall times at the site; see docs/glossary.md. The rules behind the shape are core's. */
const definition = z
  .strictObject({
    windows: z.array(z.strictObject({ days: z.array(weekday).max(7), ...daily })).max(SCHEDULE_LIMITS.windows),
    dateRanges: z
      .array(z.strictObject({ from: date, to: date }))
      .max(SCHEDULE_LIMITS.dateRanges)
      .default([]),
    holidays: z.enum(['as_usual', 'closed', 'own_windows']).default('as_usual'),
    holidayWindows: z.array(z.strictObject(daily)).max(SCHEDULE_LIMITS.holidayWindows).default([]),
  })
  .superRefine((schedule, context) => {
    for (const message of scheduleProblems(schedule)) context.addIssue({ code: 'custom', message });
  });

const body = z.strictObject({ name: label(100), definition }).meta({
  examples: [
    { name: 'Working days', definition: { windows: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }] } },
  ],
});
const schedule = z.object({ id: z.string(), name: z.string(), definition: z.unknown(), createdAt: z.string() }).meta({
  id: 'Schedule',
  examples: [
    {
      id: exampleId('schedule'),
      name: 'Working days',
      definition: {
        windows: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }],
        dateRanges: [],
        holidays: 'as_usual',
        holidayWindows: [],
      },
      createdAt: '2026-06-01T08:00:00.000Z',
    },
  ],
});

const show = (row: ScheduleDoc) => ({
  id: row._id,
  name: row.name,
  definition: row.definition as Schedule,
  createdAt: iso(row.createdAt),
});

const tag = tagOf(schedule, show);
const inSchedule = inSiteWith({ schedule: id });

/** When grants hold. */
export const scheduleRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'POST',
    url: '/v1/sites/:site/schedules',
    config: { action: 'schedules.write' },
    schema: { tags, summary: 'Add a schedule', params: inSite, body, response: { 201: schedule } },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      await belowLimit(deps.rows, site, 'schedules');
      const createdAt = new Date(deps.clock.now());
      const made = { _id: newId(), site, ...request.body, createdAt };
      await deps.rows.schedules.create(made);
      return reply.code(201).send(show(made));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/schedules',
    config: { action: 'schedules.read' },
    schema: {
      tags,
      summary: 'The schedules of the site',
      params: inSite,
      querystring: z.strictObject(pageQuery),
      response: { 200: listOf(schedule) },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      const rows = await deps.rows.schedules.list(accessOf(request).site, {}, { after: cursor, limit });
      return pageOf(rows, limit, show);
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/sites/:site/schedules/:schedule',
    config: { action: 'schedules.read' },
    schema: { tags, summary: 'One schedule', params: inSchedule, response: { 200: schedule } },
    handler: async (request) =>
      show(found(await deps.rows.schedules.get(accessOf(request).site, request.params.schedule))),
  });

  app.route({
    method: 'PUT',
    url: '/v1/sites/:site/schedules/:schedule',
    config: { action: 'schedules.write', ifMatch: true },
    schema: {
      tags,
      summary: 'Replace a schedule; it counts at the next decision',
      params: inSchedule,
      body,
      response: { 200: schedule },
    },
    handler: async (request) => {
      const { body, params } = request;
      const expect = ifMatch(request, tag);
      return show(found(await deps.rows.schedules.update(accessOf(request).site, params.schedule, body, expect)));
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/sites/:site/schedules/:schedule',
    config: { action: 'schedules.write', ifMatch: true },
    schema: { tags, summary: 'Delete a schedule that no grant uses', params: inSchedule, response: { 204: z.null() } },
    handler: async (request, reply) => {
      const { site } = accessOf(request);
      const { schedule: id } = request.params;
      const grants = await deps.rows.grants.count(site, { schedule: id });
      if (grants > 0) throw new AppError('conflict', `${grants} grants use this schedule; change or end them first`);
      if (!(await deps.rows.schedules.remove(site, id, ifMatch(request, tag)))) found(null);
      return reply.code(204).send(null);
    },
  });
};

const found = (row: ScheduleDoc | null): ScheduleDoc => {
  if (!row) throw new AppError('not_found', 'there is no schedule with this id here');
  return row;
};
