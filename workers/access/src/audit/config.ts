import { filePath, secretUrl } from '@smart-latch/runtime';
import { z } from 'zod';

/** What `make audit` is told. Without sink and key the links are verified, but a cut tail cannot be found. */
export const auditConfig = z
  .object({
    /** An account that may read `events` and `chainHeads`. */
    MONGODB_URI: secretUrl,
    AUDIT_SINK_FILE: filePath.optional(),
    /** The audit key, or its public half, PEM. */
    AUDIT_KEY_FILE: filePath.optional(),
  })
  .refine((env) => (env.AUDIT_SINK_FILE === undefined) === (env.AUDIT_KEY_FILE === undefined), {
    path: ['AUDIT_KEY_FILE'],
    error: 'set both AUDIT_SINK_FILE and AUDIT_KEY_FILE, or neither',
  });
