import { createHash, randomBytes } from 'node:crypto';
import {
  encodeMessage,
  frameHeader,
  result,
  type StateMessage,
  sealUplink,
  state,
  tap,
  telemetry,
  topicOf,
} from '@smart-latch/protocol';

/** Well-formed messages of a device. The broker does not know the MAC key, so any will do. */

const key = { version: 1, secret: randomBytes(32) };

export const tapPayload = (device: string, tapId: Uint8Array = randomBytes(16)): Buffer => {
  const credential = { kind: 'uid' as const, uid: randomBytes(7) };
  const message = encodeMessage(tap, { tapId, nonce: randomBytes(16), credential, cameraWoken: false });
  return Buffer.from(sealUplink(key, device, topicOf(device, 'nfc/tap'), message));
};

export const framePayload = (camera: string, latch: string, jpeg: Uint8Array): Buffer => {
  const sha256 = createHash('sha256').update(jpeg).digest();
  const header = { nonce: randomBytes(16), latch, sequence: 1, capturedAtMs: 1_700_000_000_000, sha256 };
  const message = encodeMessage(frameHeader, header);
  return Buffer.from(sealUplink(key, camera, topicOf(camera, 'face/frame'), message, jpeg));
};

export const resultPayload = (device: string, commandId: Uint8Array): Buffer => {
  const message = encodeMessage(result, { commandId, ok: true, stages: [['verify', 3]] });
  return Buffer.from(sealUplink(key, device, topicOf(device, 'result/unlock'), message));
};

export const statePayload = (said: StateMessage['state'], boot: Uint8Array, connection = 1): Buffer =>
  Buffer.from(encodeMessage(state, { state: said, boot, connection }));

export const telemetryPayload = (): Buffer => Buffer.from(encodeMessage(telemetry, { counters: [['wakeups', 1]] }));
