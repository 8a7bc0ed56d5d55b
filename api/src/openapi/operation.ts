import type { SwaggerTransform } from '@fastify/swagger';
import type { FastifySchema, RouteOptions } from 'fastify';
import { createJsonSchemaTransform } from 'fastify-type-provider-zod';
import { answerKind } from '../http/answer-kind.ts';
import { PROBLEMS } from '../problems.ts';
import { PLAIN } from './plain.ts';
import { problemResponse } from './problem-responses.ts';
import { problemsOf } from './problems-of.ts';

/** A form's parts are no schema of the validator: they are read as a stream (faces/upload.ts). */
const FACE_FORM = {
  type: 'object',
  required: ['photographs'],
  properties: {
    photographs: {
      type: 'array',
      minItems: 1,
      maxItems: 5,
      items: { type: 'string', format: 'binary', contentMediaType: 'image/*' },
    },
    consent: { type: 'string', description: 'true, or the words that the person agreed to; needed once' },
  },
  examples: [
    { photographs: ['(the bytes of a JPEG)'], consent: 'I agree that this site recognises my face at its doors.' },
  ],
};

const IDEMPOTENCY_KEY = {
  type: 'string',
  minLength: 1,
  maxLength: 255,
  description: 'The same key and body within 24 h: the same answer, and nothing is done twice',
};

const IF_MATCH = {
  type: 'string',
  description: 'The ETag of the GET: the change is refused (412) when the resource is no longer what that answered',
};

const IF_NONE_MATCH = { type: 'string', description: 'The ETag that you have: 304 without a body while it holds' };

const ETAG = { type: 'string', description: 'For If-Match and If-None-Match' };

const toJsonSchemas = createJsonSchemaTransform({ zodToJsonConfig: PLAIN });

const withHeader = (headers: unknown, name: string, header: object) => {
  const known = headers as { properties?: object } | undefined;
  return { ...known, type: 'object', properties: { ...known?.properties, [name]: header } };
};

/** Adds what every operation has and no route repeats: its id, its problems, its headers, and that public ones need no token. */
export const describeOperation: SwaggerTransform = (input) => {
  const { schema, url } = toJsonSchemas(input as never) as ReturnType<SwaggerTransform>;
  if (schema.hide) return { schema, url };
  const route = input.route as RouteOptions;
  const { config } = route;
  const method = String(route.method);
  const isResource = answerKind(route) === 'resource';
  const more = {
    operationId: operationIdOf(method, url),
    response: { ...answers(schema, isResource), ...problemAnswers(route) },
    ...(config?.action === 'public' ? { security: [] } : {}),
    ...(method === 'POST' && !config?.ownReplayRule
      ? { headers: withHeader(schema.headers, 'idempotency-key', IDEMPOTENCY_KEY) }
      : {}),
    ...(isResource && method === 'GET' ? { headers: withHeader(schema.headers, 'if-none-match', IF_NONE_MATCH) } : {}),
    ...(config?.ifMatch ? { headers: withHeader(schema.headers, 'if-match', IF_MATCH) } : {}),
    ...(schema.consumes?.includes('multipart/form-data') ? { body: FACE_FORM } : {}),
  };
  // A query of any names is no list of parameters.
  const querystring = schema.querystring as { properties?: object } | undefined;
  const { querystring: _, ...rest } = schema;
  return { schema: { ...(querystring?.properties ? schema : rest), ...more }, url };
};

const MEANINGS: Readonly<Record<string, string>> = {
  200: 'Done',
  201: 'It was made',
  202: 'It was accepted: follow it',
  204: 'Done; there is nothing to say',
  302: 'Go on there (Location)',
  303: 'Go on there (Location)',
};

const answers = (schema: FastifySchema, isResource: boolean) => {
  const type = schema.produces?.[0] ?? 'application/json';
  const entries = Object.entries((schema.response ?? {}) as Record<string, { type?: string }>);
  return Object.fromEntries(
    entries.map(([status, body]) => {
      const description = MEANINGS[status] ?? 'Done';
      if (body.type === 'null') return [status, { description, type: 'null' }];
      const headers = isResource && status === '200' ? { headers: { ETag: ETAG } } : {};
      return [status, { description, ...headers, content: { [type]: { schema: body } } }];
    }),
  );
};

/** By status; where several problems share one, each has its example. */
const problemAnswers = (route: RouteOptions): Record<string, object> => {
  const byStatus = Object.groupBy(problemsOf(route), (code) => PROBLEMS[code].status);
  const shared = Object.entries(byStatus).map(([status, codes]) => [status, problemResponse(codes)] as const);
  return { ...Object.fromEntries(shared), default: problemResponse(['internal']) };
};

/** `GET /v1/sites/:site/users/:user` -> `getSiteUser`; `GET .../users` -> `getSiteUsers`. */
const operationIdOf = (method: string, url: string): string => {
  const parts = url.replace(/^\/v1\//, '').split('/');
  const names = parts.flatMap((part, index) => {
    if (part.startsWith(':')) return [];
    const followedById = parts[index + 1]?.startsWith(':') ?? false;
    return [followedById ? singular(part) : part];
  });
  const camel = names.flatMap((name) => name.split(/[-.]/)).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return method.toLowerCase() + camel.join('');
};

const singular = (word: string): string =>
  word.endsWith('ies')
    ? `${word.slice(0, -3)}y`
    : word.endsWith('ches')
      ? word.slice(0, -2)
      : word.endsWith('s')
        ? word.slice(0, -1)
        : word;
