import compress from '@fastify/compress';
import type { App } from '../deps.ts';
import { answerKind } from './answer-kind.ts';

const THRESHOLD_BYTES = 1_024;

/**
 * Lists and the documentation are compressed. Nothing else of /v1 is: an answer to a POST may hold a secret beside what the
 * request chose (BREACH, CVE-2013-3587), a stream is flushed event by event, and the strong ETag of a resource names its
 * bytes. Bodies of requests are not unpacked: 64 kB stay 64 kB.
 */
export const registerCompression = async (app: App): Promise<void> => {
  app.addHook('onRoute', (route) => {
    if (route.url.startsWith('/v1/') && answerKind(route) !== 'list') route.compress = false;
  });
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: THRESHOLD_BYTES,
    globalDecompression: false,
  });
};
