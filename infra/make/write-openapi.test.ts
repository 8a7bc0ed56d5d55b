import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openApiFiles } from './write-openapi.ts';

const ROOT = join(import.meta.dirname, '../..');

it('the OpenAPI document and the types of the client are those of the routes', async () => {
  for (const [file, text] of Object.entries(await openApiFiles())) {
    const isFresh = readFileSync(join(ROOT, file), 'utf8') === text;
    expect(isFresh, `${file} is stale: node infra/make/write-openapi.ts`).toBe(true);
  }
});
