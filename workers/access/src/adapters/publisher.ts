import { randomBytes } from 'node:crypto';
import { AppError, type Logger } from '@smart-latch/runtime';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';

/** A command that the broker has not acknowledged by then goes to the sweep, ms. */
const PUBACK_DEADLINE_MS = 1_500;

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

/** Connects as `service:worker`, which publishes and subscribes to nothing. */
export const openPublisher = async (url: string, identity: ServiceIdentity, log: Logger): Promise<Publisher> => {
  const options: IClientOptions = {
    ...identity,
    allowPartialTrustChain: true,
    protocolVersion: 4,
    clean: true,
    keepalive: 30,
    reconnectPeriod: 250,
    connectTimeout: 3_000,
    queueQoSZero: false,
    clientId: `worker-${randomBytes(6).toString('hex')}`,
  } as IClientOptions;
  const client = await connectAsync(url, options, true);
  client.on('error', (error) => log.debug({ err: error }, 'mqtt'));
  client.on('connect', () => (client.stream as { setNoDelay?: (on: boolean) => void }).setNoDelay?.(true));
  (client.stream as { setNoDelay?: (on: boolean) => void }).setNoDelay?.(true);
  return {
    publish: (...args) => publish(client, ...args),
    connected: () => client.connected,
    close: () => client.endAsync(true),
  };
};

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
