import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { fileKeyFor, makeSun } from '@smart-latch/core';
import {
  base32,
  type DeviceJob,
  type DueJob,
  encodeEmbedding,
  encodeMessage,
  frameHeader,
  openCommand,
  type Reading,
  result,
  type SeeJob,
  sealUplink,
  type TopicName,
  tap as tapMessage,
  topicOf,
} from '@smart-latch/protocol';
import { createLogger, createMetrics, Secret } from '@smart-latch/runtime';
import { type AttemptDoc, COLLECTIONS, migrate, openStore, type Store } from '@smart-latch/store';
import { hex } from '../src/commands.ts';
import { openCommit } from '../src/commit.ts';
import type { AccessDeps } from '../src/deps.ts';
import { openKeys } from '../src/keys.ts';

const CREATED = { createdAt: new Date(0) };

/** A real store with one door, and fakes at the ports alone: what left for devices, for the face worker, for the api. */
export interface Door {
  readonly deps: AccessDeps;
  readonly store: Store;
  readonly clock: { now(): number; advance(ms: number): void };
  readonly published: { topic: string; payload: Uint8Array; retain: boolean }[];
  readonly seen: SeeJob[];
  readonly dues: { job: DueJob; delayMs: number }[];
  readonly answers: Map<string, unknown>;
  readonly readings: Map<string, Reading>;
  readonly site: string;
  readonly user: string;
  readonly latch: string;
  readonly camera: string;
  /** A tap of the user's card, as the broker's job; `counter` of the card and tap id may be given. */
  tap(options?: {
    counter?: number;
    nonce?: Uint8Array;
    tapId?: Uint8Array;
    breakMac?: boolean;
    woken?: boolean;
  }): Promise<DeviceJob>;
  frame(nonce: Uint8Array, sequence: number): DeviceJob;
  resultOf(op: 'unlock' | 'challenge', commandId: string, ok: boolean, extra?: object): DeviceJob;
  /** Any message with the MAC of its sender, received now. */
  sealed(from: string, topic: TopicName, payload: Uint8Array): DeviceJob;
  /** The same without a MAC, as the hints are. */
  plain(from: string, topic: TopicName, payload: Uint8Array): DeviceJob;
  /** How often an alarm of this cause was counted. */
  alarms(why: string): Promise<number>;
  /** What the commands on this topic say, opened with the latch's key slots. */
  commands(op: string): { op: string; commandId: string }[];
  attempt(): Promise<AttemptDoc>;
  /** The reading of the newest picture that was asked about. */
  reads(reading: Partial<Reading>): void;
  embeddingOf(seed: number): Float32Array;
  close(): Promise<void>;
}

const device = () => base32(randomBytes(16));
const pack = {
  packId: 'test-pack',
  thresholds: { match: { default: 0.55, strict: 0.61, maximum: 0.65 }, viewsAgree: 0.45 },
};

/** A unit vector that is the same for the same seed. */
export const embeddingOf = (seed: number): Float32Array => {
  const values = Float32Array.from({ length: 192 }, (_, i) => Math.sin(seed * 97 + i * (seed + 1)));
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
};

export const databaseOf = (uri: string, name: string): string => uri.replace(/\/([^/?]*)\?/, `/${name}?`);

const migrated = new Map<string, Promise<void>>();

/** A database of this name with every collection and index, and empty: made once in a test file, emptied for each test. */
export const emptyStore = async (mongoUri: string, name: string): Promise<Store> => {
  const uri = databaseOf(mongoUri, name);
  const made = migrated.get(uri) ?? migrate(uri);
  migrated.set(uri, made);
  await made;
  const store = await openStore(uri);
  for (const collection of COLLECTIONS) await store.models[collection].deleteMany();
  return store;
};

