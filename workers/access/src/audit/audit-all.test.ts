import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { markCheckpoint } from '@smart-latch/store';
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Door, databaseOf, openDoor } from '../../test/door.ts';
import type { Inject } from '../../test/watch.ts';
import { onDeviceMessage } from '../handlers/dispatch.ts';
import { auditAll } from './audit-all.ts';
import { writeCheckpoints } from './checkpoint.ts';

const HOUR_MS = 3_600_000;
const audit = generateKeyPairSync('ed25519');
const dir = await mkdtemp(join(tmpdir(), 'sl-audit-'));
const path = join(dir, 'sink.jsonl');
const uri = (inject as Inject)('mongoUri');
let door: Door;

beforeEach(async () => {
  await door?.close();
  await rm(path, { force: true });
  door = await openDoor(uri, 'audit', 'single');
  for (let i = 0; i < 3; i += 1) await onDeviceMessage(door.deps, await door.tap());
});
afterAll(async () => {
  await door.close();
  await rm(dir, { recursive: true });
});

const checkpoint = (nowMs = door.clock.now()) => writeCheckpoints(door.store, { key: audit.privateKey, path }, nowMs);
const sink = () => readFile(path, 'utf8').catch(() => '');
const seqs = async () =>
  (await sink())
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line).seq);

const verify = async () => {
  const lines: string[] = [];
  const report = { say: (line: string) => void lines.push(line), progress: () => {} };
  const holds = await auditAll(door.store, { text: await sink(), key: audit.publicKey }, report);
  return { holds, said: lines.join('\n') };
};

describe('an audit of the database', () => {
  test('holds for what the worker wrote, and for an erased body', async () => {
    await checkpoint();
    await door.store.models.events.updateOne({ seq: 2 }, { body: null, salt: null });
    expect(await verify()).toEqual({ holds: true, said: expect.stringContaining('3 events hold, 1 of them erased') });
  });

  test('names site and number of the first broken link', async () => {
    await door.store.models.events.updateOne({ seq: 2 }, { body: '{}' });
    await door.store.models.events.updateOne({ seq: 3 }, { body: '{}' });
    const { holds, said } = await verify();
    expect(holds).toBe(false);
    expect(said).toContain('site audit: BROKEN at event 2: its body was changed');
  });

  test('finds a tail that was cut together with its head', async () => {
    await checkpoint();
    await door.store.models.events.deleteOne({ seq: 3 });
    const last = await door.store.models.events.findOne({ seq: 2 }).lean();
    await door.store.models.chainHeads.updateOne({ _id: door.site }, { seq: 2, hash: last?.hash, checkpointSeq: 0 });
    expect((await verify()).said).toContain('BROKEN at event 3: a signed checkpoint says that there were 3 events');
  });

  test('finds a chain that was erased whole, head and all', async () => {
    await checkpoint();
    await door.store.models.events.deleteMany({});
    await door.store.models.chainHeads.deleteMany({});
    expect((await verify()).said).toContain('site audit: BROKEN at event 1');
  });

  test('finds events whose head was erased', async () => {
    await door.store.models.chainHeads.deleteMany({});
    expect((await verify()).said).toContain('what follows is not of the chain');
  });

  test('finds that the sink was emptied', async () => {
    await checkpoint();
    await rm(path);
    expect((await verify()).said).toContain('the checkpoint of event 3 is not in the sink');
  });
});

describe('a checkpoint', () => {
  test('is due at the first event, and then after an hour in which something happened', async () => {
    await checkpoint();
    await onDeviceMessage(door.deps, await door.tap());
    await checkpoint(door.clock.now() + HOUR_MS - 1_000);
    expect(await seqs()).toEqual([3]);
    await checkpoint(door.clock.now() + HOUR_MS + 1_000);
    expect(await seqs()).toEqual([3, 4]);
    await checkpoint(door.clock.now() + 3 * HOUR_MS);
    expect(await seqs()).toEqual([3, 4]);
  });

  test('is due after 1,000 events', async () => {
    await checkpoint();
    const { chainHeads } = door.store.models;
    await chainHeads.updateOne({ _id: door.site }, { seq: 1_002 });
    await checkpoint();
    expect(await seqs()).toEqual([3]);
    await chainHeads.updateOne({ _id: door.site }, { seq: 1_003 });
    await checkpoint();
    expect(await seqs()).toEqual([3, 1_003]);
  });

  test('that two workers write at once is said twice at most, and holds', async () => {
    await Promise.all([checkpoint(), checkpoint()]);
    expect([...new Set(await seqs())]).toEqual([3]);
    expect((await verify()).holds).toBe(true);
    expect(await door.store.models.chainHeads.findById(door.site).lean()).toMatchObject({ checkpointSeq: 3 });
  });

  test('of a slower worker does not take back what a faster one marked', async () => {
    const slower = await door.store.models.chainHeads.findById(door.site).lean();
    await onDeviceMessage(door.deps, await door.tap());
    await checkpoint(2_000);
    if (slower) await markCheckpoint(door.store, slower, new Date(1_000));
    const head = await door.store.models.chainHeads.findById(door.site).lean();
    expect(head).toMatchObject({ checkpointSeq: 4, checkpointAt: new Date(2_000) });
  });
});

describe('the command', () => {
  const run = async (): Promise<{ code: number; output: string }> => {
    const keyFile = join(dir, 'audit.pub.pem');
    await writeFile(keyFile, audit.publicKey.export({ type: 'spki', format: 'pem' }));
    const env = { MONGODB_URI: databaseOf(uri, 'audit'), AUDIT_SINK_FILE: path, AUDIT_KEY_FILE: keyFile };
    const done = promisify(execFile)(process.execPath, [join(import.meta.dirname, 'main.ts')], { env });
    return done.then(
      ({ stdout }) => ({ code: 0, output: stdout }),
      (error) => ({ code: error.code, output: error.stdout + error.stderr }),
    );
  };

  test('exits 0 with a summary, given only the public half of the key', async () => {
    await checkpoint();
    expect(await run()).toEqual({ code: 0, output: expect.stringContaining('every chain holds') });
  });

  test('exits 1 at a broken link', async () => {
    await door.store.models.events.updateOne({ seq: 1 }, { kind: 'opened' });
    expect(await run()).toEqual({ code: 1, output: expect.stringContaining('BROKEN at event 1') });
  });

  test('exits 1 and names the line when the sink is not what the key signed', async () => {
    await writeFile(path, '{}\n');
    expect(await run()).toEqual({ code: 1, output: expect.stringMatching(/^line 1 of the sink/) });
  });
});
