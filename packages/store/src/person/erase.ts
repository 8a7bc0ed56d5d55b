import type { AttemptState } from '@smart-latch/core';
import mongoose, { type Model } from 'mongoose';
import { addNotice } from '../api/notices.ts';
import { hasOwner, takeTurnAtRoles, whoCanSignIn } from '../api/owners.ts';
import { newId } from '../new-id.ts';
import { CHANGE_DEADLINE_MS } from '../repository.ts';
import type { ErasureDoc } from '../schema/erasure.ts';
import type { Store, Tx } from '../store.ts';
import { type AnyRule, personRules } from './person-data.ts';

const { trusted } = mongoose;

export type Erased = 'erased' | 'not_found' | { readonly lastOwnerOf: string };

/** The api's part of erasing people; access does the rest (`openErasures`). */
export interface Erasures {
  /** Who belongs to no other site then and cannot sign in is gone altogether. `by`: who says so. */
  member(of: { site: string; user: string; by: string }, now: Date): Promise<Erased>;
  /** The account, and what every site knows. */
  account(user: string, now: Date): Promise<Erased>;
}

class LastOwner extends Error {
  readonly site: string;
  constructor(site: string) {
    super('the last owner');
    this.site = site;
  }
}

export const erasures = (store: Store): Erasures => {
  const { users, memberships } = store.models;
  const inOne = async (work: (tx: Tx) => Promise<Erased>): Promise<Erased> => {
    try {
      return await store.transactUntil(Date.now() + CHANGE_DEADLINE_MS, work);
    } catch (error) {
      if (error instanceof LastOwner) return { lastOwnerOf: error.site };
      throw error;
    }
  };
  return {
    member: ({ site, user, by }, now) =>
      inOne(async (tx) => {
        const session = { session: tx };
        if ((await memberships.findOne({ site, user }, { _id: 1 }, session).lean()) === null) return 'not_found';
        await leave(store, { site, user, by }, now, tx);
        const elsewhere = await memberships.findOne({ user }, { _id: 1 }, session).lean();
        const canSignIn = (await whoCanSignIn(store, [user], tx)).has(user);
        if (!elsewhere && !canSignIn) await eraseRows(store, 'account', { user }, now, tx);
        return 'erased';
      }),
    account: (user, now) =>
      inOne(async (tx) => {
        const session = { session: tx };
        if ((await users.findOne({ _id: user }, { _id: 1 }, session).lean()) === null) return 'not_found';
        const rows = await memberships.find({ user }, { site: 1 }, session).lean();
        for (const { site } of rows) await leave(store, { site, user, by: null }, now, tx);
        // What a site that they left before still keeps of them.
        const left = await sitesThatRemember(store, user, tx);
        for (const site of left) await remember(store, { site, user }, now, tx);
        await eraseRows(store, 'site', { user }, now, tx);
        await eraseRows(store, 'account', { user }, now, tx);
        return 'erased';
      }),
  };
};

const leave = async (
  store: Store,
  { site, user, by }: { site: string; user: string; by: string | null },
  now: Date,
  tx: Tx,
): Promise<void> => {
  await takeTurnAtRoles(store, site, tx);
  await eraseRows(store, 'site', { site, user }, now, tx);
  if (!(await hasOwner(store, site, tx))) throw new LastOwner(site);
  const erasure = await remember(store, { site, user }, now, tx);
  const themselves = by === null || by === user;
  const body = { erasure, themselves };
  await addNotice(store, { site, kind: 'person_erased', by: themselves ? null : by, about: null, body }, now, tx);
};

/** That access has its part to do. Two for one person at a site are one. */
const remember = async (store: Store, of: { site: string; user: string }, now: Date, tx: Tx): Promise<string> => {
  const doc = await store.models.erasures
    .findOneAndUpdate(
      of,
      { $setOnInsert: { _id: newId(), requestedAt: now } },
      { upsert: true, returnDocument: 'after', session: tx },
    )
    .lean<ErasureDoc>();
  return doc?._id ?? '';
};

const sitesThatRemember = async (store: Store, user: string, tx: Tx): Promise<string[]> => {
  const { events, attempts } = store.models;
  const ofEvents = await events.distinct('site', { users: user }).session(tx);
  const ofAttempts = await attempts.distinct('site', { user }).session(tx);
  return [...new Set([...ofEvents, ...ofAttempts])] as string[];
};

const eraseRows = async (
  store: Store,
  of: AnyRule['of'],
  { site, user }: { site?: string; user: string },
  now: Date,
  tx: Tx,
): Promise<void> => {
  for (const { name, rule } of personRules({ of, by: 'api' })) {
    const model = store.models[name] as unknown as Model<Record<string, unknown>>;
    const theirs = { [rule.field]: user, ...(site === undefined ? {} : { site }) };
    const { deleteIf } = rule;
    if (deleteIf) await model.deleteMany({ ...theirs, ...deleteIf }, { session: tx });
    if (rule.erase === 'delete') await model.deleteMany(theirs, { session: tx });
    else await model.updateMany(theirs, { $set: rule.erase(now) }, { session: tx });
  }
};

/** Those that were asked for by then and are not done, oldest first. */
export const openErasures = (store: Store, until: Date, most: number): Promise<ErasureDoc[]> =>
  store.models.erasures
    .find({ requestedAt: trusted({ $lte: until }) })
    .sort({ requestedAt: 1 })
    .limit(most)
    .lean<ErasureDoc[]>()
    .exec();

const OPEN_STATES: AttemptState[] = ['waiting_face', 'waiting_nonce', 'granted'];

/** Whether something about the person is still on its way into the chain: an act, or an attempt that has not ended. */
export const isStillTold = async (store: Store, { site, user }: ErasureDoc): Promise<boolean> => {
  const { notices, attempts } = store.models;
  const act = await notices.findOne({ site, $or: [{ by: user }, { about: user }] }, { _id: 1 }).lean();
  if (act !== null) return true;
  return (await attempts.findOne({ site, user, state: trusted({ $in: OPEN_STATES }) }, { _id: 1 }).lean()) !== null;
};

/**
 * Access's part, at most `most` rows of each collection. A row that somebody writes at the same time is erased by the next call: an attempt's
 * `rev` rises, so that who read it before begins again. Returns how many rows were erased: 0 is done.
 */
export const eraseSome = async (store: Store, { site, user }: ErasureDoc, now: Date, most: number): Promise<number> => {
  let erased = 0;
  for (const { name, rule } of personRules({ by: 'access' })) {
    const model = store.models[name] as unknown as Model<Record<string, unknown>>;
    const rows = await model
      .find({ site, [rule.field]: user }, { _id: 1 })
      .limit(most)
      .lean();
    if (rows.length === 0) continue;
    const theirs = { _id: trusted({ $in: rows.map(({ _id }) => _id) }) };
    if (rule.erase === 'delete') await model.deleteMany(theirs);
    else {
      const rise = name === 'attempts' ? { $inc: { rev: 1 } } : {};
      await model.updateMany(theirs, { $set: rule.erase(now), ...rise });
    }
    erased += rows.length;
  }
  return erased;
};

export const endErasure = async (store: Store, { _id }: ErasureDoc): Promise<void> => {
  await store.models.erasures.deleteOne({ _id });
};
