import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freePort } from './ports.ts';
import type { ProcessSpec } from './process.ts';
import { type Change, createSupervisor, type OutputLine, type Supervisor } from './supervisor.ts';

let dir: string;
let supervisor: Supervisor;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sl-supervisor-'));
  supervisor = createSupervisor({ logDir: dir });
});
afterEach(async () => {
  await supervisor.stopAll();
  rmSync(dir, { recursive: true, force: true });
});

const node = (name: string, script: string, more: Partial<ProcessSpec> = {}): ProcessSpec => ({
  name,
  command: process.execPath,
  args: ['-e', script],
  ready: { line: /^ready$/ },
  ...more,
});
const FOREVER = 'console.log("ready"); setInterval(() => {}, 1e6);';
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
};
const untilGone = (pid: number): Promise<void> => vi.waitUntil(() => !isAlive(pid), { timeout: 10_000 }).then(() => {});

describe('starting', () => {
  it('resolves at the ready line, keeps a log and hands on each line with its JSON', async () => {
    const lines: OutputLine[] = [];
    supervisor.onLine((line) => lines.push(line));
    await supervisor.start(
      node('talker', `console.log('{"level":30,"msg":"hello"}'); console.error('oops'); ${FOREVER}`),
    );
    await vi.waitUntil(() => lines.length === 3);
    expect(lines.find(({ record }) => record)?.record).toEqual({ level: 30, msg: 'hello' });
    expect(lines.find(({ stream }) => stream === 'stderr')).toMatchObject({
      process: 'talker',
      text: 'oops',
      record: undefined,
    });
    expect(readFileSync(join(dir, 'talker.log'), 'utf8')).toContain('oops\n');
  });

  it('resolves when the health URL answers 2xx, not before', async () => {
    const port = await freePort();
    const script = `let n = 0; require('http').createServer((q, r) => { r.statusCode = ++n < 3 ? 503 : 200; console.log(r.statusCode); r.end(); })
      .listen(${port}, '127.0.0.1')`;
    const answers: string[] = [];
    supervisor.onLine(({ text }) => answers.push(text));
    await supervisor.start(node('health', script, { ready: { url: `http://127.0.0.1:${port}/health` } }));
    await vi.waitUntil(() => answers.length >= 3);
    expect(answers.slice(0, 3)).toEqual(['503', '503', '200']);
  });

  it('rejects with the last lines when the process dies first, and does not try again', async () => {
    const changes: Change[] = [];
    supervisor.onChange((change) => changes.push(change));
    await expect(supervisor.start(node('broken', 'console.error("no such key"); process.exit(7)'))).rejects.toThrow(
      /broken did not start[\s\S]*no such key[\s\S]*exit code 7/,
    );
    expect(changes.map(({ kind }) => kind)).toEqual(['started', 'exited', 'gave_up']);
    expect(supervisor.names()).toEqual([]);
  });

  it('rejects at the deadline and ends the process', async () => {
    const pids: number[] = [];
    supervisor.onChange((change) => change.kind === 'started' && pids.push(change.pid));
    await expect(
      supervisor.start(node('mute', 'setInterval(() => {}, 1e6)', { readyDeadlineMs: 300 })),
    ).rejects.toThrow('mute was not ready within 0.3 s');
    expect(pids).toHaveLength(1);
    expect(isAlive(pids[0] ?? 0)).toBe(false);
  });

  it('rejects a program that does not exist, and a name that is taken', async () => {
    await expect(
      supervisor.start({ name: 'none', command: '/no/such', args: [], ready: { line: /x/ } }),
    ).rejects.toThrow('/no/such');
    await supervisor.start(node('one', FOREVER));
    await expect(supervisor.start(node('one', FOREVER))).rejects.toThrow('a process called one runs already');
  });

  it('gives the child no variable of ours but the few that programs need', async () => {
    process.env.SL_SECRET_OF_PARENT = 'secret';
    const lines: OutputLine[] = [];
    supervisor.onLine((line) => lines.push(line));
    await supervisor.start(node('env', `console.log(JSON.stringify(process.env)); ${FOREVER}`, { env: { PORT: '1' } }));
    delete process.env.SL_SECRET_OF_PARENT;
    expect(lines[0]?.record).toMatchObject({ PORT: '1', PATH: process.env.PATH });
    expect(lines[0]?.text).not.toContain('secret');
  });
});

