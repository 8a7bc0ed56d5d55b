import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { boardKind } from '../boards/boards.ts';
import { playDemo } from './play.ts';

const REPOSITORY = resolve(fileURLToPath(import.meta.url), '../../../..');
const wish = (name: string): number | undefined => (process.env[name] ? Number(process.env[name]) : undefined);
const port = (name: string, key: string) => {
  const number = wish(name);
  return number === undefined ? {} : { [key]: number };
};

const over = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => over.abort());

try {
  const held = await playDemo({
    dir: join(REPOSITORY, '.demo'),
    setupFile: join(REPOSITORY, '.cache/setup.json'),
    keep: (process.env.KEEP ?? '') !== '' && process.env.KEEP !== '0',
    ports: { ...port('API_PORT', 'api'), ...port('BROKER_PORT', 'broker'), ...port('DEVICE_PORT', 'devices') },
    devices: boardKind(process.env.DEVICES),
    mongodbUri: process.env.MONGODB_URI,
    signal: over.signal,
  });
  process.exit(held ? 0 : 1);
} catch (error) {
  if (over.signal.aborted) process.exit(130); // as a shell says of Ctrl-C
  console.error(`\nThe demo could not be played: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
