import { spawn } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DATABASE } from './accounts.ts';
import { startMongo } from './mongo.ts';
import { RUN_FILE } from './stack.ts';
import { createSupervisor } from './supervisor.ts';

/**
 * `make audit`: verifies the chains of MONGODB_URI, or else those of the demo, whether it runs (make demo KEEP=1) or left
 * its data behind.
 */
const REPOSITORY = resolve(fileURLToPath(import.meta.url), '../../..');
const DEMO = join(REPOSITORY, '.demo');
const MAIN = join(REPOSITORY, 'workers/access/src/audit/main.ts');

const verifyAt = (env: Record<string, string>): Promise<number> =>
  new Promise((done) => {
    const child = spawn(process.execPath, [MAIN], { stdio: 'inherit', env: { PATH: process.env.PATH ?? '', ...env } });
    child.once('exit', (code) => done(code ?? 1));
  });

const ofDemo = (mongodbUri: string): Record<string, string> => ({
  MONGODB_URI: mongodbUri,
  AUDIT_SINK_FILE: join(DEMO, 'audit-checkpoints.jsonl'),
  AUDIT_KEY_FILE: join(DEMO, 'keys/audit.pem'),
});

const auditDemo = async (): Promise<number> => {
  const running = await readFile(join(DEMO, RUN_FILE), 'utf8').catch(() => null);
  if (running !== null) {
    const code = await verifyAt(ofDemo((JSON.parse(running) as { mongodbUri: string }).mongodbUri));
    if (code === 0) return code;
  }
  const dataDir = join(DEMO, 'mongo');
  await access(dataDir).catch(() => {
    throw new Error('there is nothing to audit: set MONGODB_URI, or run `make demo` first');
  });
  const supervisor = createSupervisor({ logDir: join(DEMO, 'logs') });
  try {
    const cacheDir = join(REPOSITORY, '.cache/mongod');
    const mongo = await startMongo({ supervisor, dataDir, cacheDir, database: DATABASE, accounts: [] });
    return await verifyAt(ofDemo(mongo.adminUri));
  } finally {
    await supervisor.stopAll();
  }
};

const given = process.env.MONGODB_URI;
const pick = (name: string): Record<string, string> => (process.env[name] ? { [name]: process.env[name] } : {});
try {
  process.exitCode = given
    ? await verifyAt({ MONGODB_URI: given, ...pick('AUDIT_SINK_FILE'), ...pick('AUDIT_KEY_FILE') })
    : await auditDemo();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