/** A door in the empty database of this name, which is also its site. */
export const openDoor = async (mongoUri: string, name: string, rule: 'dual' | 'single' = 'dual'): Promise<Door> => {
  const store = await emptyStore(mongoUri, name);
  const [site, user, latch, camera] = [name, `${name}-alice`, device(), device()];
  let nowMs = Date.now();
  const clock = {
    now: () => nowMs,
    advance: (ms: number) => {
      nowMs += ms;
    },
  };
  const keys = openKeys(store, {
    commandKeyPem: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    otherCommandKeyPem: null,
    uplinkVersion: 1,
    sealKey: new Secret(new Uint8Array(randomBytes(32))),
    siteSecret: new Secret(new Uint8Array(randomBytes(32))),
  });
  const log = createLogger('test', 'silent');
  const published: Door['published'] = [];
  const seen: SeeJob[] = [];
  const dues: Door['dues'] = [];
  const answers = new Map<string, unknown>();
  const readings = new Map<string, Reading>();
  const deps: AccessDeps = {
    store,
    keys,
    pack,
    clock,
    log,
    commit: openCommit({ store, keys, pack: pack.packId, clock, log }),
    alarms: createMetrics('test').counter('alarms', 'alarms', ['why']),
    publish: async (topic, payload, { retain = false } = {}) => void published.push({ topic, payload, retain }),
    see: async (_id, job) => void seen.push(job),
    due: async (job, delayMs) => void dues.push({ job, delayMs }),
    reading: async (key) => readings.get(key) ?? null,
    answer: async (key, value) => void answers.set(key, value),
  };
  await furnish(store, { site, user, latch, camera, rule });
  const cardKeys = await keys.issuingCard(site);
  const uid = new Uint8Array(Buffer.from('04a1b2c3d4e5f6', 'hex'));
  let counter = 0;
  const job = (from: string, topic: TopicName, bytes: Uint8Array, frame?: string): DeviceJob => ({
    device: from,
    topic,
    receivedAtMs: nowMs,
    payload: Buffer.from(bytes).toString('base64'),
    ...(frame ? { frame } : {}),
  });
  const seal = (from: string, topic: TopicName, payload: Uint8Array) =>
    sealUplink({ version: 1, secret: keys.uplink(site, from, 1) }, from, topicOf(from, topic), payload);
  return {
    deps,
    store,
    clock,
    published,
    seen,
    dues,
    answers,
    readings,
    site,
    user,
    latch,
    camera,
    embeddingOf,
    tap: async (options = {}) => {
      counter = options.counter ?? counter + 1;
      const fileKey = fileKeyFor(cardKeys.file, uid, cardKeys.version);
      const sun = makeSun({ metaKey: cardKeys.meta, fileKey, uid, counter });
      if (options.breakMac) sun.mac[0] = (sun.mac[0] ?? 0) ^ 1;
      const message = {
        tapId: options.tapId ?? new Uint8Array(randomBytes(16)),
        nonce: options.nonce ?? new Uint8Array(randomBytes(16)),
        credential: { kind: 'ntag424', keyId: cardKeys.version, picc: sun.picc, mac: sun.mac } as const,
        cameraWoken: options.woken ?? false,
      };
      return job(latch, 'nfc/tap', seal(latch, 'nfc/tap', encodeMessage(tapMessage, message)));
    },
    frame: (nonce, sequence) => {
      const header = { nonce, latch, sequence, capturedAtMs: nowMs, sha256: new Uint8Array(32).fill(sequence & 255) };
      return job(
        camera,
        'face/frame',
        seal(camera, 'face/frame', encodeMessage(frameHeader, header)),
        `frame:${sequence}`,
      );
    },
    resultOf: (op, commandId, ok, extra = {}) => {
      const value = { commandId: new Uint8Array(Buffer.from(commandId, 'hex')), ok, stages: [], ...extra };
      return job(latch, `result/${op}`, seal(latch, `result/${op}`, encodeMessage(result, value)));
    },
    sealed: (from, topic, payload) => job(from, topic, seal(from, topic, payload)),
    plain: (from, topic, payload) => job(from, topic, payload),
    alarms: async (why) => {
      const { values } = await deps.alarms.get();
      return values.find(({ labels }) => labels.why === why)?.value ?? 0;
    },
    commands: (op) =>
      published
        .filter(({ topic }) => topic.endsWith(`cmd/${op}`))
        .flatMap(({ topic, payload }) => {
          const opened = openCommand(payload, [...keys.commandKeys], topic.split('/')[2] ?? '');
          return opened.ok ? [{ op: opened.value.op, commandId: hex(opened.value.commandId) }] : [];
        }),
    attempt: async () => {
      const [newest] = await store.models.attempts.find().sort({ receivedAtMs: -1, _id: -1 }).limit(1).lean();
      if (!newest) throw new Error('there is no attempt');
      return newest;
    },
    reads: (reading) => {
      const asked = seen.at(-1);
      if (!asked) throw new Error('no picture was asked about');
      const sequence = asked.subject.kind === 'attempt' ? asked.subject.sequence : 0;
      readings.set(asked.reading, { ...readingOf(sequence, asked.purpose), ...reading });
    },
    close: async () => {
      await store.close();
    },
  };
};

const readingOf = (sequence: number, purpose: 'door' | 'enrol'): Reading => ({
  sha256: Buffer.alloc(32, sequence & 255).toString('hex'),
  packId: pack.packId,
  purpose,
  width: 640,
  height: 480,
  meanLuma: 120,
  faces: [{ areaShare: 0.2, score: 0.9 }],
  verdict: 'ok',
  detail: null,
  quality: null,
  stretched: false,
  embedding: encodeEmbedding(embeddingOf(1)),
  timings: { decodeMs: 0, detectMs: 0, meshMs: 0, alignMs: 0, qualityMs: 0, embedMs: 0 },
});

const furnish = async (
  store: Store,
  {
    site,
    user,
    latch,
    camera,
    rule,
  }: { site: string; user: string; latch: string; camera: string; rule: 'dual' | 'single' },
): Promise<void> => {
  const { models } = store;
  const presence = { state: 'ready', boot: '00'.repeat(16), connection: 1, at: new Date(0) };
  const known = { site, publicKey: 'none', certificateExpiresAt: new Date(0), uplinkVersion: 1, presence, ...CREATED };
  const unit = { latch: `${site}-door`, camera: `${site}-camera` };
  await models.sites.create([{ _id: site, name: site, timeZone: 'Europe/Berlin', ...CREATED }]);
  await models.latches.create([
    { _id: unit.latch, site, name: 'door', credentialRule: rule, device: latch, ...CREATED },
  ]);
  await models.cameras.create([{ _id: unit.camera, site, name: 'camera', device: camera, ...CREATED }]);
  await models.pairings.create([
    { _id: `${site}-p`, site, latch: unit.latch, camera: unit.camera, epoch: 1, slot: 0, ...CREATED },
  ]);
  await models.devices.create([
    { _id: latch, kind: 'latch', unit: unit.latch, ...known },
    { _id: camera, kind: 'camera', unit: unit.camera, ...known },
  ]);
  await models.memberships.create([{ _id: `${site}-m`, site, user, role: 'member', ...CREATED }]);
  await models.credentials.create([
    { _id: `${site}-card`, site, user, kind: 'ntag424', uid: '04a1b2c3d4e5f6', label: 'card', ...CREATED },
  ]);
  await models.grants.create([{ _id: `${site}-g`, site, user, latch: unit.latch, ...CREATED }]);
};
