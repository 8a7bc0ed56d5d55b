import { DEVICE_ID_PATTERN, type Role } from './device-id.ts';

/** Root of every topic: name and version of the protocol. */
export const TOPIC_ROOT = 'sl/1';

const KiB = 1024;
const CONTROL_LIMIT_BYTES = 4 * KiB;
const FRAME_LIMIT_BYTES = 128 * KiB;

/** Token bucket: `burst` messages at once, then `perSecond`. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

const OTHER: Rate = { burst: 20, perSecond: 20 };
const TAPS: Rate = { burst: 5, perSecond: 1 };
const FRAMES: Rate = { burst: 10, perSecond: 5 };

export type Party = 'latch' | 'camera' | 'device' | 'server';

/** What a message must carry for access to believe it: a MAC upwards, a signature downwards, or nothing (a hint). */
export type Proof = 'mac' | 'signature' | 'none';

export interface TopicRow {
  readonly from: Party;
  readonly to: Party;
  readonly qos: 0 | 1;
  /** `yes`: must be retained. `no`: must not. */
  readonly retain: boolean;
  readonly proof: Proof;
  readonly maxBytes: number;
  readonly rate: Rate;
}

const up = (from: Party, proof: Proof, extra: Partial<TopicRow> = {}): TopicRow => ({
  from,
  to: 'server',
  qos: 1,
  retain: false,
  proof,
  maxBytes: CONTROL_LIMIT_BYTES,
  rate: OTHER,
  ...extra,
});

const down = (to: Party, extra: Partial<TopicRow> = {}): TopicRow => ({
  from: 'server',
  to,
  qos: 1,
  retain: false,
  proof: 'signature',
  maxBytes: CONTROL_LIMIT_BYTES,
  rate: OTHER,
  ...extra,
});

/** One row a topic, below `sl/1/{device}/`. The broker's policy, the devices and docs/protocol.md all read this table. */
export const TOPICS = {
  state: up('device', 'none', { retain: true, maxBytes: KiB }),
  info: up('device', 'none', { retain: true }),
  reported: up('device', 'none', { retain: true }),
  desired: down('device', { retain: true }),
  'nfc/tap': up('latch', 'mac', { rate: TAPS }),
  'face/frame': up('camera', 'mac', { maxBytes: FRAME_LIMIT_BYTES, rate: FRAMES }),
  'cmd/unlock': down('latch'),
  'cmd/deny': down('latch'),
  'cmd/capture': down('camera'),
  'cmd/challenge': down('latch'),
  'cmd/lock': down('latch'),
  'cmd/reboot': down('device'),
  'result/unlock': up('latch', 'mac'),
  'result/deny': up('latch', 'mac'),
  'result/capture': up('camera', 'mac'),
  'result/challenge': up('latch', 'mac'),
  'result/lock': up('latch', 'mac'),
  'result/reboot': up('device', 'mac'),
  'evt/lock': up('latch', 'mac'),
  'evt/door': up('latch', 'mac'),
  'evt/alarm': up('device', 'mac'),
  'tele/power': up('device', 'none', { qos: 0 }),
  'tele/radio': up('device', 'none', { qos: 0 }),
  'tele/nfc': up('latch', 'none', { qos: 0 }),
  log: up('device', 'none', { qos: 0 }),
  'job/notify': down('device', { retain: true }),
  'job/update': up('device', 'none'),
} as const satisfies Record<string, TopicRow>;

export type TopicName = keyof typeof TOPICS;

export const TOPIC_NAMES = Object.keys(TOPICS) as TopicName[];

export const rowOf = (name: TopicName): TopicRow => TOPICS[name];

/** The operations of `cmd/{op}` and `result/{op}`. */
export const OPS = ['unlock', 'deny', 'capture', 'challenge', 'lock', 'reboot'] as const;
export type Op = (typeof OPS)[number];

export const topicOf = (device: string, name: TopicName): string => `${TOPIC_ROOT}/${device}/${name}`;
export const commandTopic = (device: string, op: Op): string => topicOf(device, `cmd/${op}`);
export const resultTopic = (device: string, op: Op): string => topicOf(device, `result/${op}`);

/** The only wildcard that a device may subscribe to. */
export const commandFilter = (device: string): string => `${TOPIC_ROOT}/${device}/cmd/+`;

/** What a device subscribes to after CONNECT. */
export const subscriptionsOf = (device: string): string[] => [
  commandFilter(device),
  topicOf(device, 'desired'),
  topicOf(device, 'job/notify'),
];

const TOPIC = /^sl\/1\/([a-z2-7]{26})\/([a-z/]{1,20})$/;

/** Splits a topic into device and row; null for anything that is not exactly a row of the table. */
export const parseTopic = (topic: string): { device: string; name: TopicName; row: TopicRow } | null => {
  const match = TOPIC.exec(topic);
  const device = match?.[1];
  const name = match?.[2];
  if (!device || !name || !DEVICE_ID_PATTERN.test(device) || !Object.hasOwn(TOPICS, name)) return null;
  return { device, name: name as TopicName, row: rowOf(name as TopicName) };
};

/** Whether a holder of this role is the party that a row names. */
export const isParty = (role: Role, party: Party): boolean =>
  role === 'service' ? party === 'server' : party === 'device' || party === role;
