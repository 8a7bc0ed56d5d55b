import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JOB_OPTIONS, WORKER_TIMING } from '@smart-latch/protocol';
import { COLLECTIONS, type CollectionName } from '@smart-latch/store';
import { Queue, QueueEvents, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DATABASE, MONGO_PRIVILEGES, REDIS_RULES, type ServiceName } from './accounts.ts';
import { type Mongo, startMongo } from './mongo.ts';
import { type RedisName, type Redis as RedisServer, startRedis } from './redis.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';

const dir = mkdtempSync(join(tmpdir(), 'sl-accounts-'));
let supervisor: Supervisor;
beforeAll(() => {
  supervisor = createSupervisor({ logDir: dir });
});
afterAll(async () => {
  await supervisor.stopAll();
  rmSync(dir, { recursive: true, force: true });
});

describe('in Redis', () => {
  const servers = {} as Record<RedisName, RedisServer>;
  const open: Redis[] = [];
  beforeAll(async () => {
    for (const name of ['queue', 'bus', 'frames'] as const) {
      const accounts = Object.entries(REDIS_RULES[name]).map(([user, rules]) => ({
        user,
        password: `${user}-pw`,
        rules,
      }));
      servers[name] = await startRedis({ supervisor, name, dataDir: join(dir, name), accounts });
    }
  });
  afterAll(() => {
    for (const redis of open) redis.disconnect();
  });

  const as = (service: ServiceName, server: RedisName): Redis => {
    const redis = new Redis(servers[server].url(service), { maxRetriesPerRequest: null });
    open.push(redis);
    return redis;
  };
  const admin = (server: RedisName): Redis => {
    const redis = new Redis(servers[server].adminUrl);
    open.push(redis);
    return redis;
  };
  const refusals = async (server: RedisName): Promise<unknown[]> =>
    (await admin(server).call('ACL', 'LOG')) as unknown[];

  it.each([
    ['device', 'broker', 'access'],
    ['ask', 'api', 'access'],
    ['see', 'access', 'face'],
    ['seen', 'face', 'access'],
    ['due', 'access', 'access'],
    ['hook', 'hooks', 'hooks'],
  ] as const)(
    'a job on %s goes from %s to %s, now, delayed and tried again, without a refusal',
    async (name, from, to) => {
      const queue = new Queue(name, { connection: as(from, 'queue') });
      const events = new QueueEvents(name, { connection: as(from, 'queue') });
      const worker = new Worker(
        name,
        async (job) => {
          if (job.attemptsMade === 0) throw new Error('the first time fails');
          return { got: job.data };
        },
        { connection: as(to, 'queue'), concurrency: 5, ...WORKER_TIMING },
      );
      await Promise.all([worker.waitUntilReady(), events.waitUntilReady()]);
      const now = await queue.add('one', { n: 1 }, { ...JOB_OPTIONS, jobId: `${name}-now` });
      const later = await queue.add('two', { n: 2 }, { ...JOB_OPTIONS, delay: 50 });
      expect(await now.waitUntilFinished(events, 5_000)).toEqual({ got: { n: 1 } });
      expect(await later.waitUntilFinished(events, 5_000)).toEqual({ got: { n: 2 } });
      await Promise.all([worker.close(), events.close(), queue.close()]);
      expect(await refusals('queue')).toEqual([]);
    },
  );

  it('pictures and answers go the ways of the table, without a refusal', async () => {
    const broker = as('broker', 'frames');
    const api = as('api', 'frames');
    const access = as('access', 'frames');
    const face = as('face', 'frames');
    await broker.set('frame:1', 'jpeg', 'EX', 30);
    await api.set('enrol:1', 'jpeg', 'EX', 30);
    expect(await face.getBuffer('frame:1')).toEqual(Buffer.from('jpeg'));
    expect(await face.getBuffer('enrol:1')).toEqual(Buffer.from('jpeg'));
    await face.set('reading:1', '{}', 'EX', 30);
    expect(await access.get('reading:1')).toBe('{}');
    const listener = as('api', 'frames');
    const heard = new Promise((resolve) => listener.on('message', (_, id) => resolve(id)));
    await listener.subscribe('answered');
    await access.set('answer:1', 'secret', 'EX', 10);
    await access.publish('answered', '1');
    expect(await heard).toBe('1');
    expect(await api.getdel('answer:1')).toBe('secret');
    expect(await refusals('frames')).toEqual([]);
  });

  it('a revocation reaches the brokers, without a refusal', async () => {
    const broker = as('broker', 'queue');
    const heard = new Promise((resolve) => broker.on('message', (_, id) => resolve(id)));
    await broker.subscribe('sl:revoked');
    await as('api', 'queue').publish('sl:revoked', 'device-1');
    expect(await heard).toBe('device-1');
    expect(await refusals('queue')).toEqual([]);
  });

  it.each([
    ['broker', 'queue', ['SET', 'bull:ask:1', 'x']],
    ['broker', 'queue', ['XADD', 'bull:seen:events', '*', 'a', 'b']],
    ['broker', 'frames', ['GET', 'frame:1']],
    ['broker', 'frames', ['SET', 'reading:1', 'forged']],
    ['broker', 'frames', ['GET', 'answer:1']],
    ['api', 'queue', ['LPUSH', 'bull:device:wait', 'forged']],
    ['api', 'queue', ['LPUSH', 'bull:seen:wait', 'forged']],
    ['api', 'frames', ['GET', 'reading:1']],
    ['api', 'frames', ['SET', 'frame:1', 'swapped']],
    ['api', 'frames', ['GET', 'enrol:1']],
    ['access', 'frames', ['SET', 'reading:1', 'forged']],
    ['access', 'frames', ['GET', 'frame:1']],
    ['access', 'frames', ['GETDEL', 'answer:1']],
    ['face', 'queue', ['LPUSH', 'bull:device:wait', 'forged']],
    ['face', 'queue', ['PUBLISH', 'sl:revoked', 'device-1']],
    ['face', 'queue', ['EVAL', "return redis.call('DEL', 'bull:device:wait')", '0']],
    ['face', 'frames', ['SET', 'frame:1', 'swapped']],
    ['face', 'frames', ['GET', 'answer:1']],
    ['face', 'frames', ['SUBSCRIBE', 'answered']],
    ['face', 'frames', ['KEYS', '*']],
    ['hooks', 'queue', ['LPUSH', 'bull:ask:wait', 'forged']],
    ['access', 'queue', ['FLUSHALL']],
    ['access', 'queue', ['CONFIG', 'SET', 'appendonly', 'no']],
    ['access', 'queue', ['ACL', 'LIST']],
  ] as const)('%s on %s may not %j', async (service, server, [command, ...args]) => {
    await expect(as(service, server).call(command, ...args)).rejects.toThrow(/NOPERM|can't access/);
  });

  it('only the broker has an account on the bus', () => {
    expect(Object.keys(REDIS_RULES.bus)).toEqual(['broker']);
  });
});

describe('in MongoDB', () => {
  const { MongoClient } = mongoose.mongo;
  let mongo: Mongo;
  beforeAll(async () => {
    mongo = await startMongo({
      supervisor,
      dataDir: join(dir, 'mongo'),
      cacheDir: join(import.meta.dirname, '../../.cache/mongod'),
      database: DATABASE,
      accounts: Object.entries(MONGO_PRIVILEGES).map(([user, privileges]) => ({
        user,
        password: `${user}-pw`,
        privileges,
      })),
    });
    await using client = await new MongoClient(mongo.adminUri).connect();
    await Promise.all(COLLECTIONS.map((name) => client.db().createCollection(name)));
  });

  /** Tries one action on every collection, as the service; the names of those where MongoDB allowed it. */
  async function allowed(service: string, action: 'find' | 'insert' | 'remove' | 'watch'): Promise<CollectionName[]> {
    await using client = await new MongoClient(mongo.uri(service)).connect();
    const tries = COLLECTIONS.map(async (name) => {
      const collection = client.db().collection(name);
      try {
        if (action === 'find') await collection.findOne();
        if (action === 'insert') await collection.insertOne({ site: 's' });
        if (action === 'remove') await collection.deleteMany({ site: 's' });
        if (action === 'watch')
          await client.db().command({ aggregate: name, pipeline: [{ $changeStream: {} }], cursor: {} });
        return [name];
      } catch (error) {
        expect(String(error)).toContain('not authorized');
        return [];
      }
    });
    return (await Promise.all(tries)).flat();
  }
  const without = (...names: CollectionName[]): CollectionName[] => COLLECTIONS.filter((name) => !names.includes(name));
  const OF_ACCESS = ['views', 'keys', 'chainHeads', 'deviceChains', 'earlyFrames'] as const;

  it('the broker reads devices', async () => {
    expect(await allowed('broker', 'find')).toEqual(['devices']);
    expect(await allowed('broker', 'insert')).toEqual([]);
    expect(await allowed('broker', 'watch')).toEqual([]);
  });

  it('the api reads and writes all but templates, keys, chains and what happened, and follows what happens', async () => {
    expect(await allowed('api', 'find')).toEqual(without(...OF_ACCESS));
    expect(await allowed('api', 'insert')).toEqual(without(...OF_ACCESS, 'attempts', 'events'));
    expect(await allowed('api', 'remove')).toEqual(without(...OF_ACCESS, 'attempts', 'events'));
    expect(await allowed('api', 'watch')).toEqual(['attempts', 'events']);
  });

  it('access reads and writes everything, and the face worker has no account', async () => {
    expect(await allowed('access', 'find')).toEqual(COLLECTIONS);
    expect(await allowed('access', 'insert')).toEqual(COLLECTIONS);
    expect(() => mongo.uri('face')).toThrow('MongoDB has no account face');
  });

  it('hooks reads what it sends and writes how it went', async () => {
    expect(await allowed('hooks', 'find')).toEqual(['events', 'chainHeads', 'webhooks', 'deliveries']);
    expect(await allowed('hooks', 'insert')).toEqual(['deliveries', 'notices']);
    expect(await allowed('hooks', 'remove')).toEqual([]);
    expect(await allowed('hooks', 'watch')).toEqual([]);
  });

  it('nobody drops a collection or sees the accounts', async () => {
    for (const service of ['broker', 'api', 'access']) {
      await using client = await new MongoClient(mongo.uri(service)).connect();
      await expect(client.db().dropCollection('devices')).rejects.toThrow('not authorized');
      await expect(client.db('admin').collection('system.users').findOne()).rejects.toThrow('not authorized');
    }
  });
});
