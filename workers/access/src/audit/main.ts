import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseConfig } from '@smart-latch/runtime';
import { openStore } from '@smart-latch/store';
import { auditAll } from './audit-all.ts';
import { auditConfig } from './config.ts';

const config = parseConfig(auditConfig, process.env);
const store = await openStore(config.MONGODB_URI.reveal());
const sink = config.AUDIT_SINK_FILE && (await readFile(config.AUDIT_SINK_FILE, 'utf8').catch(() => ''));
const key = config.AUDIT_KEY_FILE && createPublicKey(createPrivateKey(await readFile(config.AUDIT_KEY_FILE, 'utf8')));
const held = await auditAll(store, { lines: (sink || '').split('\n'), key: key || null }, console.log);
await store.close();
process.exit(held ? 0 : 1);
