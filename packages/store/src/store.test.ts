import mongoose from 'mongoose';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { migrate, openStore, type Store, TRANSACTION_LIFETIME_S } from './store.ts';

/** What the set-up of vitest gives; infra/local declares it, and store does not know infra. */
const adminUri = (inject as (name: string) => string)('mongoUri').replace(/\/test\b/, '/storetransactions');
let store: Store;
beforeAll(async () => {
  await migrate(adminUri);
  store = await openStore(adminUri);
});
afterAll(() => store.close());

test('a transaction that its worker left open holds others up no longer than MongoDB is told to keep it', async () => {
  const { chainHeads } = store.models;
  await chainHeads.create([{ _id: 'home', seq: 1, hash: 'a' }]);
  const abandoned = await mongoose.mongo.MongoClient.connect(adminUri);
  const session = abandoned.startSession();
  session.startTransaction();
  await abandoned
    .db()
    .collection<{ _id: string }>('chainHeads')
    .updateOne({ _id: 'home' }, { $set: { seq: 2 } }, { session });
  const startedMs = Date.now();
  await store.transactUntil(startedMs + 30_000, (tx) =>
    chainHeads.updateOne({ _id: 'home' }, { $set: { seq: 3 } }, { session: tx }),
  );
  // MongoDB looks for expired transactions every lifetime / 2.
  expect(Date.now() - startedMs).toBeLessThan(TRANSACTION_LIFETIME_S * 1_500 + 2_000);
  await abandoned.close(true);
}, 40_000);
