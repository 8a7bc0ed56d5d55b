/** A step of `make check`: judges packages/client/openapi.json. `node infra/make/lint-openapi.ts`. Makes no network call. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BaseResolver, createConfig, lintFromString } from '@redocly/openapi-core';
import { OPENAPI_FILE } from './write-openapi.ts';

/** Redocly's own rules beside its recommended ones. */
const RULES = {
  'no-unused-components': 'error',
  'no-ambiguous-paths': 'error',
  'no-invalid-media-type-examples': 'error',
  'no-invalid-schema-examples': 'error',
  'no-invalid-parameter-examples': 'error',
  'no-duplicated-tag-names': 'error',
  'operation-2xx-response': 'off', // a sign-in that sends the browser on answers 302 and 303
  'operation-4xx-response': 'error',
  'operation-operationId': 'error',
  'operation-operationId-unique': 'error',
  'operation-singular-tag': 'error',
  'operation-summary': 'error',
  'operation-tag-defined': 'error',
  'path-not-include-query': 'error',
  'paths-kebab-case': 'error',
  'no-server-trailing-slash': 'off', // "/": whichever server it is read from
  'spec-components-invalid-map-name': 'error',
  'tag-description': 'error',
} as const;

interface Media {
  readonly example?: unknown;
  readonly examples?: object;
}

interface Body {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, Media>>;
}

interface Operation {
  readonly operationId?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body>>;
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly responses?: Readonly<Record<string, Body>> };
}

/** Our own: an example of everything, problems as problems, and names by which everything is found again. */
export const houseRules = ({ paths, components }: OpenApi): string[] => {
  const resolve = (body: Body): Body =>
    body.$ref ? (components?.responses?.[body.$ref.split('/').at(-1) ?? ''] ?? {}) : body;
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) => {
      const at = `${method.toUpperCase()} ${path}`;
      const bodies = Object.entries({ 'the request': operation.requestBody ?? {}, ...operation.responses });
      return [
        ...(operation.operationId?.startsWith(method) ? [] : [`${at}: its operationId begins with ${method}`]),
        ...namesOfIds(at, path),
        ...bodies.flatMap(([name, body]) => bodyRules(`${at} ${name}`, name, resolve(body))),
      ];
    }),
  );
};

/** `{latch}`, not `{id}`: the same name means the same everywhere. */
const namesOfIds = (at: string, path: string): string[] =>
  /\{\w*id\}/i.test(path) ? [`${at}: an id in a path is named after what it is the id of`] : [];

const bodyRules = (at: string, name: string, { content = {} }: Body): string[] =>
  Object.entries(content).flatMap(([type, media]) => [
    ...('example' in media || media.examples ? [] : [`${at}: has no example`]),
    ...(/^[45d]/.test(name) && type !== 'application/problem+json' ? [`${at}: is no problem but ${type}`] : []),
  ]);

/** Every finding, a line each. */
export const lintOpenApi = async (text: string): Promise<string[]> => {
  const config = await createConfig({ extends: ['recommended'], rules: RULES, telemetry: 'off' });
  const found = await lintFromString({
    source: text,
    absoluteRef: OPENAPI_FILE,
    config,
    externalRefResolver: offline(),
  });
  const theirs = found.map(({ ruleId, message, location }) => `${location[0]?.pointer ?? ''} ${message} (${ruleId})`);
  return [...theirs, ...houseRules(JSON.parse(text) as OpenApi)];
};

/** The document is whole: whatever it refers to elsewhere is an error, not a download. */
const offline = (): BaseResolver => {
  const resolver = new BaseResolver();
  resolver.loadExternalRef = async (reference) => {
    throw new Error(`${reference} is outside of the document`);
  };
  return resolver;
};

if (import.meta.main) {
  const findings = await lintOpenApi(readFileSync(join(import.meta.dirname, '../..', OPENAPI_FILE), 'utf8'));
  for (const finding of findings) console.log(`${OPENAPI_FILE} ${finding}`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}
