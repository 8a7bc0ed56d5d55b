import mongoose, { type ClientSession, type Connection, type Model, type Schema } from 'mongoose';
import { type AttemptDoc, attemptSchema, type EarlyFrameDoc, earlyFrameSchema } from './schema/attempt.ts';
import {
  type CredentialDoc,
  credentialSchema,
  type GrantDoc,
  grantSchema,
  type ScheduleDoc,
  scheduleSchema,
} from './schema/credential.ts';
import { type ClaimDoc, claimSchema, type DeviceDoc, deviceSchema } from './schema/device.ts';
import {
  type CameraDoc,
  cameraSchema,
  type LatchDoc,
  latchSchema,
  type PairingDoc,
  pairingSchema,
} from './schema/door.ts';
import { type ErasureDoc, erasureSchema } from './schema/erasure.ts';
import {
  type ChainHeadDoc,
  chainHeadSchema,
  type DeviceChainDoc,
  deviceChainSchema,
  type EventDoc,
  eventSchema,
} from './schema/event.ts';
import { type FaceDoc, faceSchema, type KeyDoc, keySchema, type ViewDoc, viewSchema } from './schema/face.ts';
import { type GroupDoc, groupSchema } from './schema/group.ts';
import { type IdempotencyKeyDoc, idempotencyKeySchema } from './schema/idempotency.ts';
import { type IdentityDoc, identitySchema } from './schema/identity.ts';
import { type InvitationDoc, invitationSchema } from './schema/invitation.ts';
import { type NoticeDoc, noticeSchema } from './schema/notice.ts';
import { type PasskeyDoc, passkeySchema } from './schema/passkey.ts';
import { type RecoveryCodeDoc, recoveryCodeSchema } from './schema/recovery.ts';
import { type SiteDoc, siteSchema } from './schema/site.ts';
import {
  type ApiTokenDoc,
  apiTokenSchema,
  type MembershipDoc,
  membershipSchema,
  type SessionDoc,
  sessionSchema,
  type UserDoc,
  userSchema,
} from './schema/user.ts';

import { type DeliveryDoc, deliverySchema, type WebhookDoc, webhookSchema } from './schema/webhook.ts';

/** What stands in each collection. */
export interface Documents {
  sites: SiteDoc;
  users: UserDoc;
  memberships: MembershipDoc;
  sessions: SessionDoc;
  apiTokens: ApiTokenDoc;
  identities: IdentityDoc;
  latches: LatchDoc;
  cameras: CameraDoc;
  pairings: PairingDoc;
  devices: DeviceDoc;
  claims: ClaimDoc;
  credentials: CredentialDoc;
  grants: GrantDoc;
  groups: GroupDoc;
  schedules: ScheduleDoc;
  faces: FaceDoc;
  views: ViewDoc;
  keys: KeyDoc;
  attempts: AttemptDoc;
  earlyFrames: EarlyFrameDoc;
  events: EventDoc;
  chainHeads: ChainHeadDoc;
  deviceChains: DeviceChainDoc;
  idempotencyKeys: IdempotencyKeyDoc;
  webhooks: WebhookDoc;
  deliveries: DeliveryDoc;
  erasures: ErasureDoc;
  notices: NoticeDoc;
  invitations: InvitationDoc;
  passkeys: PasskeyDoc;
  recoveryCodes: RecoveryCodeDoc;
}

/** Accounts of the database are given out by these names. */
const SCHEMAS: Readonly<Record<keyof Documents, Schema>> = {
  sites: siteSchema,
  users: userSchema,
  memberships: membershipSchema,
  sessions: sessionSchema,
  apiTokens: apiTokenSchema,
  identities: identitySchema,
  latches: latchSchema,
  cameras: cameraSchema,
  pairings: pairingSchema,
  devices: deviceSchema,
  claims: claimSchema,
  credentials: credentialSchema,
  grants: grantSchema,
  groups: groupSchema,
  schedules: scheduleSchema,
  faces: faceSchema,
  views: viewSchema,
  keys: keySchema,
  attempts: attemptSchema,
  earlyFrames: earlyFrameSchema,
  events: eventSchema,
  chainHeads: chainHeadSchema,
  deviceChains: deviceChainSchema,
  idempotencyKeys: idempotencyKeySchema,
  webhooks: webhookSchema,
  deliveries: deliverySchema,
  erasures: erasureSchema,
  notices: noticeSchema,
  invitations: invitationSchema,
  passkeys: passkeySchema,
  recoveryCodes: recoveryCodeSchema,
};

