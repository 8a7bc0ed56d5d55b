/**
 * Writes what packages/client is made from: the OpenAPI document of the app port, from the routes alone, and its types.
 * `node infra/make/write-openapi.ts`. A test fails while they are stale.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openApiDocument } from '@smart-latch/api';
import openApiTypes, { astToString } from 'openapi-typescript';
import ts from 'typescript';

export const OPENAPI_FILE = 'packages/client/openapi.json';
export const TYPES_FILE = 'packages/client/src/generated/openapi.ts';

const HEAD = '// Made from openapi.json by openapi-typescript: node infra/make/write-openapi.ts. Do not edit.\n\n';
/** Files, in forms. */
const BLOB = ts.factory.createTypeReferenceNode('Blob');

/** Both files by their paths. The document's order is that of the routes. */
export const openApiFiles = async (): Promise<Record<string, string>> => {
  const document = await openApiDocument();
  const types = await openApiTypes(document as never, {
    // What has a default may stay away.
    defaultNonNullable: false,
    immutable: true,
    transform: ({ format }) => (format === 'binary' ? BLOB : undefined),
  });
  return { [OPENAPI_FILE]: `${JSON.stringify(document, null, 2)}\n`, [TYPES_FILE]: HEAD + astToString(types) };
};

if (import.meta.main) {
  for (const [file, text] of Object.entries(await openApiFiles())) {
    const path = join(import.meta.dirname, '../..', file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
