import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, test } from 'vitest';
import { isPublicAddress } from './public-address.ts';
import { webhookHeaders, webhookSecret, webhookUrlProblem } from './webhook.ts';

const POLICY = { allowPrivate: false, allowHttp: false, ports: [443, 8443] };

describe('an address', () => {
  test('is public only where another library says so too', () => {
    const agree = (address: string) => {
      if (isPublicAddress(address)) expect(ipaddr.parse(address).range(), address).toBe('unicast');
    };
    fc.assert(fc.property(fc.ipV4(), agree), { numRuns: 5_000 });
    fc.assert(fc.property(fc.ipV6(), agree), { numRuns: 5_000 });
    const v4 = fc.ipV4().filter((address) => ipaddr.parse(address).range() === 'unicast');
    fc.assert(
      fc.property(v4, (address) => isPublicAddress(address)),
      { numRuns: 2_000 },
    );
  });

  test.each([
    '0.0.0.0',
    '127.0.0.1',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fc00::1',
    'fd12::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '100::1',
    '3fff::1',
    'name',
    '',
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::1'])('%s is', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('the URL of a webhook', () => {
  test.each([
    'http://example.org/',
    'ftp://example.org/',
    'https://me@example.org/',
    'https://me:pass@example.org/',
    'https://example.org:22/',
    'https://example.org/#top',
    'https://localhost/',
    'https://a.localhost./',
    'https://127.0.0.1/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://192.168.1.1/',
    'javascript:alert(1)',
    'example.org',
    '',
    `https://example.org/${'a'.repeat(500)}`,
  ])('is not %s', (url) => {
    expect(webhookUrlProblem(url, POLICY)).toMatch(/^must /);
  });

  test('is https at an allowed port; an operator may allow more', () => {
    expect(webhookUrlProblem('https://example.org/hook?a=b', POLICY)).toBeNull();
    expect(webhookUrlProblem('https://example.org:8443/', POLICY)).toBeNull();
    const open = { allowPrivate: true, allowHttp: true, ports: [80] };
    expect(webhookUrlProblem('http://localhost/', open)).toBeNull();
    expect(webhookUrlProblem('http://me@localhost/', open)).not.toBeNull();
  });
});

test('each endpoint and generation has a secret of its own, of 32 bytes, and signs as Standard Webhooks says', () => {
  const key = new Uint8Array(32).fill(7);
  const secrets = [1, 2].map((generation) => webhookSecret(key, { site: 's', webhook: 'w', generation }));
  expect(secrets[0]).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(secrets[0]).not.toBe(secrets[1]);
  // The example of the specification's reference libraries.
  const headers = webhookHeaders(['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestampS: 1_614_265_330,
    body: '{"test": 2432232314}',
  });
  expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});
