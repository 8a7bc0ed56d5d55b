import { expect, it } from 'vitest';
import { countJunit } from './firmware.ts';

const report = (...cases: string[]): string =>
  `<testsuite name="(empty)" tests="${cases.length}">${cases.join('')}</testsuite>`;
const passed =
  '<testcase name="tests" classname="tests" time="1.2" status="run"><system-out>ok</system-out></testcase>';
const failed =
  '<testcase name="fuzz_cbor" classname="fuzz_cbor" time="5" status="fail"><failure message=""/></testcase>';

it('counts what ctest ran, and names what failed', () => {
  expect(countJunit(report(passed, passed))).toEqual({ passed: 2, failed: 0, failures: [] });
  expect(countJunit(report(passed, failed))).toEqual({
    passed: 1,
    failed: 1,
    failures: ['firmware: fuzz_cbor: fail'],
  });
});

it('counts a run without a report, or without a test, as one failure', () => {
  expect(countJunit(undefined)).toMatchObject({ passed: 0, failed: 1 });
  expect(countJunit(report())).toMatchObject({ passed: 0, failed: 1 });
});
