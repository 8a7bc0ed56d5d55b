import { EventEmitter, once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { DeviceTrace, Trace } from '@smart-latch/device-sim';
import { z } from 'zod';

/** What a rig tells besides the trace: see firmware/ports/linux/README.md. */
export interface RigEvents extends DeviceTrace {
  tapped: { atMs: number; tapId: string; nonce: string };
  untapped: { atMs: number; why: string };
  /** `peerPort` is a camera's: where its latch wakes it. */
  state: { atMs: number; device: string; phase: string; link: boolean; connection: number; peerPort?: number };
}

export interface Rig {
  readonly events: EventEmitter<{ [K in keyof RigEvents]: [RigEvents[K]] }>;
  readonly trace: Trace;
  /** The next event of a name that fits; null when none comes in time. */
  next<K extends keyof RigEvents>(
    name: K,
    deadlineMs: number,
    fits?: (event: RigEvents[K]) => boolean,
  ): Promise<RigEvents[K] | null>;
  /** Rejects with what the board says is wrong, or when it does not answer. */
  ask(what: Readonly<Record<string, unknown>>): Promise<void>;
  close(): void;
}

const CONNECT_DEADLINE_MS = 5_000;
const ANSWER_DEADLINE_MS = 5_000;
/** Each question that waits for its event is one; a leak has more. */
const LISTENERS = 64;
const answer = z.object({ ok: z.boolean(), problem: z.string().optional() });
const told = z.looseObject({ event: z.string(), atMs: z.number() });

/** Stands at the rig of a board that runs as a process, again whenever it comes back from a power cut. */
export const openRig = async (path: string): Promise<Rig> => {
  const events: Rig['events'] = new EventEmitter();
  events.setMaxListeners(LISTENERS);
  const waiting: ((line: z.output<typeof answer>) => void)[] = [];
  const isClosed = { yes: false };
  const onLine = (line: string): void => {
    const value: unknown = JSON.parse(line);
    const event = told.safeParse(value);
    if (event.success) events.emit(event.data.event as keyof RigEvents, withBytes(event.data) as never);
    else waiting.shift()?.(answer.parse(value));
  };
  const connect = async (): Promise<Socket> => {
    const socket = await connected(path, onLine);
    socket.on('close', () => {
      for (const lost of waiting.splice(0)) lost({ ok: false, problem: 'the board lost its power' });
      if (isClosed.yes) return;
      connection = connect();
      connection.catch(() => undefined); // a board that stays away: the next question says so
    });
    return socket;
  };
  let connection = connect();
  await connection;
  return {
    events,
    trace: events as unknown as Trace,
    next: (name, deadlineMs, fits = () => true) =>
      new Promise((settle) => {
        const finish = (event: RigEvents[typeof name] | null): void => {
          clearTimeout(timer);
          events.off(name, look as never);
          settle(event);
        };
        const look = (event: RigEvents[typeof name]): void => {
          if (fits(event)) finish(event);
        };
        const timer = setTimeout(() => finish(null), deadlineMs);
        events.on(name, look as never);
      }),
    ask: async (what) => {
      const socket = await connection;
      const answered = new Promise<z.output<typeof answer>>((resolve) => waiting.push(resolve));
      socket.write(`${JSON.stringify(what)}\n`);
      const late = delay(ANSWER_DEADLINE_MS, { ok: false, problem: 'it did not answer' }, { ref: false });
      const { ok, problem } = await Promise.race([answered, late]);
      if (!ok) throw new Error(`the board refused ${String(what.do)}: ${problem ?? 'it does not say why'}`);
    },
    close: () => {
      isClosed.yes = true;
      connection.then(
        (socket) => socket.destroy(),
        () => undefined,
      );
    },
  };
};

const connected = async (path: string, onLine: (line: string) => void): Promise<Socket> => {
  const giveUpMs = Date.now() + CONNECT_DEADLINE_MS;
  for (;;) {
    const socket = createConnection(path);
    try {
      await once(socket, 'connect');
      socket.on('error', () => undefined); // `close` follows
      // It repeats the errors of the socket: a board that loses its power resets it.
      createInterface({ input: socket })
        .on('line', onLine)
        .on('error', () => undefined);
      return socket;
    } catch (cause) {
      if (Date.now() > giveUpMs) throw new Error(`no board answers at ${path}`, { cause });
      await delay(20);
    }
  }
};

/** Bytes cross the socket as hex. */
const withBytes = (event: Record<string, unknown>): Record<string, unknown> =>
  typeof event.bytes === 'string' ? { ...event, bytes: new Uint8Array(Buffer.from(event.bytes, 'hex')) } : event;
