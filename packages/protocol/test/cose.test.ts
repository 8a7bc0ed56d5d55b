import { createHash, createPublicKey } from 'node:crypto';
import { Mac0, Sign1 } from '@auth0/cose';
import { describe, expect, test } from 'vitest';
import { encodeCbor } from '../src/index.ts';
import { hex, read, unhex } from './read.ts';

/** Another implementation of RFC 9052 reads what ours made. */
const HMAC_256 = 5;

describe('@auth0/cose', () => {
  const { valid: uplinks } = read<{
    valid: { device: string; topic: string; key: string; bytes: string; payload: string }[];
  }>('uplink');
  test.each(uplinks.filter(({ payload }) => payload !== ''))(
    'verifies the COSE_Mac0 of $topic',
    async ({ device, topic, key, bytes, payload }) => {
      const mac0 = Mac0.decode(unhex(bytes));
      expect(hex(mac0.payload)).toBe(payload);
      const externalAAD = encodeCbor(['sl1-up', device, topic]);
      await mac0.verify(unhex(key), { externalAAD, algorithms: [HMAC_256] });
      await expect(
        mac0.verify(unhex(key), { externalAAD: encodeCbor(['sl1-up', device, `${topic}x`]) }),
      ).rejects.toThrow();
    },
  );

  const signed = (['commands', 'desired'] as const).flatMap((file) =>
    read<{ valid: { self: string; name: string; keys: { kid: string; publicKey: string }[]; bytes: string }[] }>(
      file,
    ).valid.map((vector) => ({
      ...vector,
      context: file === 'commands' ? 'sl1-cmd' : 'sl1-cfg',
    })),
  );
  test.each(signed)('verifies the COSE_Sign1 of $name', async ({ self, keys, bytes, context }) => {
    const sign1 = Sign1.decode(unhex(bytes));
    const kid = hex(sign1.protectedHeaders.get(4) as Uint8Array);
    const raw = unhex(keys.find((slot) => slot.kid === kid)?.publicKey ?? '');
    expect(createHash('sha256').update(raw).digest('hex').slice(0, 16)).toBe(kid);
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(raw).toString('base64url') },
      format: 'jwk',
    });
    await sign1.verify(key, { externalAAD: encodeCbor([context, self]) });
    await expect(
      sign1.verify(key, { externalAAD: encodeCbor([context === 'sl1-cmd' ? 'sl1-cfg' : 'sl1-cmd', self]) }),
    ).rejects.toThrow();
  });
});
