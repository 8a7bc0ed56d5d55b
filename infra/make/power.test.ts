import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const page = read('docs/power.md');

/** The cells of the table below a heading, without its head. */
const tableBelow = (heading: string): string[][] => {
  const section = page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
};

/** `0.6 x 60 + 2.8 x 28.8` as a number. */
const amountOf = (sum: string): number =>
  sum
    .split(' + ')
    .map((product) =>
      product
        .split(' x ')
        .map(Number)
        .reduce((a, b) => a * b),
    )
    .reduce((a, b) => a + b);

const UNLOCKS = 50;
const SERVO = { amperes: 0.2, seconds: 0.6 };
const BATTERIES_WH = [18.0, 24.5];

/** The formulas of the page. */
const daysOf = (baseMa: number, tapMc: number, heartbeats: number, heartbeatMc: number, wattHours: number): number => {
  const dayMc = baseMa * 86_400 + UNLOCKS * tapMc + heartbeats * heartbeatMc;
  const dayJ = ((dayMc / 1000) * 3.3) / 0.85 + (UNLOCKS * 2 * SERVO.amperes * SERVO.seconds * 5) / 0.85;
  return (wattHours * 3600 * 0.9) / dayJ;
};

describe('docs/power.md', () => {
  const ways = tableBelow('What each way of living takes');
  const days = tableBelow(`Days, at ${UNLOCKS} unlocks a day`);

  it('gives the days that its own figures give', () => {
    const computed = ways.map(([way = '', ...inputs]) => {
      const [base = 0, tap = 0, heartbeats = 0, heartbeat = 0] = inputs.map(amountOf);
      return [way, ...BATTERIES_WH.map((wh) => String(Math.round(daysOf(base, tap, heartbeats, heartbeat, wh))))];
    });
    expect(computed).toHaveLength(6);
    expect(days).toEqual(computed);
  });

  it('takes its figures from its table of constants', () => {
    const constants = page.split('## Formulas')[0] ?? '';
    const used = new Set(ways.flatMap((row) => row.slice(1).flatMap((sum) => sum.match(/\d+(\.\d+)?/g) ?? [])));
    // Parts of a second (0.6 + 0.4, 0.12 + 0.88), keep-alives and wakes in a day, and 10 uA are worked out from others.
    for (const derived of ['0.12', '0.88', '0.4', '0.010', '1440', '4']) used.delete(derived);
    for (const value of used)
      expect(constants, value).toMatch(new RegExp(`(?<![\\d.])${value.replace('.', '\\.')}(?![\\d.]*\\d)`));
    for (const [name, value, source] of tableBelow('Constants')) expect(value && source, name).toBeTruthy();
  });

  it('speaks of the firmware as it is', () => {
    expect(read('firmware/core/include/sl/limits.hpp')).toContain('nfc_poll_battery_ms = 500;');
    expect(read('firmware/core/include/sl/limits.hpp')).toContain('nfc_poll_mains_ms = 100;');
    expect(read('firmware/core/include/sl/limits.hpp')).toContain('keepalive_s = 60;');
    expect(read('firmware/boards/latch_esp32/main/power_plan.hpp')).toContain(
      'longest_deep_sleep_ms = 6 * 3600 * 1000;',
    );
    expect(read('firmware/components/sl_esp/src/wifi.cpp')).toContain('battery_listen_interval = 3;');
  });
});
