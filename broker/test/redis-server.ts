import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A redis-server of the test's own, which it may stop and start again on the same port. */
export interface TestRedis {
  readonly url: string;
  /** As a power cut would. What was written stays only with `appendonly`. */
  kill(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

export const startRedis = async (options: readonly string[] = []): Promise<TestRedis> => {
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), 'broker-redis-'));
  let child: ChildProcess | undefined;
  const start = async () => {
    const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', dir, '--save', '', ...options];
    child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await readyLine(child);
  };
  const kill = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  const close = async () => {
    await kill();
    rmSync(dir, { recursive: true, force: true });
  };
  await start();
  return { url: `redis://127.0.0.1:${port}`, kill, start, close };
};

const readyLine = async (child: ChildProcess): Promise<void> => {
  let said = '';
  for await (const chunk of child.stdout as NodeJS.ReadableStream) {
    said += String(chunk);
    if (said.includes('Ready to accept connections')) break;
  }
  if (!said.includes('Ready')) throw new Error(`redis-server did not start:\n${said}`);
};

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};
