import { once } from 'node:events';
import { connect as connectPlain, type Socket } from 'node:net';

/** MQTT 3.1.1 packets made by hand, for what no client library would send. */

const text = (value: string): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.of(bytes.length >> 8, bytes.length & 0xff), bytes]);
};

/** A control packet (MQTT 3.1.1, 2.2): first byte, remaining length, body. */
export const packet = (first: number, ...body: Buffer[]): Buffer => {
  const all = Buffer.concat(body);
  const length: number[] = [];
  let rest = all.length;
  do {
    length.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>= 7;
  } while (rest > 0);
  return Buffer.concat([Buffer.of(first, ...length), all]);
};

export const connectPacket = (clientId: string, { clean = true, keepaliveS = 60, level = 4 } = {}): Buffer =>
  packet(0x10, text('MQTT'), Buffer.of(level, clean ? 2 : 0, keepaliveS >> 8, keepaliveS & 0xff), text(clientId));

export const publishPacket = (topic: string, payload: Buffer, qos = 0, messageId = 1, flags = 0): Buffer => {
  const id = qos > 0 ? Buffer.of(messageId >> 8, messageId & 0xff) : Buffer.alloc(0);
  return packet(0x30 | (qos << 1) | flags, text(topic), id, payload);
};

export const subscribePacket = (messageId: number, ...filters: [topic: string, qos: number][]): Buffer =>
  packet(
    0x82,
    Buffer.of(messageId >> 8, messageId & 0xff),
    ...filters.flatMap(([t, qos]) => [text(t), Buffer.of(qos)]),
  );

export const PINGREQ = packet(0xc0);
export const DISCONNECT = packet(0xe0);

/** Everything that has arrived, and a promise for the moment when it is at least so many bytes. */
export interface RawClient {
  readonly socket: Socket;
  received(): Buffer;
  /** Resolves with what arrived when it is at least `count` bytes; rejects when the connection ends first. */
  bytes(count: number): Promise<Buffer>;
  /** Resolves when the broker has ended the connection. */
  closed(): Promise<void>;
}

export const rawClient = (socket: Socket): RawClient => {
  let received = Buffer.alloc(0);
  let isClosed = false;
  let waiting: (() => void)[] = [];
  const wake = () => {
    for (const resolve of waiting.splice(0)) resolve();
  };
  const change = () =>
    new Promise<void>((resolve) => {
      waiting = [...waiting, resolve];
    });
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    wake();
  });
  socket.once('close', () => {
    isClosed = true;
    wake();
  });
  return {
    socket,
    received: () => received,
    bytes: async (count) => {
      while (received.length < count) {
        if (isClosed) throw new Error(`the connection ended after ${received.toString('hex')}`);
        await change();
      }
      return received;
    },
    closed: async () => {
      while (!isClosed) await change();
    },
  };
};

export const connectRaw = async (port: number): Promise<RawClient> => {
  const socket = connectPlain({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  return rawClient(socket);
};
