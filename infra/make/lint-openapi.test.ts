import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { houseRules, lintOpenApi, type OpenApi } from './lint-openapi.ts';
import { OPENAPI_FILE } from './write-openapi.ts';

const text = readFileSync(join(import.meta.dirname, '../..', OPENAPI_FILE), 'utf8');

/** The document after somebody's change. */
const changed = (change: (document: { [key: string]: never }) => void): string => {
  const document = JSON.parse(text) as { [key: string]: never };
  change(document);
  return JSON.stringify(document);
};

describe('the linter of the OpenAPI document', () => {
  it('finds nothing in ours', async () => {
    expect(await lintOpenApi(text)).toEqual([]);
  });

  it.each([
    [
      'a schema that nobody uses',
      (document) => Object.assign(document.components.schemas, { Old: { type: 'string' } }),
      'no-unused-components',
    ],
    ['an operation without a summary', ({ paths }) => delete paths['/v1/me'].get.summary, 'operation-summary'],
    [
      'two operations of one id',
      ({ paths }) => (paths['/v1/me'].get.operationId = 'getSites'),
      'operation-operationId-unique',
    ],
    ['a heading that is not explained', ({ paths }) => (paths['/v1/me'].get.tags = ['magic']), 'operation-tag-defined'],
    [
      'an example that its schema refuses',
      ({ paths }) => (paths['/v1/sites'].post.requestBody.content['application/json'].example = {}),
      'no-invalid-media-type-examples',
    ],
    [
      'a body without an example',
      ({ paths }) => delete paths['/v1/sites'].post.requestBody.content['application/json'].example,
      'has no example',
    ],
    [
      'a document elsewhere',
      ({ paths }) => (paths['/v1/me'].get.responses['200'] = { $ref: 'https://example.org/x.json' }),
      'outside of the document',
    ],
  ] satisfies [string, (document: Record<string, Any>) => unknown, string][])(
    'finds %s',
    async (_what, change, finding) => {
      expect((await lintOpenApi(changed(change as never))).join('\n')).toContain(finding);
    },
  );

  it('holds ids to their names, and errors to problems', () => {
    const answer = { content: { 'text/plain': { example: 'no' } } };
    const document: OpenApi = {
      paths: { '/v1/sites/{id}': { get: { operationId: 'site', responses: { 400: answer } } } },
    };
    expect(houseRules(document)).toEqual([
      'GET /v1/sites/{id}: its operationId begins with get',
      'GET /v1/sites/{id}: an id in a path is named after what it is the id of',
      'GET /v1/sites/{id} 400: is no problem but text/plain',
    ]);
  });
});

// biome-ignore lint/suspicious/noExplicitAny: a test breaks the document as it likes.
type Any = any;
