import swagger, { type SwaggerTransform } from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { App } from './deps.ts';
import { answerKind } from './http/answer-kind.ts';
import { PROBLEM_MEDIA_TYPE } from './problems.ts';

/** OpenAPI 3.1 at /openapi.json and a page to read it at /docs. */
export const registerDocs = async (app: App): Promise<void> => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Smart Latch',
        version: '1.0.0',
        description:
          'Doors that open for a card and a face. Every error is application/problem+json (RFC 9457) and its type, ' +
          'urn:sl:problem:{code}, never changes. Lists are read page by page: pass `next` as `cursor`.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      },
      security: [{ accessToken: [] }],
    },
    transform,
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
};

const PROBLEM = {
  description: 'A problem: what is wrong and what to do',
  content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
};

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

const withHeader = (headers: unknown, name: string, header: object) => {
  const known = headers as { properties?: object } | undefined;
  return { ...known, type: 'object', properties: { ...known?.properties, [name]: header } };
};

/** Adds what every operation has and no route repeats: its id, its problems, and that public ones need no token. */
const transform: SwaggerTransform = (input) => {
  const { schema, url } = jsonSchemaTransform(input as never) as ReturnType<SwaggerTransform>;
  if (schema.hide) return { schema, url };
  const { method, config } = input.route as {
    method: string | string[];
    config?: { action?: string; ifMatch?: boolean; ownReplayRule?: boolean };
  };
  const more = {
    operationId: operationIdOf(String(method), url),
    response: { ...(schema.response as object | undefined), default: PROBLEM },
    ...(config?.action === 'public' ? { security: [] } : {}),
    ...(String(method) === 'POST' && !config?.ownReplayRule
      ? { headers: withHeader(schema.headers, 'idempotency-key', IDEMPOTENCY_KEY) }
      : {}),
    ...(answerKind(input.route) === 'resource' && String(method) === 'GET'
      ? { headers: withHeader(schema.headers, 'if-none-match', IF_NONE_MATCH) }
      : {}),
    ...(config?.ifMatch ? { headers: withHeader(schema.headers, 'if-match', IF_MATCH) } : {}),
    ...(schema.consumes?.includes('multipart/form-data') ? { body: FACE_FORM } : {}),
  };
  return { schema: { ...schema, ...more }, url };
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
  word.endsWith('ches') ? word.slice(0, -2) : word.endsWith('s') ? word.slice(0, -1) : word;
