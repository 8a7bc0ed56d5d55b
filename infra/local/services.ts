import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_MANIFEST, DEFAULT_MODELS_DIR } from '@smart-latch/worker-face';
import type { ServiceName } from './accounts.ts';
import type { InstallationKeys } from './keys.ts';
import type { Mongo } from './mongo.ts';
import type { Redis, RedisName } from './redis.ts';

const REPOSITORY = resolve(fileURLToPath(import.meta.url), '../../..');
/** One manifest for who sees and who compares. */
const FACE_PACK_FILE = DEFAULT_MANIFEST;
const FACE_MODELS_DIR = DEFAULT_MODELS_DIR;
const HOST = '127.0.0.1';

export interface Ports {
  readonly api: number;
  readonly broker: number;
  readonly devices: number;
}

export interface ServiceOptions {
  /** 2 unless told. */
  readonly accessWorkers?: number;
  /** 1 unless told. */
  readonly faceWorkers?: number;
  /** More environment for a service, for tests that need to tighten a limit. */
  readonly env?: Partial<Record<ServiceName, Readonly<Record<string, string>>>>;
}

export interface ServiceSpec {
  readonly name: string;
  /** Path of its main.ts. */
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
}

interface Parts {
  readonly options: ServiceOptions;
  readonly ports: Ports;
  readonly mongo: Mongo;
  readonly redis: Readonly<Record<RedisName, Redis>>;
  readonly keys: InstallationKeys;
}

/** What each process is told, and nothing more: its own account in each store, and the keys that are its own. */
export const serviceSpecs = (parts: Parts): ServiceSpec[] => {
  const { options } = parts;
  const copies = (count: number, name: string) =>
    Array.from({ length: count }, (_, index) => (count === 1 ? name : `${name}-${index + 1}`));
  const of = (service: ServiceName, script: string, env: Record<string, string>, names = [service as string]) =>
    names.map((name) => ({ name, script: join(REPOSITORY, script), env: { ...env, ...options.env?.[service] } }));
  return [
    ...of('broker', 'broker/src/main.ts', brokerEnv(parts)),
    ...of('api', 'api/src/main.ts', apiEnv(parts)),
    ...of('access', 'workers/access/src/main.ts', accessEnv(parts), copies(options.accessWorkers ?? 2, 'access')),
    ...of('hooks', 'workers/hooks/src/main.ts', hooksEnv(parts)),
    ...of('face', 'workers/face/src/main.ts', faceEnv(parts), copies(options.faceWorkers ?? 1, 'face')),
  ];
};

const brokerEnv = ({ ports, mongo, redis, keys }: Parts) => ({
  BROKER_HOST: HOST,
  BROKER_PORT: String(ports.broker),
  TLS_CERT_FILE: keys.broker.certFile,
  TLS_KEY_FILE: keys.broker.keyFile,
  DEVICE_CA_FILE: keys.authority.enrolment.chainFile,
  SERVICE_CA_FILE: keys.authority.services.chainFile,
  MONGODB_URI: mongo.uri('broker'),
  QUEUE_REDIS_URL: redis.queue.url('broker'),
  FRAME_REDIS_URL: redis.frames.url('broker'),
  BUS_REDIS_URL: redis.bus.url('broker'),
});

const apiEnv = ({ ports, mongo, redis, keys }: Parts) => ({
  API_HOST: HOST,
  API_PORT: String(ports.api),
  PUBLIC_URL: `http://localhost:${ports.api}`,
  DEVICE_PORT: String(ports.devices),
  DEVICE_TLS_CERT_FILE: keys.devicePort.certFile,
  DEVICE_TLS_KEY_FILE: keys.devicePort.keyFile,
  DEVICE_PUBLIC_URL: `https://${HOST}:${ports.devices}`,
  ENROLMENT_CA_CERT_FILE: keys.authority.enrolment.certFile,
  ENROLMENT_CA_KEY_FILE: keys.authority.enrolment.keyFile,
  BROKER_PUBLIC_HOST: HOST,
  BROKER_PUBLIC_PORT: String(ports.broker),
  BROKER_CA_FILE: keys.authority.services.certFile,
  JWT_PRIVATE_KEY_FILE: keys.jwtFile,
  SESSION_SECRET: keys.sessionSecret,
  WEBHOOK_SECRET: keys.webhookSecret,
  SETUP_CODE_FILE: keys.setupCodeFile,
  MONGODB_URI: mongo.uri('api'),
  QUEUE_REDIS_URL: redis.queue.url('api'),
  FRAME_REDIS_URL: redis.frames.url('api'),
});

const accessEnv = ({ ports, mongo, redis, keys }: Parts) => ({
  MONGODB_URI: mongo.uri('access'),
  QUEUE_REDIS_URL: redis.queue.url('access'),
  FRAME_REDIS_URL: redis.frames.url('access'),
  BROKER_URL: `mqtts://${HOST}:${ports.broker}`,
  BROKER_CA_FILE: keys.authority.services.certFile,
  SERVICE_CERT_FILE: keys.worker.certFile,
  SERVICE_KEY_FILE: keys.worker.keyFile,
  COMMAND_KEY_FILE: keys.commandFile,
  AUDIT_KEY_FILE: keys.auditFile,
  AUDIT_SINK_FILE: keys.auditSinkFile,
  SEAL_KEY: keys.sealKey,
  SITE_SECRET: keys.siteSecret,
  FACE_PACK_FILE,
});

const faceEnv = ({ redis }: Parts) => ({
  QUEUE_REDIS_URL: redis.queue.url('face'),
  FRAME_REDIS_URL: redis.frames.url('face'),
  FACE_PACK_FILE,
  FACE_MODELS_DIR,
});

const hooksEnv = ({ mongo, redis, keys }: Parts) => ({
  MONGODB_URI: mongo.uri('hooks'),
  QUEUE_REDIS_URL: redis.queue.url('hooks'),
  WEBHOOK_SECRET: keys.webhookSecret,
});
