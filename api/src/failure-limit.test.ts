import { expect, it } from 'vitest';
import { failureLimit } from './failure-limit.ts';

const start = () => {
  let nowMs = 1_000_000;
  const limit = failureLimit({ failures: 3, windowMs: 60_000 }, { now: () => nowMs });
  return { limit, pass: (ms: number) => (nowMs += ms) };
};

it('lets everything through below the limit, and one key never counts for another', () => {
  const { limit } = start();
  limit.failed('a', 'a', 'b');
  expect(() => limit.check('a', 'b', 'c')).not.toThrow();
});

it('refuses a key that failed too often until its window is over', () => {
  const { limit, pass } = start();
  limit.failed('a', 'a', 'a');
  expect(() => limit.check('b', 'a')).toThrow('try again in 60 s');
  pass(59_999);
  expect(() => limit.check('a')).toThrow('try again in 1 s');
  pass(1);
  expect(() => limit.check('a')).not.toThrow();
});

it('takes a failure back that was none', () => {
  const { limit } = start();
  limit.failed('a', 'a', 'a');
  limit.undo('a');
  expect(() => limit.check('a')).not.toThrow();
  limit.failed('a');
  expect(() => limit.check('a')).toThrow('too many failed attempts');
});

it('remembers a bounded number of keys', () => {
  const { limit } = start();
  limit.failed('old', 'old', 'old');
  for (let n = 0; n < 10_000; n += 1) limit.failed(`key ${n}`);
  expect(() => limit.check('old')).not.toThrow();
});
