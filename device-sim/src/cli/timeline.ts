import type { DeviceTrace, Trace } from '../trace.ts';

export type Say = (line: string) => void;

type Wording = { readonly [K in keyof DeviceTrace]?: (entry: DeviceTrace[K]) => string | null };

const WORDS: Wording = {
  connected: ({ connection }) => `connected${connection > 1 ? ' again' : ''}`,
  disconnected: ({ why }) => (why === 'closed' ? null : `connection lost (${why})`),
  published: ({ topic, bytes }) => (topic.startsWith('nfc') ? `published ${topic} (${bytes.length} bytes)` : null),
  acked: ({ topic }) => (topic === 'nfc/tap' || topic === 'face/frame' ? `the broker took ${topic}` : null),
  dropped: ({ topic }) => `gave up on ${topic}`,
  woken: () => 'woken by the latch',
  frame: ({ bytes }) => `sends a picture (${bytes} bytes with its header)`,
  verified: ({ op }) => `got ${op} and verified it`,
  refused: ({ op, reason }) => `refused ${op ?? 'a command'}: ${reason}`,
  moving: ({ to }) => `bolt moves to ${to}`,
  moved: ({ at }) => `bolt is ${at}`,
  result: ({ op, ok, reason }) => `says: ${op} ${ok ? 'done' : `failed, ${reason}`}`,
  event: ({ kind }) => `event ${kind}`,
  shown: ({ what }) => `shows "${what}"`,
  mistake: ({ what }) => `cannot: ${what}`,
};

const startMs = performance.timeOrigin + performance.now();

/** Says each thing that a device does, as a line: ms since the start, who, what. The same thing again is counted, not said. */
export const follow = (name: string, trace: Trace, say: Say): void => {
  let last = '';
  let repeats = 0;
  const line = (atMs: number, text: string): void => {
    if (text === last) {
      repeats += 1;
      return;
    }
    if (repeats > 0) say(`${' '.repeat(12)}${name.padEnd(10)} (and ${repeats} times more)`);
    [last, repeats] = [text, 0];
    say(`${(atMs - startMs).toFixed(0).padStart(7)} ms  ${name.padEnd(10)} ${text}`);
  };
  for (const [kind, word] of Object.entries(WORDS)) {
    trace.on(kind as keyof DeviceTrace, (entry: unknown) => {
      const text = (word as (entry: unknown) => string | null)(entry);
      if (text !== null) line((entry as { atMs: number }).atMs, text);
    });
  }
};
