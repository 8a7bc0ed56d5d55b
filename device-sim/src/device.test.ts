import 'reflect-metadata';
import {
  createHash,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  verify,
  webcrypto,
  X509Certificate,
} from 'node:crypto';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import {
  BasicConstraintsExtension,
  Pkcs10CertificateRequest,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import {
  type Command,
  commandKeyId,
  commandTopic,
  decodeMessage,
  derivePeerKey,
  deriveUplinkKey,
  deviceIdOfSpki,
  frameHeader,
  identityOfCertificate,
  parseTopic,
  parseUplink,
  rawPublicKey,
  result,
  signCommand,
  type tap as tapSchema,
  UPLINK_MESSAGES,
  type UplinkName,
  verifyUplink,
} from '@smart-latch/protocol';
import { Aedes } from 'aedes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Camera,
  enrolDevice,
  fetchSecrets,
  type Identity,
  type Latch,
  picturesLens,
  renewCertificate,
  silentLens,
  softwareCard,
  startCamera,
  startLatch,
  until,
} from './index.ts';

/** A small real world on loopback: one CA, an enrolment server and a TLS broker. Only the product's servers are missing. */
const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const UPLINK_SECRET = randomBytes(32);
const PEER_SECRET = randomBytes(32);
const JPEG = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), randomBytes(2000)]);
const CODE = 'a-code-of-sixteen-or-more';

