import type { FaceDoc, KeyDoc, ViewDoc } from '../schema/face.ts';
import { isDuplicateKey, type Store } from '../store.ts';

export const faceById = (store: Store, id: string): Promise<FaceDoc | null> =>
  store.models.faces.findById(id).lean<FaceDoc>().exec();

/** False when the photograph was erased meanwhile. */
export const settleFace = async (
  store: Store,
  id: string,
  set: Pick<FaceDoc, 'state' | 'reason' | 'quality' | 'pack'>,
): Promise<boolean> => (await store.models.faces.updateOne({ _id: id }, { $set: set })).matchedCount === 1;

export const eraseView = async (store: Store, id: string): Promise<void> => {
  await store.models.views.deleteOne({ _id: id });
};

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

export const viewsOf = (store: Store, site: string, user: string, pack: string): Promise<ViewDoc[]> =>
  store.models.views.find({ site, user, pack }).sort({ createdAt: 1 }).limit(16).lean<ViewDoc[]>().exec();

/** Keeps a view once: the same id again changes nothing. */
export const keepView = async (store: Store, view: ViewDoc): Promise<void> => {
  await store.models.views.updateOne({ _id: view._id }, { $setOnInsert: view }, { upsert: true });
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
