import { randomBytes } from 'node:crypto';
import { countsForLatchLockout, denyDisplay, type Reason } from '@smart-latch/core';
import { type Command, commandTopic, MAX_TTL_MS, type Op, type SigningKey, signCommand } from '@smart-latch/protocol';

/** A command that is signed and may leave once it is committed. */
export interface SignedCommand {
  /** Hex of the 16 random bytes. */
  readonly id: string;
  readonly topic: string;
  readonly bytes: Buffer;
}

type Draft = Pick<Command, 'op' | 'device' | 'binding'> & Partial<Pick<Command, 'args' | 'ttlMs'>>;

export const hexBytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const issue = (key: SigningKey, draft: Draft, issuedAtMs: number): SignedCommand => {
  const commandId = new Uint8Array(randomBytes(16));
  const bytes = signCommand({ args: {}, ttlMs: MAX_TTL_MS, ...draft, commandId, issuedAtMs }, key);
  return { id: hex(commandId), topic: commandTopic(draft.device, draft.op), bytes: Buffer.from(bytes) };
};

export const unlockCommand = (key: SigningKey, device: string, nonce: string, nowMs: number): SignedCommand =>
  issue(key, { op: 'unlock', device, binding: { nonce: hexBytes(nonce) } }, nowMs);

/** Tells the latch what to show and whether it counts, never the reason. */
export const denyCommand = (
  key: SigningKey,
  device: string,
  nonce: string,
  reason: Reason,
  nowMs: number,
): SignedCommand => {
  const args = { display: denyDisplay(reason), countsForLockout: countsForLatchLockout(reason) };
  return issue(key, { op: 'deny', device, binding: { nonce: hexBytes(nonce) }, args }, nowMs);
};

export const captureCommand = (
  key: SigningKey,
  camera: string,
  nonce: string,
  latch: string,
  nowMs: number,
): SignedCommand =>
  issue(key, { op: 'capture', device: camera, binding: { nonce: hexBytes(nonce) }, args: { latch } }, nowMs);

/** `challenge`, `lock` and `reboot` are bound to the boot that the device last told of, and a counter that rises within it. */
export const bootCommand = (
  key: SigningKey,
  op: Extract<Op, 'challenge' | 'lock' | 'reboot'>,
  device: string,
  boot: { readonly id: string; readonly counter: number },
  nowMs: number,
): SignedCommand => issue(key, { op, device, binding: { boot: hexBytes(boot.id), counter: boot.counter } }, nowMs);
