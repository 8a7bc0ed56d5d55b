/**
 * Writes the OpenAPI document of the app port to packages/client, from the routes alone: `node infra/make/write-openapi.ts`.
 * A test fails while it is stale.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openApiDocument } from '@smart-latch/api';

export const OPENAPI_FILE = 'packages/client/openapi.json';

/** The whole file. Its order is that of the routes. */
export const openApiText = async (): Promise<string> => `${JSON.stringify(await openApiDocument(), null, 2)}\n`;

if (import.meta.main) {
  const path = join(import.meta.dirname, '../..', OPENAPI_FILE);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, await openApiText());
}
