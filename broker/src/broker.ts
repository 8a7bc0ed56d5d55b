import { once } from 'node:events';
import { type AddressInfo, createServer as createPlainServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import type { Logger } from '@smart-latch/runtime';
import { Aedes, type AedesOptions, type AuthenticateError, type Client, type ConnectPacket } from 'aedes';
import type { Admission, Incoming } from './admission.ts';
import type { BrokerMetrics } from './metrics.ts';
import { CONNACK, Refused } from './refused.ts';

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
  /** What several brokers share. Left out: in memory. */
  readonly bus?: { readonly mq: unknown; readonly persistence: unknown };
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

interface Connection<Peer> {
  readonly peer: Peer;
  readonly socket: Socket;
  request: ConnectPacket | null;
}

export const startBroker = async <Peer>(options: BrokerOptions<Peer>): Promise<Broker<Peer>> => {
  const { admission, log, metrics } = options;
  const connections = new Map<object, Connection<Peer>>();
  const aedes = await Aedes.createBroker({
    ...options.bus,
    ...hooks(options, connections),
    concurrency: 0,
    heartbeatInterval: HEARTBEAT_MS,
    connectTimeout: CONNECT_DEADLINE_MS,
    drainTimeout: DRAIN_DEADLINE_MS,
  });
  aedes.on('clientError', (client, error) => log.debug({ client: client.id, err: error }, 'connection ended'));
  aedes.on('connectionError', (_client, error) => log.debug({ err: error }, 'connection ended before CONNECT'));
  (aedes as NodeJS.EventEmitter).on('error', (error) => log.error({ err: error }, 'broker error'));

  const accept = (socket: Socket) => {
    socket.on('error', () => undefined);
    const connection = { peer: admission.identify(socket), socket, request: null };
    connections.set(socket, connection);
    metrics.connections.inc();
    socket.once('close', () => {
      connections.delete(socket);
      metrics.connections.dec();
    });
    aedes.handle(socket);
  };
  const server = listenerOf(options, accept);
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(options.listen.port, options.listen.host);
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    peers: () => [...connections.values()].map(({ peer }) => peer),
    disconnect: (matches) => {
      const found = [...connections.values()].filter(({ peer }) => matches(peer));
      for (const { socket } of found) socket.destroy();
      return found.length;
    },
    close: async () => {
      server.close();
      await new Promise<void>((resolve) => aedes.close(resolve));
      for (const { socket } of connections.values()) socket.destroy();
    },
  };
};

const listenerOf = <Peer>({ tls, metrics }: BrokerOptions<Peer>, accept: (socket: Socket) => void): Server => {
  if (!tls) return createPlainServer({ noDelay: true }, accept);
  const server = createTlsServer(
    { ...tls, minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE_DEADLINE_MS, noDelay: true },
    accept,
  );
  server.on('tlsClientError', () => metrics.handshakeFailures.inc());
  return server;
};

/** aedes's hooks, each a thin translation to the admission; whatever is not allowed explicitly is refused. */
const hooks = <Peer>(
  { admission, log, metrics }: BrokerOptions<Peer>,
  connections: ReadonlyMap<object, Connection<Peer>>,
): Required<
  Pick<AedesOptions, 'preConnect' | 'authenticate' | 'authorizePublish' | 'authorizeSubscribe' | 'authorizeForward'>
> => {
  const of = (client: Client | null) => (client ? connections.get(client.conn) : undefined);
  const deny = (client: string | null, error: unknown): Refused => {
    const refused = error instanceof Refused ? error : new Refused('malformed', String(error), { cause: error });
    metrics.denials.inc({ reason: refused.reason });
    log.warn({ device: client, reason: refused.reason }, refused.message);
    return refused;
  };
  return {
    preConnect: (client, packet, done) => {
      const connection = of(client);
      if (connection) connection.request = packet;
      done(null, connection !== undefined);
    },
    authenticate: (client, _username, _password, done) => {
      const connection = of(client);
      const request = connection?.request;
      if (!request) return done(deny(client.id, gone()) as AuthenticateError, null);
      admission.connect(connection.peer, request).then(
        () => done(null, true),
        (error: unknown) => done(deny(client.id, error) as AuthenticateError, null),
      );
    },
    authorizePublish: (client, packet, done) => {
      const incoming = packet as Incoming;
      const connection = of(client);
      const verdict =
        incoming.clientId === undefined
          ? connection
            ? admission.publish(connection.peer, packet)
            : Promise.reject(gone())
          : admission.will(incoming.clientId, packet);
      verdict.then(
        () => done(null),
        (error: unknown) => done(deny(client?.id ?? incoming.clientId ?? null, error)),
      );
    },
    authorizeSubscribe: (client, subscription, done) => {
      const connection = of(client);
      if (connection && admission.subscribe(connection.peer, subscription)) return done(null, subscription);
      deny(client.id, new Refused('subscription', 'no such row to receive'));
      done(null, null);
    },
    authorizeForward: (client, packet) => {
      const connection = of(client);
      if (connection && admission.forward(connection.peer, packet.topic)) return packet;
      deny(client.id, new Refused('forward', 'no such row to receive'));
      return null;
    },
  };
};

const gone = () => new Refused('not_connected', 'the connection is gone', { code: CONNACK.notAuthorized });
