import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { eachLine } from './lines.ts';
import type { OrphanGuard } from './orphan-guard.ts';

/** How a process shows that it is ready: a line of its output that matches, or a URL that answers 2xx. */
export type Ready = { readonly line: RegExp } | { readonly url: string };

export interface ProcessSpec {
  /** Unique in its supervisor; also the name of its log file. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The child's whole environment, besides PATH, HOME, LANG and TMPDIR: nothing else of ours reaches it. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly ready: Ready;
  /** 15 s unless told. */
  readonly readyDeadlineMs?: number;
  /** Asks it to end; SIGTERM unless told. */
  readonly stopSignal?: NodeJS.Signals;
  /** SIGKILL follows after this; 5 s unless told. */
  readonly stopDeadlineMs?: number;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunningProcess {
  readonly pid: number;
  /** Rejects when the process ends first or the deadline passes. */
  readonly ready: Promise<void>;
  /** Never rejects. */
  readonly exited: Promise<Exit>;
  /** To the process and all its descendants that stayed in its group. */
  signal(signal: NodeJS.Signals): void;
  /** Asks, waits, kills. Resolves when it is gone. */
  stop(): Promise<void>;
}

export type LineListener = (stream: 'stdout' | 'stderr', text: string) => void;

const READY_DEADLINE_MS = 15_000;
const STOP_DEADLINE_MS = 5_000;
/** Its last output is read after its end; a descendant that left the group may hold the pipe open for longer. */
const DRAIN_MS = 100;
const PROBE_INTERVAL_MS = 25;
const PROBE_DEADLINE_MS = 1_000;
const INHERITED = ['PATH', 'HOME', 'LANG', 'TMPDIR'];

/** Starts the process in a group of its own, under the guard. Throws when the program cannot be started at all. */
export async function startProcess(
  spec: ProcessSpec,
  guard: OrphanGuard,
  onLine: LineListener,
): Promise<RunningProcess> {
  const inherited = Object.fromEntries(
    INHERITED.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
  const child = spawn(spec.command, spec.args, {
    detached: true,
    cwd: spec.cwd,
    env: { ...inherited, ...spec.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) {
    const [error] = await new Promise<[Error]>((resolve) => child.once('error', (cause) => resolve([cause])));
    throw new Error(`${spec.name}: cannot start ${spec.command}: ${error.message}`);
  }
  guard.watch(pid);

  let gone = false;
  const signal = (name: NodeJS.Signals): void => {
    if (gone) return; // its number may be another's by now
    try {
      process.kill(-pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };
  const drained = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, by) => {
      signal('SIGKILL'); // what it left behind in its group
      gone = true;
      guard.forget(pid);
      void Promise.race([drained, delay(DRAIN_MS)]).then(() => resolve({ code, signal: by }));
    });
  });
  const ready = untilReady(spec, child, exited, onLine);
  ready.catch(() => {}); // whoever waits for it sees the rejection; nobody has to

  const stop = async (): Promise<void> => {
    signal('SIGCONT'); // a stopped process would not see the request
    signal(spec.stopSignal ?? 'SIGTERM');
    const deadline = new AbortController();
    const late = delay(spec.stopDeadlineMs ?? STOP_DEADLINE_MS, 'late', { signal: deadline.signal }).catch(
      () => 'ended',
    );
    if ((await Promise.race([exited, late])) === 'late') signal('SIGKILL');
    await exited;
    deadline.abort();
  };
  return { pid, ready, exited, signal, stop };
}

/** Follows the output, and resolves at the first sign of readiness. */
async function untilReady(
  spec: ProcessSpec,
  child: ChildProcess,
  exited: Promise<Exit>,
  onLine: LineListener,
): Promise<void> {
  const over = new AbortController();
  const deadlineMs = spec.readyDeadlineMs ?? READY_DEADLINE_MS;
  const sign = new Promise<void>((resolve) => {
    for (const name of ['stdout', 'stderr'] as const) {
      const stream = child[name];
      if (stream === null) continue;
      eachLine(stream, (text) => {
        onLine(name, text);
        if ('line' in spec.ready && spec.ready.line.test(text)) resolve();
      });
    }
    if ('url' in spec.ready) void untilAnswers(spec.ready.url, over.signal).then(resolve);
  });
  const late = delay(deadlineMs, undefined, { signal: over.signal }).then(
    () => Promise.reject(new Error(`${spec.name} was not ready within ${deadlineMs / 1000} s`)),
    () => {},
  );
  const gone = exited.then(({ code, signal }) => {
    throw new Error(`${spec.name} ended before it was ready (${signal ?? `exit code ${code}`})`);
  });
  try {
    await Promise.race([sign, late, gone]);
  } finally {
    over.abort();
  }
}

/** Asks until the URL answers 2xx or the signal ends it; bounded by the caller's deadline. */
async function untilAnswers(url: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const probe = AbortSignal.any([signal, AbortSignal.timeout(PROBE_DEADLINE_MS)]);
    const response = await fetch(url, { signal: probe }).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
    await delay(PROBE_INTERVAL_MS);
  }
}
