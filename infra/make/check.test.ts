import { expect, it } from 'vitest';
import { runSteps } from './check.ts';

it('runs every step, prints the output of those that fail and says which', async () => {
  const printed: string[] = [];
  const steps = [
    { name: 'fine', command: [process.execPath, '-e', 'console.log("quiet")'] },
    { name: 'broken', command: [process.execPath, '-e', 'console.error("why"); process.exit(3)'] },
    { name: 'absent', command: ['no-such-program'] },
  ] as const;
  const results = await runSteps(steps, (text) => printed.push(text));
  expect(results.map(({ name, ok }) => [name, ok])).toEqual([
    ['fine', true],
    ['broken', false],
    ['absent', false],
  ]);
  expect(printed.filter((line) => /^(ok {2}|FAIL) +\d+\.\d s {2}/.test(line))).toHaveLength(3);
  expect(printed).toContain('why');
  expect(printed).not.toContain('quiet');
  expect(printed.join('\n')).toContain('no-such-program: spawn no-such-program ENOENT');
});
