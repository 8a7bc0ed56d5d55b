import { randomBytes } from 'node:crypto';
import { connect as connectTls } from 'node:tls';
import { AppError, type Logger } from '@smart-latch/runtime';
import { MqttClient } from 'mqtt';

/** A command that the broker has not acknowledged by then goes to the sweep, ms. */
const PUBACK_DEADLINE_MS = 1_500;
/** A service that cannot reach its broker at the start ends, and is started again. */
const FIRST_CONNECT_DEADLINE_MS = 10_000;

export interface Publisher {
  publish(topic: string, payload: Uint8Array, options?: { retain?: boolean }): Promise<void>;
  connected(): boolean;
  close(): Promise<void>;
}

export interface ServiceIdentity {
  readonly ca: Buffer;
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** Connects as `service:worker`, which publishes and subscribes to nothing. Rejects when the broker is not there in time. */
export const openPublisher = async (url: string, identity: ServiceIdentity, log: Logger): Promise<Publisher> => {
  const { hostname: host, port } = new URL(url);
  const openSocket = () => {
    const trust = { allowPartialTrustChain: true, minVersion: 'TLSv1.2' } as const;
    return connectTls({ host, port: Number(port), ...identity, ...trust }).setNoDelay(true);
  };
  const client = new MqttClient(openSocket, {
    protocolVersion: 4,
    clean: true,
    keepalive: 30,
    reconnectPeriod: 250,
    connectTimeout: 3_000,
    queueQoSZero: false,
    clientId: `worker-${randomBytes(6).toString('hex')}`,
  });
  client.on('error', (error) => log.warn({ err: error }, 'the broker does not take this service'));
  try {
    await connected(client);
  } catch (cause) {
    client.end(true);
    throw new AppError('service_unavailable', `no connection to the broker at ${url}`, { cause });
  }
  return {
    publish: (...args) => publish(client, ...args),
    connected: () => client.connected,
    close: () => client.endAsync(true),
  };
};

const connected = (client: MqttClient): Promise<void> =>
  new Promise((resolve, reject) => {
    const late = () => reject(new AppError('deadline_exceeded', 'no CONNACK in time'));
    const timer = setTimeout(late, FIRST_CONNECT_DEADLINE_MS);
    client.once('connect', () => {
      clearTimeout(timer);
      resolve();
    });
  });

const publish = async (
  client: MqttClient,
  topic: string,
  payload: Uint8Array,
  { retain = false } = {},
): Promise<void> => {
  if (!client.connected) throw new AppError('service_unavailable', 'the broker is not connected');
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new AppError('deadline_exceeded', 'no PUBACK from the broker in time')),
      PUBACK_DEADLINE_MS,
    );
  });
  try {
    await Promise.race([client.publishAsync(topic, Buffer.from(payload), { qos: 1, retain }), late]);
  } finally {
    clearTimeout(timer);
  }
};
