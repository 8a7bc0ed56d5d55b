import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { createClient as generateClient } from '@hey-api/openapi-ts';
import { type Client, createClient } from '@smart-latch/client';
import { enrolDevice, type Latch, parseClaim, startLatch } from '@smart-latch/device-sim';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownerOf, signIn } from '../demo/provision.ts';
import { eventually } from '../eventually.ts';
import { type Stack, startStack } from '../stack.ts';
import { STORY } from './story.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const DOCUMENT = join(ROOT, 'packages/client/openapi.json');
const run = promisify(execFile);

let dir: string;
let stack: Stack;
let latch: Latch | undefined;
let owner: Client;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'foreign-client-'));
  stack = await startStack({ dir, faceWorkers: 0, accessWorkers: 1 });
  owner = await signIn(createClient({ baseUrl: stack.apiUrl }), dir, await ownerOf(dir));
}, 120_000);
afterAll(async () => {
  await latch?.close();
  await stack?.stop();
  await rm(dir, { recursive: true, force: true });
});

/** As strict as a compiler can be told. */
const COMPILER = {
  compilerOptions: {
    strict: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    skipLibCheck: true,
    target: 'ES2024',
    module: 'NodeNext',
    allowImportingTsExtensions: true,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules/@types')],
  },
  include: ['*.ts', 'client/**/*.ts'],
};

/** What the compiler says of the TypeScript in a folder that takes packages as `from` does. */
const complaintsAbout = async (place: string, from: string): Promise<string> => {
  await writeFile(join(place, 'tsconfig.json'), JSON.stringify(COMPILER));
  await writeFile(join(place, 'package.json'), '{"type":"module"}');
  await symlink(join(ROOT, from), join(place, 'node_modules'));
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  return (await run(tsc, ['-p', place, '--pretty', 'false']).catch((error: { stdout: string }) => error)).stdout;
};

/** In the eyes of the server: until then nobody opens it from afar. */
const untilReady = (device: string): Promise<void> =>
  eventually(
    'the latch is ready',
    async () => {
      for await (const { id } of owner.list('/v1/sites')) {
        const { items } = await owner.get('/v1/sites/{site}/devices', { params: { path: { site: id } } });
        if (items.some((one) => one.id === device && one.presence?.state === 'ready')) return true;
      }
      return false;
    },
    20_000,
    100,
  );

test("a client that somebody else's generator makes of the document opens a door", async () => {
  const place = join(dir, 'theirs');
  await generateClient({
    input: DOCUMENT,
    output: { path: join(place, 'client'), module: { extension: '.ts' }, tsConfigPath: null },
    logs: { level: 'silent', file: false },
    plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
  });
  await writeFile(join(place, 'story.ts'), STORY);
  expect(await complaintsAbout(place, 'node_modules')).toBe('');
  const { email, password } = await ownerOf(dir);
  const args = [join(place, 'story.ts'), stack.apiUrl, email, password];
  const story = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'], timeout: 30_000 });
  const said: object[] = [];
  let opened = 0;
  for await (const line of createInterface({ input: story.stdout })) {
    const one = JSON.parse(line) as { claimUri?: string };
    said.push(one);
    if (one.claimUri === undefined) continue;
    latch = await startLatch({ identity: await enrolDevice(parseClaim(one.claimUri), 'latch') });
    latch.on('moving', ({ to }) => {
      if (to === 'unlocked') opened += 1;
    });
    await untilReady(latch.device);
    story.stdin.write('enrolled\n');
  }
  expect(said).toEqual([
    { claimUri: expect.stringContaining('smartlatch://claim?') },
    { problem: 'urn:sl:problem:bad_request', where: '/name' },
    { people: ['Porter'] },
    { state: 'opened', reason: null },
  ]);
  expect(opened).toBe(1);
}, 120_000);

test('the first steps of docs/api.md with our own client are what it says', async () => {
  const page = await readFile(join(ROOT, 'docs/api.md'), 'utf8');
  const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(page) ?? [];
  const { email, password } = await ownerOf(dir);
  const place = join(dir, 'page');
  await mkdir(place);
  const real = code
    .replace('https://latch.example.org', stack.apiUrl)
    .replace('olivia@latch.test', email)
    .replace('correct horse battery', password);
  await writeFile(join(place, 'page.ts'), real);
  expect(await complaintsAbout(place, 'infra/node_modules')).toBe('');
  const { stdout } = await run(process.execPath, [join(place, 'page.ts')], { timeout: 30_000 });
  const [isOwn, why, ...events] = stdout.trim().split('\n');
  expect(isOwn).toBe('true');
  expect(why).toContain('no device has claimed this latch yet: enrol one first');
  expect(events).toEqual(['1 changed', '2 changed', '3 changed']);
}, 120_000);
