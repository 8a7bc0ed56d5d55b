// Part of bootstrap.sh: fetches a mongod into .cache/mongod, so that its download is not booked as the demo's time.
import { join } from 'node:path';
import { findMongod } from '../local/find-mongod.ts';

const cacheDir = join(import.meta.dirname, '../../.cache/mongod');
try {
  await findMongod(cacheDir, (text) => console.log(`setup: ${text}`));
} catch (error) {
  console.error(`setup: ${(error as Error).message}`);
  process.exitCode = 1;
}
