import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DeviceEventMessage, deviceEvent, encodeMessage } from '@smart-latch/protocol';

export interface ChainHead {
  /** Sequence of the next event. */
  readonly sequence: number;
  /** SHA-256 of the last event's CBOR, hex; zeros before the first. */
  readonly previous: string;
}

/** Where the head survives a reboot: flash on a board, a file here. */
export interface ChainStore {
  readonly load: () => ChainHead | null;
  readonly save: (head: ChainHead) => void;
}

export const memoryStore = (): ChainStore => {
  let head: ChainHead | null = null;
  return {
    load: () => head,
    save: (next) => {
      head = next;
    },
  };
};

export const fileStore = (folder: string): ChainStore => {
  const path = join(folder, 'chain.json');
  return {
    load: () => {
      try {
        return JSON.parse(readFileSync(path, 'utf8')) as ChainHead;
      } catch {
        return null;
      }
    },
    save: (head) => {
      writeFileSync(`${path}.new`, JSON.stringify(head));
      renameSync(`${path}.new`, path);
    },
  };
};

/** Makes the device's own hash chain: an event that is left out or changed later breaks the next one. */
export const createChain = (store: ChainStore) => {
  let head = store.load() ?? { sequence: 0, previous: '00'.repeat(32) };
  return (event: Omit<DeviceEventMessage, 'sequence' | 'previous'>): { sequence: number; payload: Uint8Array } => {
    const { sequence } = head;
    const previous = new Uint8Array(Buffer.from(head.previous, 'hex'));
    const payload = encodeMessage(deviceEvent, { ...event, sequence, previous });
    head = { sequence: sequence + 1, previous: createHash('sha256').update(payload).digest('hex') };
    store.save(head);
    return { sequence, payload };
  };
};
