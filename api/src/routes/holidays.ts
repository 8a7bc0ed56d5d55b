import { isLocalDate } from '@smart-latch/core';
import { AppError } from '@smart-latch/runtime';
import { MAX_HOLIDAYS } from '@smart-latch/store';
import { z } from 'zod';
import type { App, Deps } from '../deps.ts';
import { accessOf } from '../guard.ts';
import { BAD_CURSOR, inSite, inSiteWith, label, listOf, pageQuery } from './shapes.ts';

const tags = ['holidays'];

const localDate = z.string().refine(isLocalDate, 'must be a date YYYY-MM-DD');
/** A local date on which schedules follow their holiday rule. */
export const holiday = z.strictObject({ date: localDate, name: label(100) });
const EXAMPLE = { date: '2026-12-25', name: 'Christmas Day' };
const shown = z.object({ date: z.string(), name: z.string() }).meta({ id: 'Holiday', examples: [EXAMPLE] });
const rename = z.strictObject({ name: label(100) }).meta({ examples: [{ name: EXAMPLE.name }] });
const inHoliday = inSiteWith({ date: localDate });

/** The holidays of a site, each by its date. */
export const holidayRoutes = (app: App, deps: Deps): void => {
  app.route({
    method: 'GET',
    url: '/v1/sites/:site/holidays',
    config: { action: 'holidays.read' },
    schema: {
      tags,
      summary: 'The holidays of the site, by date',
      params: inSite,
      querystring: z.strictObject({ ...pageQuery, cursor: z.string().refine(isLocalDate, BAD_CURSOR).optional() }),
      response: { 200: listOf(shown) },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      const items = await deps.holidays.list(accessOf(request).site, { after: cursor, limit });
      return { items, next: items.length < limit ? null : (items.at(-1)?.date ?? null) };
    },
  });

  app.route({
    method: 'PUT',
    url: '/v1/sites/:site/holidays/:date',
    config: { action: 'holidays.write', problems: ['unprocessable'] },
    schema: {
      tags,
      summary: 'Make this date a holiday, or rename it; it counts at the next decision',
      params: inHoliday,
      body: rename,
      response: { 200: shown, 201: shown },
    },
    handler: async (request, reply) => {
      const { date } = request.params;
      const { name } = request.body;
      const done = await deps.holidays.put(accessOf(request).site, { date, name });
      if (done === 'full') {
        throw new AppError('unprocessable', `a site has at most ${MAX_HOLIDAYS} holidays; remove those that are past`);
      }
      return reply.code(done === 'made' ? 201 : 200).send({ date, name });
    },
  });

  app.route({
    method: 'DELETE',
    url: '/v1/sites/:site/holidays/:date',
    config: { action: 'holidays.write' },
    schema: { tags, summary: 'This date is no holiday any more', params: inHoliday, response: { 204: z.null() } },
    handler: async (request, reply) => {
      if (!(await deps.holidays.remove(accessOf(request).site, request.params.date))) {
        throw new AppError('not_found', 'this date is no holiday here');
      }
      return reply.code(204).send(null);
    },
  });
};
