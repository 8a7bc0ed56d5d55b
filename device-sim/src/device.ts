import { randomBytes } from 'node:crypto';
import {
  type Command,
  type DesiredMessage,
  encodeMessage,
  isParty,
  type Op,
  openCommand,
  openDesired,
  type ResultMessage,
  result,
  rowOf,
  sealUplink,
  type TopicName,
  topicOf,
  type Verified,
} from '@smart-latch/protocol';
import type { Logger } from '@smart-latch/runtime';
import { z } from 'zod';
import { hex } from './bytes.ts';
import { type DeviceClock, systemDeviceClock } from './device-clock.ts';
import { type Flash, openFlash } from './flash.ts';
import type { DeviceKind, Identity } from './identity.ts';
import { type Link, openLink } from './link.ts';
import { createSecrets, type Secrets } from './secrets.ts';
import { createTrace, type Trace } from './trace.ts';

const CONNECT_DEADLINE_MS = 15_000;
export const FIRMWARE_VERSION = '1.0.0';

/** What both kinds of device are started with. */
export interface DeviceOptions {
  readonly identity: Identity;
  /** Where the event chain and the configuration's version survive a restart; without it they begin anew. */
  readonly folder?: string;
  readonly log?: Logger;
  readonly clock?: DeviceClock;
  /** 0 (inclusive) to 1 (exclusive): the jitter of reconnects. */
  readonly random?: () => number;
  /** How long the first connection may take, ms. */
  readonly connectDeadlineMs?: number;
}

export interface DeviceHandlers {
  readonly capabilities: readonly string[];
  readonly onCommand: (topicOp: Op, opened: Verified<Command>, retained: boolean) => void;
  readonly onConfigured: (desired: DesiredMessage) => void;
  readonly onUp: (up: boolean) => void;
}

/** What a latch and a camera have in common: identity, keys, the link, and what is sealed and opened with them. */
export interface Device {
  readonly id: string;
  readonly clock: DeviceClock;
  readonly trace: Trace;
  readonly secrets: Secrets;
  readonly flash: Flash;
  readonly log: Logger | undefined;
  /** Connects under a new boot id; the caller has closed what was before. */
  readonly connect: (boot: Uint8Array) => void;
  readonly ready: () => Promise<void>;
  /** COSE_Mac0 for this device and topic. */
  readonly seal: (topic: TopicName, payload: Uint8Array) => Uint8Array;
  readonly send: (topic: TopicName, bytes: Uint8Array, untilMs?: number) => Promise<boolean>;
  readonly sendNow: (topic: TopicName, bytes: Uint8Array) => void;
  readonly sendResult: (op: Op, value: ResultMessage) => void;
  /** Tells test and log of a refusal. */
  readonly noteRefusal: (op: Op, commandId: Uint8Array | null, reason: string) => void;
  readonly close: (how?: 'orderly' | 'abrupt') => Promise<void>;
}

export const createDevice = (kind: DeviceKind, options: DeviceOptions, handlers: DeviceHandlers): Device => {
  const { identity, log } = options;
  const id = identity.device;
  if (identity.kind !== kind) throw new Error(`${id} is a ${identity.kind}, not a ${kind}`);
  const clock = options.clock ?? systemDeviceClock;
  const trace = createTrace();
  const secrets = createSecrets(identity, clock.nowMs);
  const flash = openFlash(options.folder);
  const configure = createConfigure(id, secrets, flash, log, handlers.onConfigured);
  let link: Link | null = null;
  const linked = (): Link => {
    if (!link) throw new Error('connect() comes first');
    return link;
  };
  const seal = (topic: TopicName, payload: Uint8Array) =>
    sealUplink(secrets.uplinkKey(), id, topicOf(id, topic), payload);

  return {
    id,
    clock,
    trace,
    secrets,
    flash,
    log,
    seal,
    connect(boot) {
      link = openLink({
        identity,
        boot,
        clock,
        trace,
        random: options.random ?? Math.random,
        info: infoOf(kind, boot, secrets, handlers.capabilities),
        onMessage: (topic, bytes, retained) => {
          if (topic === 'desired') configure(bytes);
          if (!topic.startsWith('cmd/')) return;
          const opened = openCommand(bytes, secrets.commandKeys(), id);
          if (!opened.ok && opened.reason === 'unknown_key') void secrets.refresh();
          handlers.onCommand(topic.slice('cmd/'.length) as Op, opened, retained);
        },
        onUp: handlers.onUp,
      });
    },
    ready: () => linked().ready(options.connectDeadlineMs ?? CONNECT_DEADLINE_MS),
    send: (topic, bytes, untilMs) => linked().send(topic, bytes, untilMs),
    sendNow: (topic, bytes) => linked().sendNow(topic, bytes),
    sendResult(op, value) {
      const topic: TopicName = `result/${op}`;
      // A command of the other kind of device is refused here, but there is no topic to say so on.
      if (!isParty(kind, rowOf(topic).from)) return;
      const { ok, reason = null } = value;
      trace.emit('result', { atMs: clock.epochMs(), op, commandId: hex(value.commandId), ok, reason });
      void linked().send(topic, seal(topic, encodeMessage(result, value)));
    },
    noteRefusal(op, commandId, reason) {
      const command = commandId && hex(commandId);
      trace.emit('refused', { atMs: clock.epochMs(), op, commandId: command, reason });
      log?.warn({ device: id, op, command, reason }, 'command refused');
    },
    close: async (how) => link?.close(how),
  };
};

const infoOf = (kind: DeviceKind, boot: Uint8Array, secrets: Secrets, capabilities: readonly string[]) => ({
  model: `device-sim ${kind}`,
  firmware: FIRMWARE_VERSION,
  capabilities: [...capabilities],
  keyIds: secrets.commandKeys().map((key) => key.kid),
  boot,
  resetReason: 'power_on',
});

/** `desired`: signed, for this device, and not older than the one before, which a hostile broker may have kept. */
const createConfigure = (
  id: string,
  secrets: Secrets,
  flash: Flash,
  log: Logger | undefined,
  onConfigured: DeviceHandlers['onConfigured'],
) => {
  let newest = z.int().catch(-1).parse(flash.read('desired'));
  return (bytes: Uint8Array): void => {
    const opened = openDesired(bytes, secrets.commandKeys(), id);
    if (!opened.ok || opened.value.version < newest) {
      const reason = opened.ok ? 'replayed' : opened.reason;
      if (reason === 'unknown_key') void secrets.refresh();
      log?.warn({ device: id, reason }, 'configuration refused');
      return;
    }
    newest = opened.value.version;
    flash.write('desired', newest);
    // The configuration names peers and epochs; their keys come over HTTPS only.
    const isNew = opened.value.pairings.some(({ peer, epoch }) => secrets.peer(peer)?.epoch !== epoch);
    if (isNew) void secrets.refresh();
    onConfigured(opened.value);
  };
};

export const newBoot = (): Uint8Array => new Uint8Array(randomBytes(16));

/** Closing twice is closing once. */
export const once = <A extends unknown[]>(work: (...args: A) => Promise<void>): ((...args: A) => Promise<void>) => {
  let running: Promise<void> | null = null;
  return (...args) => {
    running ??= work(...args);
    return running;
  };
};
