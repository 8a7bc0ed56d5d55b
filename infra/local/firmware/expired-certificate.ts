import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { Authority } from '../../ca/authority.ts';
import { P256 } from '../../ca/certificate.ts';

const DAY_MS = 86_400_000;

/**
 * Puts another certificate into the flash of a board that is off: for its own key and from the same CA as the one there,
 * only that it ended `daysAgo`.
 */
export const letCertificateEnd = async (folder: string, authority: Authority, daysAgo: number): Promise<void> => {
  const path = join(folder, 'identity.json');
  const identity = JSON.parse(await readFile(path, 'utf8')) as { certificate: string };
  const [ca, caKey] = await Promise.all([
    readFile(authority.enrolment.certFile, 'utf8'),
    readFile(authority.enrolment.keyFile, 'utf8'),
  ]);
  const own = new X509Certificate(identity.certificate);
  const issuer = new X509Certificate(ca);
  const [pkcs8] = PemConverter.decode(caKey);
  if (!pkcs8) throw new Error('the key of the enrolment CA is not PEM');
  const names = own.getExtension(SubjectAlternativeNameExtension);
  const ended = await X509CertificateGenerator.create({
    serialNumber: `40${randomBytes(15).toString('hex')}`,
    subject: own.subjectName.toJSON(),
    issuer: issuer.subjectName.toJSON(),
    notBefore: new Date(Date.now() - (daysAgo + 90) * DAY_MS),
    notAfter: new Date(Date.now() - daysAgo * DAY_MS),
    signingAlgorithm: P256,
    publicKey: own.publicKey,
    signingKey: await webcrypto.subtle.importKey('pkcs8', pkcs8, P256, false, ['sign']),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      ...(names ? [names] : []),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  await writeFile(path, JSON.stringify({ ...identity, certificate: `${ended.toString('pem')}\n${ca}` }));
};

/** When the certificate in a board's flash ends, epoch ms. */
export const certificateEnd = async (folder: string): Promise<number> => {
  const { certificate } = JSON.parse(await readFile(join(folder, 'identity.json'), 'utf8')) as { certificate: string };
  return new X509Certificate(certificate).notAfter.getTime();
};