describe('restarting', () => {
  it('starts a killed process again within 500 ms, each time', async () => {
    await supervisor.start(node('phoenix', FOREVER));
    for (let round = 0; round < 7; round += 1) {
      const before = supervisor.pid('phoenix');
      const started = new Promise<number>((resolve) => {
        const off = supervisor.onChange((change) => {
          if (change.kind !== 'started') return;
          off();
          resolve(performance.now());
        });
      });
      const killedAt = performance.now();
      await supervisor.kill('phoenix');
      expect((await started) - killedAt).toBeLessThan(500);
      await supervisor.untilReady('phoenix');
      expect(supervisor.pid('phoenix')).not.toBe(before);
    }
  });

  it('gives up a process that keeps dying, says so once and shows its last lines', async () => {
    const changes: Change[] = [];
    supervisor.onChange((change) => changes.push(change));
    await supervisor.start(node('loop', 'console.log("ready"); console.log("out of luck"); process.exit(1)'));
    await vi.waitUntil(() => changes.some(({ kind }) => kind === 'gave_up'), { timeout: 10_000 });
    const problem = changes.flatMap((change) => (change.kind === 'gave_up' ? [change.problem] : []));
    expect(problem).toHaveLength(1);
    expect(problem[0]).toMatch(/loop keeps dying \(6 times in a row\)[\s\S]*out of luck/);
    await expect(supervisor.untilReady('loop')).rejects.toThrow('keeps dying');
    expect(supervisor.pid('loop')).toBeUndefined();
  });
});

describe('stopping', () => {
  it('goes in reverse order of the starts', async () => {
    const order: string[] = [];
    supervisor.onChange((change) => change.kind === 'exited' && order.push(change.process));
    for (const name of ['first', 'second', 'third']) await supervisor.start(node(name, FOREVER));
    await supervisor.stopAll();
    expect(order).toEqual(['third', 'second', 'first']);
    await expect(supervisor.start(node('late', FOREVER))).rejects.toThrow('the supervisor is stopped');
  });

  it('kills a process that ignores the request, a stopped one and what they left behind', async () => {
    const stubborn = `process.on('SIGTERM', () => {});
      const child = require('child_process').spawn('sleep', ['1000']); console.log('child', child.pid); ${FOREVER}`;
    const lines: string[] = [];
    supervisor.onLine(({ text }) => lines.push(text));
    await supervisor.start(node('stubborn', stubborn, { stopDeadlineMs: 200 }));
    await supervisor.start(node('frozen', FOREVER));
    await supervisor.kill('frozen', 'SIGSTOP');
    const descendant = Number(lines.find((line) => line.startsWith('child'))?.slice(6));
    expect(isAlive(descendant)).toBe(true);
    await supervisor.stopAll();
    await untilGone(descendant);
  });

  it('does not restart a process that was stopped', async () => {
    await supervisor.start(node('once', FOREVER));
    const pid = supervisor.pid('once') ?? 0;
    await supervisor.stop('once');
    expect(isAlive(pid)).toBe(false);
    expect(supervisor.names()).toEqual([]);
  });
});

describe('the death of the supervisor itself', () => {
  /** A process of its own that supervises one child and prints the child's pid. */
  async function startParent(childScript: string): Promise<{ parent: ChildProcess; childPid: number }> {
    const script = `import { createSupervisor } from ${JSON.stringify(join(import.meta.dirname, 'supervisor.ts'))};
      const supervisor = createSupervisor({ logDir: ${JSON.stringify(join(dir, 'nested'))} });
      const args = ['-e', ${JSON.stringify(childScript)}];
      await supervisor.start({ name: 'child', command: process.execPath, args, ready: { line: /^ready/ } });
      console.log(supervisor.pid('child'));`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [chunk] = (await once(parent.stdout, 'data')) as [Buffer];
    return { parent, childPid: Number(chunk.toString()) };
  }

  it.each([
    ['SIGTERM', 'a child', FOREVER],
    ['SIGKILL', 'a child that ignores SIGTERM', `process.on('SIGTERM', () => {}); ${FOREVER}`],
  ] as const)('by %s does not leave %s behind', async (signal, _child, script) => {
    const { parent, childPid } = await startParent(script);
    expect(isAlive(childPid)).toBe(true);
    parent.kill(signal);
    await untilGone(childPid);
  });
});
