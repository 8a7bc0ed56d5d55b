import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeMessage, deviceEvent } from '@smart-latch/protocol';
import { expect, test } from 'vitest';
import { openFlash } from '../flash.ts';
import { createChain } from './chain.ts';

const seal = (payload: Uint8Array) => Buffer.concat([Buffer.from('sealed'), payload]);
const open = (bytes: Uint8Array) => decodeMessage(deviceEvent, new Uint8Array(bytes.subarray(6)));
const EVENT = { kind: 'exit_button', atMs: 5, details: [] } as const;

test('each event names the one before by the hash of its bytes, also over a restart', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chain-'));
  const first = createChain(openFlash(folder))({ ...EVENT, details: [] }, seal);
  const second = createChain(openFlash(folder))({ ...EVENT, details: [] }, seal);
  rmSync(folder, { recursive: true });
  expect(open(first.bytes)).toMatchObject({ sequence: 0, previous: new Uint8Array(32) });
  expect(open(second.bytes).sequence).toBe(1);
  expect(Buffer.from(open(second.bytes).previous)).toEqual(createHash('sha256').update(first.bytes).digest());
});
