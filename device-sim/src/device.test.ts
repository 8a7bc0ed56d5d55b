import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import {
  type Command,
  commandTopic,
  decodeMessage,
  deriveUplinkKey,
  frameHeader,
  identityOfCertificate,
  parseTopic,
  parseUplink,
  result,
  signCommand,
  type tap as tapSchema,
  UPLINK_MESSAGES,
  type UplinkName,
  verifyUplink,
} from '@smart-latch/protocol';
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
import { CODE, openBroker, openEnrolment, openWorld, UPLINK_SECRET, type World } from './test-world.ts';

const JPEG = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), randomBytes(2000)]);

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
    await mqtt.close();
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
