import type { Duplex } from 'node:stream';
import type { Logger } from '@smart-latch/runtime';
import type { AedesOptions, AuthenticateError, Client, ConnectPacket } from 'aedes';
import type { Admission, Incoming } from './admission.ts';
import type { BrokerMetrics } from './metrics.ts';
import { CONNACK, Refused } from './refused.ts';

export interface Connection<Peer> {
  readonly peer: Peer;
  readonly stream: Duplex;
  /** Lets the packet after a CONNECT or PUBLISH follow. */
  readonly release: () => void;
  request: ConnectPacket | null;
}

/** By the stream that aedes was given. */
export type Connections<Peer> = Map<object, Connection<Peer>>;

/** What we ourselves ask of aedes's persistence. */
export interface WillStore {
  delWill(of: { id: string; brokerId: string | undefined }): Promise<unknown>;
}

interface HookDeps<Peer> {
  readonly admission: Admission<Peer>;
  readonly bus?: { readonly persistence: WillStore };
  readonly log: Logger;
  readonly metrics: BrokerMetrics;
}

type Hooks = Required<
  Pick<AedesOptions, 'preConnect' | 'authenticate' | 'authorizePublish' | 'authorizeSubscribe' | 'authorizeForward'>
>;

/** Counts and logs a refusal; `client` is what the client calls itself. Anything else is a bug and is logged as one. */
export const noteDenial = (
  { metrics, log }: { readonly log: Logger; readonly metrics: BrokerMetrics },
  client: string | null,
  error: unknown,
): Refused => {
  if (!(error instanceof Refused)) {
    log.error({ client, err: error }, 'a message could not be judged');
    return new Refused('malformed', 'it could not be judged', { cause: error });
  }
  metrics.denials.inc({ reason: error.reason });
  log.warn({ client, reason: error.reason, ...(error.cause ? { err: error.cause } : {}) }, error.message);
  return error;
};

/** aedes's hooks, each a thin translation to the admission. What is not allowed explicitly is refused. */
export const createHooks = <Peer>(deps: HookDeps<Peer>, connections: Connections<Peer>): Hooks => {
  const { admission } = deps;
  const of = (client: Client | null) => (client ? connections.get(client.conn) : undefined);
  return {
    preConnect: (client, request, reply) => {
      const connection = of(client);
      if (!connection) return reply(gone(), false);
      // aedes would also take MQTT 3.1, whose client ids and rules are others (MQTT 3.1.1, 3.1.2.2).
      if (request.protocolVersion === 3) {
        client.conn.write(Uint8Array.of(0x20, 2, 0, CONNACK.unacceptableVersion));
        return reply(noteDenial(deps, request.clientId, new Refused('wrong_version', 'MQTT 3.1.1 only')), false);
      }
      connection.request = request;
      reply(null, true);
    },
    authenticate: (client, _username, _password, reply) => {
      const connection = of(client);
      const verdict = connection?.request ? admission.connect(connection.peer, connection.request) : refuse(gone());
      verdict.then(
        () => reply(null, true),
        (error: unknown) => reply(noteDenial(deps, client.id, error) as AuthenticateError, null),
      );
    },
    authorizePublish: (client, packet, reply) => {
      const connection = of(client);
      judge(deps, connection, packet)
        .then(
          () => reply(null),
          (error: unknown) => reply(noteDenial(deps, client?.id ?? null, error)),
        )
        .finally(() => {
          if (!isWill(packet)) connection?.release();
        });
    },
    authorizeSubscribe: (client, filter, reply) => {
      const connection = of(client);
      if (connection && admission.subscribe(connection.peer, filter)) return reply(null, filter);
      noteDenial(deps, client.id, new Refused('subscription', 'the topic table gives it nothing to receive there'));
      reply(null, null);
    },
    authorizeForward: (client, packet) => {
      const connection = of(client);
      if (!connection) return null;
      if (admission.forward(connection.peer, packet.topic)) return packet;
      noteDenial(deps, client.id, new Refused('forward', 'the topic table does not let it receive that'));
      return null;
    },
  };
};

/**
 * A packet from the wire has no client id, a stored will has: so a will is told apart, also one that another broker left
 * behind and whose client may be connected here again by now.
 */
const isWill = (packet: Incoming): packet is Incoming & { clientId: string; brokerId?: string } =>
  packet.clientId !== undefined;

const judge = async <Peer>(
  { admission, bus }: HookDeps<Peer>,
  connection: Connection<Peer> | undefined,
  packet: Incoming,
): Promise<void> => {
  if (!isWill(packet)) return connection ? admission.publish(connection.peer, packet) : refuse(gone());
  const { clientId, brokerId } = packet;
  try {
    await admission.will(clientId, packet);
  } catch (error) {
    // A will that is refused for good must go: aedes would meet it first in every round and never reach the others.
    if (!(error instanceof Refused && error.isTransient)) await bus?.persistence.delWill({ id: clientId, brokerId });
    throw error;
  }
};

const refuse = (refused: Refused): Promise<never> => Promise.reject(refused);
const gone = () => new Refused('not_connected', 'the connection is gone');
