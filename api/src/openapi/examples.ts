import { exampleId } from './example-ids.ts';

/** A JSON schema, as far as an example is made from it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

export interface Media {
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
}

type Content = Readonly<Record<string, Media>>;

export interface Operation {
  readonly operationId: string;
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content; readonly $ref?: string }>>;
}

/** An OpenAPI document, as far as it is looked at here. */
export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas?: Readonly<Record<string, Schema>>; readonly [kind: string]: unknown };
}

/** An example, or where in the schema (a JSON pointer) one is missing. */
export type Example = { readonly value: unknown } | { readonly missing: string };

/**
 * The example of a schema: the first that it has itself, else made of those of its parts. Ids, times, enums, constants and
 * flags need none.
 */
export const exampleOf = (schema: Schema, document: Document, name = '', at = ''): Example => {
  const part = (one: Schema, as: string, where: string) => exampleOf(one, document, as, `${at}${where}`);
  if (schema.examples && schema.examples.length > 0) return { value: schema.examples[0] };
  if (schema.$ref !== undefined) return part(byName(document, schema.$ref), name, '');
  if (schema.const !== undefined) return { value: schema.const };
  if (schema.enum) return { value: schema.enum[0] };
  const [either] = schema.anyOf ?? schema.oneOf ?? [];
  if (either) return part(either, name, '');
  if (schema.format === 'uuid') return { value: exampleId(name) };
  if (schema.format === 'date-time') return { value: '2026-06-01T08:00:00.000Z' };
  if (schema.type === 'boolean') return { value: false };
  if (schema.type === 'null') return { value: null };
  if (schema.type === 'array' && schema.items) {
    const item = part(schema.items, name, '/items');
    return 'value' in item ? { value: [item.value] } : item;
  }
  if (schema.type === 'object' && schema.properties) {
    const parts = Object.entries(schema.properties).map(([key, one]) => [key, part(one, key, `/${key}`)] as const);
    const [lacking] = parts.flatMap(([key, one]) => ('missing' in one && schema.required?.includes(key) ? [one] : []));
    const known = parts.flatMap(([key, one]) => ('value' in one ? [[key, one.value] as const] : []));
    return lacking ?? { value: Object.fromEntries(known) };
  }
  return { missing: at };
};

const byName = (document: Document, reference: string): Schema =>
  document.components.schemas?.[reference.split('/').at(-1) ?? ''] ?? {};

/** Gives each body of a request and of a successful answer its example, where its schema holds one. */
export const withExamples = (document: Document): Document => {
  const content = (of: Content): Content => mapValues(of, (media) => withExample(media, document));
  const operation = (one: Operation): Operation => ({
    ...one,
    ...(one.requestBody
      ? { requestBody: withOptionalBody({ ...one.requestBody, content: content(one.requestBody.content) }) }
      : {}),
    responses: mapValues(one.responses, (answer, status) =>
      answer.content && status.startsWith('2') ? { ...answer, content: content(answer.content) } : answer,
    ),
  });
  return { ...document, paths: mapValues(document.paths, (operations) => mapValues(operations, operation)) };
};

/** Of the body of a request the examples were taken from its schema already. */
const withExample = (media: Media, document: Document): Media => {
  if ('example' in media || media.examples) return media;
  const example = exampleOf(media.schema ?? {}, document);
  return 'value' in example ? { ...media, example: example.value } : media;
};

/** `z.nullish()` of a whole body means that it may stay away. */
const withOptionalBody = (body: NonNullable<Operation['requestBody']>) => {
  const [[type, media] = ['', {}]] = Object.entries(body.content);
  const [schema, nothing] = media.schema?.anyOf ?? [];
  return schema && nothing?.type === 'null'
    ? { ...body, required: false, content: { ...body.content, [type]: { ...media, schema } } }
    : body;
};

export const mapValues = <T, R>(
  record: Readonly<Record<string, T>>,
  change: (value: T, key: string) => R,
): Record<string, R> => Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
