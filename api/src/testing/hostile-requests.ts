import fc from 'fast-check';
import type { InjectOptions } from 'fastify';

/** A JSON schema as the document has it. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly schema: Schema;
}

/** An operation of the OpenAPI document. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** null: it takes none. */
  readonly body: Schema | null;
  readonly isForm: boolean;
  readonly isStream: boolean;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

interface Described {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
  readonly responses?: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}

export const operationsOf = (document: Document): Operation[] =>
  Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, described]) => {
      const content = described.requestBody?.content ?? {};
      return {
        method: method.toUpperCase(),
        path,
        parameters: described.parameters ?? [],
        body: content['application/json']?.schema ?? null,
        isForm: 'multipart/form-data' in content,
        isStream: 'text/event-stream' in (described.responses?.['200']?.content ?? {}),
      };
    }),
  );

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

/** What an attacker puts where a string, a number or an id is expected. */
const HOSTILE: readonly unknown[] = [
  { $gt: '' },
  { $ne: null },
  { $where: 'sleep(1000)' },
  { $regex: '.*' },
  [{ $ne: 1 }],
  { constructor: { prototype: { admin: true } } },
  { toString: 'x', length: -1 },
  null,
  true,
  -1,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  '$where',
  '__proto__',
  'x'.repeat(5_000),
  '\u0000',
  '\u202e\ud800',
  '💥'.repeat(60),
  '../../../etc/passwd',
  "'; DROP TABLE users; --",
  '<script>alert(1)</script>',
  'a\r\nset-cookie: stolen=1',
  '%00%2f%2e',
  '1e999',
  '9'.repeat(40),
  '2026-02-30T25:61:00Z',
  nested(500),
  Array.from({ length: 1_000 }, () => 'x'),
];

const hostile = (): fc.Arbitrary<unknown> => fc.oneof(fc.constantFrom(...HOSTILE), fc.jsonValue({ maxDepth: 3 }));

const DATES = ['2026-06-01T00:00:00Z', '2026-06-01T00:00:00.123+02:00', '1970-01-01T00:00:00Z', '9999-12-31T23:59:59Z'];

/** For each parameter of a path the ids that exist, the caller's first. */
export type KnownIds = Readonly<Record<string, readonly string[]>>;

/** Makes requests for an operation: mostly valid ones with something wrong in them. */
export const hostileRequests = (document: Document, known: KnownIds) => {
  const ids = Object.values(known).flat();
  const resolve = (schema: Schema): Schema =>
    schema.$ref ? (document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''] ?? {}) : schema;
  const valid = (given: Schema): fc.Arbitrary<unknown> => {
    const schema = resolve(given);
    const either = schema.anyOf ?? schema.oneOf;
    if (either) return fc.oneof(...either.map(valid));
    if (schema.enum) return fc.constantFrom(...schema.enum);
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.type === 'string') return validString(schema);
    if (schema.type === 'integer' || schema.type === 'number') {
      return fc.integer({ min: Math.max(schema.minimum ?? 0, -1e6), max: Math.min(schema.maximum ?? 1e6, 1e6) });
    }
    if (schema.type === 'boolean') return fc.boolean();
    if (schema.type === 'null') return fc.constant(null);
    if (schema.type === 'array')
      return fc.array(valid(schema.items ?? {}), { maxLength: Math.min(schema.maxItems ?? 3, 3) });
    if (schema.type === 'object') return validObject(schema);
    return fc.jsonValue({ maxDepth: 2 });
  };
  const validString = ({ format, pattern, maxLength }: Schema): fc.Arbitrary<string> => {
    if (format === 'uuid') return fc.oneof(fc.constantFrom(...ids), fc.uuid());
    if (format === 'date-time') return fc.constantFrom(...DATES);
    const plain = fc.oneof(
      fc.string({ minLength: 1, maxLength: 20 }),
      fc.constantFrom('Europe/Berlin', 'x@y.test', '08:00'),
    );
    // Ids of devices and attempts have a pattern alone, and so have card numbers; a name with a foreign id would look like a leak.
    return pattern === undefined || maxLength !== undefined
      ? plain
      : fc.oneof(plain, fc.constantFrom(...ids, '04a1a2a3a4a5a6', 'a'.repeat(26), '5'));
  };
  const validObject = ({ properties = {}, required = [] }: Schema): fc.Arbitrary<object> =>
    fc.record(Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, valid(schema)])), {
      requiredKeys: [...required],
    });
  const body = (schema: Schema): fc.Arbitrary<unknown> => {
    const good = valid(schema);
    const names = Object.keys(resolve(schema).properties ?? {});
    const more = fc.constantFrom('_id', 'site', 'role', 'createdAt', 'passwordHash', '$set', 'firstOwner', 'device');
    const name = names.length === 0 ? more : fc.oneof(fc.constantFrom(...names), more);
    const replaced = fc.tuple(good, name, hostile()).map(([one, key, bad]) => ({ ...(one as object), [key]: bad }));
    return fc.oneof({ weight: 4, arbitrary: good }, { weight: 6, arbitrary: replaced }, hostile());
  };
  const text = (schema: Schema): fc.Arbitrary<string> =>
    fc.oneof(
      { weight: 3, arbitrary: valid(schema).map(String) },
      fc.constantFrom(...HOSTILE.filter((one) => typeof one === 'string')),
      fc.string({ maxLength: 30 }),
    );
  /** Mostly what is there: a path that leads nowhere tries nothing but the router. */
  const pathPart = ({ name, schema }: Parameter): fc.Arbitrary<string> =>
    fc.oneof(
      { weight: 8, arbitrary: fc.constant(known[name]?.[0] ?? 'unknown') },
      { weight: 1, arbitrary: fc.constantFrom(...(known[name] ?? ['unknown'])) },
      { weight: 1, arbitrary: text(schema) },
    );
  const part = (one: Parameter): fc.Arbitrary<string | undefined> =>
    one.in === 'path'
      ? pathPart(one)
      : fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: text(one.schema) });
  return (operation: Operation): fc.Arbitrary<InjectOptions> => {
    const values = fc.record(
      Object.fromEntries(operation.parameters.map((one) => [`${one.in} ${one.name}`, part(one)])),
    );
    const payload = operation.isForm ? form() : operation.body ? json(body(operation.body)) : fc.constant({});
    return fc
      .tuple(values, payload, queryExtra())
      .map(([given, sent, extra]) => request(operation, given, sent, extra));
  };
};

