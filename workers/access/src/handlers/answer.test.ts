import { randomBytes } from 'node:crypto';
import { fileKeyFor } from '@smart-latch/core';
import { ANSWERS, type AskJob, answerKey, openDesired, type SeeJob, topicOf } from '@smart-latch/protocol';
import { createLogger } from '@smart-latch/runtime';
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Door, openDoor } from '../../test/door.ts';
import { enrolView } from '../../test/enrolled.ts';
import type { Inject } from '../../test/watch.ts';
import { onAsk } from './dispatch.ts';

let door: Door;
beforeEach(async () => {
  await door?.close();
  door = await openDoor((inject as Inject)('mongoUri'), 'answer', 'dual');
});
afterAll(() => door.close());

const NOTHING_YET = { reason: null, quality: null, pack: null, answer: null, deadlineMs: 0, createdAt: new Date(0) };

/** Asks, and returns what was answered: a value, or the code of the refusal. */
const ask = async (question: Record<string, unknown>): Promise<unknown> => {
  const answer = answerKey(randomBytes(8).toString('hex'));
  await onAsk(door.deps, { answer, deadlineMs: door.clock.now() + 5_000, ...question } as AskJob);
  const said = door.answers.get(answer) as { ok: true; value: unknown } | { ok: false; code: string } | undefined;
  return said && (said.ok ? said.value : said.code);
};

describe('the secrets of a device', () => {
  test('are its uplink key, the command keys and a peer key for each pairing, the same for both ends', async () => {
    const [latch, camera] = [
      await ask({ kind: 'device-secrets', device: door.latch }),
      await ask({ kind: 'device-secrets', device: door.camera }),
    ].map((value) => ANSWERS['device-secrets'].parse(value));
    const { keys } = door.deps;
    expect(latch?.uplink[0]?.key).toBe(Buffer.from(keys.uplink(door.site, door.latch, 1)).toString('base64'));
    expect(latch?.uplink[0]?.key).not.toBe(camera?.uplink[0]?.key);
    expect(latch?.peers).toMatchObject([{ peer: door.camera, epoch: 1 }]);
    expect(camera?.peers).toMatchObject([{ peer: door.latch, epoch: 1 }]);
    expect(latch?.peers[0]?.key).toBe(camera?.peers[0]?.key);
  });

  test('are not there for a revoked or unknown device', async () => {
    await door.store.models.devices.updateOne({ _id: door.latch }, { revokedAt: new Date() });
    expect(await ask({ kind: 'device-secrets', device: door.latch })).toBe('not_found');
    expect(await ask({ kind: 'device-secrets', device: 'a'.repeat(26) })).toBe('not_found');
  });
});

test('the keys of a card are diversified by its UID and never the masters', async () => {
  const uid = '04112233445566';
  const value = ANSWERS['card-keys'].parse(await ask({ kind: 'card-keys', site: door.site, uid, use: 'card' }));
  const masters = await door.deps.keys.issuingCard(door.site);
  const own = fileKeyFor(masters.file, new Uint8Array(Buffer.from(uid, 'hex')), value.keyId);
  expect(value.fileReadKey).toBe(Buffer.from(own).toString('hex'));
  expect(value.fileReadKey).not.toBe(Buffer.from(masters.file).toString('hex'));
});

test('the views of a user are erased, and nobody else loses one', async () => {
  await enrolView(door, 1);
  await enrolView(door, 2, 'bob');
  const question = { kind: 'erase-views', site: door.site, user: door.user };
  expect(await ask(question)).toEqual({ erased: 1 });
  expect(await ask(question)).toEqual({ erased: 0 });
  expect(await door.store.models.views.countDocuments()).toBe(1);
});

test('the configuration of a device is signed, retained, and newer each time', async () => {
  const question = { kind: 'push-desired', device: door.latch };
  expect(await ask(question)).toEqual({ version: 1 });
  expect(await ask(question)).toEqual({ version: 2 });
  const last = door.published.at(-1);
  expect(last).toMatchObject({ topic: topicOf(door.latch, 'desired'), retain: true });
  const opened = openDesired(last?.payload ?? new Uint8Array(), door.deps.keys.commandKeys, door.latch);
  expect(opened).toMatchObject({ ok: true, value: { version: 2, pairings: [{ peer: door.camera, epoch: 1 }] } });
});

test('the id of the HTTP request is in the line of its question, and goes on with a photograph', async () => {
  const lines: string[] = [];
  const log = createLogger('test', 'info', { write: (line: string) => lines.push(line) });
  const base = { deadlineMs: door.clock.now() + 5_000, request: 'from-the-app' };
  const question: AskJob = { kind: 'push-desired', device: door.latch, answer: answerKey('11'), ...base };
  await onAsk({ ...door.deps, log }, question);
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ request: 'from-the-app', kind: 'push-desired', said: 'answered', msg: 'question' }),
  );
  const seen: SeeJob[] = [];
  const see = async (_id: string, job: SeeJob) => {
    seen.push(job);
  };
  const row = { _id: 'photo-1', site: door.site, user: door.user, state: 'pending' as const, ...NOTHING_YET };
  await door.store.models.faces.create([row]);
  const photograph = { site: door.site, user: door.user, view: 'photo-1', picture: 'enrol:1' };
  await onAsk({ ...door.deps, see }, { kind: 'enrol-view', ...photograph, answer: answerKey('12'), ...base });
  expect(seen).toMatchObject([{ request: 'from-the-app' }]);
});
