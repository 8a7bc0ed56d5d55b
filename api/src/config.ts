import { webhookPolicy, webhookPolicyFields } from '@smart-latch/protocol';
import { filePath, logLevel, port, Secret, secretBytes, secretUrl, url } from '@smart-latch/runtime';
import { z } from 'zod';
import { GOOGLE } from './auth/oidc/issuers.ts';

const host = z.string().min(1).max(255);

const HOUR_MS = 3_600_000;
const hours = z.coerce.number().min(0.25).max(8_760);
/** Origins, comma-separated: scheme, host and port, without a path. */
const origins = z
  .string()
  .max(2_000)
  .transform((text) => text.split(',').map((one) => one.trim()))
  .refine((list) => list.every((one) => URL.canParse(one) && new URL(one).origin === one), {
    error: 'must be origins such as https://app.example.org, separated by commas, without a path',
  });

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
    /** Keys of sessions and sign-in are derived from it; base64 of 32 bytes. */
    SESSION_SECRET: secretBytes(32),
    /** The secrets of webhooks are made from it; base64 of 32 bytes, the same as the hooks worker's. */
    WEBHOOK_SECRET: secretBytes(32),
    ...webhookPolicyFields,
    /** Proves the first owner; SETUP_CODE, or in this file, which is made (0600) while the server has no owner. */
    SETUP_CODE_FILE: filePath.optional(),
    SETUP_CODE: z
      .string()
      .min(20, 'must have at least 20 characters')
      .transform((value) => new Secret(value))
      .optional(),
    /** JSON: [{"id", "label", "issuer", "clientId", "clientSecret"}], where else people may sign in. */
    OIDC_ISSUERS_FILE: filePath.optional(),
    GOOGLE_CLIENT_ID: z.string().min(1).max(500).optional(),
    GOOGLE_CLIENT_SECRET: z
      .string()
      .min(1)
      .transform((value) => new Secret(value))
      .optional(),
    /** After so long somebody must sign in again, however often they came back; NIST SP 800-63B-4, 2.1.3: 30 days. */
    SESSION_ABSOLUTE_HOURS: hours.default(720),
    /** A session that was not used for so long ends. */
    SESSION_IDLE_HOURS: hours.default(168),
    /** Apps that may hold a session in a cookie; PUBLIC_URL's own origin unless given. */
    APP_ORIGINS: origins.optional(),
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
  })
  .refine((env) => env.SETUP_CODE !== undefined || env.SETUP_CODE_FILE !== undefined, {
    path: ['SETUP_CODE_FILE'],
    error: 'set SETUP_CODE_FILE to where the code for the first owner is kept, or SETUP_CODE',
  })
  .refine((env) => (env.GOOGLE_CLIENT_ID === undefined) === (env.GOOGLE_CLIENT_SECRET === undefined), {
    path: ['GOOGLE_CLIENT_SECRET'],
    error: 'set both GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET, or neither',
  })
  .refine((env) => env.SESSION_IDLE_HOURS <= env.SESSION_ABSOLUTE_HOURS, {
    path: ['SESSION_IDLE_HOURS'],
    error: 'must not be longer than SESSION_ABSOLUTE_HOURS',
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
  signIn: {
    appOrigins: env.APP_ORIGINS ?? [new URL(env.PUBLIC_URL).origin],
    absoluteMs: env.SESSION_ABSOLUTE_HOURS * HOUR_MS,
    idleMs: env.SESSION_IDLE_HOURS * HOUR_MS,
    secret: env.SESSION_SECRET,
    setupCode: env.SETUP_CODE ?? null,
    setupCodeFile: env.SETUP_CODE_FILE ?? null,
    issuersFile: env.OIDC_ISSUERS_FILE ?? null,
    google:
      env.GOOGLE_CLIENT_ID !== undefined && env.GOOGLE_CLIENT_SECRET !== undefined
        ? { ...GOOGLE, clientId: env.GOOGLE_CLIENT_ID, clientSecret: env.GOOGLE_CLIENT_SECRET }
        : null,
  },
  webhooks: { secret: env.WEBHOOK_SECRET, policy: webhookPolicy(env) },
  health: { host: env.HEALTH_HOST, port: env.HEALTH_PORT },
  logLevel: env.LOG_LEVEL,
  secrets: { mongodbUri: env.MONGODB_URI, queueRedisUrl: env.QUEUE_REDIS_URL, frameRedisUrl: env.FRAME_REDIS_URL },
}));

export type Config = z.output<typeof configSchema>;
