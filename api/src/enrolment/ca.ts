import 'reflect-metadata';
import { createHash, createPrivateKey, createPublicKey, randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509Certificate as PeculiarCertificate,
  Pkcs10CertificateRequest,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { deviceIdOfSpki } from '@smart-latch/protocol';
import { AppError } from '@smart-latch/runtime';

cryptoProvider.set(webcrypto);

const DAY_MS = 86_400_000;
export const CERTIFICATE_DAYS = 90;
/** A device whose clock runs a little behind must not refuse its own certificate. */
const BACKDATE_MS = 3_600_000;
const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** A device's key as its signing request proved it. */
export interface ProvenKey {
  readonly device: string;
  /** DER SubjectPublicKeyInfo. */
  readonly spki: Uint8Array<ArrayBuffer>;
}

export interface IssuedCertificate {
  /** The leaf, then the CA: PEM. */
  readonly chain: string;
  readonly expiresAt: Date;
}

export interface EnrolmentCa {
  /** The CA itself, PEM: what a device fetches and compares with its claim. */
  readonly certificate: string;
  /** SHA-256 over its DER SubjectPublicKeyInfo, base64url. */
  readonly spkiSha256: string;
  issue(kind: 'latch' | 'camera', spki: Uint8Array<ArrayBuffer>, now: Date): Promise<IssuedCertificate>;
  /** The key of a certificate that this CA issued; null for any other. */
  issued(certificate: string): (ProvenKey & { readonly expiresAt: Date }) | null;
}

/** Opens the enrolment CA: a P-256 certificate and its PKCS#8 key, PEM. Throws when they do not belong together. */
export const openEnrolmentCa = async (certificatePem: string, keyPem: string): Promise<EnrolmentCa> => {
  const certificate = new X509Certificate(certificatePem);
  const key = createPrivateKey(keyPem);
  if (!certificate.checkPrivateKey(key)) throw new Error('the enrolment CA certificate and key do not belong together');
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
  const signingKey = await webcrypto.subtle.importKey('pkcs8', pkcs8, P256, false, ['sign']);
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' });
  const ca = new PeculiarCertificate(certificate.raw);
  const certificateText = certificate.toString();
  return {
    certificate: certificateText,
    spkiSha256: createHash('sha256').update(spki).digest('base64url'),
    issue: async (kind, publicKey, now) => {
      const leaf = await issue(ca, signingKey, kind, publicKey, now);
      return { chain: `${leaf.toString('pem')}\n${certificateText}`, expiresAt: leaf.notAfter };
    },
    issued: (pem) => {
      const leaf = parseCertificate(pem);
      if (!leaf?.checkIssued(certificate) || !leaf.verify(certificate.publicKey)) return null;
      const leafSpki = new Uint8Array(leaf.publicKey.export({ type: 'spki', format: 'der' }));
      return { device: deviceIdOfSpki(leafSpki), spki: leafSpki, expiresAt: leaf.validToDate };
    },
  };
};

const issue = async (
  ca: PeculiarCertificate,
  signingKey: webcrypto.CryptoKey,
  kind: 'latch' | 'camera',
  spki: Uint8Array<ArrayBuffer>,
  now: Date,
): Promise<PeculiarCertificate> => {
  const device = deviceIdOfSpki(spki);
  const publicKey = await webcrypto.subtle.importKey('spki', spki, P256, true, ['verify']);
  // A positive 16-byte serial without a leading zero byte (RFC 5280, 4.1.2.2).
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  return X509CertificateGenerator.create({
    serialNumber: serial.toString('hex'),
    subject: `CN=${device}`,
    issuer: ca.subject,
    notBefore: new Date(now.getTime() - BACKDATE_MS),
    notAfter: new Date(now.getTime() + CERTIFICATE_DAYS * DAY_MS),
    publicKey: publicKey,
    signingKey: signingKey,
    signingAlgorithm: P256,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth], false),
      new SubjectAlternativeNameExtension([{ type: 'url', value: `urn:sl:${kind}:${device}` }]),
      await AuthorityKeyIdentifierExtension.create(ca.publicKey),
      await SubjectKeyIdentifierExtension.create(publicKey),
    ],
  });
};

/** Reads a PKCS#10 request: P-256 only, its signature must prove the key; its subject is ignored. Throws `bad_request`. */
export const readSigningRequest = async (pem: string): Promise<ProvenKey> => {
  const wrong = (detail: string, cause?: unknown) => new AppError('bad_request', detail, { cause });
  let csr: Pkcs10CertificateRequest;
  let spki: Uint8Array<ArrayBuffer>;
  try {
    csr = new Pkcs10CertificateRequest(pem);
    spki = new Uint8Array(csr.publicKey.rawData);
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
      throw new Error('curve');
  } catch (cause) {
    throw wrong('csr: send a PKCS#10 request in PEM with a P-256 key', cause);
  }
  const proven = await csr.verify().catch(() => false);
  if (!proven)
    throw wrong('csr: its signature does not prove the key; sign it with the key that it holds (ECDSA, SHA-256)');
  return { device: deviceIdOfSpki(spki), spki };
};

const parseCertificate = (pem: string): X509Certificate | null => {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
};
