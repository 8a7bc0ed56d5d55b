import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseConfig } from '@smart-latch/runtime';
import { openStore } from '@smart-latch/store';
import { auditAll, type SinkContents } from './audit-all.ts';
import { auditConfig } from './config.ts';

/** `make audit`: exits 0 when every chain holds, 1 when one is broken or cannot be verified. */
const PROGRESS_EVERY_EVENTS = 5_000;
const progress = (place: string, seq: number): void => {
  if (process.stderr.isTTY && seq % PROGRESS_EVERY_EVENTS === 0)
    process.stderr.write(`\r${place}: ${seq} events ...\r`);
};

/** No sink yet is an empty one: whether a checkpoint is missing there, the heads tell. */
const textOf = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });

try {
  const { MONGODB_URI, AUDIT_SINK_FILE: sinkFile, AUDIT_KEY_FILE: keyFile } = parseConfig(auditConfig, process.env);
  const sink: SinkContents | null =
    sinkFile && keyFile ? { text: await textOf(sinkFile), key: createPublicKey(await readFile(keyFile)) } : null;
  const store = await openStore(MONGODB_URI.reveal());
  process.exitCode = (await auditAll(store, sink, { say: console.log, progress })) ? 0 : 1;
  await store.close();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
