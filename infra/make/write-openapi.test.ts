import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { OPENAPI_FILE, openApiText } from './write-openapi.ts';

const ROOT = join(import.meta.dirname, '../..');

it('the OpenAPI document that is committed is that of the routes', async () => {
  const isFresh = readFileSync(join(ROOT, OPENAPI_FILE), 'utf8') === (await openApiText());
  expect(isFresh, `${OPENAPI_FILE} is stale: node infra/make/write-openapi.ts`).toBe(true);
});
