import { takeSequence } from '@smart-latch/core';
import mongoose from 'mongoose';
import type { AttemptDoc, EarlyFrameDoc } from '../schema/attempt.ts';
import type { DeviceDoc } from '../schema/device.ts';
import type { Store, Tx } from '../store.ts';

const within = (tx?: Tx) => (tx ? { session: tx } : {});
const { trusted } = mongoose;

export const attemptById = (store: Store, id: string, tx?: Tx): Promise<AttemptDoc | null> =>
  store.models.attempts.findById(id, null, within(tx)).lean<AttemptDoc>().exec();

export const attemptOfTap = (store: Store, device: string, tapId: string, tx?: Tx): Promise<AttemptDoc | null> =>
  store.models.attempts.findOne({ device, tapId }, null, within(tx)).lean<AttemptDoc>().exec();

/** By the nonce that the latch gave. */
export const attemptOfNonce = (store: Store, device: string, nonce: string): Promise<AttemptDoc | null> =>
  store.models.attempts.findOne({ device, nonce }).lean<AttemptDoc>().exec();

/** By the id of a command that was sent for it, whichever kind of command it was. */
export const attemptOfCommand = (store: Store, id: string): Promise<AttemptDoc | null> =>
  store.models.attempts
    .findOne({ $or: [{ 'command.id': id }, { captureIds: id }, { challengeId: id }] })
    .lean<AttemptDoc>()
    .exec();

/** Other attempts at this latch that still wait for a face. */
export const waitingAtLatch = (store: Store, latch: string): Promise<AttemptDoc[]> =>
  store.models.attempts.find({ latch, state: 'waiting_face' }).limit(20).lean<AttemptDoc[]>().exec();

/** Committed commands that have not left yet, oldest first. */
export const pendingCommands = (store: Store, decidedBeforeMs: number): Promise<AttemptDoc[]> =>
  store.models.attempts
    .find({ outbox: 'pending', endedAtMs: trusted({ $lte: decidedBeforeMs }) })
    .sort({ endedAtMs: 1 })
    .limit(200)
    .lean<AttemptDoc[]>()
    .exec();

export const markOutbox = async (store: Store, id: string, outbox: 'sent' | 'dead'): Promise<void> => {
  await store.models.attempts.updateOne({ _id: id, outbox: 'pending' }, { $set: { outbox } });
};

/** Attempts whose alarm never rang: undecided past decideBy, or granted without a result. */
export const overdueAttempts = (store: Store, nowMs: number, grantedBeforeMs: number): Promise<AttemptDoc[]> =>
  store.models.attempts
    .find({
      $or: [
        { state: trusted({ $in: ['waiting_face', 'waiting_nonce'] }), decideByMs: trusted({ $lt: nowMs }) },
        { state: 'granted', endedAtMs: trusted({ $lt: grantedBeforeMs }) },
      ],
    })
    .limit(200)
    .lean<AttemptDoc[]>()
    .exec();

/** A frame that came before its tap; at most three wait for one nonce. False when it is too many. */
export const keepEarlyFrame = async (store: Store, frame: EarlyFrameDoc, most: number): Promise<boolean> => {
  const { _id, latch, nonce } = frame;
  const others = await store.models.earlyFrames.countDocuments({ latch, nonce, _id: trusted({ $ne: _id }) });
  if (others >= most) return false;
  await store.models.earlyFrames.updateOne({ _id: frame._id }, { $setOnInsert: frame }, { upsert: true });
  return true;
};

export const earlyFrames = (store: Store, latch: string, nonce: string): Promise<EarlyFrameDoc[]> =>
  store.models.earlyFrames.find({ latch, nonce }).sort({ sequence: 1 }).lean<EarlyFrameDoc[]>().exec();

/** Another writer changed the document: how often a frame is tried again on what it is now. */
const ATTACH_TRIES = 5;

/** Remembers that a frame of this number counted: one conditional update, again on fresh data when somebody was first. */
export const spendFrameSequence = async (store: Store, camera: string, sequence: number): Promise<void> => {
  for (let tries = 0; tries < ATTACH_TRIES; tries += 1) {
    const device = await store.models.devices.findById(camera).lean<DeviceDoc>();
    const taken = takeSequence(device?.framesTaken ?? null, sequence);
    if (!device || !taken.fresh) return;
    const { framesTaken } = device;
    const same = framesTaken
      ? { 'framesTaken.highest': framesTaken.highest, 'framesTaken.missing': framesTaken.missing }
      : { framesTaken: null };
    const done = await store.models.devices.updateOne(
      { _id: camera, ...same },
      { $set: { framesTaken: taken.window } },
    );
    if (done.modifiedCount === 1) return;
  }
};

/**
 * Adds a frame to an attempt that waits for a face: one conditional update, again on fresh data when somebody was first.
 * `framesOf` gives the new list, or null when there is nothing to add. Returns the attempt as it is then.
 */
export const attachFrame = async (
  store: Store,
  attempt: AttemptDoc,
  framesOf: (attempt: AttemptDoc) => AttemptDoc['frames'] | null,
): Promise<AttemptDoc | null> => {
  let current: AttemptDoc | null = attempt;
  for (let tries = 0; current?.state === 'waiting_face' && tries < ATTACH_TRIES; tries += 1) {
    const frames = framesOf(current);
    if (frames === null) return current;
    const { _id, state, rev } = current;
    const changed = await store.models.attempts.updateOne({ _id, state, rev }, { $set: { frames, rev: rev + 1 } });
    if (changed.matchedCount === 1) return { ...current, frames, rev: rev + 1 };
    current = await attemptById(store, _id);
  }
  return current;
};

/** Remembers that a camera is asked for a picture, so that its result finds the attempt again. False: it was asked a moment ago. */
export const rememberCapture = async (
  store: Store,
  { _id, askedAtMs: before }: Pick<AttemptDoc, '_id' | 'askedAtMs'>,
  command: string,
  askedAtMs: number,
): Promise<boolean> => {
  const asked = await store.models.attempts.updateOne(
    { _id, askedAtMs: before },
    { $push: { captureIds: command }, $set: { askedAtMs } },
  );
  return asked.matchedCount === 1;
};

/** Remembers the challenge; false when another was sent a moment ago. */
export const rememberChallenge = async (store: Store, id: string, command: string): Promise<boolean> => {
  const set = await store.models.attempts.updateOne({ _id: id, challengeId: null }, { $set: { challengeId: command } });
  return set.matchedCount === 1;
};

/** Attempts that wait for a face and were last asked for a picture before this moment: the picture may be lost. */
export const unansweredAttempts = (store: Store, askedBeforeMs: number, nowMs: number): Promise<AttemptDoc[]> =>
  store.models.attempts
    .find({ state: 'waiting_face', askedAtMs: trusted({ $lt: askedBeforeMs }), receiveByMs: trusted({ $gt: nowMs }) })
    .limit(200)
    .lean<AttemptDoc[]>()
    .exec();

/** Nobody went in after the last grant at this latch: it does not count for anti-passback. */
export const clearLastEntry = async (store: Store, latch: string, tx: Tx): Promise<void> => {
  const newest = { sort: { endedAtMs: -1 }, session: tx } as const;
  await store.models.attempts
    .findOneAndUpdate({ latch, state: 'opened' }, { $set: { entryCleared: true } }, newest)
    .lean();
};
