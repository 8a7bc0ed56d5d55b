import { TOPIC_NAMES, TOPICS, type TopicRow, topicOf } from '@smart-latch/protocol';
import { describe, expect, it } from 'vitest';
import { type Identity, judgePublish, judgeWill, mayReceive, maySubscribe } from './policy.ts';

const latch: Identity = { role: 'latch', name: 'a'.repeat(26) };
const camera: Identity = { role: 'camera', name: 'b'.repeat(26) };
const worker: Identity = { role: 'service', name: 'worker' };
const other = 'c'.repeat(26);
const everyone = [latch, camera, worker];

const reasonOf = (judgement: ReturnType<typeof judgePublish>) => (judgement.ok ? 'ok' : judgement.reason);
const message = (device: string, name: keyof typeof TOPICS, change: object = {}) => {
  const { qos, retain }: TopicRow = TOPICS[name];
  return { topic: topicOf(device, name), qos, retain, payload: Buffer.from('x'), ...change };
};

describe('publishing', () => {
  it.each(TOPIC_NAMES)('%s is taken from exactly the sender of its row', (name) => {
    const { from }: TopicRow = TOPICS[name];
    const may = everyone.filter((who) => judgePublish(who, message(who === worker ? other : who.name, name)).ok);
    const expected = { latch: [latch], camera: [camera], device: [latch, camera], server: [worker] }[from];
    expect(may).toEqual(expected);
  });

  it.each(TOPIC_NAMES)('%s is refused with another QoS, another retain flag, or one byte too many', (name) => {
    const row: TopicRow = TOPICS[name];
    const who = { latch, camera, device: latch, server: worker }[row.from];
    const device = who === worker ? other : who.name;
    for (const qos of [0, 1, 2].filter((q) => q !== row.qos)) {
      expect(reasonOf(judgePublish(who, message(device, name, { qos })))).toBe('wrong_qos');
    }
    expect(reasonOf(judgePublish(who, message(device, name, { retain: !row.retain })))).toBe('wrong_retain');
    const fits = judgePublish(who, message(device, name, { payload: Buffer.alloc(row.maxBytes) }));
    expect(reasonOf(fits)).toBe('ok');
    const tooLong = judgePublish(who, message(device, name, { payload: Buffer.alloc(row.maxBytes + 1) }));
    expect(reasonOf(tooLong)).toBe('too_large');
  });

  it('a device stays below its own id', () => {
    expect(reasonOf(judgePublish(latch, message(other, 'nfc/tap')))).toBe('not_own_topic');
  });

  it('a retained action is refused', () => {
    expect(reasonOf(judgePublish(worker, message(other, 'cmd/unlock', { retain: true })))).toBe('wrong_retain');
  });

  it.each(['', '/', 'sl/1', '$SYS/x', 'sl/2/x/state', `sl/1/${latch.name}/nfc/tap/`, `sl/1/${latch.name}/cmd/open`])(
    'there is no topic %j',
    (topic) => {
      for (const who of everyone) {
        expect(reasonOf(judgePublish(who, { topic, qos: 1, retain: false, payload: '' }))).toBe('unknown_topic');
      }
    },
  );
});

describe('receiving and subscribing', () => {
  it.each(TOPIC_NAMES)('%s goes to exactly the receiver of its row, and only to its own', (name) => {
    const { to }: TopicRow = TOPICS[name];
    const expected = { latch: [latch], camera: [camera], device: [latch, camera], server: [] as Identity[] }[to];
    expect(everyone.filter((who) => mayReceive(who, topicOf(who.name, name)))).toEqual(expected);
    expect(everyone.filter((who) => mayReceive(who, topicOf(other, name)))).toEqual([]);
    expect(everyone.filter((who) => maySubscribe(who, { topic: topicOf(who.name, name), qos: 1 }))).toEqual(expected);
  });

  it('the only wildcard is cmd/+ of the device itself', () => {
    expect(maySubscribe(latch, { topic: `sl/1/${latch.name}/cmd/+`, qos: 1 })).toBe(true);
    const filters = ['#', '+', 'sl/#', 'sl/1/+/cmd/+', `sl/1/${latch.name}/#`, `sl/1/${latch.name}/+`, '$SYS/#'];
    for (const topic of [...filters, `sl/1/${other}/cmd/+`, `sl/1/${latch.name}/cmd/#`]) {
      expect(maySubscribe(latch, { topic, qos: 1 }), topic).toBe(false);
    }
  });

  it('shared subscriptions are refused, which aedes would grant and never serve', () => {
    expect(maySubscribe(latch, { topic: `$share/group/sl/1/${latch.name}/cmd/+`, qos: 1 })).toBe(false);
  });

  it('QoS 2 is refused, less than the QoS of the row is not', () => {
    const topic = `sl/1/${latch.name}/cmd/+`;
    expect([0, 1, 2].map((qos) => maySubscribe(latch, { topic, qos }))).toEqual([true, true, false]);
  });

  it('a service subscribes to nothing', () => {
    for (const topic of ['sl/1/worker/cmd/+', topicOf(other, 'nfc/tap'), '#']) {
      expect(maySubscribe(worker, { topic, qos: 1 })).toBe(false);
    }
  });
});

describe('wills', () => {
  it('a will goes to the own state, as the row says', () => {
    expect(judgeWill(latch, message(latch.name, 'state')).ok).toBe(true);
    expect(judgeWill(latch, message(latch.name, 'state', { retain: false })).ok).toBe(false);
    expect(judgeWill(latch, message(latch.name, 'state', { qos: 0 })).ok).toBe(false);
    expect(judgeWill(latch, message(latch.name, 'state', { payload: Buffer.alloc(1025) })).ok).toBe(false);
    expect(judgeWill(latch, message(other, 'state')).ok).toBe(false);
    expect(judgeWill(latch, message(latch.name, 'nfc/tap')).ok).toBe(false);
    expect(judgeWill(worker, message(other, 'cmd/unlock')).ok).toBe(false);
  });
});
