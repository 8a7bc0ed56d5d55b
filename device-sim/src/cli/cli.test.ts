import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTrace } from '../trace.ts';
import { importCard, newBareCard, readCard } from './cards.ts';
import { summary } from './fleet.ts';
import { homeAt } from './home.ts';
import { readScenario, SCENARIO_EXAMPLE } from './scenario.ts';
import { follow } from './timeline.ts';

const run = promisify(execFile);
const CLI = new URL('../cli.ts', import.meta.url).pathname;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sim-'));
});
afterAll(() => rm(folder, { recursive: true }));

const sim = async (...args: string[]): Promise<{ code: number; out: string; err: string }> => {
  try {
    const { stdout, stderr } = await run(process.execPath, [CLI, '--home', folder, ...args], { timeout: 20_000 });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
};

describe('pnpm sim', () => {
  test('--help shows the way from nothing to an open door', async () => {
    const { code, out } = await sim('--help');
    expect(code).toBe(0);
    for (const command of ['sim enrol --claim', 'sim card import', 'sim tap --latch front --card alice --face']) {
      expect(out).toContain(command);
    }
  });

  test('makes a bare card once, and says what to do the second time', async () => {
    expect((await sim('card', 'new', '--name', 'stranger')).code).toBe(0);
    const again = await sim('card', 'new', '--name', 'stranger');
    expect(again.code).toBe(1);
    expect(again.err).toContain('choose another --name');
  });

  test.each([
    [['tap', '--latch', 'front', '--card', 'nobody'], 'make one first (pnpm sim card --help)'],
    [['tap', '--latch', 'front', '--card', '../etc'], 'is no name'],
    [['enrol', '--claim', 'https://x', '--name', 'front'], 'copy the whole smartlatch://claim'],
    [['scenario', '/nowhere.json'], 'a scenario looks like this'],
    [['tap', '--latch', 'front', '--card', 'a', '--travel', 'slow'], 'give a whole number'],
  ])('%j ends with 1 and tells what to do', async (args, message) => {
    const { code, err, out } = await sim(...args);
    expect(code).toBe(1);
    expect(err).toContain(message);
    expect(err + out).not.toContain('    at ');
  });
});

describe('the wallet', () => {
  const answer = {
    credential: { id: 'c', uid: '04112233445566' },
    keys: { keyId: 1, metaReadKey: 'aa'.repeat(16), fileReadKey: 'bb'.repeat(16), url: 'https://x/t?k=1' },
  };

  test("takes the API's answer about a new card", async () => {
    const from = join(folder, 'answer.json');
    await writeFile(from, JSON.stringify(answer));
    await importCard(homeAt(folder), 'alice', from);
    const path = homeAt(folder).cardFile('alice');
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ kind: 'ntag424', keyId: 1, counter: 0 });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('refuses what is neither that nor a card', () => {
    expect(() => readCard('{"credential":{}}', 'answer.json')).toThrow('answer.json is not a card');
  });

  test('refuses a number that no card has', async () => {
    await expect(newBareCard(homeAt(folder), 'odd', '0411')).rejects.toThrow('4, 7 or 10 bytes in hex');
  });
});

describe('a scenario', () => {
  test('is what the help shows', () => {
    expect(readScenario(SCENARIO_EXAMPLE, 'example').steps).toHaveLength(7);
  });

  test.each([
    ['not json', 'is not JSON'],
    ['{"latch":"front","steps":[]}', 'steps'],
    ['{"latch":"front","steps":[{"tap":"a","expect":"maybe"}]}', 'is no scenario'],
    ['{"latch":"front","steps":[{"do":"dance"}]}', 'is no scenario'],
  ])('%s is refused with an example', (text, message) => {
    expect(() => readScenario(text, 'evening.json')).toThrow(message);
    expect(() => readScenario(text, 'evening.json')).toThrow('it looks like this');
  });
});

test('a timeline counts what repeats', () => {
  const lines: string[] = [];
  const trace = createTrace();
  follow('front', trace, (line) => lines.push(line));
  for (const what of ['ready', 'ready', 'ready', 'open']) trace.emit('shown', { atMs: 0, what });
  expect(lines.map((line) => line.replace(/^.*front\s+/, ''))).toEqual([
    'shows "ready"',
    '(and 2 times more)',
    'shows "open"',
  ]);
});

test('a fleet says what came of its taps', () => {
  const opened = (tookMs: number) => ({ outcome: 'opened' as const, tookMs });
  const said = summary([opened(100), opened(300), { outcome: 'wait', tookMs: 5 }, null]);
  expect(said).toContain('3 taps: 2 opened, 1 wait; 1 left out');
  expect(said).toContain('p50 300 ms, p95 300 ms');
});
