import type { Door } from './door.ts';

/** Gives the user of the door one sealed view: the face with this seed. */
export const enrolView = async (door: Door, seed: number, user = door.user, view = `view-${seed}`): Promise<void> => {
  const { site, deps } = door;
  const { packId } = deps.pack;
  const floats = door.embeddingOf(seed);
  const plain = Buffer.from(floats.buffer, floats.byteOffset, floats.byteLength);
  const sealed = deps.keys.sealView({ site, user, view, pack: packId }, plain);
  const keyId = deps.keys.sealKeyId;
  await door.store.models.views.create([
    { _id: view, site, user, pack: packId, keyId, sealed, createdAt: new Date(0) },
  ]);
};
