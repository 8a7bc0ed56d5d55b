import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Move } from './sequences.ts';
import { type Device, hex } from './wire.ts';

const PROGRAM = join(import.meta.dirname, '../../build/latch_replay');
const BUILD = 'cmake -S firmware -B firmware/build && cmake --build firmware/build -j2';

const assertBuilt = (): void => {
  if (!existsSync(PROGRAM)) throw new Error(`firmware/build/latch_replay is not built: ${BUILD}`);
};

const deviceLine = ({ self, keys }: Device): string => {
  const slots = keys.map(({ kid, publicKey }) => ({ kid: hex(kid), publicKey: hex(publicKey) }));
  return JSON.stringify({ is: 'device', self, keys: slots });
};

export const linesOf = (moves: readonly Move[]): string => moves.map((move) => `${JSON.stringify(move)}\n`).join('');

export interface LatchReplay {
  /** Resolves when the program has room for more. */
  write(lines: string): Promise<void>;
  /** No more will come. */
  end(): void;
  /** The next line, of which there is one for each step; null at the end. Rejects when the program ended badly. */
  told(): Promise<string | null>;
}

/** The latch of the firmware, as a process. What it tells is taken at once, so that neither waits for the other. */
export const openLatchReplay = (device: Device): LatchReplay => {
  assertBuilt();
  const child = spawn(PROGRAM, { stdio: ['pipe', 'pipe', 'pipe'] });
  let problem = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    problem += text;
  });
  const lines = createLines();
  child.stdout.setEncoding('utf8').on('data', lines.add);
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve)).finally(lines.end);
  child.stdin.on('error', () => undefined); // its exit status says more
  child.stdin.write(`${deviceLine(device)}\n`);
  return {
    write: async (text) => {
      if (child.stdin.write(text)) return;
      const room = new Promise<void>((resolve) => child.stdin.once('drain', resolve));
      await Promise.race([room, ended]);
    },
    end: () => child.stdin.end(),
    told: async () => {
      const line = await lines.next();
      if (line === null && (await ended) !== 0) throw new Error(`latch_replay ended badly: ${problem.slice(0, 4_000)}`);
      return line;
    },
  };
};

/** Text that comes in pieces, taken a line at a time; null after the last. */
const createLines = () => {
  let ready: string[] = [];
  let at = 0;
  let rest = '';
  let isOver = false;
  let wake = (): void => {};
  return {
    add: (text: string): void => {
      const parts = (rest + text).split('\n');
      rest = parts.pop() ?? '';
      ready = [...ready.slice(at), ...parts];
      at = 0;
      wake();
    },
    end: (): void => {
      isOver = true;
      wake();
    },
    next: async (): Promise<string | null> => {
      while (at === ready.length && !isOver) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return ready[at++] ?? null;
    },
  };
};

/** One short sequence, at once. */
export const replayMoves = (moves: readonly Move[], device: Device): readonly string[] => {
  assertBuilt();
  const input = `${deviceLine(device)}\n${linesOf(moves)}`;
  const { stdout, stderr, status } = spawnSync(PROGRAM, { input, encoding: 'utf8', maxBuffer: 1 << 26 });
  const lines = stdout.split('\n').slice(0, -1);
  return status === 0 ? lines : [...lines, `it ended with ${status}: ${stderr.slice(0, 2_000)}`];
};
