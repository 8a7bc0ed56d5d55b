import 'reflect-metadata';
import { generateKeyPairSync, type KeyObject, randomBytes, verify, webcrypto, X509Certificate } from 'node:crypto';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import {
  BasicConstraintsExtension,
  Pkcs10CertificateRequest,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { commandKeyId, derivePeerKey, deriveUplinkKey, deviceIdOfSpki, rawPublicKey } from '@smart-latch/protocol';
import { Aedes } from 'aedes';

/** A small real world on loopback: one CA, an enrolment server and a TLS broker. Only the product's servers are missing. */
const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
export const UPLINK_SECRET = randomBytes(32);
export const PEER_SECRET = randomBytes(32);
export const CODE = 'a-code-of-sixteen-or-more';

export const openWorld = async () => {
  const caKeys = await webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 3_600_000) };
  const ca = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=test CA',
    keys: caKeys,
    signingAlgorithm: P256,
    extensions: [new BasicConstraintsExtension(true, 1, true)],
    ...validity,
  });
  const issue = (publicKey: webcrypto.CryptoKey, san: { type: 'ip' | 'url'; value: string }) =>
    X509CertificateGenerator.create({
      subject: 'CN=leaf',
      issuer: ca.subject,
      publicKey,
      signingKey: caKeys.privateKey,
      signingAlgorithm: P256,
      serialNumber: randomBytes(8).toString('hex'),
      extensions: [new SubjectAlternativeNameExtension([san])],
      ...validity,
    });
  const serverKeys = await webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const serverCert = await issue(serverKeys.publicKey, { type: 'ip', value: '127.0.0.1' });
  const serverKey = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', serverKeys.privateKey)).toString('base64');
  const key = `-----BEGIN PRIVATE KEY-----\n${serverKey}\n-----END PRIVATE KEY-----\n`;
  const cert = `${serverCert.toString('pem')}\n${ca.toString('pem')}`;
  const commands = generateKeyPairSync('ed25519');
  const publicKey = rawPublicKey(commands.publicKey);
  const kid = commandKeyId(publicKey);
  return {
    ca,
    issue,
    key,
    cert,
    commands,
    publicKey,
    kid,
    signingKey: { kid, privateKey: commands.privateKey as KeyObject },
  };
};

export type World = Awaited<ReturnType<typeof openWorld>>;

export const openBroker = async (world: World, atPort = 0) => {
  // While `held` is set nothing is acknowledged: as the real broker does when its queue is away.
  const gate = { held: false };
  const broker = await Aedes.createBroker({
    keepaliveLimit: 120,
    authorizePublish: (_client, _packet, done) => {
      if (!gate.held) done(null);
    },
  });
  const sockets = new Set<TLSSocket>();
  const server = createTlsServer(
    {
      key: world.key,
      cert: world.cert,
      ca: world.ca.toString('pem'),
      requestCert: true,
      rejectUnauthorized: true,
      noDelay: true,
    },
    (socket) => {
      sockets.add(socket);
      broker.handle(socket);
    },
  );
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(atPort);
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => broker.close(() => resolve()));
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { broker, gate, sockets, close, port: (server.address() as AddressInfo).port };
};

const b64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** The device's port of the API, as far as a device can see it. */
export const openEnrolment = async (world: World, brokerPort: number) => {
  const pairs: { latch?: string; camera?: string } = {};
  const kinds = new Map<string, 'latch' | 'camera'>();
  const nonces = new Set<string>();
  const secretsOf = (device: string) => {
    const { latch, camera } = pairs;
    const peer = device === latch ? camera : latch;
    const key = latch && camera ? b64(derivePeerKey(PEER_SECRET, latch, camera, 1)) : '';
    return {
      uplink: [{ version: 3, key: b64(deriveUplinkKey(UPLINK_SECRET, device)) }],
      commandKeys: [{ kid: b64(world.kid), publicKey: b64(world.publicKey) }],
      peers: peer && key ? [{ peer, epoch: 1, key }] : [],
    };
  };
  const enrol = async (body: { csr: string; code: string; kind: 'latch' | 'camera' }) => {
    const csr = new Pkcs10CertificateRequest(body.csr);
    if (body.code !== CODE || !(await csr.verify())) return null;
    const device = deviceIdOfSpki(new Uint8Array(csr.publicKey.rawData));
    kinds.set(device, body.kind);
    pairs[body.kind] = device;
    const key = await csr.publicKey.export();
    const leaf = await world.issue(key, { type: 'url', value: `urn:sl:${body.kind}:${device}` });
    return {
      device,
      certificate: leaf.toString('pem'),
      broker: { host: '127.0.0.1', port: brokerPort },
      brokerCa: world.ca.toString('pem'),
      site: 'site1',
      unit: `${body.kind}1`,
      kind: body.kind,
      ...secretsOf(device),
    };
  };
  const authorized = (method: string, path: string, header: string, certificate: string | null): string | null => {
    const [, device = '', nonce = '', signature = ''] =
      /^SL-Device ([a-z2-7]{26}):([\w-]+):([\w-]+)$/.exec(header) ?? [];
    if (!nonces.delete(nonce)) return null;
    const publicKey = publicKeys.get(device) ?? (certificate ? new X509Certificate(certificate).publicKey : null);
    const text = Buffer.from(`sl1-device\n${method}\n${path}\n${nonce}`);
    const ok =
      publicKey &&
      verify('sha256', text, { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
    return ok ? device : null;
  };
  const publicKeys = new Map<string, KeyObject>();
  const answer = async (method: string, path: string, header: string, text: string): Promise<unknown> => {
    const body = text ? JSON.parse(text) : {};
    if (path === '/v1/enrolments/ca') return world.ca.toString('pem');
    if (path === '/v1/enrolments') {
      const given = await enrol(body);
      if (given) publicKeys.set(given.device, new X509Certificate(given.certificate).publicKey);
      return given;
    }
    if (path === '/v1/enrolments/nonce') {
      const nonce = randomBytes(16).toString('base64url');
      nonces.add(nonce);
      return { nonce };
    }
    const device = authorized(method, path, header, body.certificate ?? null);
    if (!device) return null;
    if (path === '/v1/devices/self/secrets') return secretsOf(device);
    if (path === '/v1/enrolments/renew') return { certificate: body.certificate };
    return null;
  };
  const server = createHttpsServer({ key: world.key, cert: world.cert }, (request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', async () => {
      const body = await answer(request.method ?? '', request.url ?? '', request.headers.authorization ?? '', text);
      response.statusCode = body === null ? 403 : 200;
      const problem = { title: 'Forbidden', detail: 'the code is spent' };
      response.end(typeof body === 'string' ? body : JSON.stringify(body ?? problem));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `https://127.0.0.1:${(server.address() as AddressInfo).port}` };
};
