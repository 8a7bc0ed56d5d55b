import { AppError } from '@smart-latch/runtime';
import type { RouteOptions } from 'fastify';
import { z } from 'zod';
import type { App } from '../deps.ts';
import { answerKind } from './answer-kind.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Of a list: the fields of its items, by its schema. */
    itemFields?: readonly string[];
  }
}

/** `fields=id,name` on every list: its items hold only these. Unknown names are refused with those that there are. */
export const registerFields = (app: App): void => {
  app.addHook('onRoute', (route) => {
    if (answerKind(route) === 'list') route.config = Object.assign(route.config ?? {}, { itemFields: fieldsOf(route) });
  });
  app.addHook('preHandler', async ({ query, routeOptions }) => {
    const known = routeOptions.config.itemFields;
    if (!known || wanted(query)?.every((name) => known.includes(name)) !== false) return;
    throw new AppError('bad_request', `fields: not all of these are fields; name some of ${known.join(', ')}`);
  });
  app.addHook('onSend', async ({ query, routeOptions }, reply, payload) => {
    const names = routeOptions.config.itemFields ? wanted(query) : null;
    if (!names || reply.statusCode !== 200 || typeof payload !== 'string') return payload;
    const { items, ...page } = JSON.parse(payload) as { items: Record<string, unknown>[] };
    const picked = items.map((item) =>
      Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name))),
    );
    return JSON.stringify({ items: picked, ...page });
  });
};

const wanted = (query: unknown): readonly string[] | null => {
  const { fields } = query as { fields?: readonly string[] };
  return Array.isArray(fields) ? fields : null;
};

const fieldsOf = ({ schema }: RouteOptions): string[] => {
  const list = (schema?.response as Record<string, unknown> | undefined)?.[200];
  const items = list instanceof z.ZodObject ? list.shape.items : undefined;
  const item = items instanceof z.ZodArray ? items.element : undefined;
  return item instanceof z.ZodObject ? Object.keys(item.shape) : [];
};
