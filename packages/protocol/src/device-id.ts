import { createHash, type KeyObject, type X509Certificate } from 'node:crypto';

/** 26 characters of RFC 4648 base32 in lower case, no padding. */
export const DEVICE_ID_PATTERN = /^[a-z2-7]{26}$/;

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** RFC 4648, 6, lower case and without padding. */
export const base32 = (bytes: Uint8Array): string => {
  let out = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += ALPHABET.charAt((buffer >>> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  return bits > 0 ? out + ALPHABET.charAt((buffer << (5 - bits)) & 31) : out;
};

/** A device is named by its key: base32 of the first 16 bytes of SHA-256 over the DER SubjectPublicKeyInfo. */
export const deviceIdOfSpki = (spkiDer: Uint8Array): string =>
  base32(createHash('sha256').update(spkiDer).digest().subarray(0, 16));

export const deviceIdOfKey = (publicKey: KeyObject): string =>
  deviceIdOfSpki(publicKey.export({ type: 'spki', format: 'der' }));

export type Role = 'latch' | 'camera' | 'service';

const SAN_URI = /^urn:sl:(latch|camera|service):([a-z0-9-]{1,64})$/;

/**
 * Who a client certificate says that its holder is: the role and name of its only `urn:sl:` SAN URI.
 * Returns null for none, for two, and for a device whose name is not that of its own key.
 */
export const identityOfCertificate = (certificate: X509Certificate): { role: Role; name: string } | null => {
  const uris = (certificate.subjectAltName ?? '')
    .split(', ')
    .filter((entry) => entry.startsWith('URI:'))
    .map((entry) => entry.slice(4));
  const match = uris.length === 1 ? SAN_URI.exec(uris[0] ?? '') : null;
  if (!match) return null;
  const role = match[1] as Role;
  const name = match[2] as string;
  if (role !== 'service' && name !== deviceIdOfKey(certificate.publicKey)) return null;
  return { role, name };
};
