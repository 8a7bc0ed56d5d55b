import { X509Certificate } from 'node:crypto';
import type { DeviceJob, Role } from '@smart-latch/protocol';
import { createLogger, createMetrics, Secret, systemClock } from '@smart-latch/runtime';
import { Queue } from 'bullmq';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import type { Admission } from '../src/admission.ts';
import { type Broker, startBroker } from '../src/broker.ts';
import { openBus } from '../src/bus.ts';
import { type DevicePeer, deviceAdmission } from '../src/device-admission.ts';
import type { DeviceRecord, Devices } from '../src/devices.ts';
import { createIngest } from '../src/ingest.ts';
import { createLimits } from '../src/limits.ts';
import { createBrokerMetrics } from '../src/metrics.ts';
import { redisOutlets } from '../src/outlets.ts';
import { createPresence } from '../src/presence.ts';
import { openRedis, openSubscriber } from '../src/redis.ts';
import { watchRevocations } from '../src/revocation.ts';
import { mutualTls } from '../src/tls.ts';
import { type ClientCertificate, makeAuthority, makeClient, type TestAuthority } from './certificates.ts';
import { startRedis, type TestRedis } from './redis-server.ts';

/** What tests share: certificates, three redis-servers, and device records that a test may change. */
export interface World {
  readonly authority: TestAuthority;
  readonly queueRedis: TestRedis;
  readonly frameRedis: TestRedis;
  readonly busRedis: TestRedis;
  readonly records: Map<string, DeviceRecord>;
  /** Looks into queue `device`. */
  jobs(): Promise<DeviceJob[]>;
  /** A certificate of the right intermediate; devices are enrolled with it. */
  newClient(role: Role): Promise<ClientCertificate>;
  close(): Promise<void>;
}

export const createWorld = async (): Promise<World> => {
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always'];
  const [authority, queueRedis, frameRedis, busRedis] = await Promise.all([
    makeAuthority(),
    startRedis(durable),
    startRedis(),
    startRedis(durable),
  ]);
  const records = new Map<string, DeviceRecord>();
  const queue = new Queue<DeviceJob>('device', { connection: { url: queueRedis.url } });
  queue.on('error', () => undefined);
  return {
    authority,
    queueRedis,
    frameRedis,
    busRedis,
    records,
    jobs: async () => (await queue.getWaiting()).map((job) => job.data),
    newClient: async (role) => {
      const client = await makeClient(role === 'service' ? authority.services : authority.devices, role);
      if (role !== 'service') records.set(client.id, { role, site: 'site', revoked: false });
      return client;
    },
    close: async () => {
      await queue.close();
      await Promise.all([queueRedis, frameRedis, busRedis].map((redis) => redis.close()));
    },
  };
};

export interface ProductBroker {
  readonly broker: Broker<DevicePeer>;
  readonly port: number;
  /** The value of a counter, summed over the labels that match. */
  count(metric: string, labels?: Record<string, string>): Promise<number>;
  close(): Promise<void>;
}

export interface ProductOptions {
  readonly devices?: Devices;
  /** Lets a test change single rules of the product's admission. */
  readonly change?: (admission: Admission<DevicePeer>) => Partial<Admission<DevicePeer>>;
  readonly heartbeatMs?: number;
  readonly connectDeadlineMs?: number;
  readonly recheckMs?: number;
}

/** The product's broker as main.ts wires it, but for the port of the device records. */
export const startProductBroker = async (world: World, options: ProductOptions = {}): Promise<ProductBroker> => {
  const { authority } = world;
  const log = createLogger('broker', 'silent');
  const registry = createMetrics('broker');
  const metrics = createBrokerMetrics(registry);
  const url = (redis: TestRedis) => new Secret(redis.url);
  const queue = await openRedis('queue', url(world.queueRedis), log);
  const frame = await openRedis('frame', url(world.frameRedis), log);
  const revoked = await openSubscriber('revocations', url(world.queueRedis), log);
  const bus = await openBus(url(world.busRedis), log);
  const outlets = await redisOutlets(queue.redis, frame.redis);
  const devices = options.devices ?? { find: async (id: string) => world.records.get(id) ?? null };
  const admission = deviceAdmission({
    issuers: {
      device: new X509Certificate(authority.devices.cert),
      service: new X509Certificate(authority.services.cert),
    },
    devices,
    ingest: createIngest({ outlets, clock: systemClock, log, metrics }),
    presence: createPresence(bus.presence),
    limits: createLimits(() => performance.now()),
    clock: systemClock,
    metrics,
    busIsUp: bus.isUp,
  });
  const { heartbeatMs, connectDeadlineMs } = options;
  const broker = await startBroker({
    admission: { ...admission, ...options.change?.(admission) },
    listen: { host: '127.0.0.1', port: 0 },
    tls: mutualTls(authority.server, [authority.devices.cert, authority.services.cert]),
    bus,
    log,
    metrics,
    ...(heartbeatMs === undefined ? {} : { heartbeatMs }),
    ...(connectDeadlineMs === undefined ? {} : { connectDeadlineMs }),
  });
  const stopWatching = await watchRevocations({ subscriber: revoked.redis, devices, broker, log }, options.recheckMs);
  return {
    broker,
    port: broker.port,
    count: async (metric, labels = {}) => {
      const { values } = (await registry.registry.getSingleMetric(metric)?.get()) ?? { values: [] };
      const matching = values.filter((value) =>
        Object.entries(labels).every(([name, label]) => value.labels[name] === label),
      );
      return matching.reduce((sum, { value }) => sum + value, 0);
    },
    close: async () => {
      stopWatching();
      await broker.close();
      await outlets.close().catch(() => undefined);
      await Promise.all([queue, frame, revoked].map((redis) => redis.close()));
    },
  };
};

/** mqtt.js options of a client of this world, as a device connects: MQTT 3.1.1, clean session, no reconnecting. */
export const clientOptions = (
  { authority }: World,
  { port }: { readonly port: number },
  client: ClientCertificate,
  change: IClientOptions = {},
): IClientOptions => ({
  protocol: 'mqtts',
  host: '127.0.0.1',
  port,
  ca: authority.root.cert,
  cert: client.cert,
  key: client.key,
  clientId: client.id,
  clean: true,
  keepalive: 30,
  reconnectPeriod: 0,
  connectTimeout: 5_000,
  ...change,
});

export const connect = (
  world: World,
  broker: { readonly port: number },
  client: ClientCertificate,
  change: IClientOptions = {},
): Promise<MqttClient> => connectAsync(clientOptions(world, broker, client, change));

/** The CONNACK code by which a CONNECT was refused; -1 when the connection just ended. */
export const refusalOf = async (connecting: Promise<MqttClient>): Promise<number> => {
  try {
    const client = await connecting;
    await client.endAsync(true);
    return 0;
  } catch (error) {
    return (error as { code?: unknown }).code as number;
  }
};

/** Resolves when the broker has ended the connection. */
export const closed = (client: MqttClient): Promise<void> =>
  new Promise((resolve) => (client.connected ? client.once('close', () => resolve()) : resolve()));
