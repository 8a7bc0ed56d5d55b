import { lockStateOf } from '@smart-latch/core';
import { encodeMessage, type ReportedMessage, reported } from '@smart-latch/protocol';
import { hex } from '../bytes.ts';
import type { Device } from '../device.ts';
import type { createChain } from './chain.ts';
import type { createRig } from './rig.ts';
import type { LatchEffect, LatchState } from './state.ts';

export interface Hands {
  readonly device: Device;
  readonly rig: ReturnType<typeof createRig>;
  readonly nextEvent: ReturnType<typeof createChain>;
  readonly state: () => LatchState;
  readonly publishTap: (tap: Extract<LatchEffect, { do: 'publish-tap' }>['tap']) => void;
  readonly reboot: () => void;
  /** Monotonic ms at which the last command came in. */
  readonly commandArrivedMs: () => number;
}

type Perform = { [D in LatchEffect['do']]: (hands: Hands, effect: Extract<LatchEffect, { do: D }>) => void };

/** What each effect of a step does to the world. */
const PERFORM: Perform = {
  'publish-tap': ({ publishTap }, { tap }) => publishTap(tap),
  show: ({ device }, { what }) => void device.trace.emit('shown', { atMs: device.clock.epochMs(), what }),
  drive: ({ device, rig }, { to }) => {
    device.trace.emit('moving', { atMs: device.clock.epochMs(), to });
    rig.drive(to);
  },
  verified: ({ device, commandArrivedMs }, { op, commandId, nonce }) => {
    const { trace, clock, log, id } = device;
    trace.emit('verified', { atMs: clock.epochMs(), op, commandId: hex(commandId) });
    if (op !== 'unlock') return;
    const verifyMs = Math.round((clock.nowMs() - commandArrivedMs()) * 10) / 10;
    log?.step(9, 'command verified, bolt moves', { device: id, command: hex(commandId), nonce, verifyMs });
  },
  refused: ({ device }, { op, commandId, reason }) => device.noteRefusal(op, commandId, reason),
  result: ({ device }, { op, result }) => device.sendResult(op, result),
  event: ({ device, nextEvent }, { kind, details, topic }) => {
    const { trace, clock } = device;
    const event = { kind, details, atMs: Math.round(clock.nowMs()) };
    const { sequence, bytes } = nextEvent(event, (payload) => device.seal(topic, payload));
    trace.emit('event', { atMs: clock.epochMs(), kind, sequence });
    void device.send(topic, bytes);
  },
  report: ({ device, state }) => device.sendNow('reported', encodeMessage(reported, reportOf(state()))),
  reboot: ({ reboot }) => reboot(),
};

export const perform = (hands: Hands, effect: LatchEffect): void => {
  const act = PERFORM[effect.do] as (hands: Hands, effect: LatchEffect) => void;
  act(hands, effect);
};

const reportOf = (state: LatchState): ReportedMessage => ({
  lockState: lockStateOf(state.phase),
  doorState: state.phase === 'Jammed' ? 'DoorJammed' : state.doorOpen ? 'DoorOpen' : 'DoorClosed',
  operatingMode: 'Normal',
  autoRelockTimeS: Math.round(state.timing.autoRelockMs / 1000),
  batteryPercent: 100,
  rssiDbm: -50,
});
