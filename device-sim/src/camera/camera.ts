import { randomBytes } from 'node:crypto';
import {
  type Command,
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
} from '@smart-latch/protocol';
import type { Logger } from '@smart-latch/runtime';
import { type DeviceClock, systemDeviceClock } from '../device-clock.ts';
import type { Identity } from '../identity.ts';
import { openLink } from '../link.ts';
import { createSecrets } from '../secrets.ts';
import { createTrace, type Trace } from '../trace.ts';
import { openWakeable } from '../wake.ts';
import { sealFrame } from './frame.ts';
import { emptyCaptures, judgeCapture, keepResult, noteNonce } from './guard.ts';
import { type Lens, silentLens } from './lens.ts';

/** A frame that is older than this has no attempt left to count in. */
const FRAME_LIFE_MS = 10_000;
const STRAY_RESULT_MS = 1_000;
const NO_COMMAND = new Uint8Array(16);

export interface CameraOptions {
  readonly identity: Identity;
  readonly lens?: Lens;
  /** UDP port of the peer link on loopback; 0 or absent for any free one, null for a camera that cannot be woken. */
  readonly wakePort?: number | null;
  readonly log?: Logger;
  readonly clock?: DeviceClock;
  readonly random?: () => number;
  readonly connectDeadlineMs?: number;
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
  const { identity, log } = options;
  if (identity.kind !== 'camera') throw new Error(`${identity.device} is a ${identity.kind}, not a camera`);
  const { device } = identity;
  const clock = options.clock ?? systemDeviceClock;
  const trace = createTrace();
  const secrets = createSecrets(identity, clock.nowMs);
  const boot = randomBytes(16);
  let lens = options.lens ?? silentLens;
  let captures = emptyCaptures;
  let lastStrayMs = Number.NEGATIVE_INFINITY;
  const taken = new Map<string, number>();
  // It must never repeat, also not after a restart; a board keeps it in flash, here the wall clock does.
  let sequence = Math.floor(clock.epochMs());

  const sendResult = (op: Op, value: ResultMessage): void => {
    const topic: TopicName = `result/${op}`;
    if (!isParty('camera', rowOf(topic).from)) return;
    trace.emit('result', {
      atMs: clock.epochMs(),
      op,
      commandId: hex(value.commandId),
      ok: value.ok,
      reason: value.reason ?? null,
    });
    void link.send(
      topic,
      sealUplink(secrets.uplinkKey(), device, topicOf(device, topic), encodeMessage(result, value)),
    );
  };

  /** One picture for this nonce: true when it arrived, null when there was none to send. */
  const takePicture = async (nonce: Uint8Array, latch: string): Promise<boolean | null> => {
    const name = hex(nonce);
    const n = taken.get(name) ?? 0;
    taken.delete(name);
    taken.set(name, n + 1);
    for (const old of [...taken.keys()].slice(0, -16)) taken.delete(old);
    const jpeg = await lens(n);
    if (!jpeg) return null;
    sequence += 1;
    const mine = sequence;
    const capturedAtMs = Math.round(clock.epochMs());
    const bytes = sealFrame({ device, key: secrets.uplinkKey(), nonce, latch, sequence: mine, capturedAtMs, jpeg });
    trace.emit('frame', { atMs: clock.epochMs(), nonce: name, sequence: mine, bytes: bytes.length });
    return link.send('face/frame', bytes, clock.nowMs() + FRAME_LIFE_MS);
  };

  const refuse = (op: Op, commandId: Uint8Array | null, reason: string): void => {
    trace.emit('refused', { atMs: clock.epochMs(), op, commandId: commandId && hex(commandId), reason });
    log?.warn({ device, op, command: commandId && hex(commandId), reason }, 'command refused');
    if (!commandId && clock.nowMs() - lastStrayMs < STRAY_RESULT_MS) return;
    if (!commandId) lastStrayMs = clock.nowMs();
    sendResult(op, { commandId: commandId ?? NO_COMMAND, ok: false, reason, stages: [] });
  };

  const onVerified = async (command: Command, retained: boolean): Promise<void> => {
    const arrivedMs = clock.nowMs();
    const isPaired = (latch: string) => secrets.peer(latch) !== undefined;
    // The pairing may be younger than the keys: ask once before refusing.
    if (command.args.latch && !isPaired(command.args.latch)) await secrets.refresh();
    const verdict = judgeCapture(captures, clock.nowMs(), command, retained, isPaired);
    if (verdict.is === 'repeated') return verdict.result ? sendResult(command.op, verdict.result) : undefined;
    if (verdict.is === 'refused') return refuse(command.op, command.commandId, verdict.reason);
    captures = verdict.state;
    trace.emit('verified', { atMs: clock.epochMs(), op: command.op, commandId: hex(command.commandId) });
    const verifiedMs = Math.round(clock.nowMs() - arrivedMs);
    const arrived = await takePicture(verdict.nonce, verdict.latch);
    if (arrived === null) return;
    const stages: [string, number][] = [
      ['verified', verifiedMs],
      [arrived ? 'sent' : 'given_up', Math.round(clock.nowMs() - arrivedMs)],
    ];
    const done: ResultMessage = { commandId: command.commandId, ok: true, stages };
    captures = keepResult(captures, done);
    sendResult(command.op, done);
  };

  const onMessage = (topic: TopicName, bytes: Uint8Array, retained: boolean): void => {
    if (topic.startsWith('cmd/')) {
      const opened = openCommand(bytes, secrets.commandKeys(), device);
      if (opened.ok) return guarded(onVerified(opened.value, retained));
      if (opened.reason === 'unknown_key') void secrets.refresh();
      refuse(topic.slice(4) as Op, null, opened.reason);
    } else if (topic === 'desired') {
      const opened = openDesired(bytes, secrets.commandKeys(), device);
      if (!opened.ok) return void log?.warn({ device, reason: opened.reason }, 'configuration refused');
      const { pairings } = opened.value;
      if (pairings.some(({ peer, epoch }) => secrets.peer(peer)?.epoch !== epoch)) void secrets.refresh();
    }
  };

  /** A bad picture is the operator's mistake: say it, keep running. */
  const guarded = (work: Promise<unknown>): void => {
    work.catch((error: Error) => log?.error({ device, err: error.message }, 'no frame was sent'));
  };

  const onWake = (latch: string, nonce: Uint8Array): void => {
    trace.emit('woken', { atMs: clock.epochMs(), by: latch, nonce: hex(nonce) });
    captures = noteNonce(captures, clock.nowMs(), hex(nonce));
    guarded(takePicture(nonce, latch));
  };

  const wakeable = options.wakePort === null ? null : await openWakeable(options.wakePort ?? 0, secrets, onWake);
  const link = openLink({
    identity,
    boot,
    clock,
    trace,
    random: options.random ?? Math.random,
    info: {
      model: 'device-sim camera',
      firmware: '1.0.0',
      capabilities: ['jpeg', 'peer_wake'],
      keyIds: secrets.commandKeys().map((key) => key.kid),
      boot,
      resetReason: 'power_on',
    },
    onMessage,
    onUp: () => undefined,
  });

  const close = async (how?: 'orderly' | 'abrupt'): Promise<void> => {
    await link.close(how);
    await wakeable?.close();
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
    address: wakeable ? { camera: device, host: '127.0.0.1', port: wakeable.port } : null,
    setLens: (next) => {
      lens = next;
    },
    publishRaw: (topic, bytes) => link.sendNow(topic, bytes),
    close,
  };
};

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
