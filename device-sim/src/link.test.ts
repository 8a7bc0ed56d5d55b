import { createHash, X509Certificate } from 'node:crypto';
import { decodeMessage, deviceEvent, parseTopic, parseUplink } from '@smart-latch/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { enrolDevice, type Identity, type Latch, softwareCard, startLatch, until } from './index.ts';
import { CODE, openBroker, openEnrolment, openWorld, type World } from './test-world.ts';

/** A device's clock that runs 20 times as fast: what takes 5 s takes a quarter of a second here. */
const FAST = { nowMs: () => performance.now() * 20, epochMs: () => Date.now() };

describe('a latch whose broker fails it', () => {
  let world: World;
  let mqtt: Awaited<ReturnType<typeof openBroker>>;
  let api: Awaited<ReturnType<typeof openEnrolment>>;
  let identity: Identity;
  const latches: Latch[] = [];

  const start = async (options: Partial<Parameters<typeof startLatch>[0]> = {}): Promise<Latch> => {
    const latch = await startLatch({
      identity,
      travelMs: 20,
      timing: { autoRelockMs: 50 },
      random: () => 0,
      ...options,
    });
    latches.push(latch);
    return latch;
  };

  beforeEach(async () => {
    world = await openWorld();
    mqtt = await openBroker(world);
    api = await openEnrolment(world, mqtt.port);
    const spki = new X509Certificate(world.ca.toString('pem')).publicKey.export({ type: 'spki', format: 'der' });
    const caSpkiSha256 = createHash('sha256').update(spki).digest('base64url');
    identity = await enrolDevice({ enrolmentUrl: api.url, caSpkiSha256, code: CODE }, 'latch');
  });

  afterEach(async () => {
    await Promise.all(latches.splice(0).map((latch) => latch.close('abrupt')));
    await mqtt.close();
    api.server.close();
  });

  const card = softwareCard({ kind: 'uid', uid: '04112233' });

  test('sends an unacknowledged tap again, the same bytes, and says after 5 s that there is no server', async () => {
    const latch = await start({ clock: FAST });
    mqtt.gate.held = true;
    const sent: Uint8Array[] = [];
    latch.on('published', ({ topic, bytes }) => topic === 'nfc/tap' && sent.push(bytes));
    const shown = until(latch.trace, 'shown', ({ what }) => what === 'no_server', 3_000);
    const tapped = await latch.tap(card);
    expect(await tapped.arrived).toBe(false);
    await shown;
    expect(latch.state().phase).toBe('Locked');
    expect(sent.length).toBeGreaterThan(1);
    expect(sent.every((bytes) => Buffer.from(bytes).equals(Buffer.from(tapped.bytes)))).toBe(true);
  });

  test('keeps events while the broker is away and delivers them after, in order', async () => {
    const latch = await start();
    const { port } = mqtt;
    const down = until(latch.trace, 'shown', ({ what }) => what === 'no_server', 3_000);
    await mqtt.close();
    await down;
    latch.exit();
    await until(latch.trace, 'phase', ({ to }) => to === 'Locked', 3_000);
    mqtt = await openBroker(world, port);
    const sequences: number[] = [];
    const three = new Promise<void>((resolve) => {
      mqtt.broker.on('publish', (packet) => {
        if (parseTopic(packet.topic)?.name !== 'evt/lock') return;
        sequences.push(
          decodeMessage(deviceEvent, parseUplink(new Uint8Array(packet.payload as Buffer)).payload).sequence,
        );
        if (sequences.length === 3) resolve();
      });
    });
    await three;
    expect(sequences).toEqual([0, 1, 2]);
  });

  test('opens by the exit button without any broker', async () => {
    const latch = await start();
    await mqtt.close();
    latch.exit();
    await until(latch.trace, 'moved', ({ at }) => at === 'unlocked', 2_000);
    mqtt = await openBroker(world);
  });

  test('closes although the broker holds its acknowledgement back', async () => {
    const latch = await start();
    mqtt.gate.held = true;
    await latch.tap(card);
    await latch.close();
    await latch.close();
  });

  test('refuses a broker with a certificate of another CA', async () => {
    const other = await openBroker(await openWorld());
    const there = { ...identity, broker: { host: '127.0.0.1', port: other.port } };
    await expect(start({ identity: there, connectDeadlineMs: 1_000 })).rejects.toThrow(
      /could not connect to 127\.0\.0\.1/,
    );
    await other.close();
  });

  test('says where it could not connect when nothing listens', async () => {
    const nowhere = { ...identity, broker: { host: '127.0.0.1', port: 1 } };
    await expect(start({ identity: nowhere, connectDeadlineMs: 500 })).rejects.toThrow('127.0.0.1:1');
  });
});
