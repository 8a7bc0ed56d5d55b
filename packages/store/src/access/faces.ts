import type { FaceDoc, KeyDoc, ViewDoc } from '../schema/face.ts';
import { isDuplicateKey, type Store, type Tx } from '../store.ts';

export const faceById = (store: Store, id: string): Promise<FaceDoc | null> =>
  store.models.faces.findById(id).lean<FaceDoc>().exec();

/** False when the photograph was erased meanwhile. */
export const settleFace = async (
  store: Store,
  id: string,
  set: Pick<FaceDoc, 'state' | 'reason' | 'quality' | 'pack'>,
  tx: Tx,
): Promise<boolean> =>
  (await store.models.faces.updateOne({ _id: id, state: 'pending' }, { $set: set }, { session: tx })).matchedCount ===
  1;

/**
 * Of two transactions that add a view of one person the second conflicts with the first and sees its view when it starts
 * again. False: the person left the site.
 */
export const takeTurnAtViews = async (store: Store, site: string, user: string, tx: Tx): Promise<boolean> =>
  (await store.models.memberships.updateOne({ site, user }, { $inc: { viewsRev: 1 } }, { session: tx }))
    .matchedCount === 1;

/** Where and until when the api waits for the verdict on a photograph. */
export const expectFace = async (
  store: Store,
  id: string,
  answer: string,
  deadlineMs: number,
): Promise<FaceDoc | null> =>
  store.models.faces
    .findOneAndUpdate({ _id: id }, { $set: { answer, deadlineMs } }, { returnDocument: 'after' })
    .lean<FaceDoc>()
    .exec();

export const viewsOf = (store: Store, site: string, user: string, pack: string, tx?: Tx): Promise<ViewDoc[]> =>
  store.models.views
    .find({ site, user, pack }, null, tx ? { session: tx } : {})
    .sort({ createdAt: 1 })
    .limit(16)
    .lean<ViewDoc[]>()
    .exec();

/** Keeps a view once: the same id again changes nothing. */
export const keepView = async (store: Store, view: ViewDoc, tx: Tx): Promise<void> => {
  await store.models.views.updateOne({ _id: view._id }, { $setOnInsert: view }, { upsert: true, session: tx });
};

export const eraseViews = async (store: Store, site: string, user: string): Promise<number> =>
  (await store.models.views.deleteMany({ site, user })).deletedCount;

export const keysOf = (store: Store, site: string, purpose: KeyDoc['purpose']): Promise<KeyDoc[]> =>
  store.models.keys.find({ site, purpose }).sort({ version: -1 }).limit(2).lean<KeyDoc[]>().exec();

/** False when another worker made this version a moment ago: read it instead. */
export const keepKey = async (store: Store, key: KeyDoc): Promise<boolean> => {
  try {
    await store.models.keys.create([key]);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
};
