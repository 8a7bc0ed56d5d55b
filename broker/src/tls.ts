import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { TlsOptions } from 'node:tls';
import type { BrokerConfig } from './config.ts';
import type { Issuers } from './session.ts';

/** Reads the PEM files: what the TLS server needs, and the two issuers that the session rules tell apart. */
export const readTls = (files: BrokerConfig['files']): { tls: TlsOptions; issuers: Issuers } => {
  const [cert, key, deviceCa, serviceCa] = [files.cert, files.key, files.deviceCa, files.serviceCa].map((path) =>
    readFileSync(path),
  ) as [Buffer, Buffer, Buffer, Buffer];
  const issuers = { device: new X509Certificate(deviceCa), service: new X509Certificate(serviceCa) };
  return { issuers, tls: mutualTls({ cert, key }, [deviceCa, serviceCa]) };
};

/**
 * Mutual TLS. The handshake proves that the client holds the key of the certificate it sends; whether that certificate is
 * one of ours is `identityOf`'s to say, so that a bad one is told so by its CONNACK. (Node's own verdict would be no
 * help: `tls.createServer` drops `allowPartialTrustChain`, and our anchors are intermediates without their root.)
 */
export const mutualTls = (
  own: { readonly cert: string | Buffer; readonly key: string | Buffer },
  /** Named to the client as the issuers that we accept. */
  issuers: (string | Buffer)[],
): TlsOptions => ({
  ...own,
  ca: issuers,
  requestCert: true,
  rejectUnauthorized: false,
  minVersion: 'TLSv1.2',
  // Sessions are resumed by ticket: a device that wakes up pays one round trip and no signature.
  sessionIdContext: 'smart-latch-broker',
});
