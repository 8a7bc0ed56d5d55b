import { createHash } from 'node:crypto';
import { AppError } from '@smart-latch/runtime';
import type { Expect } from '@smart-latch/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from '../deps.ts';
import { answerKind } from './answer-kind.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route changes a resource that has an ETag, and calls `ifMatch`. */
    ifMatch?: true;
  }
}

const DIGEST_BYTES = 16;
const MAX_TAGS = 20;

/** Strong (RFC 9110, 8.8.1): a digest of the very bytes of the answer. */
const etagOf = (json: string): string =>
  `"${createHash('sha256').update(json).digest().subarray(0, DIGEST_BYTES).toString('base64url')}"`;

/** The ETag that the GET of a row answers: `show` and `schema` are those of its route. */
export const tagOf =
  <T>(schema: z.ZodType, show: (row: T) => unknown) =>
  (row: T): string =>
    etagOf(JSON.stringify(z.encode(schema, show(row))));

/**
 * What a change expects of the row that it finds; undefined without If-Match, which is optional. It is called in the
 * transaction that writes, so that of two who read the same state one is refused. Throws `precondition_failed`.
 */
export const ifMatch = <T>(request: FastifyRequest, tag: (row: T) => string): Expect<T> | undefined => {
  const header = request.headers['if-match'];
  if (header === undefined || header.trim() === '*') return undefined;
  const wanted = tagsIn(header, 'If-Match');
  return (row) => {
    if (wanted.includes(tag(row))) return;
    throw new AppError(
      'precondition_failed',
      'this was changed since you read it; GET it again, make your change to what is there now and send its ETag',
    );
  };
};

/** RFC 9110, 8.8.3. Weak ones are kept with their W/ and so are never equal to ours. */
const tagsIn = (header: string, name: string): string[] => {
  const tags = header.split(',').map((tag) => tag.trim());
  if (tags.length > MAX_TAGS || !tags.every((tag) => /^(?:W\/)?"[\x21\x23-\x7e]*"$/.test(tag))) {
    throw new AppError('bad_request', `${name} must be *, or up to ${MAX_TAGS} ETags in their quotes`);
  }
  return tags;
};

/** ETags and 304 for every GET of one resource, and no If-Match that would be overlooked. */
export const registerEtags = (app: App): void => {
  app.addHook('preHandler', async ({ method, headers, routeOptions }) => {
    const overlooked = headers['if-match'] !== undefined && !routeOptions.config.ifMatch;
    if (overlooked && ['PUT', 'PATCH', 'DELETE'].includes(method)) {
      throw new AppError('bad_request', 'this has no ETag; send the request without If-Match');
    }
  });
  // Before the hooks of the routes themselves, by which a HEAD loses its body.
  app.addHook('onSend', answerTag);
};

const answerTag = async (request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> => {
  // Not of PUT: what is stored has defaults that its body had not (RFC 9110, 9.3.4).
  const isResource = answerKind(request.routeOptions) === 'resource';
  if (!isResource || reply.statusCode !== 200 || typeof payload !== 'string') return payload;
  const tag = etagOf(payload);
  reply.header('etag', tag);
  // May be kept by its reader alone, who asks each time whether it still holds.
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'private, no-cache');
  const known = request.headers['if-none-match'];
  if (known === undefined || request.method === 'PATCH' || !isKnown(known, tag)) return payload;
  reply.code(304).removeHeader('content-type').removeHeader('content-length');
  return null;
};

/** The weak comparison (RFC 9110, 13.1.2). What is no ETag is nothing that anybody has. */
const isKnown = (header: string, tag: string): boolean =>
  header.trim() === '*' || header.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
