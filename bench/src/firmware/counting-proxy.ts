import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What crossed the wire, TLS included; TCP's and IP's own headers are not seen here. */
export interface Wire {
  /** Bytes from the device to the broker. */
  readonly up: number;
  readonly down: number;
}

export interface CountingProxy {
  readonly host: string;
  readonly port: number;
  /** Since the proxy was opened, over all connections. */
  readonly wire: () => Wire;
  /** When the newest connection came, by performance.now(). */
  readonly acceptedAtMs: () => number;
  /** Cuts every connection, as a broken network does. */
  cut(): void;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/** Forwards bytes as they come and counts them. */
export const openCountingProxy = async (
  port: number,
  to: () => { host: string; port: number },
): Promise<CountingProxy> => {
  const open = new Set<Socket>();
  const count = { up: 0, down: 0 };
  let acceptedAtMs = 0;
  const forward = (from: Socket, into: Socket, direction: keyof typeof count): void => {
    from.setNoDelay(true);
    open.add(from);
    from.on('data', (bytes) => {
      count[direction] += bytes.length;
      into.write(bytes);
    });
    from.on('end', () => into.end());
    from.on('error', () => undefined); // `close` follows
    from.on('close', () => {
      open.delete(from);
      into.destroy();
    });
  };
  const server = createServer((device) => {
    acceptedAtMs = performance.now();
    const { host, port: target } = to();
    const broker = connect(target, host);
    forward(device, broker, 'up');
    forward(broker, device, 'down');
  });
  server.listen(port, HOST);
  await once(server, 'listening');
  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    host: HOST,
    port: (server.address() as AddressInfo).port,
    wire: () => ({ ...count }),
    acceptedAtMs: () => acceptedAtMs,
    cut,
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
};

export const lessWire = (after: Wire, before: Wire): Wire => ({
  up: after.up - before.up,
  down: after.down - before.down,
});
