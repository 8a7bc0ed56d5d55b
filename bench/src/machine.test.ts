import { hostname, userInfo } from 'node:os';
import { expect, it } from 'vitest';
import { describeMachine, isBusy } from './machine.ts';

it('describes the machine without naming it, its user or its folders', () => {
  const text = JSON.stringify(describeMachine());
  expect(text).toContain(process.version);
  for (const secret of [hostname(), process.cwd(), `/${userInfo().username}`]) expect(text).not.toContain(secret);
});

it('is busy when others had more than a quarter of the cores', () => {
  expect(isBusy({ cores: 2, loadBefore: 0.5 })).toBe(false);
  expect(isBusy({ cores: 2, loadBefore: 0.51 })).toBe(true);
});
