import {
  commandFilter,
  isParty,
  parseTopic,
  type Role,
  type TopicName,
  type TopicRow,
  topicOf,
} from '@smart-latch/protocol';

/** Who is at the other end: a device by its id, or one of our services by its name. */
export interface Identity {
  readonly role: Role;
  readonly name: string;
}

/** Why the policy says no. Also the label of the metric. */
export type PolicyReason =
  | 'unknown_topic'
  | 'not_own_topic'
  | 'wrong_sender'
  | 'wrong_qos'
  | 'wrong_retain'
  | 'too_large';

export type Judgement =
  | { readonly ok: true; readonly device: string; readonly name: TopicName; readonly row: TopicRow }
  | { readonly ok: false; readonly reason: PolicyReason };

export interface Publication {
  readonly topic: string;
  readonly qos: number;
  readonly retain: boolean;
  readonly payload: string | Buffer;
}

/** A device stands below its own id; a service speaks for every device. */
const owns = (who: Identity, device: string): boolean => who.role === 'service' || who.name === device;

const no = (reason: PolicyReason): Judgement => ({ ok: false, reason });

/** THE topic policy, for publishing: exactly the row of the topic table, in every column. */
export const judgePublish = (who: Identity, what: Publication): Judgement => {
  const topic = parseTopic(what.topic);
  if (!topic) return no('unknown_topic');
  const { row } = topic;
  if (!owns(who, topic.device)) return no('not_own_topic');
  if (!isParty(who.role, row.from)) return no('wrong_sender');
  if (what.qos !== row.qos) return no('wrong_qos');
  // Also what refuses a retained action: no row of `cmd/` is retained.
  if (what.retain !== row.retain) return no('wrong_retain');
  if (Buffer.byteLength(what.payload) > row.maxBytes) return no('too_large');
  return { ok: true, ...topic };
};

/** The same policy for receiving: decides about each forwarded message, whatever the session once subscribed to. */
export const mayReceive = (who: Identity, topic: string): boolean => {
  const parsed = parseTopic(topic);
  return parsed !== null && owns(who, parsed.device) && isParty(who.role, parsed.row.to) && who.role !== 'service';
};

/**
 * The same policy for subscribing: exact rows that the device may receive, and `cmd/+` as the only wildcard.
 * `$share/...` and `$SYS` are no rows. QoS 2 is refused; a device may ask for less than the row's QoS.
 */
export const maySubscribe = (who: Identity, filter: { readonly topic: string; readonly qos: number }): boolean => {
  if (who.role === 'service' || filter.qos > 1) return false;
  return filter.topic === commandFilter(who.name) || mayReceive(who, filter.topic);
};

/** The same policy for a will: the device's own `state` and nothing else; row `state` fixes QoS, retain and size. */
export const judgeWill = (who: Identity, will: Publication): Judgement => {
  if (will.topic !== topicOf(who.name, 'state')) return no('unknown_topic');
  return judgePublish(who, will);
};
