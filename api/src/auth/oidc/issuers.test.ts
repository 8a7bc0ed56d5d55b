import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readIssuers } from './issuers.ts';

const ACME = {
  id: 'acme',
  label: 'Acme',
  issuer: 'https://login.acme.test',
  clientId: 'latch',
  clientSecret: 'hush-hush',
};

describe('the list of issuers', () => {
  it('is read, and shows no secret', () => {
    const issuers = readIssuers(JSON.stringify([ACME]));
    expect(issuers[0]).toMatchObject({ id: 'acme', label: 'Acme', url: 'https://login.acme.test' });
    expect(issuers[0]?.clientSecret.reveal()).toBe('hush-hush');
    expect(inspect(issuers, { depth: 9 }) + JSON.stringify(issuers)).not.toContain('hush');
  });

  it('may name an issuer on this machine by plain HTTP, and no other', () => {
    const at = (issuer: string) => () => readIssuers(JSON.stringify([{ ...ACME, issuer }]));
    for (const url of ['http://localhost:3000', 'http://127.0.0.1:3000']) expect(at(url)).not.toThrow();
    for (const url of ['http://login.acme.test', 'http://localhost.acme.test', 'ftp://localhost']) {
      expect(at(url)).toThrow('must be https, or http on loopback');
    }
  });

  it('is refused with what is wrong, without what was given', () => {
    expect(() => readIssuers('{')).toThrow('must hold a list of');
    expect(() => readIssuers(JSON.stringify([ACME, ACME]))).toThrow(/ids must differ/);
    const two = [ACME, { ...ACME, id: 'acme-2' }];
    expect(() => readIssuers(JSON.stringify(two))).toThrow(/an issuer stands here twice/);
    const wrong = [{ ...ACME, id: 'A/B', secret: 'hush', clientId: undefined }];
    expect(() => readIssuers(JSON.stringify(wrong))).toThrow(/0\.id: must be[\s\S]*0\.clientId/);
    expect(() => readIssuers(JSON.stringify(wrong))).not.toThrow(/hush/);
  });
});
