import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { App } from '../deps.ts';
import { problemExamples } from '../problems.ts';
import { type Document, withExamples } from './examples.ts';
import { INFO, TAGS } from './info.ts';
import { describeOperation } from './operation.ts';
import { PLAIN } from './plain.ts';
import { withSharedProblems } from './problem-responses.ts';
import { WEBHOOKS } from './webhooks.ts';
import { withoutUnused } from './without-unused.ts';

const addSchemas = createJsonSchemaTransformObject({ zodToJsonConfig: PLAIN });

/** OpenAPI 3.1 at /openapi.json and a page to read it at /docs. */
export const registerDocs = async (app: App): Promise<void> => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: INFO,
      servers: [{ url: '/', description: 'The server that this comes from' }],
      tags: TAGS,
      components: {
        securitySchemes: {
          accessToken: {
            type: 'http',
            scheme: 'bearer',
            description: 'An access token of POST /v1/auth/sign-in (15 minutes), or a personal API token (sl_pat_...)',
          },
        },
        examples: problemExamples(),
      },
      security: [{ accessToken: [] }],
    },
    transform: describeOperation,
    transformObject: (input) =>
      ({
        ...withExamples(withoutUnused(withSharedProblems(addSchemas(input) as unknown as Document))),
        webhooks: WEBHOOKS,
      }) as never,
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
};
