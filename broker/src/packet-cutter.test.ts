import { describe, expect, it } from 'vitest';
import { createPacketCutter, topicOfPacket } from './packet-cutter.ts';

const PINGREQ = Buffer.of(0xc0, 0);
const publish = (topic: string, payloadBytes: number): Buffer => {
  const body = Buffer.concat([
    Buffer.of(topic.length >> 8, topic.length),
    Buffer.from(topic),
    Buffer.alloc(payloadBytes),
  ]);
  const length: number[] = [];
  let rest = body.length;
  do {
    length.push((rest % 128) | (rest >= 128 ? 0x80 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.concat([Buffer.of(0x30, ...length), body]);
};
const drain = (cutter: ReturnType<typeof createPacketCutter>): Buffer[] => {
  const packet = cutter.next();
  return packet ? [packet, ...drain(cutter)] : [];
};

describe('cutting packets', () => {
  const packets = [PINGREQ, publish('a/b', 0), publish('a', 200), publish('t', 20_000), PINGREQ];

  it.each([1, 2, 3, 7, 127, 4_096, 100_000])('gives the same packets from chunks of %i bytes', (size) => {
    const stream = Buffer.concat(packets);
    const cutter = createPacketCutter(() => 65_536);
    const found: Buffer[] = [];
    for (let at = 0; at < stream.length; at += size) {
      cutter.add(stream.subarray(at, at + size));
      found.push(...drain(cutter));
    }
    expect(found).toEqual(packets);
  });

  it('refuses a packet that is too long as soon as its length is known', () => {
    const cutter = createPacketCutter(() => 100);
    cutter.add(publish('t', 200).subarray(0, 3));
    expect(() => cutter.next()).toThrow('oversized');
  });

  it('takes a packet of exactly the limit', () => {
    const packet = publish('t', 95);
    const cutter = createPacketCutter(() => packet.length);
    cutter.add(packet);
    expect(cutter.next()).toEqual(packet);
    expect(createPacketCutter(() => packet.length - 1)).toSatisfy((strict: typeof cutter) => {
      strict.add(packet);
      expect(() => strict.next()).toThrow('oversized');
      return true;
    });
  });

  it('refuses a remaining length of five bytes', () => {
    const cutter = createPacketCutter(() => 100);
    cutter.add(Buffer.of(0x30, 0xff, 0xff, 0xff, 0xff, 1));
    expect(() => cutter.next()).toThrow('malformed');
  });
});

describe('the topic of a packet', () => {
  it('is read from a PUBLISH, whatever the size of its length field', () => {
    for (const bytes of [0, 200, 20_000]) expect(topicOfPacket(publish('sl/1/x', bytes))).toBe('sl/1/x');
  });

  it('is null for another packet, and for a topic that is longer than the packet', () => {
    expect(topicOfPacket(PINGREQ)).toBeNull();
    expect(topicOfPacket(Buffer.of(0x30, 3, 0, 200, 97))).toBeNull();
    expect(topicOfPacket(Buffer.of(0x30, 1, 0))).toBeNull();
  });
});
