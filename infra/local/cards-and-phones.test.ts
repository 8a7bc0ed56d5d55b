import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CardServer,
  cardServer,
  issueCard,
  newSoftwareCard,
  readUrl,
  SoftwareCard,
  writeTag,
} from '@smart-latch/cli';
import { parseTapUrl } from '@smart-latch/core';
import { openStore, type Store } from '@smart-latch/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cast, makeCast } from './cast.ts';
import { enrolFaces } from './demo/provision.ts';
import { type OpenStage, openStage } from './demo/stage.ts';
import { eventually } from './eventually.ts';
import { type Stack, startStack } from './stack.ts';

let dir: string;
let cast: Cast;
let stack: Stack;
let stage: OpenStage;
let store: Store;
let token: string;
let server: CardServer;
let alice: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'smart-latch-cards-'));
  cast = await makeCast(join(dir, 'cast'));
  stack = await startStack({ dir });
  stage = await openStage(stack, dir, cast);
  store = await openStore(stack.mongo.adminUri);
  const { api, owner, site } = stage.home;
  token = (await api.post('/v1/auth/sign-in', { body: owner })).accessToken;
  server = await cardServer(api.as(token), site);
  const { items } = await api.get('/v1/sites/{site}/users', { params: { path: { site } } });
  alice = items.find(({ name }) => name === 'Alice')?.id ?? '';
}, 120_000);

afterAll(async () => {
  await stage?.close();
  await store?.close();
  await stack?.stop();
  await rm(dir, { recursive: true, force: true });
}, 60_000);

const quiet = (): void => {};
const untilLocked = () => eventually('the bolt is in', async () => stage.latch.isLocked(), 10_000, 50);
const untilOpened = (match: { tapId: string } | { _id: string }) =>
  eventually(
    'the door has opened',
    async () => (await store.models.attempts.findOne(match).lean())?.state === 'opened',
    20_000,
    50,
  );

test('a card that pnpm cards wrote opens the door with the face of its user', async () => {
  const reader = new SoftwareCard(newSoftwareCard());
  await issueCard({ reader, server, say: quiet }, { user: alice, label: 'second card' });
  await untilLocked();
  await stage.camera.show([cast['alice-probe-1']]);
  const tapped = await stage.latch.tap({
    present: async () => {
      const said = parseTapUrl((await readUrl(reader))?.replace(/^https?:\/\/[^/]+/, '') ?? '');
      if (!said) throw new Error('the card says nothing that a latch reads');
      return { kind: 'ntag424', ...said };
    },
  });
  await untilOpened({ tapId: tapped.tapId });
}, 40_000);

test('a phone that reads the tag of the door opens it with a selfie of who is signed in, where phones are allowed', async () => {
  const { api, site, latch } = stage.home;
  const { user: me } = await api.get('/v1/me');
  await enrolFaces(api, site, me.id, [cast['alice-enrol-1'], cast['alice-enrol-2'], cast['alice-enrol-3']]);
  const tag = new SoftwareCard(newSoftwareCard());
  await writeTag({ reader: tag, server, say: quiet }, latch);
  const at = { params: { path: { site, latch } } };
  const jpeg = (await readFile(cast['alice-probe-1'])).toString('base64');

  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(stack.apiUrl + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const begin = async () => {
    const query = Object.fromEntries(new URL((await readUrl(tag)) ?? '').searchParams);
    const tapped = await post('/v1/taps', query);
    expect(tapped.status).toBe(201);
    expect((await post('/v1/taps', query)).status).toBe(422);
    const cookie = tapped.headers.get('set-cookie')?.split(';')[0] ?? '';
    const headers = { cookie, authorization: `Bearer ${token}` };
    const { tap } = (await tapped.json()) as { tap: string };
    const opened = await post('/v1/attempts', { tap }, headers);
    expect(opened.status).toBe(201);
    return { headers, attempt: (await opened.json()) as { attempt: string; state: string; reason: string | null } };
  };

  expect((await begin()).attempt).toMatchObject({ state: 'denied', reason: 'unknown_credential' });
  await api.patch('/v1/sites/{site}/latches/{latch}', { ...at, body: { phoneTapAllowed: true } });
  await untilLocked();
  const { headers, attempt } = await begin();
  expect(attempt.state).toBe('waiting_face');
  expect((await post(`/v1/attempts/${attempt.attempt}/frames`, { jpeg }, headers)).status).toBe(202);
  await untilOpened({ _id: attempt.attempt });
  expect(await store.models.attempts.findById(attempt.attempt).lean()).toMatchObject({ kind: 'phone', rule: 'dual' });
}, 60_000);
