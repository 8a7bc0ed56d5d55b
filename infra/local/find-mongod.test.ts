import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { findMongod, MONGOD_ENV } from './find-mongod.ts';

const dir = mkdtempSync(join(tmpdir(), 'sl-find-mongod-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it('finds a mongod that runs on this machine', async () => {
  const path = await findMongod(join(import.meta.dirname, '../../.cache/mongod'));
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', env: { ...process.env, ...MONGOD_ENV } });
  expect(stdout).toContain('db version v');
});

it('takes the one found before, when it is still there', async () => {
  const binary = join(dir, 'mongod-found-before');
  writeFileSync(binary, '#!/bin/sh\n');
  chmodSync(binary, 0o755);
  writeFileSync(join(dir, 'path'), binary);
  const onPath = spawnSync('sh', ['-c', 'command -v mongod'], { encoding: 'utf8' }).stdout.trim();
  expect(await findMongod(dir)).toBe(onPath === '' ? binary : onPath);
});