type Sent = Pick<InjectOptions, 'payload' | 'headers'>;

const json = (value: fc.Arbitrary<unknown>): fc.Arbitrary<Sent> => {
  const headers = { 'content-type': 'application/json' };
  const broken = fc.constantFrom(
    '',
    '{',
    '{"a":1}{',
    'null',
    `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`,
    '{"__proto__":{"x":1}}',
  );
  return fc.oneof(
    { weight: 12, arbitrary: value.map((one) => ({ headers, payload: JSON.stringify(one) ?? 'null' })) },
    broken.map((payload) => ({ headers, payload })),
    fc.constantFrom('text/plain', 'application/xml', 'multipart/form-data', 'nonsense').map((type) => ({
      headers: { 'content-type': type },
      payload: '{}',
    })),
  );
};

const form = (): fc.Arbitrary<Sent> => {
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  const part = (name: string, value: string, file = '') =>
    `--b\r\ncontent-disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`;
  const file = '; filename="1.jpg"';
  return fc
    .constantFrom(
      '',
      '--b--',
      '--b\r\n',
      `${part('photographs', 'no picture', file)}--b--\r\n`,
      `${part('consent', 'x')}--b--\r\n`,
      `${part('__proto__', 'x', file)}--b--\r\n`,
      `${part('constructor', 'x')}--b--\r\n`,
      `${part('photographs', 'x', file).repeat(12)}--b--\r\n`,
      `${part('photographs', '\xff\xd8\xff', file)}`,
    )
    .map((payload) => ({ headers, payload }));
};

const queryExtra = (): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant('') },
    fc.constantFrom(
      'limit[$gt]=1',
      'cursor[$ne]=',
      '__proto__[x]=1',
      'limit=1&limit=2',
      '%',
      '%00=1',
      'fields=name',
      'x=1',
    ),
  );

const request = (
  operation: Operation,
  given: Record<string, string | undefined>,
  sent: Sent,
  extra: string,
): InjectOptions => {
  const of = (where: string) =>
    Object.entries(given).flatMap(([key, value]) =>
      key.startsWith(`${where} `) && value !== undefined ? [[key.slice(where.length + 1), value] as const] : [],
    );
  const encode = (value: string) => encodeURIComponent(value.isWellFormed() ? value : value.toWellFormed());
  let url = operation.path;
  for (const [name, value] of of('path')) url = url.replace(`{${name}}`, () => encode(value));
  const query = [...of('query').map(([name, value]) => `${name}=${encode(value)}`), extra]
    .filter((one) => one !== '')
    .join('&');
  const headers = { ...Object.fromEntries(of('header')), ...sent.headers };
  return { method: operation.method as 'GET', url: query ? `${url}?${query}` : url, ...sent, headers };
};
