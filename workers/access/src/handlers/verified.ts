import {
  type DeviceJob,
  decodeMessage,
  isParty,
  ProtocolError,
  parseUplink,
  rowOf,
  topicOf,
  UPLINK_MESSAGES,
  type UplinkMessage,
  type UplinkName,
  verifyUplink,
} from '@smart-latch/protocol';
import { type DeviceDoc, deviceById } from '@smart-latch/store';
import type { AccessDeps } from '../deps.ts';

export interface Verified<N extends UplinkName> {
  readonly device: DeviceDoc;
  readonly message: UplinkMessage<N>;
}

/**
 * The first thing that happens to a device's message: role, site and pairing come from the device's record, the MAC is
 * verified before anything is believed, and a message whose topic row has another sender is refused.
 * Null: refused, counted as an alarm, and nothing else follows from it.
 */
export const verified = async <N extends UplinkName>(
  deps: AccessDeps,
  job: DeviceJob,
  name: N,
): Promise<Verified<N> | null> => {
  const row = rowOf(name);
  const device = await deviceById(deps.store, job.device);
  if (!device || !isParty(device.kind, row.from)) return alarm(deps, job, 'wrong_sender');
  const bytes = new Uint8Array(Buffer.from(job.payload, 'base64'));
  try {
    if (row.proof === 'none')
      return { device, message: decodeMessage(UPLINK_MESSAGES[name], bytes) as UplinkMessage<N> };
    const uplink = parseUplink(bytes);
    const key = keyOf(deps, device, uplink.keyVersion);
    if (!key || !verifyUplink(uplink, key, device._id, topicOf(device._id, name))) return alarm(deps, job, 'bad_mac');
    return { device, message: decodeMessage(UPLINK_MESSAGES[name], uplink.payload) as UplinkMessage<N> };
  } catch (error) {
    if (error instanceof ProtocolError) return alarm(deps, job, error.code);
    throw error;
  }
};

/** Two versions are accepted: the one in use, and the one before it while devices fetch the new one. */
const keyOf = ({ keys }: AccessDeps, device: DeviceDoc, version: number): Uint8Array | null =>
  version >= 1 && [keys.uplinkVersion, keys.uplinkVersion - 1].includes(version)
    ? keys.uplink(device.site, device._id, version)
    : null;

export const alarm = (deps: AccessDeps, job: Pick<DeviceJob, 'device' | 'topic'>, why: string): null => {
  deps.alarms.inc({ why });
  deps.log.warn({ device: job.device, topic: job.topic, why }, 'a message was refused');
  return null;
};
