import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import type { BenchOptions } from '../benches.ts';
import { type Summary, summaryOf } from '../figures.ts';
import { type CountingProxy, lessWire, type Wire } from './counting-proxy.ts';

export interface Credentials {
  readonly key: string;
  readonly certificate: string;
  readonly brokerCa: string;
}

export interface Handshakes {
  /** ms from connect() to the end of the handshake. */
  readonly took: Summary;
  /** Bytes of one of them. */
  readonly wire: Wire;
}

const SAMPLES = 40;
/** A session is told after the handshake in TLS 1.3; a broker that tells none within this has none to tell. */
const SESSION_DEADLINE_MS = 1_000;

/**
 * TLS 1.2 handshakes with the device's own certificate, full ones and resumed ones in turns, through the proxy, which must have
 * no other connection meanwhile. 1.2 with tickets is what the boards speak (CONFIG_MBEDTLS_CLIENT_SSL_SESSION_TICKETS).
 * `resumed` is null when the broker resumed none.
 */
export const measureHandshakes = async (
  proxy: CountingProxy,
  credentials: Credentials,
  { progress, signal }: BenchOptions,
): Promise<{ full: Handshakes; resumed: Handshakes | null }> => {
  progress.begin('TLS handshakes', SAMPLES);
  const full: Handshake[] = [];
  const resumed: Handshake[] = [];
  for (let n = 0; n < SAMPLES; n += 1) {
    signal.throwIfAborted();
    const first = await handshake(proxy, credentials);
    full.push(first);
    if (first.session) {
      const second = await handshake(proxy, credentials, first.session);
      if (second.isResumed) resumed.push(second);
    }
    progress.step();
  }
  return { full: summarised(full), resumed: resumed.length === 0 ? null : summarised(resumed) };
};

interface Handshake {
  readonly ms: number;
  readonly wire: Wire;
  readonly isResumed: boolean;
  readonly session: Buffer | undefined;
}

const handshake = async (
  proxy: CountingProxy,
  { key, certificate, brokerCa }: Credentials,
  session?: Buffer,
): Promise<Handshake> => {
  const before = proxy.wire();
  const beganMs = performance.now();
  const socket = connect({
    host: proxy.host,
    port: proxy.port,
    key,
    cert: certificate,
    ca: brokerCa,
    allowPartialTrustChain: true, // the anchor is the intermediate, as on the boards
    maxVersion: 'TLSv1.2',
    ...(session && { session }),
  });
  try {
    await once(socket, 'secureConnect');
    const ms = performance.now() - beganMs;
    return {
      ms,
      wire: lessWire(proxy.wire(), before),
      isResumed: socket.isSessionReused(),
      session: await sessionOf(socket),
    };
  } finally {
    socket.destroy();
  }
};

const sessionOf = async (socket: TLSSocket): Promise<Buffer | undefined> => {
  const known = socket.getSession();
  if (known) return known;
  const [session] = await once(socket, 'session', { signal: AbortSignal.timeout(SESSION_DEADLINE_MS) }).catch(() => []);
  return session;
};

const summarised = (all: readonly Handshake[]): Handshakes => {
  const wires = all.map(({ wire }) => wire).toSorted((a, b) => a.up + a.down - b.up - b.down);
  return {
    took: summaryOf(all.map(({ ms }) => ms)),
    wire: wires[Math.floor(wires.length / 2)] ?? { up: 0, down: 0 },
  };
};
