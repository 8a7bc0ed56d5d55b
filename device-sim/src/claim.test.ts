import { describe, expect, test } from 'vitest';
import { claimUri, parseClaim } from './claim.ts';

const CLAIM = {
  enrolmentUrl: 'https://127.0.0.1:8444',
  caSpkiSha256: 'A'.repeat(43),
  code: 'abcdefghijklmnopqrstuv',
  kind: 'latch',
} as const;

describe('a claim', () => {
  test('is read from the URI that the app shows', () => {
    expect(parseClaim(` ${claimUri(CLAIM)}\n`)).toEqual(CLAIM);
  });

  test.each([
    ['https://example.org/?u=x', 'copy the whole'],
    ['smartlatch://claim?u=http%3A%2F%2Fhost&f=x&c=short', 'enrolmentUrl must be an https:// address'],
    [`smartlatch://claim?u=https%3A%2F%2Fh&f=${'A'.repeat(43)}`, 'code'],
    [claimUri(CLAIM).replace('k=latch', 'k=door'), 'kind must be latch or camera'],
  ])('%s is refused with what to do', (uri, message) => {
    expect(() => parseClaim(uri)).toThrow(message);
  });
});
