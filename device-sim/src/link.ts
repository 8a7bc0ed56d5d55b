import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import {
  encodeMessage,
  type InfoMessage,
  info,
  parseTopic,
  rowOf,
  type StateMessage,
  state,
  subscriptionsOf,
  type TopicName,
  topicOf,
} from '@smart-latch/protocol';
import { MqttClient } from 'mqtt';
import type { DeviceClock } from './device-clock.ts';
import type { Identity } from './identity.ts';
import { createOutbox } from './outbox.ts';
import type { Trace } from './trace.ts';

const KEEPALIVE_S = 60;
const CONNECT_DEADLINE_MS = 10_000;
const BACKOFF = { firstMs: 200, capMs: 10_000 } as const;
const PUMP_MS = 100;
const CLOSE_DEADLINE_MS = 1_000;

export interface LinkOptions {
  readonly identity: Identity;
  /** 16 random bytes, new at every boot. */
  readonly boot: Uint8Array;
  readonly info: InfoMessage;
  readonly clock: DeviceClock;
  readonly trace: Trace;
  /** 0 (inclusive) to 1 (exclusive): the jitter of reconnects. */
  readonly random: () => number;
  readonly onMessage: (topic: TopicName, bytes: Uint8Array, retained: boolean) => void;
  readonly onUp: (up: boolean) => void;
}

export interface Link {
  /** Resolves at the first `ready`; rejects when that takes longer than `deadlineMs`, with the last reason. */
  ready(deadlineMs: number): Promise<void>;
  /** QoS 1 through the outbox. True at PUBACK; false when it was not delivered by `untilMs` (monotonic). */
  send(topic: TopicName, bytes: Uint8Array, untilMs?: number): Promise<boolean>;
  /** Live only: lost when the link is down (state, info, reported, telemetry). */
  sendNow(topic: TopicName, bytes: Uint8Array): void;
  /** `abrupt` cuts the connection as a power cut does: no DISCONNECT, so the broker publishes the will. */
  close(how?: 'orderly' | 'abrupt'): Promise<void>;
}

/** One link over its life, whichever connection carries it now. */
interface Run {
  readonly options: LinkOptions;
  readonly outbox: ReturnType<typeof createOutbox>;
  readonly whenReady: Set<() => void>;
  client: MqttClient | null;
  isUp: boolean;
  closed: boolean;
  /** +1 for every CONNECT of this boot: presence keeps the newest pair of boot and connection. */
  connection: number;
  failures: number;
  lastWhy: string;
  retryTimer: NodeJS.Timeout | undefined;
}

/** The device's only connection: MQTT 3.1.1 over mutual TLS, clean session, a new client for each connection. */
export const openLink = (options: LinkOptions): Link => {
  const run: Run = {
    options,
    outbox: createOutbox(),
    whenReady: new Set(),
    client: null,
    isUp: false,
    closed: false,
    connection: 0,
    failures: 0,
    lastWhy: 'not connected yet',
    retryTimer: undefined,
  };
  const { clock, trace } = options;
  const pumpTimer = setInterval(() => pump(run), PUMP_MS);
  openConnection(run);
  return {
    ready: (deadlineMs) => untilReady(run, deadlineMs),
    send: (topic, bytes, untilMs = Number.POSITIVE_INFINITY) =>
      new Promise((resolve) => {
        const done = (arrived: boolean) => {
          if (!arrived) trace.emit('dropped', { atMs: clock.epochMs(), topic, bytes });
          resolve(arrived);
        };
        run.outbox.add({ topic, bytes, untilMs, done });
        pump(run);
      }),
    sendNow: (topic, bytes) => {
      if (run.client && run.isUp) publish(run, run.client, topic, bytes);
    },
    close: async (how = 'orderly') => {
      clearInterval(pumpTimer);
      await closeLink(run, how);
    },
  };
};

const openConnection = (run: Run): void => {
  const { identity, clock, trace, onMessage } = run.options;
  run.connection += 1;
  const mine = newClient(identity, stateBytes(run, 'lost'));
  run.client = mine;
  mine.on('connect', () => {
    wentUp(run, mine).catch((error: Error) => {
      run.lastWhy = `the broker refused the subscriptions: ${error.message}`;
      mine.end(true);
    });
  });
  mine.on('error', (error) => {
    run.lastWhy = error.message;
  });
  mine.on('message', (topic, payload, packet) => {
    const parsed = parseTopic(topic);
    if (!parsed || parsed.device !== identity.device) return;
    const bytes = new Uint8Array(payload);
    trace.emit('received', { atMs: clock.epochMs(), topic: parsed.name, bytes, retained: packet.retain });
    onMessage(parsed.name, bytes, packet.retain);
  });
  mine.on('close', () => wentDown(run, mine));
};

