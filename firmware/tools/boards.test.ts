import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const FIRMWARE = join(import.meta.dirname, '..');
const BOARDS = ['latch_esp32', 'camera_esp_eye'] as const;
const read = (path: string): string => readFileSync(join(FIRMWARE, path), 'utf8');

interface Partition {
  readonly name: string;
  readonly type: string;
  readonly flags: string;
  readonly from: number;
  readonly to: number;
}
const partitionsOf = (board: string): Partition[] =>
  read(`boards/${board}/partitions.csv`)
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const [name = '', type = '', , offset, size, flags = ''] = line.split(',').map((cell) => cell.trim());
      return { name, type, flags, from: Number(offset), to: Number(offset) + Number(size) };
    });

describe.each(BOARDS)('the partition table of %s', (board) => {
  const partitions = partitionsOf(board);

  it('fits 4 MB behind the table itself, without an overlap, in whole sectors', () => {
    let end = 0x10000 + 0x1000;
    for (const { name, from, to } of partitions) {
      expect(from, name).toBeGreaterThanOrEqual(end);
      expect(from % 0x1000, name).toBe(0);
      expect(to % 0x1000, name).toBe(0);
      end = to;
    }
    expect(end).toBeLessThanOrEqual(4 * 1024 * 1024);
  });

  it('has two slots of one size, where the cache can map them', () => {
    const slots = partitions.filter(({ type }) => type === 'app');
    expect(slots.map(({ name }) => name)).toEqual(['ota_0', 'ota_1']);
    for (const { from } of slots) expect(from % 0x10000).toBe(0);
    expect(new Set(slots.map(({ from, to }) => to - from)).size).toBe(1);
  });

  it('seals the keys and leaves the journal readable as raw flash', () => {
    const flagsOf = (name: string) => partitions.find((partition) => partition.name === name)?.flags;
    expect(flagsOf('nvs_keys')).toBe('encrypted');
    expect(flagsOf('journal')).toBe('');
  });
});

it('the latch is wired in the drawing and in README.md as in pins.hpp', () => {
  const pins = read('boards/latch_esp32/main/pins.hpp');
  const used = [...pins.matchAll(/= GPIO_NUM_(\d+);/g)].map((match) => Number(match[1])).toSorted((a, b) => a - b);
  const namedIn = (text: string): number[] =>
    [...new Set([...text.matchAll(/GPIO (\d+)\b/g)].map((match) => Number(match[1])))].toSorted((a, b) => a - b);
  expect(used).toEqual([...new Set(used)]);
  expect(namedIn(read('wiring-latch-esp32.svg'))).toEqual(used);
  expect(namedIn(read('README.md').split('## Wiring')[1]?.split('## Flash')[0] ?? '')).toEqual(used);
});

it('every word of the panel is in the table of README.md, in its order', () => {
  const words = /struct Names<Shown>[^{]*\{([^}]*)\}/.exec(read('core/include/sl/latch/words.hpp'))?.[1] ?? '';
  const section = read('README.md').split('## Light and sound')[1]?.split('\n## ')[0] ?? '';
  const named = section.split('\n').flatMap((row) => (row.startsWith('| `') ? [row.split('`')[1]] : []));
  expect(named).toEqual([...words.matchAll(/"(\w+)\\0"/g)].map((match) => match[1]));
});

it.each([...BOARDS.map((board) => `boards/${board}/sdkconfig.defaults`), 'boards/sdkconfig.release'])(
  'every setting of %s has its reason above it, and stands once',
  (path) => {
    const lines = read(path).split('\n');
    const settings = lines.flatMap((line, index) =>
      line.startsWith('CONFIG_') ? [{ line, above: lines[index - 1] }] : [],
    );
    expect(settings.length).toBeGreaterThan(10);
    for (const { line, above } of settings) expect(above, line).toMatch(/^# (?!----)/);
    const names = settings.map(({ line }) => line.split('=')[0]);
    expect(names).toEqual([...new Set(names)]);
    for (const line of lines) expect(line).toMatch(/^(#.*|CONFIG_\w+=("[^"]*"|\w+)|)$/);
  },
);
