import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import { expect, inject, it } from 'vitest';

it('gives every test a MongoDB with transactions', async () => {
  await using client = await new mongoose.mongo.MongoClient(inject('mongoUri')).connect();
  const rows = client.db().collection<{ _id: string }>('test-services');
  await client.withSession((session) =>
    session.withTransaction(async () => {
      await rows.insertOne({ _id: 'in a transaction' }, { session });
    }),
  );
  expect(await rows.countDocuments()).toBe(1);
});

it('gives every test a Redis', async () => {
  const redis = new Redis(inject('redisUrl'));
  expect(await redis.set('test-services', 'here', 'EX', 10)).toBe('OK');
  redis.disconnect();
});
