import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jpeg, type Portrait, portrait } from './testing/portraits.ts';

const CLI = fileURLToPath(new URL('./cli.ts', import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faces-'));
  const put = async (path: string, who: Portrait): Promise<void> =>
    writeFile(join(folder, path), await jpeg(await portrait(who)));
  await mkdir(join(folder, 'people', 'ann'), { recursive: true });
  await mkdir(join(folder, 'people', 'ben'));
  await mkdir(join(folder, 'empty'));
  await put('people/ann/1.jpg', 'stranger');
  await put('people/ann/2.jpeg', 'strangerAgain');
  await put('people/ben/1.JPG', 'alice');
  await put('people/ben/2.jpg', 'alice');
  await writeFile(join(folder, 'people', 'ben', 'broken.jpg'), 'no picture');
  await writeFile(join(folder, 'people', 'notes.txt'), 'no picture and no name of one');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}
const face = (...args: string[]): Promise<Outcome> =>
  new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], { maxBuffer: 1e8 }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });

describe('face embed', () => {
  it('prints one JSON line for each photograph, in the order of their names', async () => {
    const { code, out, err } = await face('embed', join(folder, 'people'));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const files = ['ann/1.jpg', 'ann/2.jpeg', 'ben/1.JPG', 'ben/2.jpg', 'ben/broken.jpg'];
    expect(lines.map(({ file }) => file)).toEqual(files);
    expect(lines.map(({ ok }) => ok)).toEqual([true, true, true, true, false]);
    expect(lines[0]).toMatchObject({ reason: null, purpose: 'door', quality: { faceScore: expect.any(Number) } });
    expect(Math.hypot(...lines[0].embedding)).toBeCloseTo(1, 4);
    expect(lines[4]).toMatchObject({ reason: 'low_quality', detail: 'undecodable', quality: null, embedding: null });
    expect(lines[4].hint).toMatch(/JPEG/);
  });

  it('judges by the enrolment gates when asked to', async () => {
    const { out } = await face('embed', '--purpose', 'enrol', join(folder, 'people', 'ann', '1.jpg'));
    expect(JSON.parse(out)).toMatchObject({ file: '1.jpg', purpose: 'enrol', ok: true });
  });

  it.each([
    ['a folder that is not there', ['embed', 'no-such-folder'], /there is no folder .*no-such-folder/],
    ['a purpose that it does not know', ['embed', '--purpose', 'window', '.'], /Allowed choices are door, enrol/],
    ['no folder', ['embed'], /missing required argument 'folder'/],
    ['a pack that is not there', ['embed', '--pack', 'no-pack.json', '.'], /no-pack\.json|no JPEG/],
  ])('refuses %s', async (_what, args, message) => {
    const { code, out, err } = await face(...args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(message);
    expect(err).not.toMatch(/ at .*\.ts:/);
  });

  it('refuses a folder without photographs', async () => {
    const { code, err } = await face('embed', join(folder, 'empty'));
    expect(code).toBe(1);
    expect(err).toMatch(/no JPEG, PNG or WebP/);
  });
});

describe('face accuracy', () => {
  it('prints how well people are told apart', async () => {
    const page = join(folder, 'accuracy.html');
    const { code, out } = await face('accuracy', join(folder, 'people'), '--html', page);
    expect(code).toBe(0);
    expect(out).toContain('5 photographs of 2 people');
    expect(out).toMatch(/cosine 0\.550 {3}TAR 0\.5000 {3}FAR 0\.0e\+0 \(0\)/);
  });
});
