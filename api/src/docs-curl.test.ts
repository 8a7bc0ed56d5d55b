import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { PROBLEMS } from './problems.ts';
import { firstOwner } from './testing/client.ts';
import { startTestApi, type TestApi } from './testing/test-api.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/api.md'), 'utf8');
const ATTEMPT = 'attempt-of-the-page';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(inject);
  await firstOwner(api.app);
  // As access writes one.
  api.access.on('remote-unlock', async ({ site, latch, user }) => {
    const times = { receivedAtMs: 1, receiveByMs: 2, decideByMs: 3, endedAtMs: 3 };
    const of = { site, latch, user, device: 'a'.repeat(26), kind: 'remote', tapId: 'a', state: 'opened' } as const;
    await api.store.models.attempts.create([{ _id: ATTEMPT, ...of, rev: 1, ...times, reason: null }]);
    return { attempt: ATTEMPT, state: 'granted', reason: null };
  });
});
afterAll(() => api.close());

/** The page's commands, as much of a shell as they use: NAME=value, NAME=$(curl ... | jq -r .path), curl ... | jq -r .path */
const statements = (page: string): string[] =>
  [...page.matchAll(/```sh\n([\s\S]*?)\n```/g)].flatMap(([, block = '']) =>
    block
      .replaceAll(/\\\n\s*/g, '')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#')),
  );

const known = new Map<string, string>();
const expand = (text: string): string => text.replaceAll(/\$(\w+)/g, (_whole, name: string) => known.get(name) ?? '');

const wordsOf = (text: string): string[] =>
  [...text.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) =>
    word.replaceAll(/'([^']*)'|"([^"]*)"|\$\w+/g, (whole, single?: string, double?: string) =>
      single !== undefined ? single : expand(double ?? whole),
    ),
  );

const curl = async (line: string): Promise<unknown> => {
  const words = wordsOf(line);
  const after = (option: string) => words.flatMap((word, at) => (words[at - 1] === option ? [word] : []));
  const [payload] = after('-d');
  const url = words.find((word) => word.startsWith('https://'))?.replace(known.get('API') ?? '', '') ?? '';
  const answer = await api.app.inject({
    method: (after('-X')[0] ?? (payload ? 'POST' : 'GET')) as 'GET',
    url,
    headers: Object.fromEntries(after('-H').map((header) => header.split(/: (.*)/s, 2) as [string, string])),
    ...(payload ? { payload } : {}),
  });
  expect(answer.statusCode, `${line}\n${answer.body}`).toBeLessThan(300);
  return answer.json();
};

const pick = (body: unknown, path: string): unknown =>
  path.split('.').reduce((value, name) => (name === '' ? value : (value as Record<string, unknown>)[name]), body);

describe('the page about the API', () => {
  it('begins with commands that open a door', async () => {
    const said: unknown[] = [];
    for (const line of statements(PAGE)) {
      const [, name, command = '', path = ''] = /^(?:(\w+)=\$\()?(curl .*) \| jq -r (\.[\w.]+)\)?$/.exec(line) ?? [];
      if (command === '') {
        const [, key = '', value = ''] = /^(\w+)=(\S+)$/.exec(line) ?? [];
        expect(key, line).not.toBe('');
        known.set(key, value);
        continue;
      }
      const value = pick(await curl(command), path);
      expect(typeof value, line).toBe('string');
      if (name) known.set(name, String(value));
      else said.push(value);
    }
    expect(said).toHaveLength(3);
    expect(said[0]).toMatch(/^smartlatch:\/\/claim\?/);
    expect(said.at(-1)).toBe('opened');
  });

  it('tells of every problem', () => {
    for (const [code, { status }] of Object.entries(PROBLEMS)) expect(PAGE).toContain(`| ${status} | \`${code}\` | `);
  });
});
