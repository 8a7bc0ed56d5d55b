/**
 * Who may touch what in the stores: the table of ARCHITECTURE.md as data, given to MongoDB and Redis as accounts of their
 * own for each service. What is not here is denied.
 */
import { ANSWERED_CHANNEL, REVOKED_CHANNEL } from '@smart-latch/protocol';
import { COLLECTIONS, type CollectionName, SECRET_COLLECTIONS } from '@smart-latch/store';
import type { MongoPrivilege } from './mongo.ts';
import type { RedisName } from './redis.ts';

export type ServiceName = 'broker' | 'api' | 'access' | 'face' | 'hooks';

export const DATABASE = 'smartlatch';

const READ = ['find'] as const;
const WRITE = ['find', 'insert', 'update', 'remove'] as const;
/** What happened is written by access alone; the api reads it and follows it. */
const HISTORY: readonly CollectionName[] = ['attempts', 'events'];
/** What only access touches, besides the secrets: the ends of the audit chains, and frames that came before their attempt. */
const OF_ACCESS: readonly CollectionName[] = ['chainHeads', 'deviceChains', 'earlyFrames'];
const DENIED_TO_API: ReadonlySet<string> = new Set([...SECRET_COLLECTIONS, ...HISTORY, ...OF_ACCESS]);

export const MONGO_PRIVILEGES = {
  broker: [{ collections: ['devices'], actions: READ }],
  api: [
    { collections: COLLECTIONS.filter((name) => !DENIED_TO_API.has(name)), actions: WRITE },
    { collections: HISTORY, actions: [...READ, 'changeStream'] },
  ],
  access: [{ collections: COLLECTIONS, actions: WRITE }],
  hooks: [
    { collections: ['events', 'chainHeads'], actions: READ },
    { collections: ['webhooks'], actions: ['find', 'update'] },
    { collections: ['deliveries'], actions: ['find', 'insert', 'update'] },
    { collections: ['notices'], actions: ['insert'] },
  ],
} as const satisfies Partial<Record<ServiceName, readonly MongoPrivilege[]>>;

/** BullMQ's key prefix (its default): every key of queue Q begins with `bull:Q:`. */
const queue = (name: string): string => `~bull:${name}:*`;

/** Redis ACL rules (redis.io, "ACL SETUSER"); each user begins from nothing. `%R~` may be read, `%W~` written, `~` both. */
export const REDIS_RULES = {
  queue: {
    broker: [queue('device'), `&${REVOKED_CHANNEL}`],
    api: [queue('ask'), `&${REVOKED_CHANNEL}`],
    access: ['~bull:*', `&${REVOKED_CHANNEL}`],
    face: [queue('see'), queue('seen')],
    hooks: [queue('hook')],
  },
  bus: {
    broker: ['~*', '&*'],
  },
  frames: {
    broker: ['%W~frame:*'],
    api: ['%W~enrol:*', '~answer:*', `&${ANSWERED_CHANNEL}`],
    access: ['%R~reading:*', '%W~answer:*', `&${ANSWERED_CHANNEL}`],
    face: ['%R~frame:*', '%R~enrol:*', '%W~reading:*'],
  },
} as const satisfies Record<RedisName, Partial<Record<ServiceName, readonly string[]>>>;
