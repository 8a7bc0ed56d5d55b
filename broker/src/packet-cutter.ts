import { Refused } from './refused.ts';

const PUBLISH = 3;

/** Cuts a byte stream into MQTT control packets without reading more of them than the fixed header. */
export interface PacketCutter {
  add(chunk: Buffer): void;
  /**
   * The next whole packet, or null when more bytes are needed. Throws Refused('oversized' | 'malformed') as soon as the
   * fixed header says so, before the packet is buffered.
   */
  next(): Buffer | null;
}

export const createPacketCutter = (maxPacketBytes: () => number): PacketCutter => {
  let parts: Buffer[] = [];
  let haveBytes = 0;
  let needBytes: number | null = null;
  const joined = (): Buffer => {
    if (parts.length !== 1) parts = [Buffer.concat(parts, haveBytes)];
    return parts[0] as Buffer;
  };
  return {
    add: (chunk) => {
      parts.push(chunk);
      haveBytes += chunk.length;
    },
    next: () => {
      needBytes ??= haveBytes < 2 ? null : packetBytes(joined());
      if (needBytes === null) return null;
      if (needBytes > maxPacketBytes()) throw new Refused('oversized', `a packet of ${needBytes} bytes`);
      if (haveBytes < needBytes) return null;
      const all = joined();
      const packet = all.subarray(0, needBytes);
      haveBytes -= needBytes;
      parts = haveBytes > 0 ? [all.subarray(needBytes)] : [];
      needBytes = null;
      return packet;
    },
  };
};

/** The length of the whole packet by its fixed header (MQTT 3.1.1, 2.2); null when the header is not complete yet. */
const packetBytes = (head: Buffer): number | null => {
  let remaining = 0;
  for (let index = 1; index <= 4; index += 1) {
    const byte = head[index];
    if (byte === undefined) return null;
    remaining += (byte & 0x7f) * 128 ** (index - 1);
    if (byte < 0x80) return 1 + index + remaining;
  }
  throw new Refused('malformed', 'a remaining length of more than four bytes (MQTT 3.1.1, 2.2.3)');
};

export const typeOf = (packet: Buffer): number => (packet[0] as number) >> 4;

/** The topic of a PUBLISH; null for any other packet, and for a PUBLISH that is not well formed. */
export const topicOfPacket = (packet: Buffer): string | null => {
  if (typeOf(packet) !== PUBLISH) return null;
  let start = 1;
  while ((packet[start] ?? 0) >= 0x80) start += 1;
  start += 1;
  if (packet.length < start + 2) return null;
  const end = start + 2 + packet.readUInt16BE(start);
  return end > packet.length ? null : packet.toString('utf8', start + 2, end);
};