export type CollectionName = keyof Documents;
export const COLLECTIONS = Object.keys(SCHEMAS) as CollectionName[];

/** What only access may read: templates and key records (ARCHITECTURE.md, who may touch what). */
export const SECRET_COLLECTIONS = ['views', 'keys'] as const satisfies readonly CollectionName[];

type Models = { readonly [K in CollectionName]: Model<Documents[K]> };

/** An open transaction, passed to whatever reads or writes inside it. */
export type Tx = ClientSession;

export interface Store {
  readonly models: Models;
  /** Runs `work` in one transaction (majority, journaled), once: who wants a retry decides on fresh facts. */
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * The same, again on fresh facts whenever `isLost` says that another writer was first, until `giveUpAtMs` (epoch ms).
   * Not the driver's withTransaction, which retries for 120 s: nobody waits that long, least of all at a door.
   */
  transactUntil<T>(giveUpAtMs: number, work: (tx: Tx) => Promise<T>, isLost?: (error: unknown) => boolean): Promise<T>;
  ping(): Promise<boolean>;
  close(): Promise<void>;
}

/** How long a service waits for MongoDB before it says that the store is down, ms. */
const SERVER_SELECTION_MS = 2_000;

/** Connects with the account in the URI. Indexes are not made here: see `migrate`. */
export const openStore = async (uri: string): Promise<Store> => {
  mongoose.set('strictQuery', 'throw');
  mongoose.set('sanitizeFilter', true);
  const connection = await mongoose
    .createConnection(uri, {
      autoIndex: false,
      autoCreate: false,
      serverSelectionTimeoutMS: SERVER_SELECTION_MS,
      socketTimeoutMS: 10_000,
      maxPoolSize: 20,

      minPoolSize: 2,
      writeConcern: { w: 'majority', journal: true },
    })
    .asPromise();
  return {
    models: modelsOf(connection),
    transact: (work) => transact(connection, work),
    transactUntil: (giveUpAtMs, work, isLost = isTransient) => transactUntil(connection, giveUpAtMs, work, isLost),
    ping: async () => (await connection.db?.admin().ping())?.ok === 1,
    close: () => connection.close(),
  };
};

const modelsOf = (connection: Connection): Models =>
  Object.fromEntries(
    Object.entries(SCHEMAS).map(([name, schema]) => {
      schema.set('strict', 'throw');
      schema.set('versionKey', false);
      schema.set('minimize', false);
      return [name, connection.model(name, schema, name)];
    }),
  ) as unknown as Models;

