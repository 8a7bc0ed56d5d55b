import 'reflect-metadata';
import { createPrivateKey, createPublicKey, type KeyObject, webcrypto } from 'node:crypto';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import { deviceIdOfKey } from '@smart-latch/protocol';

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export interface Board {
  readonly id: string;
  readonly key: KeyObject;
  readonly csr: string;
}

/** A device's own half: a key that it made and a request that proves it. */
export const newBoard = async (curve: 'P-256' | 'P-384' = 'P-256'): Promise<Board> => {
  const algorithm = { ...P256, namedCurve: curve };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const spki = Buffer.from(await webcrypto.subtle.exportKey('spki', keys.publicKey));
  const csr = await Pkcs10CertificateRequestGenerator.create({
    name: 'CN=somebody else',
    keys,
    signingAlgorithm: algorithm,
  });
  return {
    id: deviceIdOfKey(createPublicKey({ key: spki, format: 'der', type: 'spki' })),
    key,
    csr: csr.toString('pem'),
  };
};
