import type { RouteOptions } from 'fastify';
import { z } from 'zod';

/** `list`: a page of rows. `resource`: one resource, by its URL. `other`: a deed, a form, a stream. */
export type AnswerKind = 'list' | 'resource' | 'other';

/** What the successful answer of a route is, by its schema: so that no route has to say it and none forgets. */
export const answerKind = ({ method, schema }: Partial<Pick<RouteOptions, 'method' | 'schema'>>): AnswerKind => {
  const answer = (schema?.response as Record<string, unknown> | undefined)?.[200];
  if (!(answer instanceof z.ZodObject)) return 'other';
  const reads = method === 'GET' || method === 'HEAD';
  if (Object.hasOwn(answer.shape, 'items')) return reads ? 'list' : 'other';
  return reads || method === 'PATCH' ? 'resource' : 'other';
};
