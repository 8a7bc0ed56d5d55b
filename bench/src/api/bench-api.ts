import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createClient } from '@smart-latch/client';
import { SETUP_CODE_FILE, type Stack, startStack } from '@smart-latch/infra';
import type { BenchOptions } from '../benches.ts';
import { rowsOf, type Summary, summaryOf } from '../figures.ts';
import { summariesSvg } from '../plots.ts';
import type { Results } from '../results.ts';

const SAMPLES = 300;
const WARM_UP = 50;
const USERS = 30;
const LATCHES = 10;
const PAGE = 50;
const PERCENTS = ['p50', 'p95'] as const;

const JSON_BODY = { 'content-type': 'application/json' };

type Call = () => Promise<Response>;

/** Boots the whole system in a temporary folder and asks it, and a bare server on the same database, in turn. */
export const benchApi = async (options: BenchOptions): Promise<Results> => {
  const { progress, signal } = options;
  const dir = await mkdtemp(join(tmpdir(), 'smart-latch-bench-'));
  let stack: Stack | undefined;
  let bare: Bare | undefined;
  try {
    progress.begin('starting the whole system');
    stack = await startStack({ dir, signal, env: { api: { RATE_LIMIT_PER_MINUTE: '100000' } } });
    bare = await startBare(stack.mongo.adminUri);
    return await measure(await furnish(stack.apiUrl, dir, options), bare.url, options);
  } finally {
    bare?.process.kill();
    await stack?.stop();
    await rm(dir, { recursive: true, force: true });
  }
};

interface Bare {
  readonly process: ChildProcess;
  readonly url: string;
}

const startBare = async (mongoUri: string): Promise<Bare> => {
  const script = join(import.meta.dirname, 'bare-server.ts');
  const child = spawn(process.execPath, [script, mongoUri], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line', { signal: AbortSignal.timeout(15_000) });
  return { process: child, url: `http://127.0.0.1:${String(line).replace('listening ', '')}` };
};

interface Site {
  readonly url: string;
  readonly id: string;
  readonly headers: Record<string, string>;
  readonly users: readonly string[];
  readonly latches: readonly string[];
}

/** A site with a grant for each of its people at each of its doors. */
const furnish = async (apiUrl: string, dir: string, { progress }: BenchOptions): Promise<Site> => {
  const token = await firstToken(apiUrl, dir);
  const api = createClient({ baseUrl: apiUrl, token });
  const { id } = await api.post('/v1/sites', { body: { name: 'Bench', timeZone: 'Europe/Berlin' } });
  const params = { path: { site: id } };
  const made = async (making: Promise<{ readonly id: string }>): Promise<string> => {
    const { id } = await making;
    progress.step();
    return id;
  };
  progress.begin('setting up a site', USERS + LATCHES + USERS * LATCHES);
  const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);
  const users: string[] = [];
  const latches: string[] = [];
  for (const n of numbers(USERS)) {
    users.push(await made(api.post('/v1/sites/{site}/users', { params, body: { name: `Person ${n}` } })));
  }
  for (const n of numbers(LATCHES)) {
    latches.push(await made(api.post('/v1/sites/{site}/latches', { params, body: { name: `Door ${n}` } })));
  }
  for (const user of users) {
    for (const latch of latches) await made(api.post('/v1/sites/{site}/grants', { params, body: { user, latch } }));
  }
  // What is measured is sent bare on both sides.
  const headers = { authorization: `Bearer ${token}`, ...JSON_BODY };
  return { url: `${apiUrl}/v1/sites/${id}`, id, headers, users, latches };
};

const firstToken = async (baseUrl: string, dir: string): Promise<string> => {
  const code = (await readFile(join(dir, 'keys', SETUP_CODE_FILE), 'utf8')).trim();
  const body = { code, name: 'Olivia', email: 'owner@bench.test', password: 'a long bench of measured things' };
  return (await createClient({ baseUrl }).post('/v1/setup', { body })).accessToken;
};

const post = (url: string, headers: Record<string, string>, body: object): Promise<Response> =>
  fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });

const ok = async (call: Call): Promise<Response> => {
  const response = await call();
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
  return response;
};

const measure = async (site: Site, bareUrl: string, options: BenchOptions): Promise<Results> => {
  const { url, id, headers, users, latches } = site;
  const bare = `${bareUrl}/sites/${id}/grants`;
  const grant = (n: number) => ({ user: users[n % USERS], latch: latches[n % LATCHES], remote: false });
  const list = await inTurn('a list', options, {
    ours: () => fetch(`${url}/grants?limit=${PAGE}`, { headers }),
    bare: () => fetch(`${bare}?limit=${PAGE}`),
  });
  const write = await inTurn('a write', options, {
    ours: (n) => post(`${url}/grants`, headers, grant(n)),
    bare: (n) => post(bare, JSON_BODY, grant(n)),
  });
  const rows = Object.entries({ list, write }).flatMap(([what, took]) => [
    ...rowsOf(`api.${what}`, took.ours, PERCENTS, { name: `bare ${what}`, took: took.bare }),
    ...rowsOf(`bare.${what}`, took.bare, PERCENTS),
  ]);
  const measured = Object.entries({ list, write }).flatMap(([what, took]) => [
    { label: `${what}: the API`, took: took.ours },
    { label: `${what}: bare Fastify and mongoose`, took: took.bare, isReference: true },
  ]);
  const text = 'Bars are p50, lines p95, in ms, one request after another over kept connections.';
  const svg = summariesSvg('a list and a write', measured);
  return { title: 'The API beside a bare server', notes: NOTES, rows, sections: [{ title: 'Time', text, svg }] };
};

type Side = 'ours' | 'bare';

/** One request of each side after the other, so that what disturbs the machine disturbs both. */
const inTurn = async (
  what: string,
  { progress, signal }: BenchOptions,
  calls: Readonly<Record<Side, (n: number) => Promise<Response>>>,
): Promise<Record<Side, Summary>> => {
  const took: Record<Side, number[]> = { ours: [], bare: [] };
  progress.begin(what, SAMPLES + WARM_UP);
  for (let n = -WARM_UP; n < SAMPLES; n += 1) {
    signal.throwIfAborted();
    for (const side of ['ours', 'bare'] as const) {
      const beganMs = performance.now();
      await (await ok(() => calls[side](n + WARM_UP))).arrayBuffer();
      if (n >= 0) took[side].push(performance.now() - beganMs);
    }
    progress.step();
  }
  return { ours: summaryOf(took.ours), bare: summaryOf(took.bare) };
};

const NOTES = [
  `A list is ${PAGE} grants of a site that has some hundreds; a write is one more grant, with majority and journal on both sides.`,
  'The bare server is Fastify and mongoose on the same database: no sign-in, no rights, no checks, no audit, no problem documents.',
  'The API also checks the session at every request, the membership and its rights, that user and latch are of the site, and records who did it.',
];
