import { createPublicKey } from 'node:crypto';
import { type Command, commandKeyId, type Op, openCommand, rawPublicKey, type SigningKey } from '@smart-latch/protocol';
import type { HostileBroker, Passing } from './hostile-broker.ts';

/** A command of the platform that the broker took on its way. */
export interface Taken {
  readonly device: string;
  readonly op: Op;
  readonly bytes: Uint8Array;
  readonly command: Command;
}

/** Takes every command, and hands them out in the order in which they came; all other messages pass. */
export const takeCommands = (broker: HostileBroker, platform: SigningKey) => {
  const publicKey = rawPublicKey(createPublicKey(platform.privateKey));
  const keys = [{ kid: commandKeyId(publicKey), publicKey }];
  const taken = new Map<string, Taken[]>();
  const waiting = new Map<string, (command: Taken) => void>();
  broker.onDown((message: Passing) => {
    const { device, name, payload } = message;
    if (!name.startsWith('cmd/')) return true;
    const opened = openCommand(payload, keys, device);
    if (!opened.ok) throw new Error(`the platform published a command that is ${opened.reason}`);
    const one: Taken = { device, op: opened.value.op, bytes: new Uint8Array(payload), command: opened.value };
    const whoWaits = waiting.get(device);
    waiting.delete(device);
    if (whoWaits) whoWaits(one);
    else taken.set(device, [...(taken.get(device) ?? []), one]);
    return false;
  });
  return {
    /** The next command for a device; rejects when none comes in time. */
    next: (device: string, deadlineMs: number): Promise<Taken> => {
      const [first, ...rest] = taken.get(device) ?? [];
      if (first) {
        taken.set(device, rest);
        return Promise.resolve(first);
      }
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(device);
          reject(new Error(`the platform sent ${device} no command within ${deadlineMs} ms`));
        }, deadlineMs);
        waiting.set(device, (command) => {
          clearTimeout(timer);
          resolve(command);
        });
      });
    },
  };
};
