import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, sessionFile } from '@smart-latch/cli';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestSite, type TestSite } from './test-site.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../../docs/cli.md'), 'utf8');
const SERVER = 'https://latch.example.org';

interface Example {
  readonly line: string;
  readonly said: string;
}

/** Every command of the page, with what it prints. */
const examples = [...PAGE.matchAll(/```console\n([\s\S]*?)```/g)].flatMap(([, block = '']): Example[] =>
  block.split(/^\$ /m).flatMap((text) => {
    const [line = '', ...said] = text.split('\n');
    return line === '' ? [] : [{ line, said: said.join('\n').trimEnd() }];
  }),
);

/** `...` is anything. */
const matching = (said: string): RegExp => {
  const parts = said.split('...').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
};

let site: TestSite;
beforeAll(async () => {
  site = await openTestSite();
  await site.owner.post('/v1/sites', { body: { name: 'Home', timeZone: 'Europe/Berlin' } });
}, 60_000);
afterAll(() => site?.close());

describe('docs/cli.md', () => {
  it('has examples that print what it says', async () => {
    expect(examples.length).toBeGreaterThan(20);
    for (const { line, said } of examples) {
      const real = line.replaceAll(SERVER, site.stack.apiUrl);
      if (line.endsWith(' &')) {
        await site.start(real.slice(0, -2), /quit/);
        continue;
      }
      const env = line.includes('pnpm sim') ? { SMART_LATCH_TOKEN: site.token } : {};
      const { out, err } = await site.run(real, { input: `${site.password}\n`, env });
      expect(`${out}${err}`.trimEnd(), line).toMatch(matching(said.replaceAll(SERVER, site.stack.apiUrl)));
    }
  }, 180_000);

  it('names every exit code', () => {
    for (const [name, code] of Object.entries(EXIT)) expect(PAGE).toContain(`| ${code} \`${name}\` |`);
  });
});

describe('pnpm latch', () => {
  const asScript = () => ({ SMART_LATCH_TOKEN: site.token, SMART_LATCH_API: site.stack.apiUrl });

  it('keeps the session for its user alone, and renews it when another command has', async () => {
    const login = `pnpm latch login --api ${site.stack.apiUrl} --email olivia@example.org`;
    expect((await site.run(login, { input: 'wrong\n' })).code).toBe(EXIT.signedOut);
    expect((await site.run(login, { input: `${site.password}\n` })).code).toBe(0);
    const file = sessionFile({ env: { XDG_CONFIG_HOME: join(site.dir, 'config') } });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    // As if its access token had ended: both commands find that, and one refresh token.
    await site.run(`sed -i 's/"accessEndsAtMs":[0-9]*/"accessEndsAtMs":0/' ${file}`);
    const both = await Promise.all([site.run('pnpm latch whoami'), site.run('pnpm latch whoami')]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect((await site.run('pnpm latch whoami')).out).toContain('olivia@example.org');
  });

  it('asks which one where a name is that of several', async () => {
    const env = asScript();
    for (const _ of [1, 2]) await site.run('pnpm latch people add Sam', { env });
    const { code, err } = await site.run('pnpm latch people disable sam', { env });
    expect(code).toBe(EXIT.refused);
    expect(err).toMatch(/^error: "sam" may be Sam [\w-]{36} or Sam [\w-]{36}: say which by its id\n$/);
  });

  it('gives a script JSON, and events a line each as they come', async () => {
    const env = asScript();
    const added = await site.run('pnpm latch people add Robin --json', { env });
    expect(JSON.parse(added.out)).toMatchObject([{ name: 'Robin', role: 'member' }]);
    const follow = "timeout 10 sh -c 'pnpm latch events --follow --limit 0 --kind changed --json | head -n 1'";
    let isOver = false;
    const followed = site.run(follow, { env }).finally(() => {
      isOver = true;
    });
    for (let word = 'disable'; !isOver; word = word === 'disable' ? 'enable' : 'disable') {
      await site.run(`pnpm latch people ${word} Robin`, { env });
    }
    expect(JSON.parse((await followed).out)).toMatchObject({ kind: 'changed' });
  }, 30_000);

  it('asks for a password at a terminal without showing it', async () => {
    const login = `pnpm latch login --api ${site.stack.apiUrl} --email olivia@example.org`;
    const out = await site.type(login, /Password of olivia@example.org: $/, `${site.password}X\u007f\r`);
    expect(out).toContain('signed in at');
    expect(out).not.toContain(site.password);
  });

  it.each([
    ['pnpm latch doors unlock "Front door"', 'refused', 'a personal API token may not do this'],
    ['pnpm latch people add', 'usage', "missing required argument 'name'"],
    ['pnpm latch people add X --role king', 'usage', "argument 'king' is invalid"],
    ['pnpm latch sites --api http://127.0.0.1:1', 'unreachable', 'cannot be reached'],
  ] as const)('%s ends as %s, in one line', async (line, exit, message) => {
    const { code, err } = await site.run(line, { env: asScript() });
    expect(code).toBe(EXIT[exit]);
    expect(err).toMatch(/^error: [^\n]+\n$/);
    expect(err).toContain(message);
  });
});
