import { webhookPolicyFields } from '@smart-latch/protocol';
import { filePath, logLevel, port, secretBytes, secretUrl } from '@smart-latch/runtime';
import { z } from 'zod';

/** Everything that workers/hooks is told, as environment variables. Secrets never print. */
export const hooksConfig = z.object({
  MONGODB_URI: secretUrl,
  QUEUE_REDIS_URL: secretUrl,
  /** The same as the api's: the secrets of webhooks are made from it; base64 of 32 bytes. */
  WEBHOOK_SECRET: secretBytes(32),
  ...webhookPolicyFields,
  /** PEM, beside the authorities that everybody trusts: for receivers in one's own network. */
  HOOKS_CA_FILE: filePath.optional(),
  /** When a message that was not taken is tried again, s after the try before; then it has failed. */
  HOOKS_RETRY_S: z
    .string()
    .regex(/^\d{1,6}(,\d{1,6}){0,15}$/, 'must be seconds, separated by commas')
    .default('5,300,1800,7200,18000,36000,50400')
    .transform((text) => text.split(',').map(Number)),
  HEALTH_HOST: z.string().default('127.0.0.1'),
  HEALTH_PORT: port.default(0),
  LOG_LEVEL: logLevel,
});

export type HooksConfig = z.output<typeof hooksConfig>;
