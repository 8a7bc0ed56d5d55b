import { type DeviceEventMessage, decodeMessage, deviceEvent, parseUplink } from '@smart-latch/protocol';
import type { Store } from '@smart-latch/store';
import type { Rig } from '../boards/rig.ts';
import { eventually } from '../eventually.ts';
import type { Supervisor } from '../supervisor.ts';

const RECORDED_DEADLINE_MS = 15_000;

/** The events that a latch put on the wire, by their number, and what the platform made of them. */
export const followEvents = (rig: Rig, supervisor: Supervisor) => {
  const published = new Map<number, DeviceEventMessage>();
  rig.events.on('published', ({ topic, bytes }) => {
    if (!topic.startsWith('evt/')) return;
    const event = decodeMessage(deviceEvent, parseUplink(bytes).payload);
    published.set(event.sequence, event);
  });
  const alarms: string[] = [];
  const stop = supervisor.onLine(({ record }) => {
    if (record?.msg === 'a message was refused') alarms.push(String(record.why));
  });
  return {
    published,
    /** Why the platform refused something: `device_chain_broken` when the chain of a device does not hold. */
    alarms,
    /** Resolves when the platform has every event that was published; rejects with those that are missing. */
    untilRecorded: async (store: Store, device: string): Promise<void> => {
      const missing = async (): Promise<number[]> => {
        const rows = await store.models.events.find({ device }).lean();
        const known = new Set(rows.map(({ body }) => (JSON.parse(body ?? '{}') as { sequence?: number }).sequence));
        return [...published.keys()].filter((sequence) => !known.has(sequence));
      };
      await eventually(
        'every event is recorded',
        async () => (await missing()).length === 0,
        RECORDED_DEADLINE_MS,
      ).catch(async () => {
        throw new Error(`the platform has no event ${(await missing()).join(', ')} of ${device}`);
      });
    },
    close: stop,
  };
};