const transact = async <T>(connection: Connection, work: (tx: Tx) => Promise<T>): Promise<T> => {
  const session = await connection.startSession();
  try {
    session.startTransaction({ readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority', journal: true } });
    const value = await work(session);
    await session.commitTransaction();
    return value;
  } catch (error) {
    if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
    throw error;
  } finally {
    await session.endSession();
  }
};

/** Pauses between two tries, ms. */
const RETRY_JITTER_MS = [2, 20] as const;

const transactUntil = async <T>(
  connection: Connection,
  giveUpAtMs: number,
  work: (tx: Tx) => Promise<T>,
  isLost: (error: unknown) => boolean,
): Promise<T> => {
  for (;;) {
    try {
      return await transact(connection, work);
    } catch (error) {
      if (!isLost(error) || Date.now() >= giveUpAtMs) throw error;
      const [least, most] = RETRY_JITTER_MS;
      await new Promise((resolve) => setTimeout(resolve, least + Math.random() * (most - least)));
    }
  }
};

/** Another writer was first and nothing was written: start again on fresh facts. */
export const isTransient = (error: unknown): boolean =>
  error instanceof mongoose.mongo.MongoError &&
  (error.hasErrorLabel('TransientTransactionError') ||
    error.hasErrorLabel('UnknownTransactionCommitResult') ||
    (error instanceof mongoose.mongo.MongoClientBulkWriteError && isTransient(error.cause)));

/** The same, where a duplicate key too means that another writer was first. */
export const isConflict = (error: unknown): boolean => isTransient(error) || isDuplicateKey(error);

/** A unique index said no. */
export const isDuplicateKey = (error: unknown): boolean => codesOf(error).includes(11_000);

/** The fields of the unique index that said no; none for any other error. */
export const duplicateFields = (error: unknown): string[] =>
  isDuplicateKey(error) ? Object.keys((error as { keyPattern?: object }).keyPattern ?? {}) : [];

/** Of the error itself, and of each write of a bulk. */
const codesOf = (error: unknown): (number | string | undefined)[] => {
  if (!(error instanceof mongoose.mongo.MongoServerError)) return [];
  const writes = error instanceof mongoose.mongo.MongoClientBulkWriteError ? [...error.writeErrors.values()] : [];
  return [error.code, ...writes.map(({ code }) => code)];
};

/**
 * How long MongoDB may keep a transaction open, s. A worker that is killed in one leaves it open, and with it its writes to
 * the head of a site's chain: until MongoDB ends it nobody can decide anything at that site. Its own default is 60 s.
 */
export const TRANSACTION_LIFETIME_S = 2;

/**
 * Creates every collection and index, and bounds the life of a transaction. Run by whoever holds an administrator's account,
 * before the services start.
 * @throws when the server keeps transactions open for longer and this account may not change it: the message says what to do.
 */
export const migrate = async (uri: string): Promise<void> => {
  const store = await openStore(uri);
  try {
    await requireVersion(store);
    await boundTransactions(store);
    await Promise.all(
      COLLECTIONS.map(async (name) => {
        const model = store.models[name] as unknown as Model<unknown>;
        await model.createCollection();
        await model.createIndexes();
      }),
    );
  } finally {
    await store.close();
  }
};

/** A decision is written in one bulkWrite over several collections, which came with this version. */
const LEAST_MONGODB = 8;

const requireVersion = async (store: Store): Promise<void> => {
  const { version } = await store.models.sites.db.getClient().db('admin').command({ buildInfo: 1 });
  if (Number.parseInt(version, 10) < LEAST_MONGODB) {
    throw new Error(`MongoDB ${version} is too old: Smart Latch needs ${LEAST_MONGODB}.0 or later`);
  }
};

const boundTransactions = async (store: Store): Promise<void> => {
  const name = 'transactionLifetimeLimitSeconds';
  const admin = store.models.sites.db.getClient().db('admin');
  const asked = await admin.command({ getParameter: 1, [name]: 1 }).catch(() => null);
  if (asked && Number(asked[name]) <= TRANSACTION_LIFETIME_S) return;
  await admin.command({ setParameter: 1, [name]: TRANSACTION_LIFETIME_S }).catch((cause: unknown) => {
    throw new Error(
      `MongoDB may keep a transaction open for ${asked?.[name] ?? 'an unknown number of'} s and this account may not change it: ` +
        `start every member of the replica set with --setParameter ${name}=${TRANSACTION_LIFETIME_S}`,
      { cause },
    );
  });
};

/** MongoDB did not answer, as opposed to having said no. */
export const isStoreDown = (error: unknown): boolean =>
  error instanceof mongoose.mongo.MongoNetworkError ||
  error instanceof mongoose.mongo.MongoServerSelectionError ||
  error instanceof mongoose.mongo.MongoNotConnectedError ||
  error instanceof mongoose.Error.MongooseServerSelectionError;
