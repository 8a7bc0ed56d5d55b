/**
 * Vitest's global set-up: one real MongoDB (a replica set) and one real Redis for all tests that ask for them by
 * `inject('mongoUri')` and `inject('redisUrl')`. Both are an administrator's; a test file takes a database or a key prefix
 * of its own.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type BoardKind, boardKind } from './boards/boards.ts';
import { startMongo } from './mongo.ts';
import { startRedis } from './redis.ts';
import { createSupervisor } from './supervisor.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** mongodb://admin:...@127.0.0.1:PORT/test?... */
    mongoUri: string;
    /** redis://admin:...@127.0.0.1:PORT */
    redisUrl: string;
    /** `make soak`: random tests run many times longer. */
    soak: boolean;
    /** DEVICES: which boards the end-to-end tests play on; `simulated` unless told. */
    boards: BoardKind;
  }
}

const CACHE_DIR = join(import.meta.dirname, '../../.cache/mongod');

let stop = async (): Promise<void> => {};

export async function setup(project: TestProject): Promise<void> {
  project.provide('soak', process.env.SOAK === '1');
  project.provide('boards', boardKind(process.env.DEVICES));
  const dir = await mkdtemp(join(tmpdir(), 'sl-test-'));
  const supervisor = createSupervisor({ logDir: dir });
  stop = async () => {
    await supervisor.stopAll();
    await rm(dir, { recursive: true, force: true });
  };
  try {
    const [mongo, redis] = await Promise.all([
      startMongo({
        supervisor,
        dataDir: join(dir, 'mongo'),
        cacheDir: CACHE_DIR,
        database: 'test',
        accounts: [],
        externalUri: process.env.MONGODB_URI,
      }),
      startRedis({ supervisor, name: 'queue', dataDir: join(dir, 'redis'), accounts: [] }),
    ]);
    project.provide('mongoUri', mongo.adminUri);
    project.provide('redisUrl', redis.adminUrl);
  } catch (error) {
    await stop();
    throw error;
  }
}

export const teardown = (): Promise<void> => stop();
