import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { WireLimits } from './admission.ts';
import { createPacketCutter, topicOfPacket, typeOf } from './packet-cutter.ts';
import { Refused } from './refused.ts';

const CONNECT = 1;
const PUBLISH = 3;

/** What was written last (a CONNACK that says no) has this long to reach a peer before its socket is cut, ms. */
const FLUSH_DEADLINE_MS = 1_000;

export interface PacedStream {
  /** For aedes: reads whole packets, one in a turn of the event loop; writes pass through. */
  readonly stream: Duplex;
  /** The CONNECT or PUBLISH that was handed over is judged: the next packet may follow. */
  release(): void;
}

interface PacingOptions {
  readonly limits: WireLimits;
  /** Monotonic, ms. */
  readonly nowMs: () => number;
  readonly onSlowed: () => void;
  /** The peer broke a limit and the stream is being destroyed. */
  readonly onAbuse: (refused: Refused) => void;
}

/**
 * Stands between a socket and aedes. aedes parses all that has arrived and handles it in one go, recursively: 50
 * connections that flood QoS 0 end it with 'Maximum call stack size exceeded', a chunk that arrives while CONNECT is being
 * judged is handled before the verdict, and nothing slows a sender down. So packets are handed over one by one: the next
 * only after the event loop has turned, the last CONNECT or PUBLISH is judged, and the token bucket allows it. Until then
 * the socket is not read, and TCP slows the sender.
 */
export const paceSocket = (socket: Socket, options: PacingOptions): PacedStream => {
  const { limits, nowMs, onSlowed, onAbuse } = options;
  const cutter = createPacketCutter(limits.maxPacketBytes);
  let wanted = false;
  let judging = false;
  let turning = false;
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  let slowedSinceMs: number | null = null;

  const hand = (packet: Buffer) => {
    timer = undefined;
    wanted = false;
    turning = true;
    const type = typeOf(packet);
    judging = type === CONNECT || type === PUBLISH;
    setImmediate(() => {
      turning = false;
      pump();
    });
    stream.push(packet);
  };

  const slowOrHand = (packet: Buffer) => {
    const waitMs = limits.waitMs(topicOfPacket(packet));
    if (waitMs <= 0) {
      slowedSinceMs = null;
      hand(packet);
      return;
    }
    onSlowed();
    slowedSinceMs ??= nowMs();
    if (nowMs() - slowedSinceMs > limits.floodAfterMs) throw new Refused('flooding', 'far more than its rate');
    timer = setTimeout(hand, waitMs, packet);
  };

  const pump = () => {
    if (!wanted || judging || turning || timer || stream.destroyed) return;
    try {
      for (;;) {
        const packet = cutter.next();
        if (packet) {
          slowOrHand(packet);
          return;
        }
        const chunk = socket.read() as Buffer | null;
        if (!chunk) break;
        cutter.add(chunk);
      }
      if (!ended) return;
      wanted = false;
      stream.push(null);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      onAbuse(error);
      stream.destroy();
    }
  };

  const stream = new Duplex({
    read: () => {
      wanted = true;
      pump();
    },
    write: (chunk: Buffer, _encoding, done) => forward(socket, chunk, done),
    // One packet is several writes; together they are one TLS record and one TCP segment.
    writev: (chunks, done) => forward(socket, Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer)), done),
    final: (done) => socket.end(done),
    destroy: (error, done) => {
      clearTimeout(timer);
      cut(socket);
      done(error);
    },
  });

  socket.on('readable', pump);
  socket.once('end', () => {
    ended = true;
    pump();
  });
  socket.once('close', () => stream.destroy());
  return {
    stream,
    release: () => {
      judging = false;
      pump();
    },
  };
};

const forward = (socket: Socket, bytes: Buffer, done: (error?: Error | null) => void): void => {
  if (socket.writable) socket.write(bytes, done);
  else done(new Error('the connection is closed'));
};

/** Ends a socket after what was written to it has left, or soon. */
const cut = (socket: Socket): void => {
  if (socket.destroyed) return;
  const timer = setTimeout(() => socket.destroy(), FLUSH_DEADLINE_MS);
  socket.once('close', () => clearTimeout(timer));
  socket.destroySoon();
};
