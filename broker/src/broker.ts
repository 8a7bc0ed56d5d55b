import { once } from 'node:events';
import { type AddressInfo, createServer as createPlainServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import type { Logger } from '@smart-latch/runtime';
import { Aedes } from 'aedes';
import type { Admission } from './admission.ts';
import { type Connection, type Connections, createHooks, noteDenial, type WillStore } from './hooks.ts';
import type { BrokerMetrics } from './metrics.ts';
import { paceSocket } from './paced-stream.ts';

/** A client has this long for the TLS handshake, and this long again for CONNECT, ms. */
const HANDSHAKE_DEADLINE_MS = 5_000;
const CONNECT_DEADLINE_MS = 5_000;
/** A client that does not read what we send is dropped after this, ms. */
const DRAIN_DEADLINE_MS = 10_000;
/** aedes publishes the wills of a dead broker after 4 of these, ms. Its default is a minute. */
const HEARTBEAT_MS = 2_000;
const MAX_CONNECTIONS = 20_000;

export interface BrokerOptions<Peer> {
  readonly admission: Admission<Peer>;
  readonly listen: { readonly host: string; readonly port: number };
  /** Left out: plain TCP, for an admission that asks for no certificates. */
  readonly tls?: TlsOptions;
  /** What several brokers share. Left out: in memory. The broker closes it. */
  readonly bus?: { readonly mq: unknown; readonly persistence: WillStore };
  readonly heartbeatMs?: number;
  readonly connectDeadlineMs?: number;
  readonly log: Logger;
  readonly metrics: BrokerMetrics;
}

export interface Broker<Peer> {
  readonly port: number;
  /** The peers of the open connections, from the first byte on. */
  peers(): Peer[];
  /** Ends every connection whose peer matches and says how many those were. Their wills are published. */
  disconnect(matches: (peer: Peer) => boolean): number;
  close(): Promise<void>;
}

/** Starts listening. Who may connect and what may pass is the admission's to say, all of it. */
export const startBroker = async <Peer>(options: BrokerOptions<Peer>): Promise<Broker<Peer>> => {
  const connections: Connections<Peer> = new Map();
  const aedes = await openAedes(options, connections);
  const server = listenerOf(options, (socket) => accept(options, connections, aedes, socket));
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(options.listen.port, options.listen.host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    peers: () => [...connections.values()].map(({ peer }) => peer),
    disconnect: (matches) => {
      const found = [...connections.values()].filter(({ peer }) => matches(peer));
      for (const { stream } of found) stream.destroy();
      return found.length;
    },
    close: async () => {
      server.close();
      await new Promise<void>((resolve) => aedes.close(resolve));
      for (const { stream } of connections.values()) stream.destroy();
    },
  };
};

const openAedes = async <Peer>(options: BrokerOptions<Peer>, connections: Connections<Peer>): Promise<Aedes> => {
  const { log } = options;
  const aedes = await Aedes.createBroker({
    ...options.bus,
    ...createHooks(options, connections),
    // No limit inside the emitter: its queue calls itself for every waiting message. The paced streams are the limit.
    concurrency: 0,
    heartbeatInterval: options.heartbeatMs ?? HEARTBEAT_MS,
    connectTimeout: options.connectDeadlineMs ?? CONNECT_DEADLINE_MS,
    drainTimeout: DRAIN_DEADLINE_MS,
  });
  aedes.on('clientReady', (client) => connections.get(client.conn)?.release());
  aedes.on('clientError', (client, error) => log.debug({ client: client.id, err: error }, 'connection ended'));
  aedes.on('connectionError', (_client, error) => log.debug({ err: error }, 'connection ended before CONNECT'));
  (aedes as NodeJS.EventEmitter).on('error', (error) => log.error({ err: error }, 'the bus failed'));
  return aedes;
};

const accept = <Peer>(options: BrokerOptions<Peer>, connections: Connections<Peer>, aedes: Aedes, socket: Socket) => {
  const { admission, log, metrics } = options;
  socket.on('error', (error) => log.debug({ err: error }, 'connection broke'));
  const peer = admission.identify(socket);
  const { stream, release } = paceSocket(socket, {
    limits: admission.limitsOf(peer),
    nowMs: () => performance.now(),
    onSlowed: () => metrics.slowed.inc(),
    onAbuse: (refused) => noteDenial(options, connection.request?.clientId ?? null, refused),
  });
  const connection: Connection<Peer> = { peer, stream, release, request: null };
  connections.set(stream, connection);
  metrics.connections.inc();
  stream.once('close', () => {
    connections.delete(stream);
    metrics.connections.dec();
  });
  aedes.handle(stream);
};

const listenerOf = <Peer>(options: BrokerOptions<Peer>, onSocket: (socket: Socket) => void): Server => {
  const { tls, metrics, log } = options;
  if (!tls) return createPlainServer({ noDelay: true }, onSocket);
  const server = createTlsServer({ ...tls, handshakeTimeout: HANDSHAKE_DEADLINE_MS, noDelay: true }, onSocket);
  server.on('tlsClientError', (error) => {
    metrics.handshakeFailures.inc();
    log.debug({ err: error }, 'TLS handshake failed');
  });
  return server;
};
