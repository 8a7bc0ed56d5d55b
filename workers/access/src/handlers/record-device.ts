import { createHash } from 'node:crypto';
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

/** `evt/*`: an event of the device's own chain enters the site's chain, once; a gap or a fork in it is an alarm. */
export const recordDeviceEvent = async (
  deps: AccessDeps,
  job: DeviceJob,
  name: Extract<TopicName, `evt/${string}`>,
): Promise<void> => {
  const said = await verified(deps, job, name);
  if (!said) return;
  const { device, message } = said;
  const hash = createHash('sha256').update(Buffer.from(job.payload, 'base64')).digest('hex');
  const isNext = async (tx: Tx): Promise<boolean> => {
    const last = await deviceChain(deps.store, device._id, tx);
    if (last && message.sequence <= last.sequence) return false;
    if (last && hex(message.previous) !== last.hash) alarm(deps, job, 'device_chain_broken');
    await advanceDeviceChain(deps.store, { _id: device._id, sequence: message.sequence, hash }, tx);
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
    body,
  };
  await deps.commit.record(event, isNext);
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
    body: { ...body, unit: device.unit },
  });
};
