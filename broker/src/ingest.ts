import { randomUUID } from 'node:crypto';
import {
  type DeviceJob,
  decodeMessage,
  FRAME_TTL_S,
  type FrameHeader,
  frameKey,
  type InfoMessage,
  ProtocolError,
  parseUplink,
  type ResultMessage,
  type StateMessage,
  type TapMessage,
  type TopicName,
  UPLINK_MESSAGES,
  type UplinkName,
} from '@smart-latch/protocol';
import type { Clock, Logger } from '@smart-latch/runtime';
import type { BrokerMetrics } from './metrics.ts';
import type { Judgement } from './policy.ts';
import { Refused } from './refused.ts';

/** Where admitted messages go. Each rejects within a second when its Redis does not answer. */
export interface Outlets {
  /** Adds one job to queue `device`; resolves when Redis has it. */
  enqueue(job: DeviceJob): Promise<void>;
  /** Keeps a picture for `ttlS` seconds. */
  keepFrame(key: string, jpeg: Uint8Array, ttlS: number): Promise<void>;
}

export type Message = StateMessage | TapMessage | FrameHeader | ResultMessage | InfoMessage | Record<string, unknown>;

/** A device's message whose form is right. Whether it is true is access's to say: it has the MAC keys. */
export interface Parsed {
  readonly name: UplinkName;
  readonly message: Message;
  /** What the job carries: the payload without the picture. */
  readonly body: Buffer;
  /** The picture behind the header of a frame, else empty. */
  readonly trailer: Uint8Array;
}

type Admitted = Extract<Judgement, { ok: true }>;

const isUplink = (name: TopicName): name is UplinkName => Object.hasOwn(UPLINK_MESSAGES, name);

/** Checks the shape of a payload. Throws Refused('bad_shape'). */
export const parseMessage = ({ name, row }: Admitted, payload: Buffer): Parsed => {
  if (!isUplink(name)) throw new Refused('bad_shape', `${name} is not a message of a device`);
  try {
    const { inner, trailer } = row.proof === 'mac' ? unwrap(payload) : { inner: payload, trailer: new Uint8Array(0) };
    const isFrame = name === 'face/frame';
    if (isFrame !== trailer.length > 0) {
      throw new ProtocolError('bad_shape', isFrame ? 'no picture follows the header' : 'bytes follow the message');
    }
    const message = decodeMessage(UPLINK_MESSAGES[name], inner) as Message;
    return { name, message, body: payload.subarray(0, payload.length - trailer.length), trailer };
  } catch (error) {
    if (error instanceof ProtocolError) throw new Refused('bad_shape', `${name}: ${error.message}`);
    throw error;
  }
};

const unwrap = (payload: Buffer): { inner: Uint8Array; trailer: Uint8Array } => {
  const uplink = parseUplink(payload);
  return { inner: uplink.payload, trailer: uplink.rest };
};

/** Resolves when Redis has the job: only then may the PUBACK go out. Rejects with Refused('queue_down'). */
export type Ingest = (admitted: Admitted, parsed: Parsed) => Promise<void>;

/**
 * One valid device message becomes one job of queue `device`; the picture of a frame goes to the frame Redis first, so
 * that the job never points at nothing. When a Redis is away nothing is acknowledged and the connection ends: the device
 * comes back with the same bytes. A picture whose job failed leaves the frame Redis by itself after 30 s.
 */
export const createIngest = (deps: { outlets: Outlets; clock: Clock; log: Logger; metrics: BrokerMetrics }): Ingest => {
  const { outlets, clock, log, metrics } = deps;
  return async (admitted, parsed) => {
    const startedMs = performance.now();
    const receivedAtMs = clock.now();
    const { device, name: topic } = admitted;
    const job: DeviceJob = { device, topic, receivedAtMs, payload: parsed.body.toString('base64') };
    try {
      if (parsed.trailer.length > 0) {
        job.frame = frameKey(randomUUID());
        await outlets.keepFrame(job.frame, parsed.trailer, FRAME_TTL_S);
      }
      await outlets.enqueue(job);
    } catch (cause) {
      metrics.queueFailures.inc();
      throw new Refused('queue_down', 'a Redis did not take the message', { cause });
    }
    metrics.ingestSeconds.observe((performance.now() - startedMs) / 1000);
    metrics.messages.inc({ topic });
    logStep(log, device, parsed);
  };
};

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The lines of steps 2 and 5 of an unlock, and of the result that ends it; the other messages are too many to log. */
const logStep = (log: Logger, device: string, { name, message }: Parsed): void => {
  if (name === 'nfc/tap') {
    const tap = message as TapMessage;
    log.step(2, 'message admitted', { tap: hex(tap.tapId), nonce: hex(tap.nonce), device, topic: name });
  } else if (name === 'face/frame') {
    const frame = message as FrameHeader;
    log.step(5, 'frame admitted', { nonce: hex(frame.nonce), device, latch: frame.latch, sequence: frame.sequence });
  } else if (name.startsWith('result/')) {
    log.step(2, 'message admitted', { command: hex((message as ResultMessage).commandId), device, topic: name });
  }
};
