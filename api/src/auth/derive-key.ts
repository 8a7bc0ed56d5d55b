import { hkdfSync } from 'node:crypto';

/** A key of 32 bytes for one purpose, from the server's secret (RFC 5869): no two purposes share one. */
export const deriveKey = (secret: Uint8Array, purpose: 'refresh' | 'oidc'): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(0), `smart-latch ${purpose}`, 32));
