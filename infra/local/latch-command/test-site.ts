import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { type Client, createClient } from '@smart-latch/client';
import { SETUP_CODE_FILE } from '../keys.ts';
import { type Stack, startStack } from '../stack.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const DEADLINE_MS = 30_000;
const OWNER = { name: 'Olivia', email: 'olivia@example.org', password: 'trombone pillow harbour nine' };

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The whole system with a first owner and no site; faces are judged by nobody. */
export interface TestSite {
  readonly stack: Stack;
  /** Signed in as the owner. */
  readonly owner: Client;
  readonly password: string;
  /** Of the owner, with the scopes read and write. */
  readonly token: string;
  /** Runs a line of a shell: in it `pnpm latch` and `pnpm sim` are the real commands. */
  run(line: string, options?: RunOptions): Promise<Ran>;
  /** Runs one at a terminal: types when it has asked; returns what the terminal showed. */
  type(line: string, asked: RegExp, typed: string): Promise<string>;
  /** Starts one that stays, and resolves when it has printed a line that matches. */
  start(line: string, until: RegExp): Promise<void>;
  readonly dir: string;
  close(): Promise<void>;
}

interface RunOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export const openTestSite = async (): Promise<TestSite> => {
  const dir = await mkdtemp(join(tmpdir(), 'latch-cli-'));
  const stack = await startStack({ dir, faceWorkers: 0, accessWorkers: 1 });
  const open = createClient({ baseUrl: stack.apiUrl });
  const code = (await readFile(join(dir, 'keys', SETUP_CODE_FILE), 'utf8')).trim();
  const { accessToken } = await open.post('/v1/setup', { body: { ...OWNER, code } });
  const owner = open.as(accessToken);
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  const { token } = await owner.post('/v1/me/tokens', {
    body: { name: 'script', scopes: ['read', 'write'], expiresAt },
  });
  const children = new Set<ReturnType<typeof spawn>>();
  const home = {
    HOME: dir,
    XDG_CONFIG_HOME: join(dir, 'config'),
    PATH: `${join(process.execPath, '..')}:/usr/bin:/bin`,
  };
  const real = (line: string) =>
    line
      .replaceAll('pnpm latch', `node ${join(ROOT, 'cli/src/latch/main.ts')}`)
      .replaceAll('pnpm sim', `node ${join(ROOT, 'device-sim/src/cli.ts')} --home ${join(dir, 'sim')}`);
  return {
    stack,
    owner,
    password: OWNER.password,
    token,
    dir,
    run: (line, { input = '', env = {} } = {}) =>
      new Promise((done) => {
        const options = { cwd: dir, env: { ...home, ...env }, timeout: DEADLINE_MS };
        const child = execFile('sh', ['-c', real(line)], options, (error, out, err) =>
          done({ code: error ? Number(error.code ?? 1) : 0, out, err }),
        );
        child.stdin?.end(input);
      }),
    type: async (line, asked, typed) => {
      const child = spawn('script', ['-qec', real(line), '/dev/null'], { cwd: dir, env: home, timeout: DEADLINE_MS });
      let shown = '';
      for await (const chunk of child.stdout.setEncoding('utf8')) {
        const before = shown;
        shown += chunk;
        if (asked.test(shown) && !asked.test(before)) child.stdin.write(typed);
      }
      return shown;
    },
    start: async (line, until) => {
      const child = spawn('sh', ['-c', `exec ${real(line)}`], {
        cwd: dir,
        env: home,
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      children.add(child);
      const timer = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS);
      for await (const said of createInterface({ input: child.stdout })) if (until.test(said)) break;
      clearTimeout(timer);
      child.stdout.resume();
    },
    close: async () => {
      for (const child of children) {
        const runs = child.exitCode === null && child.signalCode === null;
        const gone = runs ? once(child, 'exit') : undefined;
        child.kill('SIGKILL');
        await gone;
      }
      await stack.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
};
