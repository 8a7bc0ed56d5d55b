import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const src = join(import.meta.dirname, '../src');
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => ({ name, text: withoutComments(readFileSync(join(src, name), 'utf8')) }));

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
}

test('core asks no clock, no chance, no environment and no disk', () => {
  const impure =
    /\bDate\.|\bnew Date\b|\bTemporal\.Now\b|\bMath\.random\b|\brandomBytes\b|\bcrypto\.|\bprocess\.|\bsetTimeout\b|\bfetch\(|'node:/;
  expect(sources.length).toBeGreaterThan(10);
  for (const { name, text } of sources) expect(impure.exec(text)?.[0], name).toBeUndefined();
});

test('core imports its own files, its ciphers and its time zones, and nothing else', () => {
  const allowed = /^(\.{1,2}\/[\w./-]+\.ts|@noble\/ciphers\/(aes|utils)\.js|temporal-polyfill)$/;
  for (const { name, text } of sources) {
    for (const [, from = ''] of text.matchAll(/\bfrom '([^']+)'/g)) expect(from, name).toMatch(allowed);
  }
});

test('the index names every file of core', () => {
  const index = sources.find(({ name }) => name === 'index.ts')?.text ?? '';
  for (const { name } of sources) {
    if (name !== 'index.ts') expect(index).toContain(`from './${name}'`);
  }
});
