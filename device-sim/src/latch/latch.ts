import { randomBytes } from 'node:crypto';
import { LATCH } from '@smart-latch/core';
import { encodeMessage, type TopicName, tap as tapSchema } from '@smart-latch/protocol';
import { hex } from '../bytes.ts';
import type { Card } from '../card.ts';
import { createDevice, type Device, type DeviceOptions, newBoot, once } from '../device.ts';
import type { Trace } from '../trace.ts';
import { openWaker, type PeerAddress } from '../wake.ts';
import { createChain } from './chain.ts';
import { createMachine } from './machine.ts';
import { type Hands, perform } from './perform.ts';
import { createRig } from './rig.ts';
import { initialState, LATCH_TIMING, type LatchEffect, type LatchState, type LatchTiming } from './state.ts';

/** After this the tap is not sent again: its answer could not be in time, and the panel says so. */
const TAP_LIFE_MS = 5_000;
/** How much longer than the travel one try of the bolt may take. */
const BOLT_SLACK_MS = 250;
/** Time for the result to leave before a reboot. */
const REBOOT_AFTER_MS = 300;

export interface LatchOptions extends DeviceOptions {
  /** How long the bolt moves, ms; 900 on the hardware. */
  readonly travelMs?: number;
  readonly timing?: Partial<LatchTiming>;
  /** Cameras that this latch wakes on a tap, over the peer link. */
  readonly cameras?: readonly PeerAddress[];
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
  /** Throws when the latch does not take a tap now (slowed, jammed, moving). `spoil` changes what is sent: for misbehaviour. */
  tap(card: Card, spoil?: (bytes: Uint8Array) => Uint8Array): Promise<Tapped>;
  /** The same bytes on `nfc/tap` again. */
  resend(bytes: Uint8Array): Promise<boolean>;
  /** Any bytes on a topic, unchecked: for misbehaviour. */
  publishRaw(topic: TopicName, bytes: Uint8Array): void;
  doorOpen(): void;
  doorClose(): void;
  exit(): void;
  tamper(): void;
  /** A stuck bolt never arrives. */
  stick(stuck: boolean): void;
  reboot(): Promise<void>;
  close(how?: 'orderly' | 'abrupt'): Promise<void>;
}

/** A latch on the real link. Resolves when it is connected and has said `ready`. */
export const startLatch = async (options: LatchOptions): Promise<Latch> => {
  const parts = assemble(options);
  const { device, machine, rig, door } = parts;
  const waker = await openWaker(device.id, device.secrets, options.cameras ?? [], device.clock.epochMs);
  parts.wake = options.cameras?.length ? waker.wake : async () => false;
  const close = once(async (how?: 'orderly' | 'abrupt'): Promise<void> => {
    clearTimeout(parts.rebootTimer);
    machine.stop();
    rig.close();
    await device.close(how);
    await waker.close();
  });
  try {
    await boot(parts);
  } catch (error) {
    await close('abrupt');
    throw error;
  }
  const moveDoor = (open: boolean): void => {
    door.isOpen = open;
    machine.dispatch({ is: 'door', open });
  };
  return {
    device: device.id,
    trace: device.trace,
    on: device.trace.on.bind(device.trace),
    state: machine.state,
    tap: (card, spoil) => present(parts, card, spoil),
    resend: (bytes) => device.send('nfc/tap', bytes, device.clock.nowMs() + TAP_LIFE_MS),
    publishRaw: device.sendNow,
    doorOpen: () => moveDoor(true),
    doorClose: () => moveDoor(false),
    exit: () => machine.dispatch({ is: 'exit' }),
    tamper: () => machine.dispatch({ is: 'tamper' }),
    stick: rig.stick,
    reboot: () => boot(parts),
    close,
  };
};

interface Parts {
  readonly device: Device;
  readonly machine: ReturnType<typeof createMachine>;
  readonly rig: ReturnType<typeof createRig>;
  readonly door: { isOpen: boolean };
  /** Who waits for the bytes of a tap, by nonce. */
  readonly tapped: Map<string, { published: (tapped: Tapped) => void; spoil: (bytes: Uint8Array) => Uint8Array }>;
  wake: (nonce: Uint8Array) => Promise<boolean>;
  rebootTimer: NodeJS.Timeout | undefined;
}

