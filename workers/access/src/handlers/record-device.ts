import { createHash } from 'node:crypto';
import { takeSequence } from '@smart-latch/core';
import type { DeviceJob, TopicName } from '@smart-latch/protocol';
import {
  advanceDeviceChain,
  clearLastEntry,
  deviceChain,
  recordPresence,
  recordReport,
  type Tx,
} from '@smart-latch/store';
import { hex } from '../commands.ts';
import type { AccessDeps } from '../deps.ts';
import { publishDesired } from './push-desired.ts';
import { alarm, verified } from './verified.ts';

/** `state`: a hint of who is there. A device that has just become ready gets its configuration of today. */
export const recordState = async (deps: AccessDeps, job: DeviceJob): Promise<void> => {
  const said = await verified(deps, job, 'state');
  if (!said) return;
  const { state, boot, connection } = said.message;
  await recordPresence(deps.store, said.device._id, {
    state,
    boot: hex(boot),
    connection,
    at: new Date(job.receivedAtMs),
  });
  if (state === 'ready') await publishDesired(deps, said.device._id);
  if (state === 'lost' && said.device.presence?.state !== 'lost') {
    await recordOwn(deps, said.device, 'device_lost', job.receivedAtMs, { state });
  }
};

export const recordHint = async (deps: AccessDeps, job: DeviceJob, field: 'info' | 'reported'): Promise<void> => {
  const said = await verified(deps, job, field);
  if (!said) return;
  const plain = Object.entries(said.message).map(([name, value]) => [
    name,
    value instanceof Uint8Array ? hex(value) : plainValue(value),
  ]);
  await recordReport(deps.store, said.device._id, field, Object.fromEntries(plain));
};

const plainValue = (value: unknown): unknown =>
  Array.isArray(value) ? value.map((each) => (each instanceof Uint8Array ? hex(each) : each)) : value;

/** How long an event waits for the one before it, which another worker may be at, ms. Then the gap is an alarm. */
const WAIT_FOR_ONE_BEFORE_MS = 1_000;

/**
 * `evt/*`: an event of the device's own chain enters the site's chain, once, whatever the order in which events come; a gap
 * or a fork in the device's chain is an alarm.
 * @throws while the one before it may still be on its way: the job is tried again.
 */
export const recordDeviceEvent = async (
  deps: AccessDeps,
  job: DeviceJob,
  name: Extract<TopicName, `evt/${string}`>,
): Promise<void> => {
  const said = await verified(deps, job, name);
  if (!said) return;
  const { device, message } = said;
  const hash = createHash('sha256').update(Buffer.from(job.payload, 'base64')).digest('hex');
  let isBroken = false;
  const isNew = async (tx: Tx): Promise<boolean> => {
    const last = await deviceChain(deps.store, device._id, tx);
    const taken = takeSequence(last?.taken ?? null, message.sequence);
    if (!taken.fresh) return false;
    const isNewest = taken.window.highest === message.sequence;
    if (last && isNewest) {
      const isGap = message.sequence !== last.taken.highest + 1;
      if (isGap && deps.clock.now() < job.receivedAtMs + WAIT_FOR_ONE_BEFORE_MS) {
        throw new Error(`event ${message.sequence} waits for event ${message.sequence - 1} of ${device._id}`);
      }
      isBroken = isGap || hex(message.previous) !== last.hash;
    }
    const newest = last && !isNewest ? last.hash : hash;
    await advanceDeviceChain(deps.store, { _id: device._id, taken: taken.window, hash: newest }, tx);
    if (message.kind === 'no_entry_after_grant') await clearLastEntry(deps.store, device.unit, tx);
    return true;
  };
  const body = Object.fromEntries([...message.details, ['sequence', message.sequence], ['unit', device.unit]]);
  const event = {
    site: device.site,
    kind: message.kind,
    atMs: job.receivedAtMs,
    attempt: null,
    device: device._id,
    users: [],
    body,
  };
  await deps.commit.record(event, isNew);
  if (isBroken) alarm(deps, job, 'device_chain_broken');
};

const recordOwn = async (
  deps: AccessDeps,
  device: { _id: string; site: string; unit: string },
  kind: string,
  atMs: number,
  body: Record<string, string>,
): Promise<void> => {
  await deps.commit.record({
    site: device.site,
    kind,
    atMs,
    attempt: null,
    device: device._id,
    users: [],
    body: { ...body, unit: device.unit },
  });
};
