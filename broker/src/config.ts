import { filePath, logLevel, port, secretUrl } from '@smart-latch/runtime';
import { z } from 'zod';

const host = z.string().min(1);

/** The environment of the broker, nested. URLs may hold a password and are Secrets. */
export const configSchema = z
  .object({
    BROKER_HOST: host.default('127.0.0.1'),
    BROKER_PORT: port,
    TLS_CERT_FILE: filePath,
    TLS_KEY_FILE: filePath,
    DEVICE_CA_FILE: filePath,
    SERVICE_CA_FILE: filePath,
    MONGODB_URI: secretUrl,
    QUEUE_REDIS_URL: secretUrl,
    FRAME_REDIS_URL: secretUrl,
    BUS_REDIS_URL: secretUrl,
    HEALTH_HOST: host.default('127.0.0.1'),
    HEALTH_PORT: port,
    LOG_LEVEL: logLevel,
  })
  .transform((env) => ({
    listen: { host: env.BROKER_HOST, port: env.BROKER_PORT },
    /** PEM files. `deviceCa` is the enrolment intermediate, `serviceCa` that of our own services. */
    files: {
      cert: env.TLS_CERT_FILE,
      key: env.TLS_KEY_FILE,
      deviceCa: env.DEVICE_CA_FILE,
      serviceCa: env.SERVICE_CA_FILE,
    },
    mongodbUri: env.MONGODB_URI,
    redis: { queue: env.QUEUE_REDIS_URL, frame: env.FRAME_REDIS_URL, bus: env.BUS_REDIS_URL },
    health: { host: env.HEALTH_HOST, port: env.HEALTH_PORT },
    logLevel: env.LOG_LEVEL,
  }));

export type BrokerConfig = z.output<typeof configSchema>;