const assemble = (options: LatchOptions): Parts => {
  const travelMs = options.travelMs ?? LATCH.moveMs;
  const timing = { ...LATCH_TIMING, boltMs: travelMs + BOLT_SLACK_MS, ...options.timing };
  let commandArrivedMs = 0;
  const device: Device = createDevice('latch', options, {
    capabilities: ['nfc', 'door_contact', 'exit_button', 'tamper'],
    onCommand: (topicOp, opened, retained) => {
      commandArrivedMs = device.clock.nowMs();
      machine.dispatch({ is: 'command', topicOp, opened, retained, fresh: randomBytes(16) });
    },
    onConfigured: ({ autoRelockMs, heldOpenMs }) => machine.dispatch({ is: 'configured', autoRelockMs, heldOpenMs }),
    onUp: (up) => machine.dispatch({ is: 'link', up }),
  });
  const { clock, trace } = device;
  const rig = createRig({
    travelMs,
    onArrived: (at) => {
      trace.emit('moved', { atMs: clock.epochMs(), at });
      machine.dispatch({ is: 'bolt', at });
    },
  });
  const hands: Hands = {
    device,
    rig,
    nextEvent: createChain(device.flash),
    state: () => machine.state(),
    publishTap: (tap) => void publishTap(parts, tap),
    reboot: () => {
      parts.rebootTimer = setTimeout(() => boot(parts).catch(() => undefined), REBOOT_AFTER_MS);
    },
    commandArrivedMs: () => commandArrivedMs,
  };
  const machine = createMachine(initialState('', timing), {
    clock,
    perform: (effect) => perform(hands, effect),
    onPhase: (from, to) => trace.emit('phase', { atMs: clock.epochMs(), from, to }),
  });
  const parts: Parts = {
    device,
    machine,
    rig,
    door: { isOpen: false },
    tapped: new Map(),
    wake: async () => false,
    rebootTimer: undefined,
  };
  return parts;
};

/** Power on: a new boot id, empty RAM, the switches tell where the bolt is; then the link. */
const boot = async ({ device, machine, rig, door }: Parts): Promise<void> => {
  await device.close('orderly');
  const id = newBoot();
  machine.restart(initialState(hex(id), machine.state().timing));
  device.connect(id);
  machine.dispatch({ is: 'boot', bolt: rig.position(), doorOpen: door.isOpen });
  await device.ready();
};

const present = async (
  { machine, tapped }: Parts,
  card: Card,
  spoil: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes,
): Promise<Tapped> => {
  const credential = await card.present();
  const nonce = randomBytes(16);
  const key = hex(nonce);
  const published = new Promise<Tapped>((resolve) => tapped.set(key, { published: resolve, spoil }));
  machine.dispatch({ is: 'tap', tapId: randomBytes(16), nonce, credential });
  const state = machine.state();
  if (state.nonces.some((slot) => slot.nonce === key)) return published;
  tapped.delete(key);
  const why =
    state.phase === 'Jammed' ? 'its bolt is jammed' : `it is ${state.phase} or slowed down; wait a few seconds`;
  throw new Error(`the latch takes no tap now: ${why}`);
};

const publishTap = async (parts: Parts, tap: Extract<LatchEffect, { do: 'publish-tap' }>['tap']): Promise<void> => {
  const { device, machine, tapped } = parts;
  const untilMs = device.clock.nowMs() + TAP_LIFE_MS;
  const [tapId, nonce] = [hex(tap.tapId), hex(tap.nonce)];
  const cameraWoken = await parts.wake(tap.nonce);
  const waiting = tapped.get(nonce);
  const sealed = device.seal('nfc/tap', encodeMessage(tapSchema, { ...tap, cameraWoken }));
  const bytes = waiting ? waiting.spoil(sealed) : sealed;
  const arrived = device.send('nfc/tap', bytes, untilMs);
  const what = `tap: the latch made a nonce and published the ${tap.credential.kind} credential with its MAC`;
  device.log?.step(1, what, { tap: tapId, device: device.id, cameraWoken });
  waiting?.published({ tapId, nonce, bytes, arrived });
  tapped.delete(nonce);
  if (!(await arrived)) machine.dispatch({ is: 'no-server', nonce: tap.nonce });
};
