import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Mongo, type MongoAccount, startMongo, withAccount } from './mongo.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';

const { MongoClient } = mongoose.mongo;
const dir = mkdtempSync(join(tmpdir(), 'sl-mongo-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const ACCOUNTS: MongoAccount[] = [
  { user: 'reader', password: 'p@ss/1', privileges: [{ collections: ['doors'], actions: ['find'] }] },
  { user: 'writer', password: 'p2', privileges: [{ collections: ['doors', 'keys'], actions: ['find', 'insert'] }] },
];
const start = (supervisor: Supervisor, accounts = ACCOUNTS): Promise<Mongo> =>
  startMongo({
    supervisor,
    dataDir: join(dir, 'mongo'),
    cacheDir: join(import.meta.dirname, '../../.cache/mongod'),
    database: 'test',
    accounts,
  });

describe('the replica set', () => {
  let supervisor: Supervisor;
  let mongo: Mongo;
  beforeAll(async () => {
    supervisor = createSupervisor({ logDir: dir });
    mongo = await start(supervisor);
  });
  afterAll(() => supervisor.stopAll());

  it('runs transactions for its administrator', async () => {
    await using client = await new MongoClient(mongo.adminUri).connect();
    const doors = client.db().collection<{ _id: string }>('doors');
    await client.withSession((session) =>
      session.withTransaction(async () => {
        await doors.insertOne({ _id: 'front' }, { session });
      }),
    );
    expect(client.db().databaseName).toBe('test');
    expect(await doors.countDocuments()).toBe(1);
  });

  it('gives each account what its privileges say and nothing else', async () => {
    await using reader = await new MongoClient(mongo.uri('reader')).connect();
    await using writer = await new MongoClient(mongo.uri('writer')).connect();
    await writer.db().collection<{ _id: string }>('keys').insertOne({ _id: 'k1' });
    expect(await reader.db().collection<{ _id: string }>('doors').findOne()).toEqual({ _id: 'front' });
    await expect(reader.db().collection('doors').insertOne({})).rejects.toThrow(/not authorized/);
    await expect(reader.db().collection('keys').findOne()).rejects.toThrow(/not authorized/);
    await expect(reader.db('admin').collection('system.users').findOne()).rejects.toThrow(/not authorized/);
    await expect(writer.db().dropCollection('keys')).rejects.toThrow(/not authorized/);
    expect(() => mongo.uri('nobody')).toThrow('MongoDB has no account nobody');
  });

  it('lets nobody in without a password', async () => {
    await using stranger = await new MongoClient(
      mongo.adminUri.replace(/\/\/.*@/, '//').replace(/authSource=\w+/, ''),
    ).connect();
    await expect(stranger.db().collection('doors').findOne()).rejects.toThrow(/requires authentication/);
  });

  it('keeps its data through kill -9, and clients find it again', async () => {
    await using client = await new MongoClient(mongo.uri('writer')).connect();
    const doors = client.db().collection<{ _id: string }>('doors');
    await doors.insertOne({ _id: 'back' }, { writeConcern: { w: 'majority', journal: true } });
    await supervisor.kill('mongod');
    await supervisor.untilReady('mongod');
    expect(await doors.countDocuments()).toBe(2);
    await doors.insertOne({ _id: 'side' });
  });

  it('comes back on another port with its data, its administrator and changed accounts', async () => {
    await supervisor.stopAll();
    supervisor = createSupervisor({ logDir: dir });
    const before = mongo.adminUri;
    mongo = await start(supervisor, [
      { user: 'reader', password: 'new', privileges: [{ collections: ['keys'], actions: ['find'] }] },
    ]);
    expect(mongo.adminUri).not.toBe(before);
    await using reader = await new MongoClient(mongo.uri('reader')).connect();
    expect(await reader.db().collection<{ _id: string }>('keys').findOne()).toEqual({ _id: 'k1' });
    await expect(reader.db().collection('doors').findOne()).rejects.toThrow(/not authorized/);
  });

  it('that runs elsewhere is used through its URI, without a mongod of our own', async () => {
    const idle = createSupervisor({ logDir: join(dir, 'idle') });
    const outside = await startMongo({
      supervisor: idle,
      dataDir: join(dir, 'unused'),
      cacheDir: join(dir, 'unused'),
      database: 'elsewhere',
      accounts: ACCOUNTS,
      externalUri: mongo.adminUri,
    });
    expect(idle.names()).toEqual([]);
    await using writer = await new MongoClient(outside.uri('writer')).connect();
    expect((await writer.db().collection('keys').insertOne({})).acknowledged).toBe(true);
    expect(writer.db().databaseName).toBe('elsewhere');
    await idle.stopAll();
  });
});

describe('withAccount', () => {
  const account = { user: 'api', password: 'a/b' };
  it.each([
    ['mongodb://127.0.0.1:1/', account, 'mongodb://api:a%2Fb@127.0.0.1:1/db?authSource=admin'],
    [
      'mongodb://root:x@h1:1,h2:2/other?replicaSet=rs',
      account,
      'mongodb://api:a%2Fb@h1:1,h2:2/db?replicaSet=rs&authSource=admin',
    ],
    ['mongodb+srv://root:x@cluster.example', account, 'mongodb+srv://api:a%2Fb@cluster.example/db?authSource=admin'],
    ['mongodb://root:x@h/users?w=1', undefined, 'mongodb://root:x@h/db?w=1&authSource=users'],
    ['mongodb://root:x@h/?authSource=here', undefined, 'mongodb://root:x@h/db?authSource=here'],
    ['mongodb://h', undefined, 'mongodb://h/db?'],
  ])('turns %s into the URI of one account and database', (uri, who, expected) => {
    expect(withAccount(uri, who, 'db')).toBe(expected);
  });

  it('refuses what is not a MongoDB URI without showing it, for it may hold a password', () => {
    expect(() => withAccount('http://root:secret@h', account, 'db')).toThrow(
      /^not a MongoDB URI; it looks like mongodb:/,
    );
  });
});
