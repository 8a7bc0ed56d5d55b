import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { parseTopic, type TopicName, topicOf } from '@smart-latch/protocol';
import { generate, type IPublishPacket, type Packet, parser } from 'mqtt-packet';
import type { Stack } from '../stack.ts';

/** What a device proves itself with at the real broker, in PEM. */
export interface Credentials {
  readonly key: string;
  readonly certificate: string;
}

/** A PUBLISH on its way. */
export interface Passing {
  readonly device: string;
  readonly name: TopicName;
  readonly payload: Buffer;
}

/** Looks at a message; false keeps it. Its sender is told that it arrived. */
export type Look = (message: Passing) => boolean;

export interface HostileBroker {
  /** How to speak in the name of a device, as a broker that was broken into can; null for devices of others. */
  admit(find: (device: string) => Promise<Credentials | null>): void;
  /** What happens to messages from now on: all pass, unless told. */
  onDown(look: Look): void;
  onUp(look: Look): void;
  /** Publishes whatever it likes to a device, at once; resolves when the device has said that it arrived. */
  inject(device: string, name: TopicName, payload: Uint8Array, how?: { readonly retain?: boolean }): Promise<void>;
  isConnected(device: string): boolean;
  /** Ends the connection of a device, without a word. */
  cut(device: string): void;
  close(): Promise<void>;
}

interface Connection {
  readonly below: TLSSocket;
  readonly above: TLSSocket;
  /** Packet ids of what was injected, with who waits for their PUBACK. */
  readonly injected: Map<number, () => void>;
}

/** The real broker numbers its packets from 1 on; what is injected has numbers of its own. */
const FIRST_INJECTED_ID = 40_000;
const LAST_INJECTED_ID = 65_535;

/**
 * A broker that somebody has broken into: it has a genuine certificate, stands between the devices and the platform and does
 * with every message what the test wants. It has no key of the platform's and none of the devices' uplink keys.
 */
export const openHostileBroker = async (port: number, stack: Stack): Promise<HostileBroker> => {
  const known: ((device: string) => Promise<Credentials | null>)[] = [];
  const connections = new Map<string, Connection>();
  const sockets = new Set<TLSSocket>();
  const look: { down: Look; up: Look } = { down: () => true, up: () => true };
  let nextId = FIRST_INJECTED_ID;
  const { certFile, keyFile } = await stack.authority.issueServer('hostile-broker', {
    issuer: 'services',
    names: ['localhost'],
    addresses: ['127.0.0.1'],
  });
  const [cert, key, ca] = await Promise.all(
    [certFile, keyFile, stack.authority.services.certFile].map((file) => readFile(file)),
  );
  const real = { host: stack.broker.host, port: stack.broker.port, ca };
  const server = createServer({ cert, key, noDelay: true }, (below) => {
    keep(sockets, below);
    meet(below);
  });

  /** The device says in its CONNECT who it is; only then can the real broker be asked in its name. */
  const meet = (below: TLSSocket): void => {
    const waiting: Packet[] = [];
    let connection: Connection | null = null;
    let device = '';
    const fromDevice = parser({ protocolVersion: 4 });
    fromDevice.on('error', () => below.destroy());
    fromDevice.on('packet', (packet: Packet) => {
      if (packet.cmd === 'connect') {
        device = packet.clientId;
        void introduce();
      }
      if (connection) up(device, connection, packet);
      else waiting.push(packet);
    });
    below.on('data', (bytes) => fromDevice.parse(bytes));

    const introduce = async (): Promise<void> => {
      const found = await Promise.all(known.map((find) => find(device).catch(() => null)));
      const credentials = found.find((one) => one !== null);
      if (!credentials) return void below.destroy();
      const { key, certificate } = credentials;
      const above = connect({ ...real, key, cert: certificate, allowPartialTrustChain: true });
      above.setNoDelay(true);
      keep(sockets, above);
      const made: Connection = { below, above, injected: new Map() };
      const fromServer = parser({ protocolVersion: 4 });
      fromServer.on('error', () => above.destroy());
      fromServer.on('packet', (packet: Packet) => down(device, made, packet));
      above.on('data', (bytes) => fromServer.parse(bytes));
      below.on('close', () => above.destroy());
      above.on('close', () => below.destroy());
      below.on('close', () => {
        for (const settle of made.injected.values()) settle();
        if (connections.get(device) === made) connections.delete(device);
      });
      connections.set(device, made);
      connection = made;
      for (const packet of waiting.splice(0)) up(device, made, packet);
    };
  };

  const up = (device: string, { below, above, injected }: Connection, packet: Packet): void => {
    if (packet.cmd === 'puback' && injected.has(packet.messageId ?? 0)) {
      injected.get(packet.messageId ?? 0)?.();
      injected.delete(packet.messageId ?? 0);
      return;
    }
    if (packet.cmd === 'publish' && !look.up(passing(device, packet))) acknowledge(below, packet);
    else above.write(generate(packet));
  };

  const down = (device: string, { below, above }: Connection, packet: Packet): void => {
    if (packet.cmd === 'publish' && !look.down(passing(device, packet))) acknowledge(above, packet);
    else below.write(generate(packet));
  };

  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    admit: (find) => void known.push(find),
    onDown: (down) => void Object.assign(look, { down }),
    onUp: (up) => void Object.assign(look, { up }),
    inject: (device, name, payload, { retain = false } = {}) =>
      new Promise((resolve, reject) => {
        const connection = connections.get(device);
        if (!connection) return reject(new Error(`${device} is not connected: nothing can be published to it`));
        nextId = nextId === LAST_INJECTED_ID ? FIRST_INJECTED_ID : nextId + 1;
        connection.injected.set(nextId, resolve);
        const packet: IPublishPacket = {
          cmd: 'publish',
          topic: topicOf(device, name),
          payload: Buffer.from(payload),
          messageId: nextId,
          qos: 1,
          retain,
          dup: false,
        };
        connection.below.write(generate(packet));
      }),
    isConnected: (device) => connections.has(device),
    cut: (device) => connections.get(device)?.below.destroy(),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};

const keep = (sockets: Set<TLSSocket>, socket: TLSSocket): void => {
  sockets.add(socket);
  socket.on('error', () => undefined); // `close` follows
  socket.on('close', () => sockets.delete(socket));
};

const passing = (device: string, { topic, payload }: IPublishPacket): Passing => ({
  device,
  name: parseTopic(topic)?.name ?? 'log',
  payload: Buffer.from(payload),
});

const acknowledge = (to: TLSSocket, { qos, messageId }: IPublishPacket): void => {
  if (qos === 1 && messageId !== undefined) to.write(generate({ cmd: 'puback', messageId }));
};
