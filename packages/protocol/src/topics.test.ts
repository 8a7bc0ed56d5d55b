import { describe, expect, test } from 'vitest';
import { UPLINK_MESSAGES } from './messages.ts';
import {
  commandFilter,
  commandTopic,
  isParty,
  OPS,
  parseTopic,
  resultTopic,
  rowOf,
  subscriptionsOf,
  TOPIC_NAMES,
  TOPICS,
  topicOf,
} from './topics.ts';

const DEVICE = 'abcdefghijklmnopqrstuvwxy2';

/** Sender, receiver, QoS, retained, proof: written once more by hand, so that no row changes by accident. */
const EXPECTED: Record<string, string> = {
  state: 'device -> server, QoS 1, retained, none',
  info: 'device -> server, QoS 1, retained, none',
  reported: 'device -> server, QoS 1, retained, none',
  desired: 'server -> device, QoS 1, retained, signature',
  'nfc/tap': 'latch -> server, QoS 1, never, mac',
  'face/frame': 'camera -> server, QoS 1, never, mac',
  'cmd/unlock': 'server -> latch, QoS 1, never, signature',
  'cmd/deny': 'server -> latch, QoS 1, never, signature',
  'cmd/capture': 'server -> camera, QoS 1, never, signature',
  'cmd/challenge': 'server -> latch, QoS 1, never, signature',
  'cmd/lock': 'server -> latch, QoS 1, never, signature',
  'cmd/reboot': 'server -> device, QoS 1, never, signature',
  'result/unlock': 'latch -> server, QoS 1, never, mac',
  'result/deny': 'latch -> server, QoS 1, never, mac',
  'result/capture': 'camera -> server, QoS 1, never, mac',
  'result/challenge': 'latch -> server, QoS 1, never, mac',
  'result/lock': 'latch -> server, QoS 1, never, mac',
  'result/reboot': 'device -> server, QoS 1, never, mac',
  'evt/lock': 'latch -> server, QoS 1, never, mac',
  'evt/door': 'latch -> server, QoS 1, never, mac',
  'evt/alarm': 'device -> server, QoS 1, never, mac',
  'tele/power': 'device -> server, QoS 0, never, none',
  'tele/radio': 'device -> server, QoS 0, never, none',
  'tele/nfc': 'latch -> server, QoS 0, never, none',
  log: 'device -> server, QoS 0, never, none',
  'job/notify': 'server -> device, QoS 1, retained, signature',
  'job/update': 'device -> server, QoS 1, never, none',
};

describe('the topic table', () => {
  test('has exactly these rows', () => {
    const rows = TOPIC_NAMES.map((name) => {
      const { from, to, qos, retain, proof } = rowOf(name);
      return [name, `${from} -> ${to}, QoS ${qos}, ${retain ? 'retained' : 'never'}, ${proof}`];
    });
    expect(Object.fromEntries(rows)).toEqual(EXPECTED);
  });

  test('never retains an action, a result or an event', () => {
    const retained = TOPIC_NAMES.filter((name) => TOPICS[name].retain);
    expect(retained).toEqual(['state', 'info', 'reported', 'desired', 'job/notify']);
  });

  test('gives a frame 128 KiB, state 1 KiB and everything else 4 KiB', () => {
    const limits = new Map(TOPIC_NAMES.map((name) => [name, rowOf(name).maxBytes]));
    expect(limits.get('face/frame')).toBe(131_072);
    expect(limits.get('state')).toBe(1_024);
    expect([...limits].filter(([, bytes]) => bytes === 4_096)).toHaveLength(TOPIC_NAMES.length - 2);
  });

  test('has a message for everything that a device sends, and for nothing else', () => {
    expect(Object.keys(UPLINK_MESSAGES).sort()).toEqual(
      TOPIC_NAMES.filter((name) => rowOf(name).to === 'server').sort(),
    );
  });
});

describe('topics', () => {
  test.each(TOPIC_NAMES)('%s is built and parsed back', (name) => {
    expect(parseTopic(topicOf(DEVICE, name))).toEqual({ device: DEVICE, name, row: rowOf(name) });
  });

  test.each(OPS)('%s has a command and a result topic', (op) => {
    expect(parseTopic(commandTopic(DEVICE, op))?.name).toBe(`cmd/${op}`);
    expect(parseTopic(resultTopic(DEVICE, op))?.name).toBe(`result/${op}`);
  });

  test('a device subscribes to its own commands, configuration and jobs', () => {
    expect(subscriptionsOf(DEVICE)).toEqual([
      commandFilter(DEVICE),
      `sl/1/${DEVICE}/desired`,
      `sl/1/${DEVICE}/job/notify`,
    ]);
  });

  test.each([
    ['latch', 'latch', true],
    ['latch', 'device', true],
    ['latch', 'camera', false],
    ['latch', 'server', false],
    ['camera', 'camera', true],
    ['camera', 'latch', false],
    ['service', 'server', true],
    ['service', 'device', false],
    ['service', 'latch', false],
  ] as const)('%s as %s: %s', (role, party, is) => {
    expect(isParty(role, party)).toBe(is);
  });
});
