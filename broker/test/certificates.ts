import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { deviceIdOfKey, type Role } from '@smart-latch/protocol';

/** Certificates for tests, made here: a root, an intermediate for devices and one for services, and leaves. */

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;

export interface KeyAndCertificate {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

export interface Issuer extends KeyAndCertificate {
  readonly keys: webcrypto.CryptoKeyPair;
  readonly certificate: x509.X509Certificate;
}

const newKeys = () => webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

const pemOf = (key: webcrypto.CryptoKey): string =>
  KeyObject.from(key).export({ type: 'pkcs8', format: 'pem' }) as string;

const dates = (fromMs = Date.now() - DAY_MS, toMs = Date.now() + DAY_MS) => ({
  notBefore: new Date(fromMs),
  notAfter: new Date(toMs),
});

const serial = () => Buffer.from(webcrypto.getRandomValues(new Uint8Array(8))).toString('hex');

export const makeRoot = async (name: string): Promise<Issuer> => {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: `CN=${name}`,
    ...dates(),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [new x509.BasicConstraintsExtension(true, 2, true)],
  });
  return { cert: certificate.toString('pem'), key: pemOf(keys.privateKey), keys, certificate };
};

export const makeIntermediate = async (root: Issuer, name: string): Promise<Issuer> => {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: `CN=${name}`,
    issuer: root.certificate.subject,
    ...dates(),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: root.keys.privateKey,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  });
  return { cert: certificate.toString('pem'), key: pemOf(keys.privateKey), keys, certificate };
};

export interface LeafOptions {
  readonly cn?: string;
  readonly uris?: readonly string[];
  readonly notBeforeMs?: number;
  readonly notAfterMs?: number;
  readonly isCa?: boolean;
  /** OIDs of the extended key usage; left out: no such extension. */
  readonly purposes?: readonly string[];
}

export interface ClientCertificate extends KeyAndCertificate {
  /** The device id of the key, whatever the certificate says. */
  readonly id: string;
}

/** A client certificate of `role`; `options` spoil it. */
export const makeClient = async (issuer: Issuer, role: Role, options: LeafOptions = {}): Promise<ClientCertificate> => {
  const keys = await newKeys();
  const id = deviceIdOfKey(KeyObject.from(keys.publicKey));
  const name = role === 'service' ? 'worker' : id;
  const uris = options.uris ?? [`urn:sl:${role}:${name}`];
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: `CN=${options.cn ?? name}`,
    issuer: issuer.certificate.subject,
    ...dates(options.notBeforeMs, options.notAfterMs),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: issuer.keys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(options.isCa ?? false, undefined, true),
      new x509.SubjectAlternativeNameExtension(uris.map((value) => ({ type: 'url', value }))),
      ...(options.purposes ? [new x509.ExtendedKeyUsageExtension([...options.purposes])] : []),
    ],
  });
  return { cert: certificate.toString('pem'), key: pemOf(keys.privateKey), id };
};

/** A server certificate for `localhost` and 127.0.0.1. */
export const makeServer = async (issuer: Issuer): Promise<KeyAndCertificate> => {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: 'CN=localhost',
    issuer: issuer.certificate.subject,
    ...dates(),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: issuer.keys.privateKey,
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
    ],
  });
  return { cert: certificate.toString('pem'), key: pemOf(keys.privateKey) };
};

export interface TestAuthority {
  readonly root: Issuer;
  readonly devices: Issuer;
  readonly services: Issuer;
  readonly server: KeyAndCertificate;
}

export const makeAuthority = async (): Promise<TestAuthority> => {
  const root = await makeRoot('test root');
  const [devices, services, server] = await Promise.all([
    makeIntermediate(root, 'test enrolment'),
    makeIntermediate(root, 'test services'),
    makeServer(root),
  ]);
  return { root, devices, services, server };
};
