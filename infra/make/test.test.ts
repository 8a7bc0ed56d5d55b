import { expect, it } from 'vitest';
import { countReport } from './test.ts';

const report = (success: boolean, passed: number, failed: number, files: [string, string[]][]): string =>
  JSON.stringify({
    success,
    numPassedTests: passed,
    numFailedTests: failed,
    testResults: files.map(([status, tests]) => ({
      status,
      assertionResults: tests.map((test) => ({ status: test })),
    })),
  });

it('counts the tests of a run that went well', () => {
  expect(countReport(report(true, 2, 0, [['passed', ['passed', 'passed']]]))).toEqual({ passed: 2, failed: 0 });
});

it('counts a file that did not load as one failure, and a file with failed tests by its tests', () => {
  const files: [string, string[]][] = [
    ['failed', []],
    ['failed', ['passed', 'failed', 'failed']],
  ];
  expect(countReport(report(false, 1, 2, files))).toEqual({ passed: 1, failed: 3 });
});

it('counts a failure outside every file, and a run that left no report, as one failure', () => {
  expect(countReport(report(false, 1, 0, [['passed', ['passed']]]))).toEqual({ passed: 1, failed: 1 });
  expect(countReport(undefined)).toEqual({ passed: 0, failed: 1 });
});