const openWorld = async () => {
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

type World = Awaited<ReturnType<typeof openWorld>>;

const openBroker = async (world: World) => {
  const broker = await Aedes.createBroker({ keepaliveLimit: 120 });
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
  await listen(0);
  return { broker, server, sockets, port: (server.address() as AddressInfo).port };
};

const b64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** The device's port of the API, as far as a device can see it. */
const openEnrolment = async (world: World, brokerPort: number) => {
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

const card = () =>
  softwareCard({
    kind: 'ntag424',
    uid: '04112233445566',
    keyId: 1,
    metaReadKey: '00'.repeat(16),
    fileReadKey: '11'.repeat(16),
    counter: 7,
  });

describe('a latch and a camera on a real broker', () => {
  let world: World;
  let mqtt: Awaited<ReturnType<typeof openBroker>>;
  let api: Awaited<ReturnType<typeof openEnrolment>>;
  let claim: { enrolmentUrl: string; caSpkiSha256: string; code: string };
  let latch: Latch;
  let camera: Camera;
  let identity: Identity;
  const published: { topic: UplinkName; bytes: Uint8Array; device: string }[] = [];

  beforeAll(async () => {
    world = await openWorld();
    mqtt = await openBroker(world);
    api = await openEnrolment(world, mqtt.port);
    const spki = new X509Certificate(world.ca.toString('pem')).publicKey.export({ type: 'spki', format: 'der' });
    const caSpkiSha256 = createHash('sha256').update(spki).digest('base64url');
    claim = { enrolmentUrl: api.url, caSpkiSha256, code: CODE };
    mqtt.broker.on('publish', (packet, client) => {
      const parsed = client && parseTopic(packet.topic);
      if (parsed)
        published.push({ topic: parsed.name as UplinkName, device: parsed.device, bytes: Buffer.from(packet.payload) });
    });
    identity = await enrolDevice(claim, 'latch');
    const cameraIdentity = await enrolDevice(claim, 'camera');
    const withPeers = { ...identity, peers: (await fetchSecrets(identity)).peers };
    camera = await startCamera({ identity: cameraIdentity, lens: picturesLens([JPEG]) });
    const cameras = camera.address ? [camera.address] : [];
    latch = await startLatch({ identity: withPeers, travelMs: 20, timing: { autoRelockMs: 50 }, cameras });
  });

  afterAll(async () => {
    await latch?.close();
    await camera?.close();
    await new Promise<void>((resolve) => mqtt.broker.close(() => resolve()));
    mqtt.server.close();
    api.server.close();
  });

  const send = (device: string, op: Command['op'], binding: Command['binding'], extra: Partial<Command> = {}) => {
    const command: Command = {
      op,
      device,
      commandId: randomBytes(16),
      binding,
      ttlMs: 20_000,
      args: {},
      issuedAtMs: Date.now(),
      ...extra,
    };
    const payload = Buffer.from(signCommand(command, world.signingKey));
    mqtt.broker.publish(
      { cmd: 'publish', topic: commandTopic(device, op), payload, qos: 1, retain: false, dup: false },
      () => undefined,
    );
    return Buffer.from(command.commandId).toString('hex');
  };

  const open = (message: { topic: UplinkName; bytes: Uint8Array; device: string }, topic: UplinkName) => {
    const uplink = parseUplink(message.bytes);
    expect(
      verifyUplink(
        uplink,
        deriveUplinkKey(UPLINK_SECRET, message.device),
        message.device,
        `sl/1/${message.device}/${topic}`,
      ),
    ).toBe(true);
    return { value: decodeMessage(UPLINK_MESSAGES[topic] as typeof tapSchema, uplink.payload), uplink };
  };

  test('its certificate names its own key', () => {
    expect(identityOfCertificate(new X509Certificate(identity.certificate))).toEqual({
      role: 'latch',
      name: identity.device,
    });
  });

  test('a tap wakes the camera, an unlock for its nonce moves the bolt, and the same tap can be sent again', async () => {
    const framed = until(camera.trace, 'frame', () => true, 2_000);
    const tapped = await latch.tap(card());
    expect(await tapped.arrived).toBe(true);
    const { value } = open(published.findLast((m) => m.topic === 'nfc/tap') as never, 'nfc/tap');
    expect(value).toMatchObject({ cameraWoken: true, credential: { kind: 'ntag424', keyId: 1 } });
    expect((await framed).nonce).toBe(tapped.nonce);
    const done = until(latch.trace, 'result', (r) => r.op === 'unlock', 2_000);
    const commandId = send(latch.device, 'unlock', { nonce: Buffer.from(tapped.nonce, 'hex') });
    expect(await done).toMatchObject({ commandId, ok: true });
    await until(latch.trace, 'acked', (m) => m.topic === 'result/unlock', 2_000);
    const frame = published.find((m) => m.topic === 'face/frame');
    const uplink = parseUplink(frame?.bytes as Uint8Array);
    expect(Buffer.from(uplink.rest).equals(JPEG)).toBe(true);
    expect(decodeMessage(frameHeader, uplink.payload).latch).toBe(latch.device);
    expect(await latch.resend(tapped.bytes)).toBe(true);
    await until(latch.trace, 'phase', (p) => p.to === 'Locked', 2_000);
  });

  test('a camera answers three captures of one nonce and refuses the fourth', async () => {
    const nonce = randomBytes(16);
    const reasons: (string | null)[] = [];
    for (let i = 0; i < 4; i += 1) {
      const done = until(camera.trace, 'result', (r) => r.op === 'capture', 2_000);
      send(camera.device, 'capture', { nonce }, { args: { latch: latch.device } });
      reasons.push((await done).reason);
    }
    expect(reasons).toEqual([null, null, null, 'replayed']);
  });

  test('a silent camera takes the command and sends nothing', async () => {
    camera.setLens(silentLens);
    const before = published.filter((m) => m.topic === 'face/frame').length;
    const verified = until(camera.trace, 'verified', () => true, 2_000);
    send(camera.device, 'capture', { nonce: randomBytes(16) }, { args: { latch: latch.device } });
    await verified;
    expect(published.filter((m) => m.topic === 'face/frame')).toHaveLength(before);
    camera.setLens(picturesLens([JPEG]));
  });

  test('bytes that nobody signed are refused and reported without a command id', async () => {
    const done = until(latch.trace, 'result', (r) => r.reason === 'bad_signature', 2_000);
    const payload = Buffer.from('garbage');
    mqtt.broker.publish(
      { cmd: 'publish', topic: commandTopic(latch.device, 'unlock'), payload, qos: 1, retain: false, dup: false },
      () => undefined,
    );
    expect(await done).toMatchObject({ ok: false, commandId: '00'.repeat(16) });
  });

  test('a challenge is answered with a nonce that one unlock may use', async () => {
    const acked = until(latch.trace, 'acked', (m) => m.topic === 'result/challenge', 2_000);
    send(latch.device, 'challenge', { boot: Buffer.from(latch.state().boot, 'hex'), counter: 1 });
    const { bytes } = await acked;
    const answer = decodeMessage(result, parseUplink(bytes).payload);
    expect(answer.nonce).toHaveLength(16);
    const done = until(latch.trace, 'result', (r) => r.op === 'unlock', 2_000);
    send(latch.device, 'unlock', { nonce: answer.nonce as Uint8Array });
    expect((await done).ok).toBe(true);
    await until(latch.trace, 'phase', (p) => p.to === 'Locked', 2_000);
  });

  test('a reboot makes a new boot id, and the counter of the old one is worth nothing', async () => {
    const oldBoot = Buffer.from(latch.state().boot, 'hex');
    const connected = until(latch.trace, 'connected', () => true, 5_000);
    send(latch.device, 'reboot', { boot: oldBoot, counter: 2 });
    await connected;
    const done = until(latch.trace, 'result', (r) => r.op === 'lock', 2_000);
    send(latch.device, 'lock', { boot: oldBoot, counter: 3 });
    expect((await done).reason).toBe('expired');
  });

  test('when the connection is cut the will says lost, and the latch comes back by itself', async () => {
    const lost = new Promise<void>((resolve) => {
      mqtt.broker.on(
        'publish',
        (packet) => packet.topic.endsWith('/state') && packet.topic.includes(latch.device) && resolve(),
      );
    });
    const connected = until(latch.trace, 'connected', () => true, 5_000);
    for (const socket of mqtt.sockets) socket.destroy();
    await lost;
    expect((await connected).connection).toBeGreaterThan(1);
  });

  test('renewal is signed by the same key', async () => {
    expect((await renewCertificate(identity)).certificate).toBe(identity.certificate);
  });

  test('an enrolment server with another CA gets nothing', async () => {
    const other = { ...claim, caSpkiSha256: createHash('sha256').update('other').digest('base64url') };
    await expect(enrolDevice(other, 'latch')).rejects.toThrow('nothing was sent to it');
  });

  test('a spent code is refused in the words of the server', async () => {
    await expect(enrolDevice({ ...claim, code: 'another-code-altogether' }, 'latch')).rejects.toThrow(
      'the code is spent',
    );
  });
});
