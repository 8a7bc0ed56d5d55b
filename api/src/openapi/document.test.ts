import Fastify, { type RouteOptions } from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { APP_ROUTES } from '../app.ts';
import type { App, Deps } from '../deps.ts';
import { PROBLEMS, problemSchema } from '../problems.ts';
import { openApiDocument } from './document.ts';
import { type Document, exampleOf, type Media, type Operation } from './examples.ts';
import { TAGS } from './info.ts';

interface Described extends Operation {
  readonly tags?: readonly string[];
  readonly summary?: string;
}

let document: Document;
let operations: { name: string; route: RouteOptions; operation: Described }[];
beforeAll(async () => {
  document = (await openApiDocument()) as Document;
  const routes = await routesOf();
  operations = routes.map((route) => {
    const method = String(route.method);
    const path = route.url.replaceAll(/:(\w+)/g, '{$1}');
    const operation = document.paths[path]?.[method.toLowerCase()];
    if (!operation) throw new Error(`the document has no ${method} ${path}`);
    return { name: `${method} ${route.url}`, route, operation };
  });
});

/** As they are declared, with their schemas of zod. */
const routesOf = async (): Promise<RouteOptions[]> => {
  const app = Fastify() as unknown as App;
  const routes: RouteOptions[] = [];
  app.addHook('onRoute', (route) => void routes.push(route));
  const deps = { clock: { now: () => 0 }, settings: {} } as Deps;
  for (const add of APP_ROUTES) add(app, deps);
  return routes.filter(({ method, schema }) => method !== 'HEAD' && schema?.hide !== true);
};

/** Each body with an example: of the request as the route reads it, of its successful answers as it writes them. */
const bodies = () =>
  operations.flatMap(({ name, route, operation }) => {
    const answers = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
    const { body, response } = (route.schema ?? {}) as { body?: z.ZodType; response?: Record<string, z.ZodType> };
    return [
      ...mediaOf(operation.requestBody?.content).map((media) => ({ name: `${name} body`, media, schema: body })),
      ...answers.flatMap(([status, { content }]) =>
        mediaOf(content).map((media) => ({ name: `${name} ${status}`, media, schema: response?.[status] })),
      ),
    ];
  });

const mediaOf = (content: Readonly<Record<string, Media>> | undefined): Media[] => Object.values(content ?? {});

const examplesIn = (media: Media): unknown[] => [
  ...('example' in media ? [media.example] : []),
  ...Object.values(media.examples ?? {}).map(({ value }) => value),
];

describe('every operation of the document', () => {
  it('has an example of its body and of each successful answer', () => {
    const lacking = bodies().flatMap(({ name, media }) => {
      const made = exampleOf(media.schema ?? {}, document);
      const where = 'missing' in made ? made.missing : '';
      return examplesIn(media).length > 0
        ? []
        : [`${name}: add .meta({ examples: [...] }) to its schema in the route's file, or to ${where || 'its parts'}`];
    });
    expect(lacking).toEqual([]);
  });

  it('accepts its example, and answers nothing but what the example shows', () => {
    for (const { name, media, schema } of bodies()) {
      if (!schema) continue; // a form, which is read as a stream
      for (const example of examplesIn(media)) {
        if (name.endsWith(' body')) expect(schema.safeParse(example).error, name).toBe(undefined);
        else expect(z.safeEncode(schema, example).data, name).toEqual(example);
      }
    }
  });

  it('says in a sentence what it does, below a heading that the document explains', () => {
    const known = TAGS.map(({ name }) => name);
    for (const { name, operation } of operations) {
      expect(operation.summary, name).toMatch(/^\S.{5,}/);
      expect(operation.tags, name).toHaveLength(1);
      expect(known, name).toContain(operation.tags?.[0]);
    }
  });

  it('names each problem that it can answer, by status, and shows one of each', () => {
    const { examples, responses } = document.components as Record<string, Record<string, unknown>>;
    for (const { value } of Object.values(examples as Record<string, { value: unknown }>)) problemSchema.parse(value);
    expect([...Object.keys(PROBLEMS), 'internal']).toEqual(expect.arrayContaining(Object.keys(examples ?? {})));
    for (const { name, operation } of operations) {
      const statuses = Object.keys(operation.responses);
      expect(statuses, name).toEqual(expect.arrayContaining(['429', '503', 'default']));
      for (const status of statuses.filter((one) => !/^[23]/.test(one))) {
        const { $ref = '' } = operation.responses[status] as { $ref?: string };
        expect(Object.keys(responses ?? {}), `${name} ${status}`).toContain($ref.split('/').at(-1));
      }
    }
  });

  it('has an id of its own', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

it('the document is the same whenever it is made', async () => {
  expect(JSON.stringify(await openApiDocument())).toBe(JSON.stringify(document));
});