/** CONNACK came: subscriptions first, so that no command is missed once `ready` is said. */
const wentUp = async (run: Run, mine: MqttClient): Promise<void> => {
  const { identity, clock, trace, onUp } = run.options;
  const filters = Object.fromEntries(subscriptionsOf(identity.device).map((filter) => [filter, { qos: 1 as const }]));
  await mine.subscribeAsync(filters);
  if (run.client !== mine || run.closed) return;
  publish(run, mine, 'info', encodeMessage(info, run.options.info));
  publish(run, mine, 'state', stateBytes(run, 'ready'));
  run.isUp = true;
  run.failures = 0;
  run.lastWhy = 'the connection was cut';
  run.outbox.restart();
  trace.emit('connected', { atMs: clock.epochMs(), connection: run.connection });
  onUp(true);
  pump(run);
  for (const resolve of run.whenReady) resolve();
  run.whenReady.clear();
};

const wentDown = (run: Run, mine: MqttClient): void => {
  if (run.client !== mine) return;
  const { clock, trace, onUp, random } = run.options;
  const wasUp = run.isUp;
  run.client = null;
  run.isUp = false;
  trace.emit('disconnected', { atMs: clock.epochMs(), why: run.lastWhy });
  mine.end(true);
  if (run.closed) return;
  if (wasUp) onUp(false);
  // Full jitter: a broker that comes back is not met by all its devices at once.
  const ceilingMs = Math.min(BACKOFF.capMs, BACKOFF.firstMs * 2 ** Math.min(run.failures, 16));
  run.failures += 1;
  run.retryTimer = setTimeout(() => openConnection(run), random() * ceilingMs);
};

const publish = (run: Run, to: MqttClient, topic: TopicName, bytes: Uint8Array, acked?: () => void): void => {
  const { identity, clock, trace } = run.options;
  const { qos, retain } = rowOf(topic);
  to.publish(topicOf(identity.device, topic), Buffer.from(bytes), { qos, retain }, (error) => {
    if (error) return;
    trace.emit('acked', { atMs: clock.epochMs(), topic, bytes });
    acked?.();
  });
  trace.emit('published', { atMs: clock.epochMs(), topic, bytes });
};

const pump = (run: Run): void => {
  const { outbox, client, options } = run;
  const nowMs = options.clock.nowMs();
  outbox.expire(nowMs);
  if (!run.isUp || !client) return;
  for (const message of outbox.due(nowMs)) {
    publish(run, client, message.topic, message.bytes, () => outbox.acked(message));
  }
};

const stateBytes = ({ options, connection }: Run, value: StateMessage['state']): Buffer =>
  Buffer.from(encodeMessage(state, { state: value, boot: options.boot, connection }));

const untilReady = (run: Run, deadlineMs: number): Promise<void> =>
  new Promise((resolve, reject) => {
    if (run.isUp) {
      resolve();
      return;
    }
    const { device, broker } = run.options.identity;
    const timer = setTimeout(() => {
      run.whenReady.delete(done);
      reject(new Error(`${device} could not connect to ${broker.host}:${broker.port}: ${run.lastWhy}`));
    }, deadlineMs);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    run.whenReady.add(done);
  });

const closeLink = async (run: Run, how: 'orderly' | 'abrupt'): Promise<void> => {
  run.closed = true;
  run.lastWhy = 'closed';
  clearTimeout(run.retryTimer);
  const { client, isUp, outbox } = run;
  if (client && isUp && how === 'orderly') {
    publish(run, client, 'state', stateBytes(run, 'disconnected'));
    // A broker that holds a PUBACK back must not hold the device.
    await Promise.race([client.endAsync(), sleep(CLOSE_DEADLINE_MS, undefined, { ref: false })]);
    client.stream.destroy();
  } else if (client) {
    client.stream.destroy();
    client.end(true);
  }
  run.isUp = false;
  outbox.clear();
};

const newClient = (identity: Identity, will: Buffer): MqttClient => {
  const { host, port } = identity.broker;
  const openSocket = () => {
    const socket = connectTls({
      host,
      port,
      key: identity.privateKey,
      cert: identity.certificate,
      ca: identity.brokerCa,
      allowPartialTrustChain: true,
      minVersion: 'TLSv1.2',
    });
    // Without it Nagle's algorithm and the delayed ACK hold small packets of a QoS 1 exchange for up to 40 ms each.
    socket.setNoDelay(true);
    return socket;
  };
  return new MqttClient(openSocket, {
    protocolVersion: 4,
    clientId: identity.device,
    clean: true,
    keepalive: KEEPALIVE_S,
    connectTimeout: CONNECT_DEADLINE_MS,
    reconnectPeriod: 0,
    queueQoSZero: false,
    will: { topic: topicOf(identity.device, 'state'), payload: will, qos: 1, retain: true },
  });
};
