import { createHash, randomBytes } from 'node:crypto';
import type { ChainHeadDoc, EventDoc } from '@smart-latch/store';

/** What happened, before it has its place in the chain. */
export interface AuditEvent {
  readonly site: string;
  readonly kind: string;
  readonly atMs: number;
  readonly attempt: string | null;
  readonly device: string | null;
  /** Whom the body speaks of. */
  readonly users: readonly string[];
  readonly body: Readonly<Record<string, string | number | boolean | null>>;
}

/** JSON with sorted keys and no spaces: one body has one text. */
const canonical = (body: AuditEvent['body']): string =>
  JSON.stringify(Object.fromEntries(Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1))));

export const bodyHashOf = (saltHex: string, body: string): string =>
  createHash('sha256').update(Buffer.from(saltHex, 'hex')).update(body).digest('hex');

/** hash = SHA-256(prev | seq as uint64 | time as uint64 ms | length of kind as uint16 | kind | SHA-256(salt | body)), big endian. */
export const linkHash = (link: Pick<EventDoc, 'prev' | 'seq' | 'atMs' | 'kind' | 'bodyHash'>): string => {
  const kind = Buffer.from(link.kind);
  const numbers = Buffer.alloc(18);
  numbers.writeBigUInt64BE(BigInt(link.seq), 0);
  numbers.writeBigUInt64BE(BigInt(link.atMs), 8);
  numbers.writeUInt16BE(kind.length, 16);
  return createHash('sha256')
    .update(Buffer.from(link.prev, 'hex'))
    .update(numbers)
    .update(kind)
    .update(Buffer.from(link.bodyHash, 'hex'))
    .digest('hex');
};

/** Gives an event its place behind the head. The salt keeps a short body from being guessed once it is erased. */
export const chainEvent = (head: ChainHeadDoc, event: AuditEvent): EventDoc => {
  const salt = randomBytes(16).toString('hex');
  const body = canonical(event.body);
  const seq = head.seq + 1;
  const bodyHash = bodyHashOf(salt, body);
  const link = { prev: head.hash, seq, atMs: event.atMs, kind: event.kind, bodyHash };
  const { site, attempt, device } = event;
  const users = [...event.users];
  return { _id: `${site}|${seq}`, site, attempt, device, users, body, salt, ...link, hash: linkHash(link) };
};
