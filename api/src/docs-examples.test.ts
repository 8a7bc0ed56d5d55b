import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Client, firstOwner } from './testing/client.ts';
import { startTestApi, type TestApi } from './testing/test-api.ts';

/** In the order in which they are read. */
const PAGES = ['api.md', 'api-resources.md'].map((page) => join(import.meta.dirname, '../../docs', page));

interface Message {
  readonly first: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Example {
  readonly request: Message;
  readonly answer: Message;
}

/** Every block of HTTP in the page: a request, and after it the answer. */
const examplesOf = (page: string): Example[] =>
  [...page.matchAll(/```http\n([\s\S]*?)\n```/g)].map(([, block = '']) => {
    const at = block.indexOf('HTTP/1.1 ');
    return { request: messageOf(block.slice(0, at)), answer: messageOf(block.slice(at)) };
  });

const messageOf = (text: string): Message => {
  const [head = '', ...body] = text.trim().split('\n\n');
  const [first = '', ...lines] = head.split('\n');
  const headers = Object.fromEntries(lines.map((line) => line.split(/: (.*)/s, 2) as [string, string]));
  return { first, headers, body: body.join('\n\n') };
};

/** What earlier answers held, by the names that the page gives it, and a time that is a week away whenever it is read. */
const known = new Map<string, string>([['inAWeek', new Date(Date.now() + 7 * 86_400_000).toISOString()]]);
const fill = (text: string): string => text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => known.get(name) ?? whole);

/** Holds what came against what the page says; `{name}` is learnt the first time and compared from then on. */
const compare = (said: unknown, came: unknown, where: string): void => {
  if (typeof said === 'string') compareText(said, came, where);
  else if (said === null || typeof said !== 'object') expect(came, where).toBe(said);
  else {
    for (const [key, one] of Object.entries(said)) {
      compare(one, (came as Record<string, unknown> | undefined)?.[key], `${where}/${key}`);
    }
  }
};

const compareText = (said: string, came: unknown, where: string): void => {
  expect(typeof came, where).toBe('string');
  const name = /^\{(\w+)\}$/.exec(said)?.[1];
  if (name !== undefined && !known.has(name)) known.set(name, String(came));
  else if (said !== '...') expect(came, where).toBe(fill(said));
};

let api: TestApi;
let owner: Client;
beforeAll(async () => {
  api = await startTestApi(inject);
  owner = await firstOwner(api.app);
});
afterAll(() => api.close());

describe('the pages about the API', () => {
  it('has examples that are answered as it says, in their order', async () => {
    const examples = PAGES.flatMap((page) => examplesOf(readFileSync(page, 'utf8')));
    expect(examples.length).toBeGreaterThan(8);
    for (const { request, answer } of examples) {
      const [method, url] = fill(request.first).split(' ') as [never, string];
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, fill(value)]));
      const came = await api.app.inject({
        method,
        url,
        headers: { authorization: `Bearer ${owner.token}`, ...headers },
        ...(request.body ? { payload: fill(request.body) } : {}),
      });
      expect(came.statusCode, `${request.first} ${came.body}`).toBe(Number(answer.first.split(' ')[1]));
      for (const [name, value] of Object.entries(answer.headers))
        compare(value, came.headers[name.toLowerCase()], name);
      if (answer.body) compare(JSON.parse(answer.body), came.json(), request.first);
    }
  });
});
