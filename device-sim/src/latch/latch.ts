import { randomBytes } from 'node:crypto';
import { LATCH, lockStateOf } from '@smart-latch/core';
import {
  encodeMessage,
  isParty,
  type Op,
  openCommand,
  openDesired,
  type ReportedMessage,
  reported,
  result,
  rowOf,
  sealUplink,
  type TopicName,
  tap as tapSchema,
  topicOf,
} from '@smart-latch/protocol';
import type { Logger } from '@smart-latch/runtime';
import type { Card } from '../card.ts';
import { type DeviceClock, systemDeviceClock } from '../device-clock.ts';
import type { Identity } from '../identity.ts';
import { type Link, openLink } from '../link.ts';
import { createSecrets } from '../secrets.ts';
import { createTrace, type Trace } from '../trace.ts';
import { openWaker, type PeerAddress } from '../wake.ts';
import { createChain, fileStore, memoryStore } from './chain.ts';
import { createRig } from './rig.ts';
import {
  hex,
  initialState,
  LATCH_TIMING,
  type LatchEffect,
  type LatchEvent,
  type LatchState,
  type LatchTiming,
} from './state.ts';
import { nextDeadlineMs, step } from './step.ts';

/** After this the tap is not sent again: its answer could not be in time, and the panel says so. */
const TAP_LIFE_MS = 5_000;
/** How much longer than the travel one try of the bolt may take. */
const BOLT_SLACK_MS = 250;
const REBOOT_MS = 300;

export interface LatchOptions {
  readonly identity: Identity;
  /** Where the event chain survives a restart; without it a restart begins a new chain. */
  readonly folder?: string;
  /** How long the bolt moves, ms; 900 on the hardware. */
  readonly travelMs?: number;
  readonly timing?: Partial<LatchTiming>;
  /** Cameras that this latch wakes on a tap, over the peer link. */
  readonly cameras?: readonly PeerAddress[];
  readonly log?: Logger;
  readonly clock?: DeviceClock;
  readonly random?: () => number;
  /** How long the first connection may take, ms. */
  readonly connectDeadlineMs?: number;
}

export interface Tapped {
  /** Hex. */
  readonly tapId: string;
  readonly nonce: string;
  /** The published bytes: `resend` them, or look inside. */
  readonly bytes: Uint8Array;
  /** True at PUBACK; false when it was given up after 5 s ("no server"). */
  readonly arrived: Promise<boolean>;
}

export interface Latch {
  readonly device: string;
  readonly trace: Trace;
  readonly on: Trace['on'];
  state(): LatchState;
  /** Throws when the latch does not take a tap now (slowed, jammed, moving). */
  tap(card: Card): Promise<Tapped>;
  /** The same bytes on `nfc/tap` again. */
  resend(bytes: Uint8Array): Promise<boolean>;
  /** Any bytes on a topic, unchecked: for misbehaviour. */
  publishRaw(topic: TopicName, bytes: Uint8Array): void;
  doorOpen(): void;
  doorClose(): void;
  exit(): void;
  tamper(): void;
  stick(stuck: boolean): void;
  reboot(): Promise<void>;
  close(how?: 'orderly' | 'abrupt'): Promise<void>;
}

