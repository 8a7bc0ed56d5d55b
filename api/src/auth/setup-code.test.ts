import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_SETUP_CODE, newSetupCode, setupCodeInFile, setupCodeOf } from './setup-code.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sl-setup-'));
});
afterAll(() => rm(dir, { recursive: true }));

describe('the setup code', () => {
  it('is another each time, and easy to type', () => {
    const code = newSetupCode();
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(newSetupCode()).not.toBe(code);
    const { accepts } = setupCodeOf('10AB-CDEF-GHJK-MNPQ-RSTV');
    expect(accepts(' loab cdef-ghjk mnpqrstv ')).toBe(true);
    expect(accepts('10AB-CDEF-GHJK-MNPQ-RSTW')).toBe(false);
    expect(accepts('')).toBe(false);
  });

  it('is written once, for its owner alone, read again at the next start, and gone when it was used', async () => {
    const file = join(dir, 'setup-code');
    await setupCodeInFile(file);
    const text = await readFile(file, 'utf8');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const again = await setupCodeInFile(file);
    expect(again.accepts(text)).toBe(true);
    await again.spend();
    await expect(readFile(file)).rejects.toThrow('ENOENT');
  });

  it('is not an empty file', async () => {
    const file = join(dir, 'empty');
    await writeFile(file, '');
    await expect(setupCodeInFile(file)).rejects.toThrow('delete it and start again');
  });

  it('is none where nobody is awaited', () => {
    expect(NO_SETUP_CODE.accepts('')).toBe(false);
  });
});
