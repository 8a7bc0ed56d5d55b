import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'models-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const models = (...args: string[]): Promise<{ failed: boolean; out: string; err: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], (error, out, err) => resolve({ failed: error !== null, out, err }));
  });

it('prepares the default pack, and says so when it is ready', async () => {
  const { failed, out } = await models('--into', folder);
  expect(failed).toBe(false);
  expect(out).toMatch(/^model pack human-mobilefacenet-1\n {2}detector: converted in [\d.]+ s\n/);
  expect((await models('--into', folder)).out).toMatch(/detector: ready\n {2}mesh: ready\n {2}embedder: ready\n$/);
});

it('refuses a manifest that is not there', async () => {
  const { failed, out, err } = await models(join(folder, 'none.json'));
  expect({ failed, out }).toEqual({ failed: true, out: '' });
  expect(err).toMatch(/^models: cannot read the model pack's manifest .*none\.json\n$/);
});
