import {
  ANSWER_TTL_S,
  ANSWERED_CHANNEL,
  type Answer,
  type AskAnswer,
  type AskJob,
  type AskKind,
  askJob,
} from '@smart-latch/protocol';
import type { Store } from '@smart-latch/store';
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';

type Ask<K extends AskKind> = Extract<AskJob, { kind: K }>;
type Said<K extends AskKind> = Answer<K> | { refuse: string; detail: string } | 'silence';
type Script = { [K in AskKind]: (ask: Ask<K>) => Said<K> | Promise<Said<K>> };

export interface FakeAccess {
  /** Every question that was asked, in order. */
  readonly asked: AskJob[];
  /** Plays one kind differently from now on. */
  on<K extends AskKind>(kind: K, answer: Script[K]): void;
  ready(): Promise<unknown>;
  close(): Promise<void>;
}

const KEY = Buffer.alloc(32, 7).toString('base64');

const waiting = (attempt: string, receivedAtMs: number) => ({
  attempt,
  state: 'waiting_face',
  reason: null,
  receiveByMs: receivedAtMs + 20_000,
});

const usual = (store: Store): Script => ({
  'device-secrets': () => ({
    uplink: [{ version: 0, key: KEY }],
    commandKeys: [{ kid: Buffer.alloc(8, 1).toString('base64'), publicKey: KEY }],
    peers: [],
  }),
  'card-keys': () => ({
    keyId: 1,
    metaReadKey: '11'.repeat(16),
    fileReadKey: '22'.repeat(16),
    masterKey: '33'.repeat(16),
    spareKeys: ['44'.repeat(16), '55'.repeat(16)],
  }),
  'enrol-view': async ({ view }) => {
    await store.models.faces.updateOne({ _id: view }, { $set: { state: 'accepted', quality: { lumaMean: 120 } } });
    return { accepted: true, reason: null, quality: { lumaMean: 120 } };
  },
  'erase-views': () => ({ erased: 3 }),
  'remote-unlock': () => ({ attempt: 'attempt-1', state: 'waiting_nonce', reason: null }),
  'push-desired': () => ({ version: 1 }),
  explain: ({ users, atMs, untilMs }) => {
    const verdict = { outcome: 'denied' as const, reason: 'no_grant', rule: null, grant: null };
    const intervals = untilMs === null ? null : [{ fromMs: atMs, untilMs, ...verdict }];
    const way = { by: 'remote' as const, credential: null, ...verdict, grants: [], intervals };
    return { users: users.map((user) => ({ user, ways: [way] })) };
  },
  'phone-tap': async ({ latch }) => {
    const row = await store.models.latches.findById(latch).lean();
    if (!row?.tag) return { refuse: 'unprocessable', detail: 'this is no fresh tap at a door' };
    return { site: row.site, latch };
  },
  'phone-attempt': ({ receivedAtMs }) => waiting('attempt-phone', receivedAtMs),
  'phone-frame': ({ attempt, receivedAtMs }) => waiting(attempt, receivedAtMs),
  'phone-passkey': ({ attempt, receivedAtMs }) => waiting(attempt, receivedAtMs),
});

/** The access worker's side of the `ask` queue, with fixed answers: the port behind which the real one stands. */
export const startFakeAccess = (store: Store, redisUrl: string, prefix: string): FakeAccess => {
  const script = usual(store);
  const asked: AskJob[] = [];
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const answer = async (name: string, said: AskAnswer) => {
    await redis.set(name, JSON.stringify(said), 'EX', ANSWER_TTL_S);
    await redis.publish(ANSWERED_CHANNEL, name.slice('answer:'.length));
  };
  const worker = new Worker(
    'ask',
    async (job) => {
      const ask = askJob.parse(job.data);
      asked.push(ask);
      const said = await (script[ask.kind] as (ask: AskJob) => Said<AskKind> | Promise<Said<AskKind>>)(ask);
      if (said === 'silence') return;
      if ('refuse' in said) await answer(ask.answer, { ok: false, code: said.refuse, detail: said.detail });
      else await answer(ask.answer, { ok: true, value: said });
    },
    { connection: { url: redisUrl, maxRetriesPerRequest: null }, prefix, concurrency: 10 },
  );
  return {
    asked,
    on: (kind, said) => {
      script[kind] = said;
    },
    ready: () => worker.waitUntilReady(),
    close: async () => {
      await worker.close();
      redis.disconnect();
    },
  };
};
