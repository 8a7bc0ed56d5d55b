import type { Command, Op, ResultMessage, TopicName, Verified } from '@smart-latch/protocol';
import { hex, NO_COMMAND } from '../bytes.ts';
import { createDevice, type Device, type DeviceOptions, newBoot, once } from '../device.ts';
import type { Trace } from '../trace.ts';
import { openWakeable } from '../wake.ts';
import { sealFrame } from './frame.ts';
import { type CaptureState, emptyCaptures, judgeCapture, keepResult, noteNonce } from './guard.ts';
import { type Lens, silentLens } from './lens.ts';

/** A frame that is older than this has no attempt left to count in. */
const FRAME_LIFE_MS = 10_000;
/** Refusals that cannot name their command are reported at most this often. */
const STRAY_RESULT_MS = 1_000;
/** For how many nonces the number of pictures taken is remembered. */
const NONCES_REMEMBERED = 16;

export interface CameraOptions extends DeviceOptions {
  readonly lens?: Lens;
  /** UDP port of the peer link on loopback; 0 or absent for any free one, null for a camera that cannot be woken. */
  readonly wakePort?: number | null;
}

export interface Camera {
  readonly device: string;
  readonly trace: Trace;
  readonly on: Trace['on'];
  /** Where a latch wakes it: give this to `startLatch({cameras})`. */
  readonly address: { readonly camera: string; readonly host: string; readonly port: number } | null;
  setLens(lens: Lens): void;
  publishRaw(topic: TopicName, bytes: Uint8Array): void;
  close(how?: 'orderly' | 'abrupt'): Promise<void>;
}

/** A camera on the real link. Resolves when it is connected and has said `ready`. */
export const startCamera = async (options: CameraOptions): Promise<Camera> => {
  const device: Device = createDevice('camera', options, {
    capabilities: ['jpeg', 'peer_wake'],
    onCommand: (topicOp, opened, retained) => guarded(device, onCommand(eye, topicOp, opened, retained)),
    onConfigured: () => undefined,
    onUp: () => undefined,
  });
  const eye: Eye = {
    device,
    lens: options.lens ?? silentLens,
    captures: emptyCaptures,
    taken: new Map(),
    // It must never repeat, also not after a restart; a board keeps it in flash, here the wall clock does.
    sequence: Math.floor(device.clock.epochMs()),
    lastStrayMs: Number.NEGATIVE_INFINITY,
  };
  const wakeable =
    options.wakePort === null
      ? null
      : await openWakeable(options.wakePort ?? 0, device.secrets, (latch, nonce) => onWake(eye, latch, nonce));
  const close = once(async (how?: 'orderly' | 'abrupt'): Promise<void> => {
    await device.close(how);
    await wakeable?.close();
  });
  try {
    device.connect(newBoot());
    await device.ready();
  } catch (error) {
    await close('abrupt');
    throw error;
  }
  return {
    device: device.id,
    trace: device.trace,
    on: device.trace.on.bind(device.trace),
    address: wakeable && { camera: device.id, host: '127.0.0.1', port: wakeable.port },
    setLens: (lens) => {
      eye.lens = lens;
    },
    publishRaw: device.sendNow,
    close,
  };
};

interface Eye {
  readonly device: Device;
  lens: Lens;
  captures: CaptureState;
  /** Pictures taken, by nonce (hex). */
  readonly taken: Map<string, number>;
  sequence: number;
  lastStrayMs: number;
}

const onCommand = async (eye: Eye, topicOp: Op, opened: Verified<Command>, retained: boolean): Promise<void> => {
  const { device } = eye;
  const { clock, secrets } = device;
  if (!opened.ok) {
    refuse(eye, topicOp, null, opened.reason);
    return;
  }
  const command = opened.value;
  const arrivedMs = clock.nowMs();
  const isPaired = (latch: string) => secrets.peer(latch) !== undefined;
  // The pairing may be younger than the keys: ask once before refusing.
  if (command.args.latch && !isPaired(command.args.latch)) await secrets.refresh();
  const verdict = judgeCapture(eye.captures, clock.nowMs(), command, retained, isPaired);
  if (verdict.is === 'repeated') {
    if (verdict.result) device.sendResult(command.op, verdict.result);
    return;
  }
  if (verdict.is === 'refused') {
    refuse(eye, command.op, command.commandId, verdict.reason);
    return;
  }
  eye.captures = verdict.state;
  device.trace.emit('verified', { atMs: clock.epochMs(), op: command.op, commandId: hex(command.commandId) });
  const verifiedMs = Math.round(clock.nowMs() - arrivedMs);
  const arrived = await takePicture(eye, verdict.nonce, verdict.latch);
  if (arrived === null) return;
  const sentMs = Math.round(clock.nowMs() - arrivedMs);
  const done: ResultMessage = {
    commandId: command.commandId,
    ok: true,
    stages: [
      ['verified', verifiedMs],
      [arrived ? 'sent' : 'given_up', sentMs],
    ],
  };
  eye.captures = keepResult(eye.captures, done);
  device.sendResult(command.op, done);
};

const onWake = (eye: Eye, latch: string, nonce: Uint8Array): void => {
  const { trace, clock } = eye.device;
  trace.emit('woken', { atMs: clock.epochMs(), by: latch, nonce: hex(nonce) });
  eye.captures = noteNonce(eye.captures, clock.nowMs(), hex(nonce));
  guarded(eye.device, takePicture(eye, nonce, latch));
};

/** One picture for this nonce: true when it arrived, null when there was none to send. */
const takePicture = async (eye: Eye, nonce: Uint8Array, latch: string): Promise<boolean | null> => {
  const { device } = eye;
  const { clock, trace } = device;
  const jpeg = await eye.lens(countPicture(eye.taken, hex(nonce)));
  if (!jpeg) return null;
  eye.sequence += 1;
  const bytes = sealFrame({
    device: device.id,
    key: device.secrets.uplinkKey(),
    nonce,
    latch,
    sequence: eye.sequence,
    capturedAtMs: Math.round(clock.epochMs()),
    jpeg,
  });
  trace.emit('frame', { atMs: clock.epochMs(), nonce: hex(nonce), sequence: eye.sequence, bytes: bytes.length });
  return device.send('face/frame', bytes, clock.nowMs() + FRAME_LIFE_MS);
};

/** How many pictures this nonce had so far. */
const countPicture = (taken: Map<string, number>, nonce: string): number => {
  const n = taken.get(nonce) ?? 0;
  taken.set(nonce, n + 1);
  for (const oldest of [...taken.keys()].slice(0, -NONCES_REMEMBERED)) taken.delete(oldest);
  return n;
};

const refuse = (eye: Eye, op: Op, commandId: Uint8Array | null, reason: string): void => {
  const { device } = eye;
  device.noteRefusal(op, commandId, reason);
  const nowMs = device.clock.nowMs();
  if (!commandId && nowMs - eye.lastStrayMs < STRAY_RESULT_MS) return;
  if (!commandId) eye.lastStrayMs = nowMs;
  device.sendResult(op, { commandId: commandId ?? NO_COMMAND, ok: false, reason, stages: [] });
};

/** A bad picture is the operator's mistake: say it, keep running. */
const guarded = (device: Device, work: Promise<unknown>): void => {
  work.catch((error: Error) => {
    device.trace.emit('mistake', { atMs: device.clock.epochMs(), what: error.message });
    device.log?.error({ device: device.id }, error.message);
  });
};
