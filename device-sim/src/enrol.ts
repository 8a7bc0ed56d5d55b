import 'reflect-metadata';
import { createHash, createPrivateKey, createPublicKey, sign, webcrypto, X509Certificate } from 'node:crypto';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import { deviceIdOfKey } from '@smart-latch/protocol';
import { z } from 'zod';
import type { Claim } from './claim.ts';
import { type DeviceKind, type DeviceSecrets, type Identity, identitySchema, secretsSchema } from './identity.ts';
import { secureRequest } from './secure-request.ts';

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

const enrolled = secretsSchema.extend({
  device: z.string(),
  certificate: identitySchema.shape.certificate,
  broker: identitySchema.shape.broker,
  brokerCa: identitySchema.shape.brokerCa,
  site: z.string().min(1),
  unit: z.string().min(1),
});

/**
 * Enrolment, the device's half: makes the key here, checks the enrolment CA against the claim, sends CSR and code once.
 * Throws with what to do when the CA is another's, the code is spent, or the answer names another key.
 */
export const enrolDevice = async (claim: Claim, kind: DeviceKind): Promise<Identity> => {
  if (claim.kind && claim.kind !== kind) throw new Error(`the claim is for a ${claim.kind}, not for a ${kind}`);
  const ca = await fetchCa(claim);
  const pair = await webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', pair.privateKey));
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const device = deviceIdOfKey(createPublicKey(key));
  const csr = await Pkcs10CertificateRequestGenerator.create({
    name: `CN=${device}`,
    keys: pair,
    signingAlgorithm: P256,
  });
  const answer = await secureRequest({
    method: 'POST',
    url: endpoint(claim.enrolmentUrl, '/v1/enrolments'),
    ca,
    body: { csr: csr.toString('pem'), code: claim.code, kind },
  });
  const given = read(enrolled, answer, 'enrolment');
  if (given.device !== device)
    throw new Error('the enrolment answer is for another key: do not use it, ask for a new claim');
  const privateKey = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { ...given, kind, privateKey, enrolment: { url: claim.enrolmentUrl, ca } };
};

/** Fetches the CA from anybody who answers, and believes it only because its key has the hash in the claim. */
const fetchCa = async (claim: Claim): Promise<string> => {
  const pem = await secureRequest({ method: 'GET', url: endpoint(claim.enrolmentUrl, '/v1/enrolments/ca'), ca: null });
  const ca = parseCertificate(pem);
  const hash = createHash('sha256')
    .update(ca.publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64url');
  if (hash === claim.caSpkiSha256) return ca.toString();
  throw new Error('the enrolment server is not the one in the claim (its CA has another key): nothing was sent to it');
};

const parseCertificate = (pem: string): X509Certificate => {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new Error('/v1/enrolments/ca did not answer with a PEM certificate; is the address an enrolment port?', {
      cause,
    });
  }
};

/** Keys of today: uplink versions, command key slots, peers. */
export const fetchSecrets = async (identity: Identity): Promise<DeviceSecrets> => {
  const path = '/v1/devices/self/secrets';
  const authorization = await authorizationFor(identity, 'GET', path);
  const url = endpoint(identity.enrolment.url, path);
  const answer = await secureRequest({ method: 'GET', url, ca: identity.enrolment.ca, headers: { authorization } });
  return read(secretsSchema, answer, 'secrets');
};

/** A new certificate for the SAME key, from day 60 and up to 90 days after expiry: so the old one goes in the body, not in the TLS handshake. */
export const renewCertificate = async (identity: Identity): Promise<Identity> => {
  const path = '/v1/enrolments/renew';
  const authorization = await authorizationFor(identity, 'POST', path);
  const answer = await secureRequest({
    method: 'POST',
    url: endpoint(identity.enrolment.url, path),
    ca: identity.enrolment.ca,
    headers: { authorization },
    body: { certificate: identity.certificate },
  });
  return {
    ...identity,
    certificate: read(z.object({ certificate: identitySchema.shape.certificate }), answer, 'renewal').certificate,
  };
};

/** `SL-Device <device>:<nonce>:<signature>`: a fresh server nonce, signed for this method and path by the device key (IEEE P1363). */
const authorizationFor = async (identity: Identity, method: 'GET' | 'POST', path: string): Promise<string> => {
  const { device, enrolment, privateKey } = identity;
  const url = endpoint(enrolment.url, '/v1/enrolments/nonce');
  const answer = await secureRequest({ method: 'POST', url, ca: enrolment.ca, body: { device } });
  const { nonce } = read(z.object({ nonce: z.string().regex(/^[\w-]{8,128}$/) }), answer, 'nonce');
  const text = Buffer.from(`sl1-device\n${method}\n${path}\n${nonce}`, 'ascii');
  const signature = sign('sha256', text, { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  return `SL-Device ${device}:${nonce}:${signature}`;
};

const endpoint = (base: string, path: string): URL => new URL(base.replace(/\/+$/, '') + path);

const read = <S extends z.ZodType>(schema: S, text: string, what: string): z.output<S> => {
  let json: unknown = null;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(`the ${what} answer is not JSON; is the address an enrolment port?`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  throw new Error(`the ${what} answer has another shape than this device knows: ${wrong.join('; ')}`);
};
