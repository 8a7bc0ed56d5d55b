import { appKeyFor, attemptDeadlines, fileKeyFor } from '@smart-latch/core';
import { ANSWERS, type Answer, type AskJob, type AskKind, readingKey } from '@smart-latch/protocol';
import { type AttemptDoc, deviceById, eraseViews, expectFace, latchById, newId } from '@smart-latch/store';
import { hex, hexBytes } from '../commands.ts';
import type { AccessDeps } from '../deps.ts';
import { proceed, resume } from '../proceed.ts';
import { explain } from './explain.ts';
import { phoneAttempt, phoneFrame, phonePasskey, phoneTap } from './phone.ts';
import { peersOf, publishDesired } from './push-desired.ts';
import { blankAttempt } from './start-attempt.ts';

export type Ask<K extends AskKind> = Extract<AskJob, { kind: K }>;
/** A refusal that the api turns into a problem; `later`: the answer is written when a photograph was judged. */
export type Said<K extends AskKind> = { value: Answer<K> } | { code: string; detail: string } | 'later';

/** Answers a question of the api, once and only while somebody waits for it. */
export const answerQuestion = async (base: AccessDeps, ask: AskJob): Promise<void> => {
  const deps = ask.request === undefined ? base : { ...base, log: base.log.with({ request: ask.request }) };
  const late = deps.clock.now() >= ask.deadlineMs;
  const said = late ? 'later' : await answerTo(deps, ask);
  deps.log.info({ kind: ask.kind, said: saidWord(late, said) }, 'question');
  if (said === 'later') return;
  if ('code' in said) await deps.answer(ask.answer, { ok: false, code: said.code, detail: said.detail });
  else await deps.answer(ask.answer, { ok: true, value: ANSWERS[ask.kind].parse(said.value) });
};

const saidWord = (late: boolean, said: Said<AskKind>): string => {
  if (late) return 'nobody waits any more';
  if (said === 'later') return 'later';
  return 'code' in said ? said.code : 'answered';
};

const answerTo = (deps: AccessDeps, ask: AskJob): Promise<Said<AskKind>> => {
  switch (ask.kind) {
    case 'device-secrets':
      return deviceSecrets(deps, ask);
    case 'card-keys':
      return cardKeys(deps, ask);
    case 'enrol-view':
      return enrolView(deps, ask);
    case 'erase-views':
      return eraseAll(deps, ask);
    case 'remote-unlock':
      return remoteUnlock(deps, ask);
    case 'push-desired':
      return pushDesired(deps, ask);
    case 'explain':
      return explainAccess(deps, ask);
    case 'phone-tap':
      return phoneTap(deps, ask);
    case 'phone-attempt':
      return phoneAttempt(deps, ask);
    case 'phone-frame':
      return phoneFrame(deps, ask);
    case 'phone-passkey':
      return phonePasskey(deps, ask);
  }
};

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const notFound = (what: string) => ({ code: 'not_found', detail: `there is no such ${what}` });

const deviceSecrets = async (deps: AccessDeps, ask: Ask<'device-secrets'>): Promise<Said<'device-secrets'>> => {
  const { keys, store } = deps;
  const device = await deviceById(store, ask.device);
  if (!device || device.revokedAt) return notFound('device');
  const peers = await peersOf(deps, device);
  const pair = (peer: string) =>
    device.kind === 'latch' ? ([device._id, peer] as const) : ([peer, device._id] as const);
  return {
    value: {
      uplink: [{ version: keys.uplinkVersion, key: base64(keys.uplink(device.site, device._id, keys.uplinkVersion)) }],
      commandKeys: keys.commandKeys.map((key) => ({ kid: base64(key.kid), publicKey: base64(key.publicKey) })),
      peers: peers.map(({ peer, epoch }) => ({
        peer,
        epoch,
        key: base64(keys.peer(device.site, ...pair(peer), epoch)),
      })),
    },
  };
};

const cardKeys = async (deps: AccessDeps, ask: Ask<'card-keys'>): Promise<Said<'card-keys'>> => {
  const { version, meta, file, app } = await deps.keys.issuingCard(ask.site);
  const uid = hexBytes(ask.uid);
  const own = (number: number) => hex(appKeyFor(app, uid, version, number, ask.use));
  return {
    value: {
      keyId: version,
      metaReadKey: hex(meta),
      fileReadKey: hex(fileKeyFor(file, uid, version, ask.use)),
      masterKey: own(0),
      spareKeys: [own(3), own(4)],
    },
  };
};

const enrolView = async (deps: AccessDeps, ask: Ask<'enrol-view'>): Promise<Said<'enrol-view'>> => {
  const face = await expectFace(deps.store, ask.view, ask.answer, ask.deadlineMs);
  if (!face || face.site !== ask.site || face.user !== ask.user) return notFound('photograph');
  await deps.see(`view-${ask.view}`, {
    subject: { kind: 'view', view: ask.view },
    purpose: 'enrol',
    picture: ask.picture,
    reading: readingKey(ask.view),
    deadlineMs: ask.deadlineMs,
    request: ask.request,
  });
  return 'later';
};

const eraseAll = async (deps: AccessDeps, ask: Ask<'erase-views'>): Promise<Said<'erase-views'>> => ({
  value: { erased: await eraseViews(deps.store, ask.site, ask.user) },
});

/** The request is an attempt of kind remote: its tap id is the request's own, so that a second run finds the first. */
const remoteUnlock = async (deps: AccessDeps, ask: Ask<'remote-unlock'>): Promise<Said<'remote-unlock'>> => {
  const latch = await latchById(deps.store, ask.latch);
  if (!latch || latch.site !== ask.site) return notFound('latch');
  if (latch.device === null)
    return { code: 'conflict', detail: 'no device has claimed this latch yet: enrol one first' };
  const begin: AttemptDoc = {
    ...blankAttempt(),
    _id: newId(),
    site: ask.site,
    kind: 'remote',
    latch: latch._id,
    device: latch.device,
    tapId: ask.answer.slice('answer:'.length),
    receivedAtMs: ask.requestedAtMs,
    ...attemptDeadlines('remote', ask.requestedAtMs),
    user: ask.user,
    session: ask.session,
    stepUpAtMs: ask.stepUpAtMs,
  };
  const begun = await deps.commit.advance(ask.site, { begin, spend: null });
  if (!begun) return notFound('latch');
  const { attempt } = begun;
  const { tapId: tap, _id, state, reason } = attempt;
  deps.log.step(3, 'checked session, right and step-up', { tap, attempt: _id, state });
  if (begun.decision) await proceed(deps, begun);
  else await resume(deps, attempt);
  return { value: { attempt: _id, state, reason } };
};

const pushDesired = async (deps: AccessDeps, ask: Ask<'push-desired'>): Promise<Said<'push-desired'>> => ({
  value: { version: await publishDesired(deps, ask.device) },
});

const explainAccess = async (deps: AccessDeps, ask: Ask<'explain'>): Promise<Said<'explain'>> => {
  const value = await explain(deps, ask);
  return value === null ? notFound('latch') : { value };
};
