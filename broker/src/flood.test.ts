import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { topicOf } from '@smart-latch/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { tapPayload, telemetryPayload } from '../test/messages.ts';
import { clientOptions, connect, createWorld, startProductBroker } from '../test/product-broker.ts';
import { connectPacket, connectRaw, publishPacket, rawClient, subscribePacket } from '../test/raw-mqtt.ts';

const FLOODERS = 50;
const CONNACK_BYTES = 4;
const SUBACK_BYTES = 5;
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

const cleanUp: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close();
});

/** Writes as fast as the socket takes it, until the other end is gone. */
const flood = (socket: Socket, chunk: Buffer): void => {
  while (socket.writable && socket.write(chunk));
  if (socket.writable) socket.once('drain', () => flood(socket, chunk));
};

/**
 * What ends aedes: a few messages that somebody receives fill its emitter's 100 places; those that nobody receives wait
 * behind them, and when the places are free again each calls the next. All begin at once: who comes late finds no place to fill.
 */
const floodAll = async (port: number): Promise<void> => {
  const floods = await Promise.all(range(FLOODERS).map((index) => readyToFlood(port, index)));
  for (const begin of floods) begin();
};

const readyToFlood = async (port: number, index: number): Promise<() => void> => {
  const client = await connectRaw(port);
  cleanUp.push(() => client.socket.destroy());
  client.socket.write(Buffer.concat([connectPacket(`flooder-${index}`), subscribePacket(1, [`own/${index}`, 0])]));
  await client.bytes(CONNACK_BYTES + SUBACK_BYTES);
  const received = range(3).map(() => publishPacket(`own/${index}`, Buffer.alloc(0)));
  const unheard = range(5_000).map(() => publishPacket('nobody', Buffer.alloc(0)));
  const chunk = Buffer.concat([...received, ...unheard]);
  return () => flood(client.socket, chunk);
};

const startProcess = async (file: string): Promise<{ child: ChildProcess; port: number; errors: () => string }> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../test', file)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  cleanUp.push(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += String(chunk);
  });
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { child, port: Number(line), errors: () => errors };
};

/** It dies at once or, when the machine does something else at the wrong moment, not at all. */
const DEATH_MS = 8_000;
const TRIES = 10;

/** What aedes said as it died; nothing if it lives. */
const floodRawAedes = async (): Promise<string> => {
  const { child, port, errors } = await startProcess('raw-aedes.ts');
  const died = once(child, 'exit', { signal: AbortSignal.timeout(DEATH_MS) }).then(
    () => true,
    () => false,
  );
  await floodAll(port);
  const said = (await died) ? errors() : '';
  for (const close of cleanUp.splice(0).reverse()) await close();
  return said;
};

describe('50 connections that flood QoS 0', () => {
  it('end aedes as it comes', async () => {
    let said = '';
    for (let tries = 0; tries < TRIES && said === ''; tries += 1) said = await floodRawAedes();
    expect(said).toContain('Maximum call stack size exceeded');
  }, 120_000);

  it('do not end this broker, which still serves another client while they go on', async () => {
    const { child, port } = await startProcess('open-broker.ts');
    await floodAll(port);
    const other = await connectRaw(port);
    cleanUp.push(() => other.socket.destroy());
    other.socket.write(connectPacket('other'));
    await other.bytes(CONNACK_BYTES);
    for (const id of range(10)) {
      other.socket.write(publishPacket('quiet', Buffer.from('x'), 1, id + 1));
      await other.bytes(CONNACK_BYTES + 4 * (id + 1));
    }
    expect(child.exitCode).toBeNull();
  });

  it('as enrolled devices are slowed to their rate, and do not slow the tap of another', async () => {
    const world = await createWorld();
    cleanUp.push(() => world.close());
    const broker = await startProductBroker(world);
    cleanUp.push(() => broker.close());
    const startedMs = performance.now();
    const flooders = await Promise.all(range(FLOODERS).map(() => world.newClient('latch')));
    for (const flooder of flooders) {
      const client = rawClient(connectTls(clientOptions(world, broker, flooder) as object));
      cleanUp.push(() => client.socket.destroy());
      client.socket.write(connectPacket(flooder.id));
      await client.bytes(CONNACK_BYTES);
      const message = publishPacket(topicOf(flooder.id, 'tele/power'), telemetryPayload());
      flood(client.socket, Buffer.concat(range(500).map(() => message)));
    }
    const honest = await world.newClient('latch');
    const client = await connect(world, broker, honest);
    cleanUp.push(() => client.endAsync(true));
    const tookMs: number[] = [];
    for (const _ of range(5)) {
      const sentMs = performance.now();
      await client.publishAsync(topicOf(honest.id, 'nfc/tap'), tapPayload(honest.id), { qos: 1 });
      tookMs.push(performance.now() - sentMs);
    }
    // Not a measurement: the latch gives a tap up after 5 s, whatever the machine does besides.
    expect(Math.max(...tookMs)).toBeLessThan(5_000);
    const perDevice = 20 + (20 * (performance.now() - startedMs)) / 1_000;
    expect((await world.jobs()).length).toBeLessThan(FLOODERS * perDevice);
    expect(await broker.count('broker_slowed_total')).toBeGreaterThan(0);
  }, 60_000);
});
