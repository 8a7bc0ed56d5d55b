import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHECKS, MAX_FILE_LINES, MAX_FUNCTION_LINES, tidy } from './tidy.ts';

const ROOT = join(import.meta.dirname, '../..');
const problems = (check: keyof typeof CHECKS, text: string, path = 'api/src/door.ts'): string[] =>
  CHECKS[check]({ path, text }).map(({ line, problem }) => `${line}: ${problem}`);
const lines = (count: number): string => '  work();\n'.repeat(count);

it('finds nothing to say about this repository', () => {
  expect(tidy(ROOT)).toEqual([]);
});

describe('file names', () => {
  it('are kebab-case', () => {
    expect(problems('fileName', '', 'api/src/start-attempt.test.ts')).toEqual([]);
    expect(problems('fileName', '', 'api/README.md')).toEqual([]);
    for (const bad of ['startAttempt.ts', 'Start.ts', 'start_attempt.ts', 'start-.sh']) {
      expect(problems('fileName', '', `api/src/${bad}`), bad).toHaveLength(1);
    }
  });
});

describe('length', () => {
  it(`of a file is at most ${MAX_FILE_LINES} lines`, () => {
    expect(problems('fileLength', lines(MAX_FILE_LINES))).toEqual([]);
    expect(problems('fileLength', lines(MAX_FILE_LINES + 1))).toHaveLength(1);
  });

  it(`of a function is at most ${MAX_FUNCTION_LINES} lines, its first and last included`, () => {
    expect(problems('functionLength', `function f() {\n${lines(MAX_FUNCTION_LINES - 2)}}`)).toEqual([]);
    expect(problems('functionLength', `const f = () => {\n${lines(MAX_FUNCTION_LINES - 1)}};`)).toEqual([
      `1: a function of ${MAX_FUNCTION_LINES + 1} lines of its own; at most ${MAX_FUNCTION_LINES}`,
    ]);
  });

  it('of a function leaves out the functions inside it, which count for themselves', () => {
    const inner = `const g = () => {\n${lines(MAX_FUNCTION_LINES - 2)}};\n`;
    expect(problems('functionLength', `function f() {\n${inner}${inner}}`)).toEqual([]);
  });
});

describe('syntax', () => {
  it('has no default export', () => {
    expect(problems('defaultExport', 'export default 1;')).toHaveLength(1);
    expect(problems('defaultExport', 'export default function f() {}')).toHaveLength(1);
    expect(problems('defaultExport', 'switch (a) { default: work(); }')).toEqual([]);
    expect(problems('defaultExport', 'export default 1;', 'vitest.config.ts')).toEqual([]);
  });

  it('reads the environment in main.ts and in infra alone', () => {
    expect(problems('environment', 'const a = process.env.PORT;')).toEqual(['1: only main.ts reads the environment']);
    expect(problems('environment', '// process.env is not read here')).toEqual([]);
    expect(problems('environment', 'const a = process.env.PORT;', 'api/src/main.ts')).toEqual([]);
    expect(problems('environment', 'const a = process.env.PORT;', 'infra/local/dev.ts')).toEqual([]);
    expect(problems('environment', 'const a = process.env.PORT;', 'api/src/domain.ts')).toHaveLength(1);
  });

  it('runs every test', () => {
    for (const word of ['skip', 'only', 'todo', 'skipIf', 'fails']) {
      expect(problems('skippedTest', `it.${word}('opens', () => {});`, 'api/src/door.test.ts'), word).toHaveLength(1);
    }
    expect(problems('skippedTest', `it.concurrent.skip('opens', () => {});`, 'api/src/door.test.ts')).toHaveLength(1);
    expect(
      problems('skippedTest', `it('never uses it.skip', () => { list.skip(1); });`, 'api/src/door.test.ts'),
    ).toEqual([]);
  });

  it('has no names that say nothing', () => {
    for (const name of ['DoorManager', 'doorUtils', 'LatchImpl', 'tapHelper']) {
      expect(problems('bannedName', `const ${name} = 1;`), name).toHaveLength(1);
    }
    expect(problems('bannedName', 'class Manager {}')).toHaveLength(1);
    expect(problems('bannedName', `import { PathUtil } from 'elsewhere';\nconst managed = PathUtil;`)).toEqual([]);
  });
});

describe('text', () => {
  it('has no note to do something later', () => {
    for (const word of ['TO' + 'DO', 'FIX' + 'ME'])
      expect(problems('bannedText', `\n// ${word}: finish`), word).toHaveLength(1);
    expect(problems('bannedText', '// the audit checkpoint is done here')).toEqual([]);
  });

  it('has no path of one machine', () => {
    for (const folder of ['home', 'Users', 'root', 'work']) {
      expect(problems('bannedText', `const file = '/${folder}/somebody/file';`), folder).toHaveLength(1);
    }
    expect(problems('bannedText', "const url = '{api}/users/1'; import '../work/x.ts'; 'a/home/b'")).toEqual([]);
  });
});
