import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type LogFile, openLogFile, parseRecord } from './lines.ts';
import { startOrphanGuard } from './orphan-guard.ts';
import { type Exit, type ProcessSpec, type RunningProcess, startProcess } from './process.ts';

export interface OutputLine {
  readonly process: string;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  /** The line's JSON object, when it is one. */
  readonly record: Readonly<Record<string, unknown>> | undefined;
}

/** What happened to a process. `gave_up`: it kept dying; it stays down and `untilReady` rejects. */
export type Change =
  | { readonly process: string; readonly kind: 'started'; readonly pid: number }
  | { readonly process: string; readonly kind: 'ready'; readonly pid: number; readonly tookMs: number }
  | ({ readonly process: string; readonly kind: 'exited'; readonly pid: number; readonly expected: boolean } & Exit)
  | { readonly process: string; readonly kind: 'gave_up'; readonly problem: string };

export interface Supervisor {
  /** Starts a process, and again within 500 ms whenever it dies. Resolves when it is ready. A first start that fails is not tried again: rejects with its last lines. */
  start(spec: ProcessSpec): Promise<void>;
  /** Resolves when the process is ready, now or after its next restart; rejects when it was given up or stopped. */
  untilReady(name: string): Promise<void>;
  /**
   * For tests: signals the process group. After SIGKILL, SIGTERM, SIGINT or SIGQUIT resolves when the process is gone (its
   * restart is under way: `untilReady`); after any other signal at once.
   */
  kill(name: string, signal?: NodeJS.Signals): Promise<void>;
  /** The pid of the running process; undefined while it is down. */
  pid(name: string): number | undefined;
  names(): string[];
  /** Stops one process for good. */
  stop(name: string): Promise<void>;
  /** Stops all, the last started first. Nothing can be started afterwards. */
  stopAll(): Promise<void>;
  /** Listeners get every line and change from now on; the return value ends it. */
  onLine(listener: (line: OutputLine) => void): () => void;
  onChange(listener: (change: Change) => void): () => void;
}

/** A process that dies before it has been ready for this long failed to start, unless `kill` did it. */
const PROVEN_MS = 2_000;
/** 50, 100, 200, 400, 400 ms after the failed starts in a row; then it is given up. */
const RESTART_DELAY_MS = 50;
const LONGEST_RESTART_DELAY_MS = 400;
const MAX_FAILED_STARTS = 6;
const LAST_LINES = 15;
const ENDING: readonly NodeJS.Signals[] = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGQUIT'];

interface Entry {
  readonly spec: ProcessSpec;
  readonly log: LogFile;
  readonly lastLines: string[];
  running: RunningProcess | undefined;
  /** Settles with the current start, or with the next one after a death. */
  ready: PromiseWithResolvers<void>;
  isReady: boolean;
  wasReady: boolean;
  failedStarts: number;
  killedByTest: boolean;
  stopping: boolean;
  /** Ends when the process is down for good. */
  life: Promise<void>;
}

function newEntry(spec: ProcessSpec, logDir: string): Entry {
  return {
    spec,
    log: openLogFile(join(logDir, `${spec.name}.log`)),
    lastLines: [],
    running: undefined,
    ready: unheard(),
    isReady: false,
    wasReady: false,
    failedStarts: 0,
    killedByTest: false,
    stopping: false,
    life: Promise.resolve(),
  };
}

/** A promise whose rejection nobody has to hear. */
function unheard(): PromiseWithResolvers<void> {
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => {});
  return ready;
}

