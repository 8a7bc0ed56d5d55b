import cors from '@fastify/cors';
import type { App } from '../deps.ts';

const PREFLIGHT_S = 600;

/**
 * Browsers may call from the apps' origins and from nowhere else (Fetch standard, 3.2). To any other origin the answers carry
 * no leave at all; the token in the Authorization header, not this, is what authorises a request.
 */
export const registerCors = async (app: App, origins: readonly string[]): Promise<void> => {
  const known = new Set(origins);
  await app.register(cors, {
    origin: (origin, done) => done(null, origin !== undefined && known.has(origin) ? origin : false),
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'Authorization',
      'Content-Type',
      'Idempotency-Key',
      'If-Match',
      'If-None-Match',
      'Last-Event-ID',
      'X-Request-Id',
    ],
    exposedHeaders: [
      'ETag',
      'Idempotent-Replayed',
      'RateLimit-Limit',
      'RateLimit-Remaining',
      'RateLimit-Reset',
      'Retry-After',
      'X-Request-Id',
    ],
    /** For the refresh cookie of an app at another origin of the same site. */
    credentials: true,
    maxAge: PREFLIGHT_S,
    strictPreflight: false,
  });
};
