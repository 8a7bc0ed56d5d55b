import { createHash } from 'node:crypto';
import { type DeviceEventMessage, deviceEvent, encodeMessage } from '@smart-latch/protocol';
import { z } from 'zod';
import type { Flash } from '../flash.ts';

const headSchema = z.object({
  /** Sequence of the next event. */
  sequence: z.int().min(0),
  /** SHA-256 of the last event as it was published, hex; zeros before the first. */
  previous: z.string().regex(/^[0-9a-f]{64}$/),
});
const GENESIS: z.output<typeof headSchema> = { sequence: 0, previous: '00'.repeat(32) };

export interface ChainedEvent {
  readonly sequence: number;
  /** What is published: the sealed event. */
  readonly bytes: Uint8Array;
}

/**
 * Makes the device's own hash chain: each event holds the SHA-256 of the bytes of the one before (MAC and all), so one that
 * is left out or changed later breaks the next. The head is stored before the event leaves: a number is never given twice.
 */
export const createChain = (flash: Flash) => {
  let head = headSchema.catch(GENESIS).parse(flash.read('chain'));
  return (
    event: Omit<DeviceEventMessage, 'sequence' | 'previous'>,
    seal: (payload: Uint8Array) => Uint8Array,
  ): ChainedEvent => {
    const { sequence } = head;
    const previous = new Uint8Array(Buffer.from(head.previous, 'hex'));
    const bytes = seal(encodeMessage(deviceEvent, { ...event, sequence, previous }));
    head = { sequence: sequence + 1, previous: createHash('sha256').update(bytes).digest('hex') };
    flash.write('chain', head);
    return { sequence, bytes };
  };
};
