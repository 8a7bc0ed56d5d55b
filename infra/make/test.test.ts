import { expect, it } from 'vitest';
import { countReport } from './test.ts';

const report = (success: boolean, passed: number, files: [string, string[]][]): string =>
  JSON.stringify({
    success,
    numPassedTests: passed,
    testResults: files.map(([status, tests], n) => ({
      name: `file-${n}`,
      status,
      message: 'it does not load\nat line 1',
      assertionResults: tests.map((test, at) => ({
        status: test,
        fullName: `test ${at}`,
        failureMessages: ['no\nat x'],
      })),
    })),
  });

it('counts the tests of a run that went well', () => {
  expect(countReport(report(true, 2, [['passed', ['passed', 'passed']]]))).toEqual({
    passed: 2,
    failed: 0,
    failures: [],
  });
});

it('counts a file that did not load as one failure, a file with failed tests by its tests, and names each', () => {
  const files: [string, string[]][] = [
    ['failed', []],
    ['failed', ['passed', 'failed', 'failed']],
  ];
  expect(countReport(report(false, 1, files))).toEqual({
    passed: 1,
    failed: 3,
    failures: ['file-0: it does not load', 'file-1: test 1: no', 'file-1: test 2: no'],
  });
});

it('counts a failure outside every file, and a run that left no report, as one failure', () => {
  expect(countReport(report(false, 1, [['passed', ['passed']]]))).toMatchObject({ passed: 1, failed: 1 });
  expect(countReport(undefined)).toMatchObject({ passed: 0, failed: 1 });
});
