import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type JsonGeneralName,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

const DAY_MS = 86_400_000;
/** Machines whose clock runs a little behind accept a new certificate too. */
const BACKDATE_MS = 3_600_000;
export const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** What a certificate is for. `authority` may issue, through at most `pathLength` more authorities (RFC 5280, 4.2.1.9). */
export type Purpose =
  | { readonly kind: 'authority'; readonly pathLength: number }
  | { readonly kind: 'server'; readonly names: readonly string[]; readonly addresses: readonly string[] }
  | { readonly kind: 'client'; readonly uri: string };

export interface CertificateRequest {
  readonly commonName: string;
  readonly days: number;
  readonly purpose: Purpose;
}

/** A certificate and its private key, both PEM. */
export interface KeyPairPem {
  readonly certificate: string;
  readonly key: string;
}

/** Makes a P-256 key and its certificate, signed by the issuer, or by itself when there is none (a root). */
export async function makeCertificate(
  request: CertificateRequest,
  issuer: KeyPairPem | undefined,
  now: Date,
): Promise<KeyPairPem> {
  const keys = await webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const parent = issuer && new X509Certificate(issuer.certificate);
  const signingKey = issuer ? await importKey(issuer.key) : keys.privateKey;
  // As data, so that no character of a name is syntax.
  const subject = [{ CN: [request.commonName] }];
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject,
    issuer: parent?.subjectName.toJSON() ?? subject,
    notBefore: new Date(now.getTime() - BACKDATE_MS),
    notAfter: new Date(now.getTime() + request.days * DAY_MS),
    signingAlgorithm: P256,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      ...purposeExtensions(request.purpose),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(parent?.publicKey ?? keys.publicKey),
    ],
  });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { certificate: `${certificate.toString('pem')}\n`, key: `${PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n` };
}

function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const [pkcs8] = PemConverter.decode(pem);
  if (pkcs8 === undefined) throw new Error('the key of the issuer is not PEM');
  return webcrypto.subtle.importKey('pkcs8', pkcs8, P256, false, ['sign']);
}

/** Positive, without a leading zero octet, at most 20 octets (RFC 5280, 4.1.2.2; X.690, 8.3.2). */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0);
  return bytes.toString('hex');
}

/** Whether a certificate names exactly what the purpose asks for. */
export function namesMatch(certificatePem: string, purpose: Purpose): boolean {
  const extension = new X509Certificate(certificatePem).getExtension(SubjectAlternativeNameExtension);
  return JSON.stringify(extension?.names.toJSON() ?? []) === JSON.stringify(subjectNames(purpose));
}

function subjectNames(purpose: Purpose): JsonGeneralName[] {
  switch (purpose.kind) {
    case 'authority':
      return [];
    case 'server':
      return [
        ...purpose.names.map((value): JsonGeneralName => ({ type: 'dns', value })),
        ...purpose.addresses.map((value): JsonGeneralName => ({ type: 'ip', value })),
      ];
    case 'client':
      return [{ type: 'url', value: purpose.uri }];
  }
}

function purposeExtensions(purpose: Purpose) {
  if (purpose.kind === 'authority') {
    return [
      new BasicConstraintsExtension(true, purpose.pathLength, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ];
  }
  const use = purpose.kind === 'server' ? ExtendedKeyUsage.serverAuth : ExtendedKeyUsage.clientAuth;
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([use]),
    new SubjectAlternativeNameExtension(subjectNames(purpose)),
  ];
}