/** Keeps child processes alive and ends them with this one, however it ends. Writes `logDir`/NAME.log for each. */
export function createSupervisor(options: { readonly logDir: string }): Supervisor {
  mkdirSync(options.logDir, { recursive: true });
  const guard = startOrphanGuard();
  const entries = new Map<string, Entry>();
  const lineListeners = new Set<(line: OutputLine) => void>();
  const changeListeners = new Set<(change: Change) => void>();
  let closed = false;

  const announce = (change: Change): void => {
    for (const listener of changeListeners) listener(change);
  };
  const entryOf = (name: string): Entry => {
    const entry = entries.get(name);
    if (entry === undefined)
      throw new Error(`no process is called ${name}; there are: ${[...entries.keys()].join(', ')}`);
    return entry;
  };

  const hear = (entry: Entry, stream: 'stdout' | 'stderr', text: string): void => {
    entry.log.append(text);
    entry.lastLines.push(text);
    if (entry.lastLines.length > LAST_LINES) entry.lastLines.shift();
    const line = { process: entry.spec.name, stream, text, record: parseRecord(text) };
    for (const listener of lineListeners) listener(line);
  };

  /** One run from start to death. Returns whether it was up for long enough. */
  const runOnce = async (entry: Entry): Promise<boolean> => {
    const { name } = entry.spec;
    const began = performance.now();
    const running = await startProcess(entry.spec, guard, (stream, text) => hear(entry, stream, text));
    const { pid } = running;
    entry.running = running;
    if (entry.stopping) void running.stop();
    announce({ process: name, kind: 'started', pid });
    const readyAt = running.ready.then(
      () => {
        entry.isReady = true;
        entry.wasReady = true;
        announce({ process: name, kind: 'ready', pid, tookMs: performance.now() - began });
        entry.ready.resolve();
        return performance.now();
      },
      (error: Error) => {
        entry.lastLines.push(error.message);
        running.signal('SIGKILL');
        return undefined;
      },
    );
    const exit = await running.exited;
    entry.running = undefined;
    if (entry.isReady) entry.ready = unheard();
    entry.isReady = false;
    announce({ process: name, kind: 'exited', pid, expected: entry.stopping, ...exit });
    const since = await readyAt;
    return since !== undefined && performance.now() - since >= PROVEN_MS;
  };

  /** Runs it again and again until it is stopped or given up. Never rejects. */
  const live = async (entry: Entry): Promise<void> => {
    const { name } = entry.spec;
    let problem = `${name} was stopped`;
    while (!entry.stopping) {
      const proven = await runOnce(entry).catch((error: Error) => {
        entry.lastLines.push(error.message);
        return false;
      });
      if (entry.stopping) break;
      entry.failedStarts = proven || entry.killedByTest ? 0 : entry.failedStarts + 1;
      entry.killedByTest = false;
      if (!entry.wasReady || entry.failedStarts >= MAX_FAILED_STARTS) {
        const what = entry.wasReady ? `keeps dying (${entry.failedStarts} times in a row)` : 'did not start';
        problem = `${name} ${what}. Its last lines:\n  ${entry.lastLines.join('\n  ')}\nAll of it: ${entry.log.path}`;
        announce({ process: name, kind: 'gave_up', problem });
        break;
      }
      await delay(Math.min(LONGEST_RESTART_DELAY_MS, RESTART_DELAY_MS * 2 ** Math.max(0, entry.failedStarts - 1)));
    }
    entry.ready.reject(new Error(problem));
    entry.log.close();
  };

  const stop = async (entry: Entry): Promise<void> => {
    entry.stopping = true;
    await entry.running?.stop();
    await entry.life;
  };

  return {
    async start(spec) {
      if (closed) throw new Error(`${spec.name} cannot start: the supervisor is stopped`);
      if (entries.has(spec.name)) throw new Error(`a process called ${spec.name} runs already`);
      const entry = newEntry(spec, options.logDir);
      entries.set(spec.name, entry);
      entry.life = live(entry);
      await entry.ready.promise.catch((error: unknown) => {
        entries.delete(spec.name);
        throw error;
      });
    },
    untilReady: (name) => entryOf(name).ready.promise,
    async kill(name, signal = 'SIGKILL') {
      const entry = entryOf(name);
      const { running } = entry;
      if (running === undefined) throw new Error(`${name} is not running`);
      entry.killedByTest = ENDING.includes(signal);
      running.signal(signal);
      if (entry.killedByTest) await running.exited;
    },
    pid: (name) => entryOf(name).running?.pid,
    names: () => [...entries.keys()],
    async stop(name) {
      await stop(entryOf(name));
      entries.delete(name);
    },
    async stopAll() {
      closed = true;
      for (const entry of [...entries.values()].toReversed()) await stop(entry);
      guard.close();
    },
    onLine: (listener) => subscribe(lineListeners, listener),
    onChange: (listener) => subscribe(changeListeners, listener),
  };
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
