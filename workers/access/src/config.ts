import { filePath, logLevel, port, secretBytes, secretUrl, url } from '@smart-latch/runtime';
import { z } from 'zod';

/** Everything that workers/access is told, as environment variables. Secrets never print. */
export const accessConfig = z.object({
  MONGODB_URI: secretUrl,
  QUEUE_REDIS_URL: secretUrl,
  FRAME_REDIS_URL: secretUrl,
  /** mqtts://host:port, and the certificate of `service:worker` with what it trusts. */
  BROKER_URL: url,
  BROKER_CA_FILE: filePath,
  SERVICE_CERT_FILE: filePath,
  SERVICE_KEY_FILE: filePath,
  /** Ed25519, PEM: signs commands and configuration. */
  COMMAND_KEY_FILE: filePath,
  /** During a rotation: the public half of the key that signs next, then of the one that signed before. Devices are given both. */
  OTHER_COMMAND_KEY_FILE: filePath.optional(),
  /** Which version of the devices' uplink keys is given out; the one before is still accepted. */
  UPLINK_VERSION: z.coerce.number().int().min(1).max(255).default(1),
  /** Ed25519, PEM: signs checkpoints of the audit chain. */
  AUDIT_KEY_FILE: filePath,
  /** Where checkpoints go, outside MongoDB. */
  AUDIT_SINK_FILE: filePath,
  /** AES-256 key that seals templates and the masters of cards. */
  SEAL_KEY: secretBytes(32),
  /** Root of each site's uplink and peer secrets. */
  SITE_SECRET: secretBytes(32),
  /** The manifest of the face pack that workers/face runs: its id and thresholds. */
  FACE_PACK_FILE: filePath,
  HEALTH_HOST: z.string().default('127.0.0.1'),
  HEALTH_PORT: port.default(0),
  LOG_LEVEL: logLevel,
});

export type AccessConfig = z.output<typeof accessConfig>;
