import { newId } from '../new-id.ts';
import type { NoticeDoc } from '../schema/notice.ts';
import type { Store, Tx } from '../store.ts';

export type Notice = Omit<NoticeDoc, '_id' | 'atMs'>;

/** What people did, for the audit chains of their sites. */
export interface Notices {
  /** Give the transaction of the act: then it is recorded if and only if it happened. */
  add(notice: Notice, now: Date, tx?: Tx): Promise<void>;
}

export const notices = (store: Store): Notices => ({ add: (notice, now, tx) => addNotice(store, notice, now, tx) });

export const addNotice = async (store: Store, notice: Notice, now: Date, tx?: Tx): Promise<void> => {
  const doc: NoticeDoc = { _id: newId(), ...notice, atMs: now.getTime() };
  await store.models.notices.create([doc], tx ? { session: tx } : {});
};

/** Those that are not in a chain yet, oldest first. */
export const pendingNotices = (store: Store, most: number): Promise<NoticeDoc[]> =>
  store.models.notices.find().sort({ atMs: 1, _id: 1 }).limit(most).lean<NoticeDoc[]>().exec();

/** False: another worker has taken it. */
export const takeNotice = async (store: Store, id: string, tx: Tx): Promise<boolean> =>
  (await store.models.notices.deleteOne({ _id: id }, { session: tx })).deletedCount === 1;
