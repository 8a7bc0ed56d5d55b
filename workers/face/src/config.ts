import { filePath, logLevel, port, secretUrl } from '@smart-latch/runtime';
import { z } from 'zod';
import { DEFAULT_MANIFEST, DEFAULT_MODELS_DIR } from './models/manifest.ts';

/** The environment of a face worker, nested. It has no database and no keys. */
export const configSchema = z
  .object({
    QUEUE_REDIS_URL: secretUrl,
    FRAME_REDIS_URL: secretUrl,
    /** Manifest of the model pack; access is given the same file. */
    FACE_PACK_FILE: filePath.default(DEFAULT_MANIFEST),
    FACE_MODELS_DIR: filePath.default(DEFAULT_MODELS_DIR),
    HEALTH_HOST: z.string().min(1).default('127.0.0.1'),
    HEALTH_PORT: port,
    LOG_LEVEL: logLevel,
  })
  .transform((env) => ({
    redis: { queue: env.QUEUE_REDIS_URL, frame: env.FRAME_REDIS_URL },
    face: { packFile: env.FACE_PACK_FILE, modelsDir: env.FACE_MODELS_DIR },
    health: { host: env.HEALTH_HOST, port: env.HEALTH_PORT },
    logLevel: env.LOG_LEVEL,
  }));

export type FaceConfig = z.output<typeof configSchema>;