/** A latch on the real link. Resolves when it is connected and has said `ready`. */
export const startLatch = async (options: LatchOptions): Promise<Latch> => {
  const { identity, log } = options;
  if (identity.kind !== 'latch') throw new Error(`${identity.device} is a ${identity.kind}, not a latch`);
  const { device } = identity;
  const clock = options.clock ?? systemDeviceClock;
  const travelMs = options.travelMs ?? LATCH.moveMs;
  const timing: LatchTiming = { ...LATCH_TIMING, boltMs: travelMs + BOLT_SLACK_MS, ...options.timing };
  const trace = createTrace();
  const secrets = createSecrets(identity, clock.nowMs);
  const nextEvent = createChain(options.folder ? fileStore(options.folder) : memoryStore());
  const rig = createRig({
    travelMs,
    onArrived: (at) => {
      trace.emit('moved', { atMs: clock.epochMs(), at });
      dispatch({ is: 'bolt', at });
    },
  });
  const waker = await openWaker(device, secrets, options.cameras ?? [], clock.epochMs);
  const taps = new Map<string, (published: Tapped) => void>();

  let boot = randomBytes(16);
  let state = initialState(hex(boot), timing);
  let doorIsOpen = false;
  let timer: NodeJS.Timeout | undefined;
  let commandArrivedMs = 0;

  const seal = (topic: TopicName, payload: Uint8Array): Uint8Array =>
    sealUplink(secrets.uplinkKey(), device, topicOf(device, topic), payload);

  const dispatch = (event: LatchEvent): void => {
    const from = state.phase;
    const taken = step(state, clock.nowMs(), event);
    state = taken.state;
    for (const effect of taken.effects) perform(effect);
    if (state.phase !== from) trace.emit('phase', { atMs: clock.epochMs(), from, to: state.phase });
    clearTimeout(timer);
    const dueMs = nextDeadlineMs(state);
    if (dueMs !== null)
      timer = setTimeout(() => dispatch({ is: 'tick' }), Math.max(0, Math.ceil(dueMs - clock.nowMs())));
  };

  const publishTap = async (effect: Extract<LatchEffect, { do: 'publish-tap' }>): Promise<void> => {
    const untilMs = clock.nowMs() + TAP_LIFE_MS;
    const { nonce, tapId } = effect.tap;
    const cameraWoken = options.cameras?.length ? await waker.wake(nonce) : false;
    const bytes = seal('nfc/tap', encodeMessage(tapSchema, { ...effect.tap, cameraWoken }));
    const arrived = link.send('nfc/tap', bytes, untilMs);
    const kind = effect.tap.credential.kind;
    log?.step(1, `tap: the latch made a nonce and published the ${kind} credential with its MAC`, {
      tap: hex(tapId),
      device,
      cameraWoken,
    });
    taps.get(hex(nonce))?.({ tapId: hex(tapId), nonce: hex(nonce), bytes, arrived });
    if (!(await arrived)) dispatch({ is: 'no-server', nonce });
  };

  const sendResult = (op: Op, value: Extract<LatchEffect, { do: 'result' }>['result']): void => {
    const topic: TopicName = `result/${op}`;
    if (!isParty('latch', rowOf(topic).from)) return;
    const { ok, reason = null } = value;
    trace.emit('result', { atMs: clock.epochMs(), op, commandId: hex(value.commandId), ok, reason });
    void link.send(topic, seal(topic, encodeMessage(result, value)));
  };

  const perform = (effect: LatchEffect): void => {
    const atMs = clock.epochMs();
    switch (effect.do) {
      case 'publish-tap':
        return void publishTap(effect);
      case 'show':
        return void trace.emit('shown', { atMs, what: effect.what });
      case 'drive':
        trace.emit('moving', { atMs, to: effect.to });
        return rig.drive(effect.to);
      case 'verified':
        trace.emit('verified', { atMs, op: effect.op, commandId: hex(effect.commandId) });
        if (effect.op === 'unlock')
          log?.step(9, 'command verified, bolt moves', {
            device,
            command: hex(effect.commandId),
            nonce: effect.nonce,
            verifyMs: Math.round((clock.nowMs() - commandArrivedMs) * 10) / 10,
          });
        return;
      case 'refused': {
        const commandId = effect.commandId && hex(effect.commandId);
        trace.emit('refused', { atMs, op: effect.op, commandId, reason: effect.reason });
        log?.warn({ device, op: effect.op, command: commandId, reason: effect.reason }, 'command refused');
        return;
      }
      case 'result':
        return sendResult(effect.op, effect.result);
      case 'event': {
        const { kind, details, topic } = effect;
        const { sequence, payload } = nextEvent({ kind, details, atMs: Math.round(clock.nowMs()) });
        trace.emit('event', { atMs, kind, sequence });
        return void link.send(topic, seal(topic, payload));
      }
      case 'report':
        return link.sendNow('reported', encodeMessage(reported, reportOf(state)));
      case 'reboot':
        return void setTimeout(() => void reboot(), REBOOT_MS);
    }
  };

  const onMessage = (topic: TopicName, bytes: Uint8Array, retained: boolean): void => {
    commandArrivedMs = clock.nowMs();
    if (topic.startsWith('cmd/')) {
      const topicOp = topic.slice(4) as Op;
      const opened = openCommand(bytes, secrets.commandKeys(), device);
      if (!opened.ok && opened.reason === 'unknown_key') void secrets.refresh();
      dispatch({ is: 'command', topicOp, opened, retained, fresh: randomBytes(16) });
    } else if (topic === 'desired') {
      const opened = openDesired(bytes, secrets.commandKeys(), device);
      if (!opened.ok) return void log?.warn({ device, reason: opened.reason }, 'configuration refused');
      const { autoRelockMs, heldOpenMs, pairings } = opened.value;
      if (pairings.some(({ peer, epoch }) => secrets.peer(peer)?.epoch !== epoch)) void secrets.refresh();
      dispatch({ is: 'configured', autoRelockMs, heldOpenMs });
    }
  };

  const connect = (): Link =>
    openLink({
      identity,
      boot,
      clock,
      trace,
      random: options.random ?? Math.random,
      info: {
        model: 'device-sim latch',
        firmware: '1.0.0',
        capabilities: ['nfc', 'door_contact', 'exit_button', 'tamper'],
        keyIds: secrets.commandKeys().map((key) => key.kid),
        boot,
        resetReason: 'power_on',
      },
      onMessage,
      onUp: (up) => dispatch({ is: 'link', up }),
    });

  let link = connect();
  const boltNow = () => rig.position();
  dispatch({ is: 'boot', bolt: boltNow(), doorOpen: doorIsOpen });

  const reboot = async (): Promise<void> => {
    await link.close('orderly');
    boot = randomBytes(16);
    state = initialState(hex(boot), state.timing);
    link = connect();
    dispatch({ is: 'boot', bolt: boltNow(), doorOpen: doorIsOpen });
    await link.ready(options.connectDeadlineMs ?? 15_000);
  };

  const close = async (how?: 'orderly' | 'abrupt'): Promise<void> => {
    clearTimeout(timer);
    rig.close();
    await link.close(how);
    clearTimeout(timer);
    await waker.close();
  };

  const tap = async (card: Card): Promise<Tapped> => {
    const credential = await card.present();
    const nonce = randomBytes(16);
    return new Promise((resolve, reject) => {
      taps.set(hex(nonce), resolve);
      dispatch({ is: 'tap', tapId: randomBytes(16), nonce, credential });
      if (!state.nonces.some((slot) => slot.nonce === hex(nonce))) reject(new Error(refusedTap(state)));
    }).finally(() => taps.delete(hex(nonce))) as Promise<Tapped>;
  };

  try {
    await link.ready(options.connectDeadlineMs ?? 15_000);
  } catch (error) {
    await close('abrupt');
    throw error;
  }

  return {
    device,
    trace,
    on: trace.on.bind(trace),
    state: () => state,
    tap,
    resend: (bytes) => link.send('nfc/tap', bytes, clock.nowMs() + TAP_LIFE_MS),
    publishRaw: (topic, bytes) => link.sendNow(topic, bytes),
    doorOpen: () => {
      doorIsOpen = true;
      dispatch({ is: 'door', open: true });
    },
    doorClose: () => {
      doorIsOpen = false;
      dispatch({ is: 'door', open: false });
    },
    exit: () => dispatch({ is: 'exit' }),
    tamper: () => dispatch({ is: 'tamper' }),
    stick: rig.stick,
    reboot,
    close,
  };
};

const refusedTap = (state: LatchState): string =>
  state.phase === 'Jammed'
    ? 'the latch takes no tap: its bolt is jammed'
    : `the latch takes no tap now (${state.phase}): wait a few seconds and tap again`;

const reportOf = (state: LatchState): ReportedMessage => ({
  lockState: lockStateOf(state.phase),
  doorState: state.phase === 'Jammed' ? 'DoorJammed' : state.doorOpen ? 'DoorOpen' : 'DoorClosed',
  operatingMode: 'Normal',
  autoRelockTimeS: Math.round(state.timing.autoRelockMs / 1000),
  batteryPercent: 100,
  rssiDbm: -50,
});
