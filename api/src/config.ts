import { filePath, logLevel, port, secretUrl, url } from '@smart-latch/runtime';
import { z } from 'zod';

const host = z.string().min(1).max(255);

const environment = z
  .object({
    API_HOST: host.default('127.0.0.1'),
    API_PORT: port,
    API_TLS_CERT_FILE: filePath.optional(),
    API_TLS_KEY_FILE: filePath.optional(),
    PUBLIC_URL: url,
    /** Addresses or networks (CIDR, comma-separated) whose X-Forwarded-For is believed; none unless given. */
    TRUSTED_PROXIES: z.string().max(1_000).optional(),
    RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).max(1_000_000).default(1_200),
    DEVICE_HOST: host.optional(),
    DEVICE_PORT: port,
    DEVICE_TLS_CERT_FILE: filePath,
    DEVICE_TLS_KEY_FILE: filePath,
    DEVICE_PUBLIC_URL: z.url({ protocol: /^https$/, error: 'must be an https:// address' }),
    ENROLMENT_CA_CERT_FILE: filePath,
    ENROLMENT_CA_KEY_FILE: filePath,
    BROKER_PUBLIC_HOST: host,
    BROKER_PUBLIC_PORT: port,
    BROKER_CA_FILE: filePath,
    JWT_PRIVATE_KEY_FILE: filePath,
    MONGODB_URI: secretUrl,
    QUEUE_REDIS_URL: secretUrl,
    FRAME_REDIS_URL: secretUrl,
    HEALTH_HOST: host.default('127.0.0.1'),
    HEALTH_PORT: port,
    LOG_LEVEL: logLevel,
  })
  .refine((env) => (env.API_TLS_CERT_FILE === undefined) === (env.API_TLS_KEY_FILE === undefined), {
    path: ['API_TLS_KEY_FILE'],
    error: 'set both API_TLS_CERT_FILE and API_TLS_KEY_FILE, or neither for plain HTTP behind a TLS proxy',
  });

/** The api's settings, from the environment. Files are paths here; `service.ts` reads them once. */
export const configSchema = environment.transform((env) => ({
  app: {
    host: env.API_HOST,
    port: env.API_PORT,
    publicUrl: env.PUBLIC_URL.replace(/\/+$/, ''),
    ratePerMinute: env.RATE_LIMIT_PER_MINUTE,
    trustedProxies: env.TRUSTED_PROXIES ?? null,
    tls:
      env.API_TLS_CERT_FILE !== undefined && env.API_TLS_KEY_FILE !== undefined
        ? { certFile: env.API_TLS_CERT_FILE, keyFile: env.API_TLS_KEY_FILE }
        : null,
  },
  devices: {
    host: env.DEVICE_HOST ?? env.API_HOST,
    port: env.DEVICE_PORT,
    publicUrl: env.DEVICE_PUBLIC_URL.replace(/\/+$/, ''),
    tls: { certFile: env.DEVICE_TLS_CERT_FILE, keyFile: env.DEVICE_TLS_KEY_FILE },
    ca: { certFile: env.ENROLMENT_CA_CERT_FILE, keyFile: env.ENROLMENT_CA_KEY_FILE },
    broker: { host: env.BROKER_PUBLIC_HOST, port: env.BROKER_PUBLIC_PORT, caFile: env.BROKER_CA_FILE },
  },
  jwtKeyFile: env.JWT_PRIVATE_KEY_FILE,
  health: { host: env.HEALTH_HOST, port: env.HEALTH_PORT },
  logLevel: env.LOG_LEVEL,
  secrets: { mongodbUri: env.MONGODB_URI, queueRedisUrl: env.QUEUE_REDIS_URL, frameRedisUrl: env.FRAME_REDIS_URL },
}));

export type Config = z.output<typeof configSchema>;
