import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REASONS } from '@smart-latch/core';
import { describe, expect, it } from 'vitest';
import { brokenMentions, linksOf, pathsOf, readPages } from './docs.ts';
import { REASONS_FILE, reasonsPage } from './write-reasons.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const page = (text: string, path = 'docs/page.md') => ({ path, text });
const targets = (mentions: readonly { target: string }[]): string[] => mentions.map(({ target }) => target);

describe('the documentation', () => {
  it('explains every reason as the code has it (else: node infra/make/write-reasons.ts)', () => {
    expect(read(REASONS_FILE)).toBe(reasonsPage());
    const rows = [...read(REASONS_FILE).matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]);
    expect(rows).toEqual(REASONS);
  });

  it('links to what is there and names files that exist', () => {
    const pages = readPages(ROOT);
    expect(pages.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'SECURITY.md', 'CONTRIBUTING.md', 'docs/reasons.md']),
    );
    expect(brokenMentions(ROOT, pages)).toEqual([]);
  });

  it('begins with a README of one screen', () => {
    expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  });

  it('numbers its decisions without a gap, each with context, decision and consequence', () => {
    const decisions = readPages(ROOT).filter(({ path }) => /^docs\/adr\/\d/.test(path));
    expect(decisions.length).toBeGreaterThan(0);
    for (const [index, { path, text }] of decisions.entries()) {
      expect(path).toMatch(new RegExp(`^docs/adr/${String(index + 1).padStart(4, '0')}-[a-z0-9-]+\\.md$`));
      const titles = [...text.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
      expect(titles, path).toEqual(['Context', 'Decision', 'Consequence']);
    }
  });

  it('has the licence that the manifests name', () => {
    expect(JSON.parse(read('package.json'))).toHaveProperty('license', 'Apache-2.0');
    expect(read('LICENSE')).toContain('Apache License\n                           Version 2.0, January 2004');
    expect(read('LICENSE')).toContain('END OF TERMS AND CONDITIONS');
  });
});

describe('a link', () => {
  it('is relative, without its anchor; an address, an anchor and code are none', () => {
    const text =
      '[a](../x.md#top) ![b](y.svg) [c](https://example.org/z.md) [d](#here) `[e](no.md)`\n<img src="z.svg">';
    expect(linksOf(page(text))).toEqual([
      { target: '../x.md', line: 1 },
      { target: 'y.svg', line: 1 },
      { target: 'z.svg', line: 2 },
    ]);
  });

  it('is none inside a code block, and is one again after it', () => {
    expect(linksOf(page('```\n[a](no.md)\n```\n[b](yes.md)'))).toEqual([{ target: 'yes.md', line: 4 }]);
  });

  it('is resolved from its own page', () => {
    const text = '[a](../package.json) [b](package.json)';
    expect(brokenMentions(ROOT, [page(text)])).toEqual(['docs/page.md:1 package.json']);
    expect(brokenMentions(ROOT, [page(text, 'page.md')])).toEqual(['page.md:1 ../package.json']);
  });
});

describe('a path in backticks', () => {
  it('begins with a top folder; patterns, commands and topics are none', () => {
    const text = '`infra/make/docs.ts` `infra/` `sl/1/x` `infra/*.ts` `infra/{a,b}` `node infra/x.ts` `and/or`';
    expect(targets(pathsOf(page(text), ['infra']))).toEqual(['infra/make/docs.ts', 'infra/']);
  });

  it('that names nothing is found, with its line', () => {
    expect(brokenMentions(ROOT, [page('fine\n`infra/make/gone.ts`')])).toEqual(['docs/page.md:2 infra/make/gone.ts']);
  });
});
